//! The system's file dialogues.

use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use crate::instance::Instance;

/// A dialogue that answers sooner was never shown.
#[cfg(target_os = "linux")]
const SOONEST: std::time::Duration = std::time::Duration::from_millis(500);

const NONE: &str = "No file dialogue here: paste paths instead.";

/// What the user chose; nothing if the dialogue was closed.
type Chosen = Vec<PathBuf>;

/// Asks for files to read. `then` runs on the dialogue's thread, unless nothing is chosen.
pub(super) fn open(instance: &Arc<Instance>, then: impl FnOnce(&Arc<Instance>, Chosen) + Send + 'static) {
    ask(instance, platform::open, then);
}

/// Asks for a file to write, with a suggestion.
pub(super) fn save(
    instance: &Arc<Instance>,
    suggested: PathBuf,
    then: impl FnOnce(&Arc<Instance>, Chosen) + Send + 'static,
) {
    ask(instance, move || platform::save(&suggested), then);
}

/// Shows a dialogue from a thread of its own, which nobody waits for: the user may leave it open.
fn ask(
    instance: &Arc<Instance>,
    show: impl FnOnce() -> Option<Chosen> + Send + 'static,
    then: impl FnOnce(&Arc<Instance>, Chosen) + Send + 'static,
) {
    let asking = Arc::downgrade(instance);
    let run = move || {
        let chosen = show();
        let Some(instance) = asking.upgrade() else { return };
        match chosen {
            Some(files) if files.is_empty() => {}
            Some(files) => then(&instance, files),
            None => {
                instance.note(NONE.to_owned());
                crate::session::repaint_all();
            }
        }
    };
    if thread::Builder::new().name("groundtruth dialogue".to_owned()).spawn(run).is_err() {
        instance.note(NONE.to_owned());
    }
}

#[cfg(target_os = "linux")]
mod platform {
    use std::path::{Path, PathBuf};
    use std::time::Instant;

    use rfd::FileDialog;

    use super::{Chosen, SOONEST};

    /// `None` if there is no dialogue.
    pub(super) fn open() -> Option<Chosen> {
        let dialogue = FileDialog::new().set_title("Import captures");
        let endings = ["wav", "aif", "aiff", "aifc", "flac", "json", "WAV", "AIF", "AIFF", "FLAC", "JSON"];
        let dialogue = dialogue.add_filter("Recordings, reports and captures", &endings);
        answered(|| dialogue.pick_files())
    }

    /// `None` if there is no dialogue.
    pub(super) fn save(suggested: &Path) -> Option<Chosen> {
        let name = suggested.file_name().unwrap_or_default().to_string_lossy();
        let mut dialogue = FileDialog::new().set_title("Export").set_file_name(name);
        if let Some(folder) = suggested.parent() {
            dialogue = dialogue.set_directory(folder);
        }
        answered(|| dialogue.save_file().map(|file| vec![file]))
    }

    /// What was chosen. A missing dialogue and one that was closed both answer with nothing, the first one at once.
    fn answered(show: impl FnOnce() -> Option<Vec<PathBuf>>) -> Option<Chosen> {
        let begun = Instant::now();
        match show() {
            // The fallback writes an empty name when it is closed.
            Some(files) => Some(files.into_iter().filter(|file| !file.as_os_str().is_empty()).collect()),
            None if begun.elapsed() >= SOONEST => Some(Vec::new()),
            None => None,
        }
    }
}

/// Elsewhere dialogues belong to the main thread, which is the host's.
#[cfg(not(target_os = "linux"))]
mod platform {
    use std::path::Path;

    use super::Chosen;

    pub(super) fn open() -> Option<Chosen> {
        None
    }

    pub(super) fn save(_: &Path) -> Option<Chosen> {
        None
    }
}
