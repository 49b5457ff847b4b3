//! What a list shows of a library's files.

use std::collections::HashMap;
use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::fs::{self, Metadata};
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
        let names = match names(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            names => names?,
        };
        let mut known = HashMap::with_capacity(names.len());
        for name in names.iter().filter(|name| is_capture(name)) {
            if let Some(read) = self.entry(folder, name, &names)? {
                known.insert(name.clone(), read);
            }
        }
        self.0 = known;
        let mut entries: Vec<Entry> = self.0.values().map(|(_, entry)| entry.clone()).collect();
        entries.sort_by_cached_key(|entry| (entry.name().to_lowercase(), entry.path.clone()));
        Ok(entries)
    }

    /// `None` if the file was removed meanwhile, or is a folder.
    fn entry(
        &self,
        folder: &Path,
        name: &OsStr,
        names: &HashSet<OsString>,
    ) -> io::Result<Option<(Stamp, Entry)>> {
        let path = folder.join(name);
        let metadata = match fs::metadata(&path) {
            Err(error) => return Ok(unreadable(path, &error)),
            Ok(metadata) if metadata.is_dir() => return Ok(None),
            Ok(metadata) => metadata,
        };
        let stamp = Stamp::of(&metadata);
        let has_samples = names.contains(samples_beside(Path::new(name)).as_os_str());
        if let Some((known, entry)) = self.0.get(name)
            && *known == stamp
        {
            let mut entry = entry.clone();
            if let Ok(summary) = &mut entry.content {
                summary.has_samples = has_samples;
            }
            return Ok(Some((stamp, entry)));
        }
        // Opening a pipe would wait for its writer.
        let content = if !metadata.is_file() {
            Err("is not a plain file".to_owned())
        } else {
            match head::read(&path) {
                Err(error) => return Ok(unreadable(path, &error)),
                Ok(head) => head.map(|head| summary(head, has_samples)),
            }
        };
        Ok(Some((stamp, Entry { path, content })))
    }
}

/// A file that cannot be opened is listed, one that is gone is not.
fn unreadable(path: PathBuf, error: &io::Error) -> Option<(Stamp, Entry)> {
    let is_gone = error.kind() == io::ErrorKind::NotFound && fs::symlink_metadata(&path).is_err();
    let stamp = Stamp { bytes: 0, modified: None, node: 0 };
    (!is_gone).then(|| (stamp, Entry { path, content: Err(format!("cannot be read: {error}")) }))
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

fn names(folder: &Path) -> io::Result<HashSet<OsString>> {
    fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.file_name())).collect()
}

/// Files that begin with a dot belong to the system, or are being written.
fn is_capture(name: &OsStr) -> bool {
    let is_hidden = name.as_encoded_bytes().starts_with(b".");
    let ending = Path::new(name).extension();
    !is_hidden && ending.is_some_and(|ending| ending.eq_ignore_ascii_case(CAPTURE))
}
