//! FLAC files bit by bit: forms that encoders rarely write.

/// Bits, most significant first.
#[derive(Clone, Default)]
pub struct Bits {
    pub bytes: Vec<u8>,
    used: u32,
}

impl Bits {
    /// The lowest `count` bits of a number, negative ones in two's complement.
    pub fn put(&mut self, value: i64, count: u32) -> &mut Bits {
        for bit in (0..count).rev() {
            if self.used.is_multiple_of(8) {
                self.bytes.push(0);
            }
            let last = self.bytes.last_mut().expect("a byte was pushed");
            *last |= ((value.checked_shr(bit).unwrap_or(0) & 1) as u8) << (7 - self.used % 8);
            self.used += 1;
        }
        self
    }

    /// All of the numbers.
    pub fn put_all(&mut self, values: &[i64], count: u32) -> &mut Bits {
        for value in values {
            self.put(*value, count);
        }
        self
    }

    /// This many zeros and a one.
    pub fn put_unary(&mut self, zeros: u32) -> &mut Bits {
        self.put(0, zeros).put(1, 1)
    }

    /// A Rice code.
    pub fn put_rice(&mut self, value: i64, parameter: u32) -> &mut Bits {
        let folded = if value < 0 { -2 * value - 1 } else { 2 * value };
        self.put_unary((folded >> parameter) as u32).put(folded, parameter)
    }

    /// Rice codes of all of the numbers.
    pub fn put_all_rice(&mut self, values: &[i64], parameter: u32) {
        for value in values {
            self.put_rice(*value, parameter);
        }
    }

    fn pad(&mut self) {
        self.used = self.used.next_multiple_of(8);
    }
}

/// A register shifted bit by bit: polynomial and register in the upper bits.
fn crc(bytes: &[u8], width: u32, polynomial: u16) -> i64 {
    let step = |register: u16| register << 1 ^ (if register & 0x8000 != 0 { polynomial } else { 0 });
    let add = |register: u16, byte: &u8| (0..8).fold(register ^ u16::from(*byte) << 8, |r, _| step(r));
    i64::from(bytes.iter().fold(0, add) >> (16 - width))
}

/// A frame at 48 kHz. `assignment` and `depth` are codes of the format; `subframes` hold everything between them.
pub fn frame(number: i64, frames: usize, assignment: i64, depth: i64, subframes: &Bits) -> Vec<u8> {
    let mut bits = Bits::default();
    bits.put(0xFFF8, 16).put(7, 4).put(10, 4).put(assignment, 4).put(depth, 3).put(0, 1);
    bits.put(number, 8).put(frames as i64 - 1, 16);
    let header = crc(&bits.bytes, 8, 0x0700);
    bits.put(header, 8);
    for bit in 0..subframes.used {
        bits.put(i64::from(subframes.bytes[bit as usize / 8] >> (7 - bit % 8)), 1);
    }
    bits.pad();
    let whole = crc(&bits.bytes, 16, 0x8005);
    bits.put(whole, 16);
    bits.bytes
}

/// A stream of such frames, without an MD5.
pub fn stream(channels: i64, bits: i64, frames: i64, content: &[u8]) -> Vec<u8> {
    let mut info = Bits::default();
    info.put(0x80, 8).put(34, 24).put(16, 16).put(65_535, 16).put(0, 48);
    info.put(48_000, 20).put(channels - 1, 3).put(bits - 1, 5).put(frames, 36).put_all(&[0; 16], 8);
    [b"fLaC".as_slice(), &info.bytes, content].concat()
}
