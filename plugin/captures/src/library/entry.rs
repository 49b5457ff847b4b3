//! What a list shows of a library's files.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::fs::{self, FileType, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use groundtruth_measure::StimulusKind;
use ulid::Ulid;

use super::head::{self, CompleteHead};
use crate::capture::{Details, Origin};

/// A file of the library.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The JSON file.
    pub path: PathBuf,
    /// What its head says, or in what way it is damaged, as the rest of a sentence that begins with the file.
    pub content: Result<Summary, String>,
}

/// What a list shows of a capture.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// Identifies the capture, whatever its file is called.
    pub id: Ulid,
    /// Entered by the user.
    pub details: Details,
    /// Where it was made.
    pub origin: Origin,
    /// Sample rate in Hz.
    pub sample_rate_hz: f64,
    /// Frames measured.
    pub frames: u64,
    /// The stimulus.
    pub stimulus: StimulusKind,
    /// Whether there is a WAV file beside it.
    pub has_samples: bool,
}

impl Entry {
    /// The capture's id, if the file is readable.
    pub fn id(&self) -> Option<Ulid> {
        self.content.as_ref().ok().map(|summary| summary.id)
    }

    /// The capture's name; if it has none or is damaged, the file's.
    pub fn name(&self) -> String {
        let name = self.content.as_ref().map_or("", |summary| summary.details.name.as_str());
        if name.is_empty() { self.stem() } else { name.to_owned() }
    }

    /// File name without ending.
    pub(super) fn stem(&self) -> String {
        self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
    }
}

/// The WAV file beside a JSON file.
pub(super) fn samples_beside(path: &Path) -> PathBuf {
    path.with_extension(SAMPLES)
}

/// Ending of captures.
pub(super) const CAPTURE: &str = "json";
/// Ending of samples.
pub(super) const SAMPLES: &str = "wav";

/// Heads that were read before. A file is read again if its size or times changed.
#[derive(Default)]
pub(super) struct Cache(HashMap<OsString, (Stamp, Entry)>);

/// Changes whenever a file does.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Stamp {
    bytes: u64,
    modified: Option<SystemTime>,
    /// Number on the disk: a renamed file has another one than the file that it replaced.
    node: u64,
}

impl Stamp {
    /// That of no file: what has it is read again.
    const NONE: Stamp = Stamp { bytes: u64::MAX, modified: None, node: 0 };

    fn of(file: &Metadata) -> Stamp {
        #[cfg(unix)]
        let node = std::os::unix::fs::MetadataExt::ino(file);
        #[cfg(not(unix))]
        let node = 0;
        Stamp { bytes: file.len(), modified: file.modified().ok(), node }
    }
}

impl Cache {
    /// All captures of a folder, damaged ones too, by name. A folder that does not exist has none.
    pub(super) fn list(&mut self, folder: &Path) -> io::Result<Vec<Entry>> {
        let files = match files(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            files => files?,
        };
        let mut known = HashMap::with_capacity(files.len());
        for (name, kind) in files.iter().filter(|(name, _)| is_capture(name)) {
            let has_samples = files.contains_key(samples_beside(Path::new(name)).as_os_str());
            if let Some(read) = self.entry(folder.join(name), *kind, has_samples) {
                known.insert(name.clone(), read);
            }
        }
        self.0 = known;
        let mut entries: Vec<Entry> = self.0.values().map(|(_, entry)| entry.clone()).collect();
        entries.sort_by_cached_key(|entry| (entry.name().to_lowercase(), entry.path.clone()));
        Ok(entries)
    }

    /// The file of a capture that was listed before and has not changed.
    pub(super) fn path_of(&self, id: Ulid) -> Option<PathBuf> {
        let (stamp, entry) = self.0.values().find(|(_, entry)| entry.id() == Some(id))?;
        let is_same = fs::metadata(&entry.path).is_ok_and(|file| Stamp::of(&file) == *stamp);
        is_same.then(|| entry.path.clone())
    }

    /// `None` if the file was removed meanwhile, or is a folder.
    fn entry(&self, path: PathBuf, kind: FileType, has_samples: bool) -> Option<(Stamp, Entry)> {
        if let Some((stamp, entry)) = path.file_name().and_then(|name| self.0.get(name))
            && fs::metadata(&path).is_ok_and(|file| Stamp::of(&file) == *stamp)
        {
            let mut entry = entry.clone();
            if let Ok(summary) = &mut entry.content {
                summary.has_samples = has_samples;
            }
            return Some((*stamp, entry));
        }
        let kind = match kind.is_symlink().then(|| fs::metadata(&path)) {
            None => kind,
            Some(Ok(target)) => target.file_type(),
            Some(Err(error)) => return unreadable(path, &error),
        };
        if kind.is_dir() {
            return None;
        }
        // Opening a pipe would wait for its writer.
        if !kind.is_file() {
            return Some((Stamp::NONE, Entry { path, content: Err("is not a plain file".to_owned()) }));
        }
        match head::read(&path) {
            Err(error) => unreadable(path, &error),
            Ok((file, head)) => {
                let content = head.map(|head| summary(head, has_samples));
                Some((Stamp::of(&file), Entry { path, content }))
            }
        }
    }
}

/// A file that cannot be opened is listed, one that is gone is not.
fn unreadable(path: PathBuf, error: &io::Error) -> Option<(Stamp, Entry)> {
    let is_gone = error.kind() == io::ErrorKind::NotFound && fs::symlink_metadata(&path).is_err();
    (!is_gone).then(|| (Stamp::NONE, Entry { path, content: Err(format!("cannot be read: {error}")) }))
}

/// What a list shows of a capture with this text and without samples.
///
/// # Errors
///
/// In what way it is damaged.
pub fn summary_of(text: &[u8]) -> Result<Summary, String> {
    head::whole(text).map(|head| summary(head, false))
}

fn summary(head: CompleteHead, has_samples: bool) -> Summary {
    Summary {
        id: head.id,
        details: head.details,
        origin: head.origin,
        sample_rate_hz: head.sample_rate_hz,
        frames: head.frames,
        stimulus: head.stimulus,
        has_samples,
    }
}

fn files(folder: &Path) -> io::Result<HashMap<OsString, FileType>> {
    fs::read_dir(folder)?
        .map(|entry| entry.and_then(|entry| Ok((entry.file_name(), entry.file_type()?))))
        .collect()
}

/// Files that begin with a dot belong to the system, or are being written.
fn is_capture(name: &OsStr) -> bool {
    let is_hidden = name.as_encoded_bytes().starts_with(b".");
    let ending = Path::new(name).extension();
    !is_hidden && ending.is_some_and(|ending| ending.eq_ignore_ascii_case(CAPTURE))
}
