//! Recordings in files: WAV, AIFF and FLAC, read in blocks.
//!
//! Header claims are checked against the file: they do not determine allocations, and a file that holds less or more
//! than claimed is refused with the offset. NaN or infinite floats are accepted: they are a finding of the measurement,
//! not a fault of the file.
//!
//! Lossy formats are not supported: their errors would be measured instead of the device's.

use std::fs::{self, File};
use std::io::{Read, Seek};
use std::path::Path;

use groundtruth_measure::Recording;

use bytes::Bytes;
pub use claims::Truncated;
pub use fault::{Fault, Part};
use flac::FlacReader;
use pcm::PcmReader;

mod aiff;
mod bytes;
mod claims;
mod fault;
mod flac;
mod pcm;
mod rest;
mod wav;

/// An open recording.
pub struct AudioFile<R> {
    reader: Reader<R>,
}

enum Reader<R> {
    Pcm(PcmReader<R>),
    Flac(FlacReader<R>),
}

impl AudioFile<File> {
    /// Opens a plain file. The format is detected from the first bytes, not from the name.
    ///
    /// # Errors
    ///
    /// A folder, a pipe or a device, and faults detected in the header; [`Recording::read`] finds the rest.
    pub fn open(path: &Path, truncated: Truncated) -> Result<AudioFile<File>, Fault> {
        let kind = fs::metadata(path).map_err(Fault::Unreadable)?.file_type();
        if !kind.is_file() {
            return Err(Fault::NotAFile { is_folder: kind.is_dir() });
        }
        AudioFile::new(File::open(path).map_err(Fault::Unreadable)?, truncated)
    }
}

impl<R: Read + Seek> AudioFile<R> {
    /// Reads from any seekable input.
    ///
    /// # Errors
    ///
    /// As [`AudioFile::open`].
    pub fn new(input: R, truncated: Truncated) -> Result<AudioFile<R>, Fault> {
        let mut bytes = Bytes::new(input)?;
        if bytes.length() == 0 {
            return Err(Fault::Empty);
        }
        let start = tags_end(&mut bytes)?;
        bytes.seek(start)?;
        let begins = bytes.array::<4>(Part::Start)?;
        bytes.seek(start)?;
        let layout = match &begins {
            b"RIFF" | b"RF64" | b"BW64" => wav::layout(&mut bytes)?,
            b"FORM" => aiff::layout(&mut bytes)?,
            b"fLaC" => return Ok(AudioFile { reader: Reader::Flac(FlacReader::new(bytes, truncated)?) }),
            [0xFF, 0xF8 | 0xF9, ..] if flac::is_frame(&mut bytes)? => {
                return Ok(AudioFile { reader: Reader::Flac(FlacReader::without_header(bytes, truncated)?) });
            }
            _ => return Err(Fault::Unknown { begins, name: foreign(begins) }),
        };
        Ok(AudioFile { reader: Reader::Pcm(PcmReader::new(bytes, layout, truncated)?) })
    }

    /// Notes about the file, in particular the parts not measured. Complete after everything was read.
    pub fn notes(&self) -> Vec<String> {
        let mut notes: Vec<String> = match &self.reader {
            Reader::Pcm(pcm) => pcm.layout().notes.clone(),
            Reader::Flac(flac) => flac.note().map(str::to_owned).into_iter().collect(),
        };
        if self.bits() <= COARSE_BITS {
            notes.push(format!("samples of {} bits: their rounding is part of every figure", self.bits()));
        }
        notes
    }

    /// Bits per stored sample.
    fn bits(&self) -> u32 {
        match &self.reader {
            Reader::Pcm(pcm) => 8 * pcm.layout().sample.bytes() as u32,
            Reader::Flac(flac) => flac.bits(),
        }
    }
}

/// Word lengths up to this are too coarse for amplifiers: the noise of 8 bits is −49 dBFS.
const COARSE_BITS: u32 = 12;

/// End of the ID3 tags that taggers prepend to any format.
fn tags_end<R: Read + Seek>(bytes: &mut Bytes<R>) -> Result<u64, Fault> {
    /// Bytes of a tag's header, and of its optional footer.
    const HEADER: u64 = 10;
    const HAS_FOOTER: u8 = 0x10;
    let mut start = 0;
    loop {
        bytes.seek(start)?;
        let [b'I', b'D', b'3', _, _, flags, size @ ..] = bytes.peek::<10>()? else { return Ok(start) };
        let content = size.iter().fold(0, |size, byte| size << 7 | u64::from(byte & 0x7F));
        let footer = if flags & HAS_FOOTER == 0 { 0 } else { HEADER };
        let end = start + HEADER + content + footer;
        if end >= bytes.length() {
            return Ok(start);
        }
        start = end;
    }
}

impl<R: Read + Seek> Recording for AudioFile<R> {
    type Error = Fault;

    fn sample_rate_hz(&self) -> f64 {
        match &self.reader {
            Reader::Pcm(pcm) => pcm.layout().sample_rate_hz,
            Reader::Flac(flac) => flac.sample_rate_hz(),
        }
    }

    fn channels(&self) -> usize {
        match &self.reader {
            Reader::Pcm(pcm) => pcm.layout().channels,
            Reader::Flac(flac) => flac.channels(),
        }
    }

    /// As claimed by the file.
    fn expected_frames(&self) -> Option<u64> {
        match &self.reader {
            Reader::Pcm(pcm) => Some(pcm.frames()),
            Reader::Flac(flac) => flac.claimed_frames(),
        }
    }

    fn rewind(&mut self) -> Result<(), Fault> {
        match &mut self.reader {
            Reader::Pcm(pcm) => pcm.rewind(),
            Reader::Flac(flac) => flac.rewind()?,
        }
        Ok(())
    }

    fn read(&mut self, block: &mut [Vec<f64>]) -> Result<(), Fault> {
        match &mut self.reader {
            Reader::Pcm(pcm) => pcm.read(block),
            Reader::Flac(flac) => flac.read(block),
        }
    }
}

/// Unsupported formats that users may try.
fn foreign(begins: [u8; 4]) -> Option<&'static str> {
    Some(match &begins {
        b"RIFX" => "big-endian WAV",
        b"riff" => "Wave64",
        b"OggS" => "Ogg",
        b"caff" => "CAF",
        b"wvpk" => "WavPack",
        [0xFF, 0xF0 | 0xF1 | 0xF8 | 0xF9, ..] => "AAC, or FLAC without a beginning",
        [0xFF, 0xE2..=0xFF, ..] => "MP3",
        b"ID3\x02" | b"ID3\x03" | b"ID3\x04" => "an ID3 tag without audio",
        b".snd" => "Sun audio",
        _ => return None,
    })
}
