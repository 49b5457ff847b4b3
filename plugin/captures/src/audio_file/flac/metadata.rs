//! The blocks before the first FLAC frame (RFC 9639, 8). Only STREAMINFO is read; the others are skipped, whatever
//! their size.

use std::io::{Read, Seek};

use crate::audio_file::bytes::Bytes;
use crate::audio_file::claims::{checked_channels, checked_rate};
use crate::audio_file::fault::{Fault, Part};

/// The stream's own description.
#[derive(Clone, Copy, Debug)]
pub(super) struct StreamInfo {
    pub(super) channels: usize,
    pub(super) sample_rate_hz: f64,
    pub(super) bits: u32,
    /// Total frames; `None` if unknown to the encoder.
    pub(super) frames: Option<u64>,
    /// MD5 of the samples and its offset; `None` if the encoder did not compute it.
    pub(super) md5: Option<([u8; 16], u64)>,
}

/// Skips to the first frame. `None` without a STREAMINFO block.
pub(super) fn read<R: Read + Seek>(bytes: &mut Bytes<R>) -> Result<Option<StreamInfo>, Fault> {
    const STREAM_INFO: u8 = 0;
    const STREAM_INFO_BYTES: u64 = 34;
    let mut info = None;
    loop {
        let offset = bytes.position();
        let [kind, length @ ..] = bytes.array::<4>(Part::ChunkHeader)?;
        let [a, b, c] = length;
        let (claimed, there) = (u64::from(u32::from_be_bytes([0, a, b, c])), bytes.remaining());
        if claimed > there {
            return Err(Fault::LongChunk { name: *b"META", offset, claimed, there });
        }
        let end = bytes.position() + claimed;
        if info.is_none() && kind & 0x7F == STREAM_INFO {
            if claimed < STREAM_INFO_BYTES {
                let (name, allowed) = ("a STREAMINFO length of", "34 bytes");
                return Err(Fault::Field { name, value: claimed.to_string(), offset: offset + 1, allowed });
            }
            info = Some(stream_info(bytes)?);
        }
        bytes.seek(end)?;
        if kind & 0x80 != 0 {
            return Ok(info);
        }
    }
}

/// 20 bits of rate, 3 of channels, 5 of bits per sample, 36 of frames, and the MD5 (RFC 9639, 8.2).
fn stream_info<R: Read + Seek>(bytes: &mut Bytes<R>) -> Result<StreamInfo, Fault> {
    let start = bytes.position();
    bytes.array::<10>(Part::Header)?;
    let packed = u64::from_be_bytes(bytes.array(Part::Header)?);
    let field = |low: u32, bits: u32| packed >> low & ((1 << bits) - 1);
    let sample_rate_hz = checked_rate(field(44, 20) as f64, start + 10)?;
    let channels = checked_channels(field(41, 3) as u16 + 1, start + 12)?;
    let bits = field(36, 5) as u32 + 1;
    if bits < 4 {
        let (name, value, allowed) = ("a depth of", format!("{bits} bits"), "4 to 32 bits");
        return Err(Fault::Field { name, value, offset: start + 12, allowed });
    }
    let frames = Some(field(0, 36)).filter(|frames| *frames > 0);
    let md5 = bytes.array(Part::Header)?;
    let md5 = (md5 != [0; 16]).then_some((md5, start + 18));
    Ok(StreamInfo { channels, sample_rate_hz, bits, frames, md5 })
}
