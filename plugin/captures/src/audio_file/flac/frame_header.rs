//! The header of a FLAC frame (RFC 9639, 9.1).

use std::io::{Read, Seek};

use super::bit_reader::BitReader;
use super::metadata::StreamInfo;
use super::stop::Stop;

/// Assignment of subframes to channels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Assignment {
    /// A subframe per channel.
    Independent(usize),
    /// Left, and left minus right.
    LeftSide,
    /// Left minus right, and right.
    SideRight,
    /// Half the sum, and left minus right.
    MidSide,
}

impl Assignment {
    pub(super) fn channels(self) -> usize {
        match self {
            Assignment::Independent(channels) => channels,
            _ => 2,
        }
    }

    /// Whether a subframe holds a difference, which needs a bit more.
    pub(super) fn is_side(self, subframe: usize) -> bool {
        match self {
            Assignment::Independent(_) => false,
            Assignment::LeftSide | Assignment::MidSide => subframe == 1,
            Assignment::SideRight => subframe == 0,
        }
    }
}

/// A frame's header. `None` refers to the stream's value.
#[derive(Clone, Copy, Debug)]
pub(super) struct FrameHeader {
    /// Frames (samples per channel).
    pub(super) frames: usize,
    pub(super) assignment: Assignment,
    pub(super) rate_hz: Option<u32>,
    pub(super) bits: Option<u32>,
    /// Number of the block or of its first frame; encoders differ.
    pub(super) number: u64,
}

impl FrameHeader {
    /// Reads a header and verifies its checksum.
    pub(super) fn read<R: Read + Seek>(bits: &mut BitReader<R>) -> Result<FrameHeader, Stop> {
        /// 14 bits of synchronisation and a reserved zero; the next bit is the blocking strategy.
        const SYNC: u64 = 0x7FFC;
        if bits.unsigned(16)? >> 1 != SYNC {
            return Err(Stop::Damaged(NO_FRAME));
        }
        let (length, rate) = (bits.unsigned(4)?, bits.unsigned(4)?);
        let (channels, depth) = (bits.unsigned(4)?, bits.unsigned(3)?);
        let reserved = bits.unsigned(1)?;
        let number = coded_number(bits)?;
        let frames = frames(length, bits)?;
        let rate_hz = rate_hz(rate, bits)?;
        compare_checksum(bits)?;
        let (assignment, depth) = (assignment(channels)?, depth_bits(depth)?);
        if reserved != 0 {
            return Err(Stop::Damaged("a reserved bit is set"));
        }
        Ok(FrameHeader { frames, assignment, rate_hz, bits: depth, number })
    }

    /// How the frame contradicts the stream, if it does. Without this check frames of another depth would be decoded at
    /// a wrong level.
    pub(super) fn contradiction(&self, info: &StreamInfo) -> Option<&'static str> {
        if self.bits.is_some_and(|bits| bits != info.bits) {
            return Some("its bit depth is not the stream's");
        }
        if self.rate_hz.is_some_and(|rate_hz| f64::from(rate_hz) != info.sample_rate_hz) {
            return Some("its sample rate is not the stream's");
        }
        (self.assignment.channels() != info.channels).then_some("its number of channels is not the stream's")
    }
}

/// Error message if no frame starts at a place.
pub(super) const NO_FRAME: &str = "no frame begins here";

fn compare_checksum<R: Read + Seek>(bits: &mut BitReader<R>) -> Result<(), Stop> {
    let (computed, offset) = (bits.crc8(), bits.position());
    match bits.unsigned(8)? as u8 {
        stored if stored == computed => Ok(()),
        _ => Err(Stop::Checksum { bytes: 1, offset, computed: u16::from(computed) }),
    }
}

/// Up to 36 bits in 1 to 7 bytes, in the form of UTF-8.
fn coded_number<R: Read + Seek>(bits: &mut BitReader<R>) -> Result<u64, Stop> {
    const WRONG: Stop = Stop::Damaged("its number is not well formed");
    let first = bits.unsigned(8)? as u8;
    let more = match first.leading_ones() {
        0 => return Ok(u64::from(first)),
        1 | 8 => return Err(WRONG),
        ones => ones - 1,
    };
    let mut number = u64::from(first) & ((1 << (6 - more)) - 1);
    for _ in 0..more {
        let next = bits.unsigned(8)?;
        if next >> 6 != 0b10 {
            return Err(WRONG);
        }
        number = number << 6 | next & 0x3F;
    }
    Ok(number)
}

fn frames<R: Read + Seek>(code: u64, bits: &mut BitReader<R>) -> Result<usize, Stop> {
    Ok(match code {
        0 => return Err(Stop::Damaged("its length is reserved")),
        1 => 192,
        2..=5 => 144 << code,
        6 => bits.unsigned(8)? as usize + 1,
        7 => bits.unsigned(16)? as usize + 1,
        _ => 1 << code,
    })
}

fn rate_hz<R: Read + Seek>(code: u64, bits: &mut BitReader<R>) -> Result<Option<u32>, Stop> {
    const FIXED_HZ: [u32; 11] =
        [88_200, 176_400, 192_000, 8000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000];
    Ok(Some(match code {
        0 => return Ok(None),
        1..=11 => FIXED_HZ[code as usize - 1],
        12 => 1000 * bits.unsigned(8)? as u32,
        13 => bits.unsigned(16)? as u32,
        14 => 10 * bits.unsigned(16)? as u32,
        _ => return Err(Stop::Damaged("its sample rate is reserved")),
    }))
}

fn assignment(code: u64) -> Result<Assignment, Stop> {
    Ok(match code {
        0..=7 => Assignment::Independent(code as usize + 1),
        8 => Assignment::LeftSide,
        9 => Assignment::SideRight,
        10 => Assignment::MidSide,
        _ => return Err(Stop::Damaged("its assignment of channels is reserved")),
    })
}

fn depth_bits(code: u64) -> Result<Option<u32>, Stop> {
    const BITS: [Option<u32>; 8] = [None, Some(8), Some(12), None, Some(16), Some(20), Some(24), Some(32)];
    if code == 3 { Err(Stop::Damaged("its bit depth is reserved")) } else { Ok(BITS[code as usize]) }
}
