//! Uncompressed samples in WAV and AIFF.

use std::io::{Read, Seek};

use super::bytes::Bytes;
use super::claims::Truncated;
use super::fault::{Fault, Part};

/// Format of one sample. Integers are left-justified in their bytes: full scale is the same for 20 bits in three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sample {
    /// Offset binary, as in WAV.
    Unsigned8,
    Signed8,
    Integer16,
    Integer24,
    Integer32,
    Float32,
    Float64,
}

impl Sample {
    /// The integer of `bytes` bytes, 2 or more.
    pub(super) fn integer(bytes: u64) -> Option<Sample> {
        match bytes {
            2 => Some(Sample::Integer16),
            3 => Some(Sample::Integer24),
            4 => Some(Sample::Integer32),
            _ => None,
        }
    }

    pub(super) fn bytes(self) -> usize {
        match self {
            Sample::Unsigned8 | Sample::Signed8 => 1,
            Sample::Integer16 => 2,
            Sample::Integer24 => 3,
            Sample::Integer32 | Sample::Float32 => 4,
            Sample::Float64 => 8,
        }
    }
}

/// Byte order of a sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ByteOrder {
    LittleEndian,
    BigEndian,
}

/// Position and format of the samples, according to the header.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) sample: Sample,
    pub(super) order: ByteOrder,
    pub(super) channels: usize,
    pub(super) sample_rate_hz: f64,
    /// Offset of the first sample.
    pub(super) start: u64,
    /// Bytes of audio claimed; `None` if the header gives no length and the audio extends to the file's end.
    pub(super) claimed_bytes: Option<u64>,
    /// Bytes of audio that exist, including a partial frame.
    pub(super) there_bytes: u64,
    /// A contradiction of the header, so that the audio may be incomplete.
    pub(super) doubt: Option<Fault>,
    /// Other notes about the file.
    pub(super) notes: Vec<String>,
}

impl Layout {
    pub(super) fn frame_bytes(&self) -> u64 {
        (self.channels * self.sample.bytes()) as u64
    }

    /// Note about bytes at the audio's end that form no frame.
    fn odd_end_note(&self, frames: u64) -> Option<String> {
        let frame_bytes = self.frame_bytes();
        let odd = self.claimed_bytes.unwrap_or(u64::MAX).min(self.there_bytes) - frames * frame_bytes;
        let offset = self.start + frames * frame_bytes;
        (odd > 0).then(|| {
            format!("the audio ends with {odd} of the {frame_bytes} bytes of a frame (byte {offset}): not measured")
        })
    }
}

/// Reads a layout's frames.
pub(super) struct PcmReader<R> {
    bytes: Bytes<R>,
    layout: Layout,
    frames: u64,
    next_frame: u64,
    buffer: Vec<u8>,
}

impl<R: Read + Seek> PcmReader<R> {
    /// Frames of one block: about a third of a second at 48 kHz.
    const BLOCK_FRAMES: u64 = 16_384;

    /// At the first frame. `frames` is the number that the file really holds, never more than the header claims.
    pub(super) fn new(
        bytes: Bytes<R>,
        mut layout: Layout,
        truncated: Truncated,
    ) -> Result<PcmReader<R>, Fault> {
        let frame_bytes = layout.frame_bytes();
        let there = layout.there_bytes / frame_bytes;
        let claimed = layout.claimed_bytes.map(|bytes| bytes / frame_bytes);
        if claimed.is_some_and(|claimed| claimed > there) {
            let offset = layout.start + layout.there_bytes;
            layout.doubt = Some(Fault::Truncated { claimed, there, offset });
        }
        let frames = claimed.map_or(there, |claimed| claimed.min(there));
        match layout.doubt.take() {
            Some(fault) if truncated == Truncated::Refuse => return Err(fault),
            _ if frames == 0 => return Err(Fault::NoFrames { offset: layout.start }),
            Some(fault) => layout.notes.extend(fault.part_note()),
            None => layout.notes.extend(layout.odd_end_note(frames)),
        }
        Ok(PcmReader { bytes, layout, frames, next_frame: 0, buffer: Vec::new() })
    }

    pub(super) fn layout(&self) -> &Layout {
        &self.layout
    }

    pub(super) fn frames(&self) -> u64 {
        self.frames
    }

    pub(super) fn rewind(&mut self) {
        self.next_frame = 0;
    }

    pub(super) fn read(&mut self, block: &mut [Vec<f64>]) -> Result<(), Fault> {
        let frames = (self.frames - self.next_frame).min(Self::BLOCK_FRAMES);
        let frame_bytes = self.layout.frame_bytes();
        self.buffer.resize((frames * frame_bytes) as usize, 0);
        self.bytes.seek(self.layout.start + self.next_frame * frame_bytes)?;
        self.bytes.exactly(&mut self.buffer, Part::Audio)?;
        for (index, channel) in block.iter_mut().enumerate() {
            channel.clear();
            if index < self.layout.channels {
                decode(&self.buffer, &self.layout, index, channel);
            }
        }
        self.next_frame += frames;
        Ok(())
    }
}

/// Appends one channel of interleaved frames.
fn decode(frames: &[u8], layout: &Layout, channel: usize, samples: &mut Vec<f64>) {
    const FULL_SCALE_8: f64 = 128.0;
    const FULL_SCALE_16: f64 = 32_768.0;
    const FULL_SCALE_32: f64 = 2_147_483_648.0;
    match layout.sample {
        Sample::Unsigned8 => {
            each(frames, layout, channel, samples, |[byte]| (f64::from(byte) - FULL_SCALE_8) / FULL_SCALE_8)
        }
        Sample::Signed8 => {
            each(frames, layout, channel, samples, |b| i8::from_le_bytes(b) as f64 / FULL_SCALE_8)
        }
        Sample::Integer16 => {
            each(frames, layout, channel, samples, |b| i16::from_le_bytes(b) as f64 / FULL_SCALE_16)
        }
        Sample::Integer24 => each(frames, layout, channel, samples, |[a, b, c]| {
            i32::from_le_bytes([0, a, b, c]) as f64 / FULL_SCALE_32
        }),
        Sample::Integer32 => {
            each(frames, layout, channel, samples, |b| i32::from_le_bytes(b) as f64 / FULL_SCALE_32)
        }
        Sample::Float32 => each(frames, layout, channel, samples, |b| f32::from_le_bytes(b) as f64),
        Sample::Float64 => each(frames, layout, channel, samples, f64::from_le_bytes),
    }
}

fn each<const N: usize>(
    frames: &[u8],
    layout: &Layout,
    channel: usize,
    samples: &mut Vec<f64>,
    decode: impl Fn([u8; N]) -> f64,
) {
    let first = channel * N;
    let all = frames.chunks_exact(layout.channels * N);
    let bytes = |frame: &[u8]| -> [u8; N] { std::array::from_fn(|i| frame[first + i]) };
    match layout.order {
        ByteOrder::LittleEndian => samples.extend(all.map(|frame| decode(bytes(frame)))),
        ByteOrder::BigEndian => samples.extend(all.map(|frame| {
            let mut bytes = bytes(frame);
            bytes.reverse();
            decode(bytes)
        })),
    }
}
