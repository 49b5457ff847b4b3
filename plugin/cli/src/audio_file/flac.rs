//! FLAC (RFC 9639). The metadata is read here, so that no block's claimed length is believed; frames are decoded by
//! `claxon`, which checks both checksums of every one of them and, unlike decoders made for listening, never goes on
//! behind a damaged frame.

use std::io::{ErrorKind, Read, Seek};

use claxon::frame::FrameReader;

use super::bytes::Bytes;
use super::{Fault, Part, Truncated, checked_channels, checked_rate};
use frame_claims::FrameClaims;

mod frame_claims;

/// What the stream says of itself in its first block.
#[derive(Clone, Copy, Debug)]
struct StreamInfo {
    channels: usize,
    sample_rate_hz: f64,
    bits: u32,
    /// Frames in all; `None` where the encoder did not know.
    frames: Option<u64>,
}

/// Decodes a stream's frames. A FLAC frame is a block of ours.
pub(super) struct FlacReader<R> {
    bytes: Bytes<R>,
    info: StreamInfo,
    /// Offset of the first frame.
    start: u64,
    truncated: Truncated,
    /// Frames and blocks decoded since the start.
    frames: u64,
    blocks: u64,
    /// Offset of the FLAC frame being decoded.
    block_start: u64,
    at_end: bool,
    buffer: Vec<i32>,
}

impl<R: Read + Seek> FlacReader<R> {
    /// At the first frame. The marker `fLaC` is still to be read.
    pub(super) fn new(mut bytes: Bytes<R>, truncated: Truncated) -> Result<FlacReader<R>, Fault> {
        bytes.array::<4>(Part::Start)?;
        let info = read_metadata(&mut bytes)?;
        let start = bytes.position();
        if bytes.remaining() == 0 {
            return Err(Fault::NoFrames { offset: start });
        }
        let (frames, blocks, block_start, at_end, buffer) = (0, 0, start, false, Vec::new());
        Ok(FlacReader { bytes, info, start, truncated, frames, blocks, block_start, at_end, buffer })
    }

    pub(super) fn channels(&self) -> usize {
        self.info.channels
    }

    pub(super) fn sample_rate_hz(&self) -> f64 {
        self.info.sample_rate_hz
    }

    /// Frames as the header claims, for a progress bar and nothing else.
    pub(super) fn claimed_frames(&self) -> Option<u64> {
        self.info.frames
    }

    pub(super) fn rewind(&mut self) -> Result<(), Fault> {
        (self.frames, self.blocks, self.at_end) = (0, 0, false);
        self.bytes.seek(self.start)
    }

    pub(super) fn read(&mut self, block: &mut [Vec<f64>]) -> Result<(), Fault> {
        block.iter_mut().for_each(Vec::clear);
        if self.at_end {
            return Ok(());
        }
        match self.next_block()? {
            Some(decoded) => self.take(decoded, block),
            None => self.finish(),
        }
    }

    /// The next FLAC frame; `None` at the end, which a truncated file may have within a frame.
    fn next_block(&mut self) -> Result<Option<claxon::Block>, Fault> {
        self.block_start = self.bytes.position();
        let claims = FrameClaims::of(&self.bytes.peek()?);
        let buffer = std::mem::take(&mut self.buffer);
        let reason = match FrameReader::new(&mut self.bytes).read_next_or_eof(buffer) {
            Ok(Some(block)) => match claims.contradiction(&self.info) {
                Some(contradiction) => contradiction,
                None => return Ok(Some(block)),
            },
            Ok(None) => return Ok(None),
            // Behind the last frame a file may hold whatever it wants, tags for instance.
            Err(_) if self.info.frames == Some(self.frames) => return Ok(None),
            Err(claxon::Error::IoError(error)) if error.kind() == ErrorKind::UnexpectedEof => {
                return match self.truncated {
                    Truncated::Refuse => Err(self.cut_short()),
                    Truncated::Accept => Ok(None),
                };
            }
            Err(claxon::Error::IoError(error)) => return Err(Fault::Unreadable(error)),
            Err(claxon::Error::Unsupported(reason)) => return Err(self.undecoded(reason)),
            Err(claxon::Error::FormatError(reason)) => reason,
        };
        Err(self.damaged(reason))
    }

    fn take(&mut self, decoded: claxon::Block, block: &mut [Vec<f64>]) -> Result<(), Fault> {
        let duration = u64::from(decoded.duration());
        if decoded.channels() as usize != self.info.channels {
            return Err(self.damaged("its number of channels is not the stream's"));
        }
        // Blocks count frames or, where all but the last are of the same length, themselves.
        if decoded.time() != self.frames && decoded.time() != self.blocks * duration {
            return Err(self.damaged("frames before it are missing"));
        }
        if let Some(claimed) = self.info.frames.filter(|claimed| self.frames + duration > *claimed) {
            return Err(Fault::Surplus { claimed, offset: self.block_start });
        }
        let full_scale = 2f64.powi(self.info.bits as i32 - 1);
        for (index, channel) in (0..decoded.channels()).zip(block) {
            channel.extend(decoded.channel(index).iter().map(|sample| f64::from(*sample) / full_scale));
            if !channel.iter().all(|sample| (-1.0..1.0).contains(sample)) {
                return Err(self.damaged("a sample is beyond its bit depth"));
            }
        }
        self.frames += duration;
        self.blocks += 1;
        self.buffer = decoded.into_buffer();
        Ok(())
    }

    /// The end of the file: it must be that of the stream.
    fn finish(&mut self) -> Result<(), Fault> {
        self.at_end = true;
        let is_whole = self.info.frames.is_none_or(|claimed| claimed == self.frames);
        if !is_whole && self.truncated == Truncated::Refuse {
            return Err(self.cut_short());
        }
        if self.frames == 0 { Err(Fault::NoFrames { offset: self.start }) } else { Ok(()) }
    }

    fn cut_short(&self) -> Fault {
        Fault::Truncated { claimed: self.info.frames, there: self.frames, offset: self.bytes.length() }
    }

    /// Sound FLAC in a rare form, or of a depth that the decoder does not take.
    fn undecoded(&self, reason: &str) -> Fault {
        Fault::Encoding { name: format!("FLAC that is not decoded: {reason}"), offset: self.block_start }
    }

    fn damaged(&self, reason: &'static str) -> Fault {
        Fault::FlacFrame { reason, offset: self.block_start, there: self.frames }
    }
}

/// Reads the first block and goes behind the others.
fn read_metadata<R: Read + Seek>(bytes: &mut Bytes<R>) -> Result<StreamInfo, Fault> {
    const STREAM_INFO: u8 = 0;
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
        if info.is_none() {
            if kind & 0x7F != STREAM_INFO || claimed < 34 {
                return Err(Fault::NoChunk { name: "STREAMINFO", offset });
            }
            info = Some(stream_info(bytes)?);
        }
        bytes.seek(end)?;
        if let Some(info) = info.filter(|_| kind & 0x80 != 0) {
            return Ok(info);
        }
    }
}

/// RFC 9639, 8.2: 20 bits of rate, 3 of channels, 5 of bits per sample, 36 of frames.
fn stream_info<R: Read + Seek>(bytes: &mut Bytes<R>) -> Result<StreamInfo, Fault> {
    let start = bytes.position();
    bytes.array::<10>(Part::Header)?;
    let packed = u64::from_be_bytes(bytes.array(Part::Header)?);
    let field = |low: u32, bits: u32| packed >> low & ((1 << bits) - 1);
    let sample_rate_hz = checked_rate(field(44, 20) as f64, start + 10)?;
    let channels = checked_channels(field(41, 3) as u16 + 1, start + 12)?;
    let bits = field(36, 5) as u32 + 1;
    if !(9..=24).contains(&bits) {
        return Err(Fault::Encoding { name: format!("{bits}-bit FLAC"), offset: start + 12 });
    }
    let frames = Some(field(0, 36)).filter(|frames| *frames > 0);
    Ok(StreamInfo { channels, sample_rate_hz, bits, frames })
}
