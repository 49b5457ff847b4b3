//! Bits of a FLAC frame, most significant first, with both checksums.
//!
//! Never reads ahead: after a frame the input is at the byte that follows it.

use std::io::{Read, Seek};

use super::stop::Stop;
use crate::audio_file::bytes::Bytes;

/// Reads one frame's bits.
pub(super) struct BitReader<'a, R> {
    bytes: &'a mut Bytes<R>,
    /// The last bytes read; the lowest `held` bits have not been returned yet.
    cache: u64,
    held: u32,
    /// Checksums of every byte read so far.
    crc8: u8,
    crc16: u16,
}

impl<'a, R: Read + Seek> BitReader<'a, R> {
    /// At the input's next byte.
    pub(super) fn new(bytes: &'a mut Bytes<R>) -> BitReader<'a, R> {
        BitReader { bytes, cache: 0, held: 0, crc8: 0, crc16: 0 }
    }

    /// Offset in the file of the next byte.
    pub(super) fn position(&self) -> u64 {
        self.bytes.position()
    }

    /// CRC-8 of the bytes so far (RFC 9639, 9.1.8).
    pub(super) fn crc8(&self) -> u8 {
        self.crc8
    }

    /// CRC-16 of the bytes so far (RFC 9639, 9.3).
    pub(super) fn crc16(&self) -> u16 {
        self.crc16
    }

    /// An unsigned number of 0 to 33 bits.
    #[inline]
    pub(super) fn unsigned(&mut self, bits: u32) -> Result<u64, Stop> {
        while self.held < bits {
            self.load()?;
        }
        self.held -= bits;
        Ok(self.cache >> self.held & ((1 << bits) - 1))
    }

    /// A number of 0 to 33 bits in two's complement.
    #[inline]
    pub(super) fn signed(&mut self, bits: u32) -> Result<i64, Stop> {
        let unused = 64 - bits;
        match bits {
            0 => Ok(0),
            _ => Ok(((self.unsigned(bits)? << unused) as i64) >> unused),
        }
    }

    /// A unary number: this many zeros and a one, at most `most`.
    #[inline]
    pub(super) fn unary(&mut self, most: u64) -> Result<u64, Stop> {
        let mut zeros = 0;
        loop {
            let unread = self.cache & ((1 << self.held) - 1);
            if unread != 0 {
                let ahead = unread.leading_zeros() - (64 - self.held);
                self.held -= ahead + 1;
                zeros += u64::from(ahead);
                return if zeros <= most { Ok(zeros) } else { Err(Stop::Damaged("a residual is too large")) };
            }
            zeros += u64::from(self.held);
            self.held = 0;
            if zeros > most {
                return Err(Stop::Damaged("a residual is too large"));
            }
            self.load()?;
        }
    }

    /// Continues at the next whole byte: the remaining bits must be zero.
    pub(super) fn align(&mut self) -> Result<(), Stop> {
        match self.unsigned(self.held % 8)? {
            0 => Ok(()),
            _ => Err(Stop::Damaged("the padding at its end is not zero")),
        }
    }

    #[inline]
    fn load(&mut self) -> Result<(), Stop> {
        let byte = self.bytes.next().map_err(Stop::Io)?.ok_or(Stop::End)?;
        self.cache = self.cache << 8 | u64::from(byte);
        self.held += 8;
        self.crc8 = CRC8[usize::from(self.crc8 ^ byte)] as u8;
        self.crc16 = self.crc16 << 8 ^ CRC16[usize::from((self.crc16 >> 8) as u8 ^ byte)];
        Ok(())
    }
}

/// CRC tables with initial value 0: polynomials 0x07 and 0x8005, no reflection.
const CRC8: [u16; 256] = crc_table(0x0700);
const CRC16: [u16; 256] = crc_table(0x8005);

/// `polynomial` and registers are in the upper bits of 16; a CRC-8 is returned in the lower ones.
const fn crc_table(polynomial: u16) -> [u16; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut register = (byte as u16) << 8;
        let mut bit = 0;
        while bit < 8 {
            register = register << 1 ^ if register & 0x8000 == 0 { 0 } else { polynomial };
            bit += 1;
        }
        table[byte] = if polynomial & 0xFF == 0 { register >> 8 } else { register };
        byte += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn read_all(content: &[u8]) -> (u8, u16) {
        let mut bytes = Bytes::new(Cursor::new(content.to_vec())).expect("bytes in memory");
        let mut bits = BitReader::new(&mut bytes);
        content.iter().for_each(|byte| assert_eq!(bits.unsigned(8).ok(), Some(u64::from(*byte))));
        (bits.crc8(), bits.crc16())
    }

    #[test]
    fn checksums_are_those_of_the_published_check_value() {
        // CRC-8 (polynomial 0x07) and CRC-16/UMTS (0x8005) of "123456789" in the usual catalogues.
        assert_eq!(read_all(b"123456789"), (0xF4, 0xFEE8));
    }

    #[test]
    fn numbers_cross_bytes_and_never_read_ahead() {
        let mut bytes =
            Bytes::new(Cursor::new(vec![0b1010_0000, 0b0000_0001, 0xFF, 0xFF, 0x80, 0])).expect("bytes");
        let mut bits = BitReader::new(&mut bytes);
        assert_eq!(bits.signed(3).ok(), Some(-3));
        assert_eq!((bits.position(), bits.unary(12).ok()), (1, Some(12)));
        assert_eq!((bits.position(), bits.signed(0).ok(), bits.position()), (2, Some(0), 2));
        assert_eq!((bits.unsigned(17).ok(), bits.position()), (Some(0x1FFFF), 5));
        assert!(bits.align().is_ok() && bits.unary(3).is_err());
    }
}
