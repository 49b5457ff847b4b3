//! Why a file cannot be measured: the fault, its place, and the remedy.

use std::fmt;
use std::io;

/// Part of a file in which it was cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The first bytes, which identify the format.
    Start,
    /// A chunk's name and length.
    ChunkHeader,
    /// A header's content.
    Header,
    /// The samples.
    Audio,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Part::Start => "the name of its format",
            Part::ChunkHeader => "a chunk's name and length",
            Part::Header => "its header",
            Part::Audio => "the audio",
        })
    }
}

/// A file that cannot be measured. Offsets count bytes from the file's start. The text is one sentence: the fault, its
/// place, the remedy.
#[derive(Debug)]
pub enum Fault {
    /// The system cannot read the bytes.
    Unreadable(io::Error),
    /// A folder, a device or a socket.
    NotAFile {
        /// Whether it is a folder.
        is_folder: bool,
    },
    /// An empty file.
    Empty,
    /// Neither WAV, AIFF nor FLAC.
    Unknown {
        /// Its first bytes.
        begins: [u8; 4],
        /// The format, if known.
        name: Option<&'static str>,
    },
    /// The file ends prematurely.
    CutShort {
        /// The part in which it ends.
        part: Part,
        /// Where it ends.
        offset: u64,
    },
    /// A chunk before the audio that claims more bytes than follow.
    LongChunk {
        /// Its name.
        name: [u8; 4],
        /// Where it begins.
        offset: u64,
        /// Bytes it claims.
        claimed: u64,
        /// Bytes that follow.
        there: u64,
    },
    /// A required chunk is missing.
    NoChunk {
        /// Its name.
        name: &'static str,
        /// Where the search ended.
        offset: u64,
    },
    /// An unsupported sample encoding.
    Encoding {
        /// Its name.
        name: String,
        /// Where the file specifies it.
        offset: u64,
    },
    /// An invalid number in a header.
    Field {
        /// Name of the quantity.
        name: &'static str,
        /// The header's value.
        value: String,
        /// Where.
        offset: u64,
        /// Valid values.
        allowed: &'static str,
    },
    /// Fewer frames than claimed.
    Truncated {
        /// Frames that the header claims; `None` if it does not state them.
        claimed: Option<u64>,
        /// Whole frames that exist.
        there: u64,
        /// Where the file ends.
        offset: u64,
    },
    /// Audio continues after the frames that the header claims.
    Surplus {
        /// Frames that the header claims.
        claimed: u64,
        /// Where they end.
        offset: u64,
    },
    /// A header without audio.
    NoFrames {
        /// Where the audio should begin.
        offset: u64,
    },
    /// A FLAC frame that cannot be decoded.
    FlacFrame {
        /// The decoder's reason.
        reason: &'static str,
        /// Where the frame begins.
        offset: u64,
        /// Frames decoded before it.
        there: u64,
    },
    /// FLAC that changes its rate, depth or number of channels.
    FlacChange {
        /// What changes.
        reason: &'static str,
        /// Offset of the first frame that differs.
        offset: u64,
        /// Frames decoded before it.
        there: u64,
    },
    /// A FLAC frame whose checksum is wrong.
    FlacChecksum {
        /// Where the frame begins.
        frame: u64,
        /// Frames decoded before it.
        there: u64,
        /// Bytes of the checksum: 1 for the header's, 2 for the frame's.
        bytes: u8,
        /// Offset of the checksum.
        offset: u64,
        /// The checksum of the bytes before it.
        computed: u16,
    },
    /// FLAC whose samples do not match the MD5 in its header.
    FlacMd5 {
        /// Offset of the MD5.
        offset: u64,
    },
}

const EXPORT: &str = "export it as WAV (16, 24, 32-bit integer, 32 or 64-bit float), FLAC or AIFF";
const COPY: &str = "copy or record it again";

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Unreadable(error) => write!(f, "cannot be read: {error}; check its path and permissions"),
            Fault::NotAFile { is_folder: true } => f.write_str("is a folder; name the files in it"),
            Fault::NotAFile { is_folder: false } => {
                f.write_str("is a device or a socket; record into a file first")
            }
            Fault::Empty => write!(f, "is empty (0 bytes); {COPY}"),
            Fault::Unknown { begins, name: None } => {
                write!(f, "has an unknown format (byte 0: \"{}\"); {EXPORT}", begins.escape_ascii())
            }
            Fault::Unknown { name: Some(name), .. } => write!(f, "is {name} (byte 0); {EXPORT}"),
            Fault::CutShort { part, offset } => write!(f, "ends at byte {offset} within {part}; {COPY}"),
            Fault::LongChunk { name, offset, claimed, there } => write!(
                f,
                "chunk '{}' at byte {offset} declares {claimed} bytes, but {there} follow; {COPY}",
                name.escape_ascii()
            ),
            Fault::NoChunk { name, offset } => {
                write!(f, "has no '{name}' chunk up to byte {offset}; {COPY}")
            }
            Fault::Encoding { name, offset } => write!(f, "holds {name} (byte {offset}); {EXPORT}"),
            Fault::Field { name, value, offset, allowed } => {
                write!(f, "its header states {name} {value} (byte {offset}), not {allowed}; export it again")
            }
            Fault::Truncated { .. } | Fault::Surplus { .. } | Fault::NoFrames { .. } => self.fmt_length(f),
            Fault::FlacFrame { .. }
            | Fault::FlacChange { .. }
            | Fault::FlacChecksum { .. }
            | Fault::FlacMd5 { .. } => self.fmt_flac(f),
        }
    }
}

impl Fault {
    /// Whether the file is read in spite of this fault with [`Truncated::Accept`](super::Truncated::Accept).
    pub fn leaves_a_part(&self) -> bool {
        self.part_note().is_some()
    }

    /// The note for a file that is measured in spite of this fault; `None` if that is impossible.
    pub(super) fn part_note(&self) -> Option<String> {
        match self {
            Fault::Truncated { claimed: Some(claimed), there, offset } => Some(format!(
                "truncated at byte {offset}: {there} of {claimed} frames are there and measured"
            )),
            Fault::Truncated { claimed: None, there, offset } => {
                Some(format!("truncated at byte {offset}, after {there} frames, which are measured"))
            }
            Fault::Surplus { claimed, offset } => Some(format!(
                "goes on after the {claimed} frames that its header claims (byte {offset}): the rest is not measured"
            )),
            _ => None,
        }
    }

    /// The faults of FLAC frames.
    fn fmt_flac(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::FlacFrame { reason, offset, there } => write!(
                f,
                "is damaged in the FLAC frame at byte {offset}, after {there} frames ({reason}); {COPY}"
            ),
            Fault::FlacChange { reason, offset, there } => write!(
                f,
                "changes in the FLAC frame at byte {offset}, after {there} frames ({reason}); export each part to a file"
            ),
            Fault::FlacChecksum { frame, there, bytes, offset, .. } => {
                let kind = if *bytes == 1 { "its header's checksum" } else { "its checksum" };
                let place = format!("in the FLAC frame at byte {frame}, after {there} frames");
                write!(f, "is damaged {place} ({kind} at byte {offset} is wrong); {COPY}")
            }
            Fault::FlacMd5 { offset } => {
                write!(
                    f,
                    "its samples differ from those encoded: their MD5 is not the one at byte {offset}; {COPY}"
                )
            }
            _ => Ok(()),
        }
    }

    /// The faults of claimed and real lengths.
    fn fmt_length(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Truncated { claimed: Some(claimed), there, offset } => {
                write!(f, "is truncated at byte {offset}: {there} of {claimed} frames are there; {COPY}")
            }
            Fault::Truncated { claimed: None, there, offset } => {
                write!(f, "is truncated at byte {offset}, after {there} frames; {COPY}")
            }
            Fault::Surplus { claimed, offset } => write!(
                f,
                "goes on after the {claimed} frames that its header claims (byte {offset}); export it again"
            ),
            Fault::NoFrames { offset } => write!(f, "holds no audio (byte {offset}); {COPY}"),
            _ => Ok(()),
        }
    }
}

impl std::error::Error for Fault {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Fault::Unreadable(error) => Some(error),
            _ => None,
        }
    }
}
