//! WAV: RIFF, and RF64 or BW64 beyond 4 GiB (EBU Tech 3306, ITU-R BS.2088).
//!
//! The `fact` chunk is ignored; its count is often wrong and not needed for PCM.

use std::io::{Read, Seek};

use super::bytes::Bytes;
use super::claims::{checked_channels, checked_rate};
use super::fault::{Fault, Part};
use super::pcm::{ByteOrder, Layout, Sample};
use super::rest::{Chunks, Rest};

const PCM: u16 = 1;
const FLOAT: u16 = 3;
const EXTENSIBLE: u16 = 0xFFFE;

/// The end of sub-format identifiers that correspond to plain format tags.
const TAG_GUID: [u8; 14] = [0, 0, 0, 0, 16, 0, 128, 0, 0, 170, 0, 56, 155, 113];

const CHUNKS: Chunks = Chunks { order: ByteOrder::LittleEndian, audio: b"data" };

/// Finds the format and the audio. The first 12 bytes have not been read.
pub(super) fn layout<R: Read + Seek>(bytes: &mut Bytes<R>) -> Result<Layout, Fault> {
    let begin = bytes.position() + 8;
    let [.., a, b, c, d] = bytes.array::<8>(Part::Start)?;
    let mut riff_bytes = u64::from(u32::from_le_bytes([a, b, c, d]));
    let mut long_data_bytes = None;
    let mut format = None;
    expect_wave(bytes)?;
    loop {
        let chunk = next_chunk(bytes)?;
        match &chunk.name {
            b"ds64" => {
                let sizes = bytes.array::<16>(Part::Header)?;
                riff_bytes = le_u64(&sizes[..8]);
                long_data_bytes = Some(le_u64(&sizes[8..]));
            }
            b"fmt " => format = Some(Format::read(bytes, chunk.bytes)?),
            b"data" => {
                let format = format.ok_or(Fault::NoChunk { name: "fmt ", offset: chunk.start })?;
                let claimed = match (u32::try_from(chunk.bytes), long_data_bytes) {
                    (Ok(u32::MAX), Some(long)) => long,
                    _ => chunk.bytes,
                };
                let audio = Audio { start: chunk.start, claimed, riff_end: begin.saturating_add(riff_bytes) };
                return audio.layout(bytes, format);
            }
            _ => {}
        }
        skip(bytes, &chunk)?;
    }
}

fn expect_wave<R: Read + Seek>(bytes: &mut Bytes<R>) -> Result<(), Fault> {
    let begins = bytes.array::<4>(Part::Start)?;
    match &begins {
        b"WAVE" => Ok(()),
        _ => Err(Fault::Unknown { begins, name: Some("a RIFF file without WAVE in it") }),
    }
}

struct Chunk {
    name: [u8; 4],
    /// Offset of its content.
    start: u64,
    /// Length of its content, as claimed.
    bytes: u64,
}

fn next_chunk<R: Read + Seek>(bytes: &mut Bytes<R>) -> Result<Chunk, Fault> {
    let offset = bytes.position();
    if bytes.remaining() == 0 {
        return Err(Fault::NoChunk { name: "data", offset });
    }
    let name = bytes.array::<4>(Part::ChunkHeader)?;
    let claimed = u64::from(u32::from_le_bytes(bytes.array(Part::ChunkHeader)?));
    let there = bytes.remaining();
    if claimed > there && &name != b"data" {
        return Err(Fault::LongChunk { name, offset, claimed, there });
    }
    Ok(Chunk { name, start: bytes.position(), bytes: claimed })
}

/// Skips a chunk: an odd one has a padding byte, which some writers omit.
fn skip<R: Read + Seek>(bytes: &mut Bytes<R>, chunk: &Chunk) -> Result<(), Fault> {
    let (end, padding) = (chunk.start + chunk.bytes, chunk.bytes % 2);
    let next = CHUNKS.padded(bytes, end, padding)?.map_or(end + padding, |chunk| chunk.offset);
    bytes.seek(next.min(bytes.length()))
}

struct Format {
    sample: Sample,
    channels: usize,
    sample_rate_hz: f64,
}

impl Format {
    fn read<R: Read + Seek>(bytes: &mut Bytes<R>, chunk_bytes: u64) -> Result<Format, Fault> {
        /// Bytes of the shortest format.
        const SHORT: u64 = 16;
        let start = bytes.position();
        if chunk_bytes < SHORT {
            return Err(Fault::format_length(chunk_bytes, start, "16 bytes or more"));
        }
        let plain = bytes.array::<16>(Part::Header)?;
        let half = |at: usize| u16::from_le_bytes([plain[at], plain[at + 1]]);
        let rate = u32::from_le_bytes([plain[4], plain[5], plain[6], plain[7]]);
        let (mut tag, mut tag_offset) = (half(0), start);
        if tag == EXTENSIBLE {
            (tag, tag_offset) = (sub_format(bytes, start, chunk_bytes)?, start + 24);
        }
        let channels = checked_channels(half(2), start + 2)?;
        let sample_rate_hz = checked_rate(f64::from(rate), start + 4)?;
        let sample = sample(tag, tag_offset, half(14), start + 14)?;
        let frame_bytes = half(12);
        if usize::from(frame_bytes) != channels * sample.bytes() {
            let (name, allowed) = ("a frame length of", "channels times bytes per sample");
            return Err(Fault::Field { name, value: frame_bytes.to_string(), offset: start + 12, allowed });
        }
        Ok(Format { sample, channels, sample_rate_hz })
    }
}

/// The data chunk according to the header.
struct Audio {
    /// Offset of the first sample.
    start: u64,
    /// Bytes claimed.
    claimed: u64,
    /// End of the file according to its first chunk.
    riff_end: u64,
}

impl Audio {
    fn layout<R: Read + Seek>(self, bytes: &mut Bytes<R>, format: Format) -> Result<Layout, Fault> {
        let mut layout = Layout {
            sample: format.sample,
            order: ByteOrder::LittleEndian,
            channels: format.channels,
            sample_rate_hz: format.sample_rate_hz,
            start: self.start,
            claimed_bytes: None,
            there_bytes: bytes.length().saturating_sub(self.start),
            doubt: None,
            notes: Vec::new(),
        };
        let frame_bytes = layout.frame_bytes();
        if self.is_streamed(frame_bytes) {
            return Ok(layout);
        }
        let end = self.start.saturating_add(self.claimed);
        let rest = CHUNKS.after(bytes, end, self.claimed % 2 == 1, frame_bytes)?;
        if self.claimed == 0 && (self.riff_end <= self.start || matches!(rest, Rest::Foreign { .. })) {
            layout.notes.push(UNFINISHED.to_owned());
            return Ok(layout);
        }
        layout.claimed_bytes = Some(self.claimed);
        self.judge(&mut layout, rest, bytes.length());
        Ok(layout)
    }

    /// Whether a streaming writer left the length undefined: all ones, or SoX's value for pipes (0x7FFFF000, rounded
    /// down to frames).
    fn is_streamed(&self, frame_bytes: u64) -> bool {
        const SOX: u64 = 0x7FFF_F000;
        [u64::from(u32::MAX), u64::MAX, SOX - SOX % frame_bytes].contains(&self.claimed)
    }

    /// Data after the audio must be chunks or a tag. After the RIFF, other bytes shorter than the audio only cause a
    /// note; otherwise the header may claim too little, and most of a recording would not be measured.
    fn judge(&self, layout: &mut Layout, rest: Rest, length: u64) {
        match rest {
            Rest::Foreign { offset } if offset < self.riff_end || length - offset > self.claimed => {
                let claimed = self.claimed / layout.frame_bytes();
                layout.doubt = Some(Fault::Surplus { claimed, offset });
            }
            rest => layout.notes.extend(rest.note(length, "data")),
        }
    }
}

/// An interrupted recorder, or a writer into a pipe, leaves a length of 0.
const UNFINISHED: &str =
    "its header gives the audio no length (never finished): measured to the end of the file";

/// The format tag in a WAVE_FORMAT_EXTENSIBLE; 16 bytes of it have been read.
fn sub_format<R: Read + Seek>(bytes: &mut Bytes<R>, start: u64, chunk_bytes: u64) -> Result<u16, Fault> {
    /// Bytes of the extensible format.
    const LONG: u64 = 40;
    if chunk_bytes < LONG {
        return Err(Fault::format_length(chunk_bytes, start, "40 bytes or more for an extensible format"));
    }
    let extension = bytes.array::<24>(Part::Header)?;
    if extension[10..] != TAG_GUID {
        return Err(Fault::Encoding { name: "an unknown sub-format".to_owned(), offset: start + 24 });
    }
    Ok(u16::from_le_bytes([extension[8], extension[9]]))
}

/// Sample format. Containers of 1 to 4 bytes hold up to 32 bits, left-justified; a single byte is unsigned.
fn sample(tag: u16, tag_offset: u64, bits: u16, bits_offset: u64) -> Result<Sample, Fault> {
    match (tag, bits) {
        (PCM, 1..=8) => Some(Sample::Unsigned8),
        (PCM, 9..) => Sample::integer(u64::from(bits.div_ceil(8))),
        (FLOAT, 32) => Some(Sample::Float32),
        (FLOAT, 64) => Some(Sample::Float64),
        _ => None,
    }
    .ok_or_else(|| match tag {
        PCM | FLOAT => {
            let kind = if tag == PCM { "integers" } else { "floats" };
            Fault::Encoding { name: format!("{bits}-bit {kind}"), offset: bits_offset }
        }
        _ => Fault::Encoding { name: encoding(tag), offset: tag_offset },
    })
}

/// Names of the most common format tags (RFC 2361).
fn encoding(tag: u16) -> String {
    let name = match tag {
        2 => "Microsoft ADPCM",
        6 => "A-law",
        7 => "µ-law",
        0x11 => "IMA ADPCM",
        0x55 => "MP3",
        0xFF => "AAC",
        _ => return format!("samples of format 0x{tag:04X}"),
    };
    name.to_owned()
}

impl Fault {
    fn format_length(chunk_bytes: u64, start: u64, allowed: &'static str) -> Fault {
        Fault::Field {
            name: "a format length of",
            value: chunk_bytes.to_string(),
            offset: start - 4,
            allowed,
        }
    }
}

fn le_u64(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |value, byte| value << 8 | u64::from(*byte))
}
