//! Recordings, reports and captures from files into the session of an instance.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Weak};

use groundtruth_captures::Capture;
use groundtruth_captures::audio_file::{AudioFile, Truncated};
use groundtruth_captures::import::{self, Conditions, ImportError, Progress, name_of};
use groundtruth_captures::library::{self, Library, LibraryError, Samples};
use groundtruth_measure::{Averaging, Recording, Settings};

use super::dialogue;
use super::paths::pasted;
use crate::instance::Instance;
use crate::instances;
use crate::jobs::{self, Job};
use crate::session::SessionCapture;
use crate::settings::InstrumentSettings;

/// Imports the files that a text names.
pub(crate) fn import(instance: &Arc<Instance>, text: &str) {
    match pasted(text) {
        files if files.is_empty() => instance.note("Import: no path was given.".to_owned()),
        files => import_files(instance, files, library()),
    }
}

/// Imports the files that the user chooses in the system's dialogue.
pub(crate) fn import_chosen(instance: &Arc<Instance>) {
    dialogue::open(instance, |instance, files| import_files(instance, files, library()));
}

/// The library of the user.
fn library() -> Result<Library, LibraryError> {
    Library::default_folder().map(Library::open)
}

/// Imports files, one after the other. One that fails is named and does not stop the others.
pub(super) fn import_files(
    instance: &Arc<Instance>,
    files: Vec<PathBuf>,
    library: Result<Library, LibraryError>,
) {
    let title = match files.as_slice() {
        [only] => format!("Importing {}", name_of(only)),
        several => format!("Importing {} files", several.len()),
    };
    let import = Import { settings: instance.settings(), asking: Arc::downgrade(instance), library };
    jobs::start(instance, title, move |job| {
        for (index, file) in files.iter().enumerate() {
            let part = Part { job, first: index as f64, of: files.len() as f64 };
            let imported = import.file(file, &part);
            if job.is_cancelled() {
                break;
            }
            if let Err(reason) = imported {
                import.note(format!("{}: {reason}", file.display()));
            }
            part.set_share(1.0);
        }
        Ok(())
    });
}

/// One file of several, as a part of the job.
struct Part<'a> {
    job: &'a Job,
    first: f64,
    of: f64,
}

impl Progress for Part<'_> {
    fn set_share(&self, share: f64) {
        self.job.set_share((self.first + share) / self.of);
    }

    fn is_cancelled(&self) -> bool {
        self.job.is_cancelled()
    }
}

/// What all files of an import have in common.
struct Import {
    settings: InstrumentSettings,
    asking: Weak<Instance>,
    library: Result<Library, LibraryError>,
}

impl Import {
    /// Adds the capture of a file to the session; if it is new, to the library too.
    fn file(&self, file: &Path, part: &Part<'_>) -> Result<(), String> {
        if !file.is_absolute() {
            return Err("is no full path; begin it with / or ~".to_owned());
        }
        if file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json")) {
            let capture = library::read(file).map_err(|error| without_path(&error.to_string(), file))?;
            return self.add(capture);
        }
        let (capture, samples) = self.recorded(file, part).map_err(|error| error.to_string())?;
        self.add(capture.clone())?;
        let kept = match &self.library {
            Ok(library) => library.save(&capture, samples.as_ref()).map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        };
        kept.map(drop).map_err(|reason| format!("is in the session, but not in the library: {reason}"))
    }

    fn recorded(&self, file: &Path, part: &Part<'_>) -> Result<(Capture, Option<Samples>), ImportError> {
        let mut recording = AudioFile::open(file, Truncated::Refuse).map_err(ImportError::Fault)?;
        let conditions = Conditions {
            settings: of_a_recording(self.settings.measure),
            reference_volts: &volts(&self.settings, recording.channels()),
            spectrum: true,
            samples: true,
        };
        import::recording(&mut recording, file, &name_of(file), &conditions, part)
    }

    fn add(&self, capture: Capture) -> Result<(), String> {
        let Some(instance) = self.asking.upgrade() else { return Ok(()) };
        let known = instances::captures();
        if known.iter().chain(&instance.session.captures()).any(|other| other.id() == capture.id) {
            return Err("is in the session already".to_owned());
        }
        instance.session.add(SessionCapture::new(capture).map_err(|error| error.to_string())?);
        Ok(())
    }

    /// An instance that closed meanwhile needs no message.
    fn note(&self, message: String) {
        if let Some(instance) = self.asking.upgrade() {
            instance.note(message);
        }
    }
}

/// The rest of a sentence that begins with the file.
fn without_path(text: &str, file: &Path) -> String {
    text.strip_prefix(&format!("{}: ", file.display())).unwrap_or(text).to_owned()
}

/// The user's band, mains, load and stimulus. Records and their number are chosen by the recording.
fn of_a_recording(live: Settings) -> Settings {
    let Settings { band, mains, declared, load_ohms, output_impedance_ohms, .. } = live;
    Settings {
        averaging: Averaging::Off,
        band,
        mains,
        declared,
        load_ohms,
        output_impedance_ohms,
        ..Settings::DEFAULT
    }
}

/// Volts of full scale for each channel; with more than two channels only if both sides have the same.
fn volts(settings: &InstrumentSettings, channels: usize) -> Vec<f64> {
    match settings.reference_volts {
        Some([left, right]) if channels <= 2 => [left, right][..channels].to_vec(),
        Some([left, right]) if left == right => vec![left],
        _ => Vec::new(),
    }
}
