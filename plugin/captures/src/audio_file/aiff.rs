//! AIFF and AIFF-C (Apple, Audio Interchange File Format, 1989 and 1991).

use std::io::{Read, Seek};

use super::bytes::Bytes;
use super::claims::{checked_channels, checked_rate};
use super::fault::{Fault, Part};
use super::pcm::{ByteOrder, Layout, Sample};
use super::rest::{Chunks, Rest};

const CHUNKS: Chunks = Chunks { order: ByteOrder::BigEndian, audio: b"SSND" };

/// Finds the format and the audio, in either order. The first 12 bytes have not been read.
pub(super) fn layout<R: Read + Seek>(bytes: &mut Bytes<R>) -> Result<Layout, Fault> {
    bytes.array::<8>(Part::Start)?;
    let begins = bytes.array::<4>(Part::Start)?;
    let is_compressed = match &begins {
        b"AIFF" => false,
        b"AIFC" => true,
        _ => return Err(Fault::Unknown { begins, name: Some("an IFF file without AIFF in it") }),
    };
    let (mut common, mut sound) = (None, None);
    while common.is_none() || sound.is_none() {
        let missing = if common.is_none() { "COMM" } else { "SSND" };
        let chunk = next_chunk(bytes, missing)?;
        match &chunk.name {
            b"COMM" => common = Some(Common::read(bytes, is_compressed)?),
            b"SSND" => sound = Some(Sound::read(bytes, &chunk)?),
            _ => {}
        }
        skip(bytes, &chunk)?;
    }
    match (common, sound) {
        (Some(common), Some(sound)) => joined(bytes, common, sound),
        _ => Err(Fault::NoChunk { name: "SSND", offset: bytes.length() }),
    }
}

struct Chunk {
    name: [u8; 4],
    /// Offset of its content.
    start: u64,
    /// Length of its content, as claimed.
    bytes: u64,
}

fn next_chunk<R: Read + Seek>(bytes: &mut Bytes<R>, missing: &'static str) -> Result<Chunk, Fault> {
    let offset = bytes.position();
    if bytes.remaining() == 0 {
        return Err(Fault::NoChunk { name: missing, offset });
    }
    let name = bytes.array::<4>(Part::ChunkHeader)?;
    let claimed = u64::from(u32::from_be_bytes(bytes.array(Part::ChunkHeader)?));
    let there = bytes.remaining();
    if claimed > there && &name != b"SSND" {
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

/// The chunk with the sample format.
struct Common {
    sample: Sample,
    order: ByteOrder,
    channels: usize,
    sample_rate_hz: f64,
    frames: u64,
}

impl Common {
    fn read<R: Read + Seek>(bytes: &mut Bytes<R>, is_compressed: bool) -> Result<Common, Fault> {
        let start = bytes.position();
        let channels = u16::from_be_bytes(bytes.array(Part::Header)?);
        let frames = u64::from(u32::from_be_bytes(bytes.array(Part::Header)?));
        let bits = u16::from_be_bytes(bytes.array(Part::Header)?);
        let rate = extended(bytes.array(Part::Header)?);
        let compression = if is_compressed { bytes.array(Part::Header)? } else { *b"NONE" };
        let channels = checked_channels(channels, start)?;
        let sample_rate_hz = checked_rate(rate, start + 8)?;
        let (sample, order) = sample(compression, bits, start)?;
        Ok(Common { sample, order, channels, sample_rate_hz, frames })
    }
}

/// The chunk with the audio.
struct Sound {
    /// Offset of the first sample.
    start: u64,
    /// Bytes of audio, as claimed.
    bytes: u64,
    /// Whether the chunk's length is undefined.
    is_open: bool,
    /// Where the chunk ends, as claimed.
    end: u64,
}

impl Sound {
    fn read<R: Read + Seek>(bytes: &mut Bytes<R>, chunk: &Chunk) -> Result<Sound, Fault> {
        let there = bytes.remaining();
        let offset = u64::from(u32::from_be_bytes(bytes.array(Part::Header)?));
        bytes.array::<4>(Part::Header)?;
        let used = 8 + offset;
        Ok(Sound {
            start: chunk.start + used,
            bytes: chunk.bytes.saturating_sub(used),
            is_open: chunk.bytes <= used || chunk.bytes > there,
            end: chunk.start + chunk.bytes.max(used),
        })
    }
}

/// Both chunks count the frames; the sound chunk may be longer by less than a frame.
fn joined<R: Read + Seek>(bytes: &mut Bytes<R>, common: Common, sound: Sound) -> Result<Layout, Fault> {
    let to_end = bytes.length().saturating_sub(sound.start);
    let mut layout = Layout {
        sample: common.sample,
        order: common.order,
        channels: common.channels,
        sample_rate_hz: common.sample_rate_hz,
        start: sound.start,
        claimed_bytes: None,
        there_bytes: to_end,
        doubt: None,
        notes: Vec::new(),
    };
    let frame_bytes = layout.frame_bytes();
    let rest = CHUNKS.after(bytes, sound.end, sound.end % 2 == 1, frame_bytes)?;
    if is_open_count(common.frames, frame_bytes) && !(sound.bytes == 0 && rest == Rest::Accounted) {
        if !sound.is_open {
            layout.there_bytes = to_end.min(sound.bytes);
        }
        layout.notes.push("its header gives the audio no length: measured to its end".to_owned());
        return Ok(layout);
    }
    let claimed = common.frames * frame_bytes;
    if sound.bytes >= claimed + frame_bytes {
        let offset = sound.start + claimed;
        layout.doubt = Some(Fault::Surplus { claimed: common.frames, offset });
    }
    layout.there_bytes = to_end.min(sound.bytes);
    layout.claimed_bytes = Some(claimed);
    layout.notes.extend(rest.note(bytes.length(), "SSND"));
    Ok(layout)
}

/// Whether a writer into a pipe left the number of frames undefined: −1, 0, or SoX's value (0x7F000000 bytes, rounded
/// down to frames).
fn is_open_count(frames: u64, frame_bytes: u64) -> bool {
    const SOX: u64 = 0x7F00_0000;
    [0, u64::from(u32::MAX), SOX / frame_bytes].contains(&frames)
}

/// Sample format by the compression's name. Integers of up to 32 bits are left-justified in 1 to 4 bytes.
fn sample(compression: [u8; 4], bits: u16, start: u64) -> Result<(Sample, ByteOrder), Fault> {
    let integer = match bits {
        1..=8 => Some(Sample::Signed8),
        _ => Sample::integer(u64::from(bits.div_ceil(8))),
    };
    let found = match &compression {
        b"NONE" | b"twos" => integer.map(|sample| (sample, ByteOrder::BigEndian)),
        b"raw " => (1..=8).contains(&bits).then_some((Sample::Unsigned8, ByteOrder::BigEndian)),
        b"sowt" => integer.map(|sample| (sample, ByteOrder::LittleEndian)),
        b"in24" => Some((Sample::Integer24, ByteOrder::BigEndian)),
        b"in32" => Some((Sample::Integer32, ByteOrder::BigEndian)),
        b"fl32" | b"FL32" => Some((Sample::Float32, ByteOrder::BigEndian)),
        b"fl64" | b"FL64" => Some((Sample::Float64, ByteOrder::BigEndian)),
        _ => {
            let name = format!("samples compressed as '{}'", compression.escape_ascii());
            return Err(Fault::Encoding { name, offset: start + 18 });
        }
    };
    found.ok_or_else(|| Fault::Encoding { name: format!("{bits}-bit integers"), offset: start + 6 })
}

/// An 80-bit extended float: sign, 15 bits of exponent, 64 of significand (IEEE 754-1985; Motorola 68881).
fn extended(bytes: [u8; 10]) -> f64 {
    const BIAS: i32 = 16_383;
    let [a, b, rest @ ..] = bytes;
    let head = u16::from_be_bytes([a, b]);
    let sign = if head & 0x8000 == 0 { 1.0 } else { -1.0 };
    let exponent = i32::from(head & 0x7FFF) - BIAS - 63;
    sign * u64::from_be_bytes(rest) as f64 * 2f64.powi(exponent)
}
