//! What a FLAC frame says of itself (RFC 9639, 9.1). The decoder goes by that alone and does not pass it on, so that
//! frames of another depth than the stream's would come out at a wrong level without a word.

use super::StreamInfo;

/// Most bytes of what is read here: 4 of fixed fields, 8 of a number (7 by the standard), 2 each of length and rate.
pub(super) const LONGEST: usize = 16;

/// What a frame claims that the stream claims too; `None` where it leaves that to the stream.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct FrameClaims {
    bits: Option<u32>,
    rate_hz: Option<u32>,
}

impl FrameClaims {
    /// From a frame's first bytes. Whether they begin a frame at all is for the decoder to say.
    pub(super) fn of(bytes: &[u8; LONGEST]) -> FrameClaims {
        let [_, _, lengths, channels, rest @ ..] = bytes;
        FrameClaims { bits: bits(channels >> 1 & 7), rate_hz: rate_hz(*lengths, rest) }
    }

    /// How the frame contradicts the stream, if it does.
    pub(super) fn contradiction(&self, info: &StreamInfo) -> Option<&'static str> {
        if self.bits.is_some_and(|bits| bits != info.bits) {
            return Some("its bit depth is not the stream's");
        }
        if self.rate_hz.is_some_and(|rate_hz| f64::from(rate_hz) != info.sample_rate_hz) {
            return Some("its sample rate is not the stream's");
        }
        None
    }
}

fn bits(code: u8) -> Option<u32> {
    [None, Some(8), Some(12), None, Some(16), Some(20), Some(24), Some(32)][usize::from(code)]
}

/// `rest` begins with the number of the frame or of its first sample, as long as its first byte has leading ones.
fn rate_hz(lengths: u8, rest: &[u8; LONGEST - 4]) -> Option<u32> {
    let number = rest[0].leading_ones().max(1) as usize;
    let length = match lengths >> 4 {
        6 => 1,
        7 => 2,
        _ => 0,
    };
    let [a, b] = [rest[number + length], rest[number + length + 1]];
    let both = u32::from(u16::from_be_bytes([a, b]));
    match lengths & 15 {
        1 => Some(88_200),
        2 => Some(176_400),
        3 => Some(192_000),
        4 => Some(8000),
        5 => Some(16_000),
        6 => Some(22_050),
        7 => Some(24_000),
        8 => Some(32_000),
        9 => Some(44_100),
        10 => Some(48_000),
        11 => Some(96_000),
        12 => Some(1000 * u32::from(a)),
        13 => Some(both),
        14 => Some(10 * both),
        _ => None,
    }
}
