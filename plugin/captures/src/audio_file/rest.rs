//! Data after the audio of a WAV or AIFF: chunks, tags, or bytes that belong to neither.

use std::io::{Read, Seek};

use super::bytes::Bytes;
use super::fault::{Fault, Part};
use super::pcm::ByteOrder;

/// First finding after the audio.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rest {
    /// Only chunks and tags, or nothing.
    Accounted,
    /// Another chunk of audio: its offset, and the bytes it claims.
    SecondAudio { offset: u64, bytes: u64 },
    /// Bytes that do not start a chunk.
    Foreign { offset: u64 },
    /// Bytes at the file's end, too few for a chunk or a frame.
    Few { offset: u64 },
}

impl Rest {
    /// Note about the part not measured in a file of `length` bytes; `audio` is the name of its audio chunks.
    pub(super) fn note(self, length: u64, audio: &str) -> Option<String> {
        match self {
            Rest::Accounted => None,
            Rest::SecondAudio { offset, bytes } => {
                Some(format!("a second {audio} chunk at byte {offset} ({bytes} bytes) is not measured"))
            }
            Rest::Foreign { offset } | Rest::Few { offset } => {
                let count = length - offset;
                let bytes = if count == 1 { "byte" } else { "bytes" };
                Some(format!("{count} {bytes} after the last chunk (byte {offset}): not measured"))
            }
        }
    }
}

/// Chunk conventions of a format: byte order of lengths, and name of the audio chunk.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chunks {
    pub(super) order: ByteOrder,
    pub(super) audio: &'static [u8; 4],
}

impl Chunks {
    /// Examines the file from the audio's end on. Fewer than 8 bytes, or less than a frame, are not audio.
    pub(super) fn after<R: Read + Seek>(
        self,
        bytes: &mut Bytes<R>,
        end: u64,
        is_padded: bool,
        frame_bytes: u64,
    ) -> Result<Rest, Fault> {
        const SHORTEST: u64 = 8;
        let (mut next, mut padding) = (end, u64::from(is_padded));
        while next.saturating_add(SHORTEST.max(frame_bytes)) <= bytes.length() {
            let Some(chunk) = self.padded(bytes, next, padding)? else {
                return Ok(Rest::Foreign { offset: next });
            };
            if &chunk.name == self.audio {
                return Ok(Rest::SecondAudio { offset: chunk.offset, bytes: chunk.bytes });
            }
            (next, padding) = (chunk.end(), chunk.bytes % 2);
        }
        let few = next.saturating_add(padding);
        Ok(if few < bytes.length() { Rest::Few { offset: few } } else { Rest::Accounted })
    }

    /// The chunk after an odd one: some writers omit its padding byte.
    pub(super) fn padded<R: Read + Seek>(
        self,
        bytes: &mut Bytes<R>,
        offset: u64,
        padding: u64,
    ) -> Result<Option<Chunk>, Fault> {
        match self.chunk_at(bytes, offset.saturating_add(padding))? {
            None if padding > 0 => self.chunk_at(bytes, offset),
            found => Ok(found),
        }
    }

    /// The chunk, or the tag up to the file's end, that starts at `offset`; `None` if there is neither.
    fn chunk_at<R: Read + Seek>(self, bytes: &mut Bytes<R>, offset: u64) -> Result<Option<Chunk>, Fault> {
        bytes.seek(offset)?;
        if bytes.remaining() < 8 {
            return Ok(None);
        }
        let name = bytes.array::<4>(Part::ChunkHeader)?;
        let length = bytes.array(Part::ChunkHeader)?;
        let length = match self.order {
            ByteOrder::LittleEndian => u32::from_le_bytes(length),
            ByteOrder::BigEndian => u32::from_be_bytes(length),
        };
        let mut chunk = Chunk { name, offset, bytes: u64::from(length) };
        if is_tag(&name) || (chunk.bytes > bytes.remaining() && USUAL.contains(&&name)) {
            chunk.bytes = bytes.remaining();
            return Ok(Some(chunk));
        }
        let is_chunk =
            name.iter().all(|byte| (b' '..=b'~').contains(byte)) && chunk.bytes <= bytes.remaining();
        Ok(is_chunk.then_some(chunk))
    }
}

/// Chunks that often follow the audio: such a name counts as one even if the file ends within the chunk.
const USUAL: [&[u8; 4]; 14] = [
    b"LIST", b"bext", b"iXML", b"axml", b"id3 ", b"ID3 ", b"JUNK", b"PAD ", b"cue ", b"smpl", b"_PMX",
    b"afsp", b"COMT", b"MARK",
];

/// Whether the bytes start a tag of another format, as appended by players.
pub(super) fn is_tag(begins: &[u8]) -> bool {
    [b"TAG".as_slice(), b"ID3", b"APET", b"LYRI"].iter().any(|tag| begins.starts_with(tag))
}

/// A chunk within the file.
pub(super) struct Chunk {
    pub(super) name: [u8; 4],
    /// Offset of its name.
    pub(super) offset: u64,
    /// Length of its content.
    bytes: u64,
}

impl Chunk {
    fn end(&self) -> u64 {
        self.offset + 8 + self.bytes
    }
}
