//! FLAC (RFC 9639), decoded here: decoders made for listening continue after a damaged frame, and the lengths claimed
//! in a file must be verified.
//!
//! Both checksums of every frame are verified, its parameters against the stream's, and the stream's MD5 against its
//! samples. A stream without a header is read with the parameters of its first frame.

use std::io::{Read, Seek};

use super::bytes::Bytes;
use super::claims::{Truncated, checked_channels, checked_rate};
use super::fault::{Fault, Part};
use super::rest::is_tag;
use bit_reader::BitReader;
use digest::SampleDigest;
use frame::Frame;
use frame_header::FrameHeader;
use metadata::StreamInfo;
use stop::Stop;

mod bit_reader;
mod digest;
mod frame;
mod frame_header;
mod metadata;
mod stop;
mod subframe;

/// Decodes a stream's frames. One FLAC frame is one block here.
pub(super) struct FlacReader<R> {
    bytes: Bytes<R>,
    info: StreamInfo,
    /// Offset of the first frame, and its number.
    start: u64,
    first_number: u64,
    truncated: Truncated,
    /// Frames and blocks decoded since the start.
    frames: u64,
    blocks: u64,
    /// Offset of the FLAC frame being decoded.
    block_start: u64,
    at_end: bool,
    /// MD5 of the samples since the start; `None` if there is nothing to compare, or it was already compared.
    digest: Option<SampleDigest>,
    frame: Frame,
    note: Option<String>,
}

/// Whether the bytes start a frame whose header has a valid checksum.
pub(super) fn is_frame<R: Read + Seek>(bytes: &mut Bytes<R>) -> Result<bool, Fault> {
    let start = bytes.position();
    let is_frame = FrameHeader::read(&mut BitReader::new(bytes)).is_ok();
    bytes.seek(start)?;
    Ok(is_frame)
}

impl<R: Read + Seek> FlacReader<R> {
    /// At the first frame of a stream whose marker `fLaC` has not been read.
    pub(super) fn new(mut bytes: Bytes<R>, truncated: Truncated) -> Result<FlacReader<R>, Fault> {
        bytes.array::<4>(Part::Start)?;
        match metadata::read(&mut bytes)? {
            Some(info) => FlacReader::at_frames(bytes, info, 0, truncated),
            None => FlacReader::without_header(bytes, truncated),
        }
    }

    /// At the first frame of a stream that has no header, or a header without STREAMINFO.
    pub(super) fn without_header(mut bytes: Bytes<R>, truncated: Truncated) -> Result<FlacReader<R>, Fault> {
        let start = bytes.position();
        if bytes.remaining() == 0 {
            return Err(Fault::NoFrames { offset: start });
        }
        let missing = Fault::NoChunk { name: "STREAMINFO", offset: start };
        let Ok(header) = FrameHeader::read(&mut BitReader::new(&mut bytes)) else { return Err(missing) };
        let (Some(rate_hz), Some(bits)) = (header.rate_hz, header.bits) else { return Err(missing) };
        let channels = checked_channels(header.assignment.channels() as u16, start)?;
        let sample_rate_hz = checked_rate(f64::from(rate_hz), start)?;
        let info = StreamInfo { channels, sample_rate_hz, bits, frames: None, md5: None };
        bytes.seek(start)?;
        FlacReader::at_frames(bytes, info, header.number, truncated)
    }

    fn at_frames(
        bytes: Bytes<R>,
        info: StreamInfo,
        first_number: u64,
        truncated: Truncated,
    ) -> Result<FlacReader<R>, Fault> {
        let start = bytes.position();
        if bytes.remaining() == 0 {
            return Err(Fault::NoFrames { offset: start });
        }
        Ok(FlacReader {
            bytes,
            info,
            start,
            first_number,
            truncated,
            frames: 0,
            blocks: 0,
            block_start: start,
            at_end: false,
            digest: info.md5.map(|_| SampleDigest::default()),
            frame: Frame::default(),
            note: None,
        })
    }

    pub(super) fn channels(&self) -> usize {
        self.info.channels
    }

    pub(super) fn sample_rate_hz(&self) -> f64 {
        self.info.sample_rate_hz
    }

    pub(super) fn bits(&self) -> u32 {
        self.info.bits
    }

    /// Frames claimed by the header, only for a progress bar.
    pub(super) fn claimed_frames(&self) -> Option<u64> {
        self.info.frames
    }

    /// The parts of the file not measured; known after its end was reached.
    pub(super) fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    pub(super) fn rewind(&mut self) -> Result<(), Fault> {
        (self.frames, self.blocks, self.at_end) = (0, 0, false);
        self.digest = self.digest.take().map(|_| SampleDigest::default());
        self.bytes.seek(self.start)
    }

    pub(super) fn read(&mut self, block: &mut [Vec<f64>]) -> Result<(), Fault> {
        block.iter_mut().for_each(Vec::clear);
        if self.at_end || self.is_at_end()? {
            self.at_end = true;
            return Ok(());
        }
        match self.frame.read(&mut self.bytes, &self.info) {
            Ok(()) => self.take(block),
            Err(Stop::End) => self.end_early(),
            Err(stop) => Err(self.fault(stop)),
        }
    }

    fn take(&mut self, block: &mut [Vec<f64>]) -> Result<(), Fault> {
        let (frames, number) = (self.frame.frames(), self.frame.number);
        // Encoders number blocks, or count the frames before them.
        if number != self.first_number + self.blocks && number != self.first_number + self.frames {
            return Err(self.fault(Stop::Damaged("frames before it are missing")));
        }
        let wanted = self.info.frames.map_or(frames, |claimed| frames.min(claimed - self.frames));
        if wanted < frames {
            self.lift(Fault::Surplus { claimed: self.frames + wanted, offset: self.block_start })?;
        }
        if let Some(digest) = &mut self.digest {
            digest.add(&self.frame.channels, self.info.bits);
        }
        let full_scale = 2f64.powi(self.info.bits as i32 - 1);
        for (samples, channel) in self.frame.channels.iter().zip(block) {
            channel.extend(samples[..wanted as usize].iter().map(|sample| *sample as f64 / full_scale));
        }
        self.frames += wanted;
        self.blocks += 1;
        Ok(())
    }

    /// Whether the stream ends here: after the claimed frames, or at the file's end.
    fn is_at_end(&mut self) -> Result<bool, Fault> {
        self.block_start = self.bytes.position();
        let begins: [u8; 8] = self.bytes.peek()?;
        let is_last = self.bytes.remaining() == 0;
        let is_foreign = begins.starts_with(b"fLaC") || is_tag(&begins);
        match self.info.frames {
            Some(claimed) if claimed == self.frames => self.finish(&begins)?,
            Some(_) if is_last => self.end_early()?,
            None if is_last || is_foreign => self.finish(&begins)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Checks a complete stream: the MD5 of its samples, and that no further samples follow.
    fn finish(&mut self, begins: &[u8; 8]) -> Result<(), Fault> {
        if self.frames == 0 {
            return Err(Fault::NoFrames { offset: self.start });
        }
        if let (Some(digest), Some((md5, offset))) = (self.digest.take(), self.info.md5)
            && digest.finish() != md5
        {
            return Err(Fault::FlacMd5 { offset });
        }
        let offset = self.block_start;
        if begins.starts_with(b"fLaC") {
            self.note = Some(format!("another FLAC stream begins at byte {offset} and is not measured"));
        } else if is_frame(&mut self.bytes)? {
            self.lift(Fault::Surplus { claimed: self.frames, offset })?;
        }
        Ok(())
    }

    /// Turns a fault into a note if the file may be measured in spite of it.
    fn lift(&mut self, fault: Fault) -> Result<(), Fault> {
        if self.truncated == Truncated::Refuse {
            return Err(fault);
        }
        self.note = fault.part_note();
        self.digest = None;
        Ok(())
    }

    /// The file ends before the stream does.
    fn end_early(&mut self) -> Result<(), Fault> {
        self.lift(self.fault(Stop::End))?;
        self.at_end = true;
        if self.frames == 0 { Err(Fault::NoFrames { offset: self.start }) } else { Ok(()) }
    }

    fn fault(&self, stop: Stop) -> Fault {
        let (frame, there) = (self.block_start, self.frames);
        match stop {
            Stop::End => Fault::Truncated { claimed: self.info.frames, there, offset: self.bytes.length() },
            Stop::Io(error) => Fault::Unreadable(error),
            Stop::Contradiction(reason) if there > 0 => Fault::FlacChange { reason, offset: frame, there },
            Stop::Contradiction(reason) | Stop::Damaged(reason) => {
                Fault::FlacFrame { reason, offset: frame, there }
            }
            Stop::Checksum { bytes, offset, computed } => {
                Fault::FlacChecksum { frame, there, bytes, offset, computed }
            }
        }
    }
}
