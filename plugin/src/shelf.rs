//! The library as the windows show it. Every access to the disk is a job.
//!
//! While a window is open the folder is watched, so what other programs keep is seen here.

use std::collections::BTreeMap;
use std::mem;
use std::path::Path;
use std::sync::{Arc, LazyLock, Weak};
use std::thread;
use std::time::{Duration, Instant};

use groundtruth_analysis::RequestedSamples;
use groundtruth_captures::library::{Library, LibraryError};
use groundtruth_captures::{Capture, Details};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use parking_lot::Mutex;
use ulid::Ulid;

use crate::instance::Instance;
use crate::jobs::{self, Job};
use crate::session::{SessionCapture, repaint_all};

pub(crate) mod listed;
mod samples;

pub use listed::Listed;

/// The library of this user; one for all instances of the process.
static SHELF: LazyLock<Shelf> = LazyLock::new(Shelf::default);

/// A change of details is written when no other has followed for this long.
const TYPING: Duration = Duration::from_millis(500);

#[derive(Default)]
struct Shelf {
    listed: Mutex<Arc<Listed>>,
    reading: Mutex<Reading>,
    watch: Mutex<Watch>,
    edited: Mutex<Edited>,
    /// Captures deleted here, the newest last.
    deleted: Mutex<Vec<(Instant, Ulid)>>,
}

/// Whether the folder is being read, and whether it has changed since.
#[derive(Default)]
struct Reading {
    is_running: bool,
    is_outdated: bool,
}

/// Details to be written.
#[derive(Default)]
struct Edited {
    details: BTreeMap<Ulid, Details>,
    /// Time of the last change.
    last: Option<Instant>,
    /// A job waits for the end of typing.
    is_writing: bool,
}

#[derive(Default)]
struct Watch {
    /// Open windows.
    windows: usize,
    /// Watches the folder or, before there is one, the folder that will hold it.
    watcher: Option<(RecommendedWatcher, bool)>,
}

/// What is known of the library.
pub(crate) fn listed() -> Arc<Listed> {
    SHELF.listed.lock().clone()
}

/// Notes that a window opened: the first one reads the library and watches it.
pub(crate) fn open() {
    SHELF.watch.lock().windows += 1;
    list();
}

/// Notes that a window closed. After the last one nothing is watched, and what was deleted goes to the system's bin.
pub(crate) fn close(instance: &Arc<Instance>) {
    let mut watch = SHELF.watch.lock();
    watch.windows = watch.windows.saturating_sub(1);
    if watch.windows > 0 {
        return;
    }
    // Dropping it joins its thread, which may be waiting for this lock.
    let watcher = watch.watcher.take();
    drop(watch);
    drop(watcher);
    let deleted = mem::take(&mut *SHELF.deleted.lock());
    if !deleted.is_empty() {
        jobs::start(instance, "Moving captures to the bin", move |_| {
            let library = library()?;
            let mut binned = deleted.iter().map(|(_, id)| library.move_to_bin(*id).map(drop));
            binned.find(Result::is_err).unwrap_or(Ok(())).map_err(in_library)
        });
    }
}

/// Reads the library again.
pub(crate) fn list() {
    let mut reading = SHELF.reading.lock();
    reading.is_outdated = true;
    if mem::replace(&mut reading.is_running, true) {
        return;
    }
    drop(reading);
    let mut reader = Reader { has_ended: false };
    jobs::start_quietly(Weak::new(), "Reading the library", move |_| {
        while reader.is_outdated() {
            watch_folder();
            let read = library().and_then(|library| library.list().map_err(in_library));
            let listed = match read {
                Ok(entries) => Listed { entries, fault: None },
                Err(fault) => Listed { entries: Vec::new(), fault: Some(fault) },
            };
            *SHELF.listed.lock() = Arc::new(listed);
            repaint_all();
        }
        Ok(())
    });
}

/// The one job that reads. Dropped in the middle, by a panic or for want of a thread, it lets the next one begin.
struct Reader {
    has_ended: bool,
}

impl Reader {
    /// Whether the folder has to be read; if not, the reading has ended.
    fn is_outdated(&mut self) -> bool {
        let mut reading = SHELF.reading.lock();
        reading.is_running = mem::take(&mut reading.is_outdated);
        self.has_ended = !reading.is_running;
        reading.is_running
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        if !self.has_ended {
            SHELF.reading.lock().is_running = false;
        }
    }
}

/// Watches the folder, if a window is open. A fault only means that changes by other programs are seen later.
fn watch_folder() {
    let Ok(folder) = Library::default_folder() else { return };
    let there = folder.ancestors().find(|folder| folder.is_dir());
    let Some(there) = there else { return };
    let is_library = there == folder;
    let mut watch = SHELF.watch.lock();
    let is_right = watch.watcher.as_ref().is_some_and(|(_, of_library)| *of_library == is_library);
    if watch.windows == 0 || is_right {
        return;
    }
    let changed = |event: notify::Result<notify::Event>| {
        let is_change =
            |event: notify::Event| !event.kind.is_access() && event.paths.iter().any(|path| concerns(path));
        if event.is_ok_and(is_change) {
            list();
        }
    };
    let watcher = notify::recommended_watcher(changed).and_then(|mut watcher| {
        watcher.watch(there, RecursiveMode::NonRecursive)?;
        Ok((watcher, is_library))
    });
    watch.watcher = watcher.ok();
}

/// Whether a list could change: files being written begin with a dot.
fn concerns(path: &Path) -> bool {
    path.file_name().is_some_and(|name| !name.as_encoded_bytes().starts_with(b"."))
}

/// Keeps a capture with its samples, which come from the analysis.
pub(crate) fn keep(instance: &Arc<Instance>, capture: Arc<Capture>, samples: Option<RequestedSamples>) {
    let keeping = Arc::downgrade(instance);
    jobs::start(instance, "Saving the capture", move |_| {
        let samples = samples.and_then(|samples| samples::behind(&capture, samples));
        let saved =
            library().and_then(|library| library.save(&capture, samples.as_ref()).map_err(in_library));
        list();
        saved.map_err(|reason| {
            format!("“{}” is kept in the session, but not in the library: {reason}", capture.details.name)
        })?;
        // It may have been edited meanwhile.
        if let Some(instance) = keeping.upgrade() {
            edit(&instance, instance.session.details(capture.id).map(|details| (capture.id, details)));
        }
        Ok(())
    });
}

/// Adds a capture of the library to the session of an instance.
pub(crate) fn add_to_session(instance: &Arc<Instance>, id: Ulid) {
    let session = instance.clone();
    jobs::start(instance, "Reading the capture", move |_| {
        let capture = library()?.load(id).map_err(in_library)?;
        session.session.add(SessionCapture::new(capture).map_err(|error| error.to_string())?);
        Ok(())
    });
}

/// Gives captures the details that they have in the session, if the library has them too.
pub(crate) fn edit(instance: &Arc<Instance>, edited: impl IntoIterator<Item = (Ulid, Details)>) {
    let mut waiting = SHELF.edited.lock();
    let before = waiting.details.len();
    waiting.details.extend(edited);
    if before == 0 && waiting.details.is_empty() {
        return;
    }
    waiting.last = Some(Instant::now());
    if !mem::replace(&mut waiting.is_writing, true) {
        jobs::start_quietly(Arc::downgrade(instance), "Saving details", write_details);
    }
}

/// Writes the details once nothing has been typed for a while.
fn write_details(job: &Job) -> Result<(), String> {
    let is_typing = || SHELF.edited.lock().last.is_some_and(|last| last.elapsed() < TYPING);
    while is_typing() && !job.is_cancelled() {
        thread::sleep(Duration::from_millis(20));
    }
    let Edited { details, .. } = mem::take(&mut *SHELF.edited.lock());
    let library = library()?;
    let mut outcome = Ok(());
    for (id, details) in &details {
        match library.update_details(*id, details) {
            Ok(()) | Err(LibraryError::NotFound { .. }) => {}
            Err(error) => outcome = Err(in_library(error)),
        }
    }
    list();
    outcome
}

/// Deletes a capture from the library; [`undo`] brings it back until the last window closes.
pub(crate) fn delete(instance: &Arc<Instance>, id: Ulid) {
    jobs::start(instance, "Deleting the capture", move |_| {
        library()?.delete(id).map_err(in_library)?;
        SHELF.deleted.lock().push((Instant::now(), id));
        list();
        Ok(())
    });
}

/// When the last capture was deleted that can come back.
pub(crate) fn last_deleted() -> Option<Instant> {
    SHELF.deleted.lock().last().map(|(deleted, _)| *deleted)
}

/// Brings the last deleted capture back.
pub(crate) fn undo(instance: &Arc<Instance>) {
    let Some((_, id)) = SHELF.deleted.lock().pop() else { return };
    jobs::start(instance, "Bringing the capture back", move |_| {
        library()?.undelete(id).map_err(in_library)?;
        list();
        Ok(())
    });
}

fn library() -> Result<Library, String> {
    Library::default_folder().map(Library::open).map_err(in_library)
}

fn in_library(error: LibraryError) -> String {
    format!("Library: {error}.")
}

#[cfg(test)]
mod tests;
