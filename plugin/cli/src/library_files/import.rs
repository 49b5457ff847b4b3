//! `groundtruth library import`: measures recordings and keeps them.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use groundtruth_captures::Capture;
use groundtruth_captures::import::{self, Conditions, name_of};
use groundtruth_captures::library::{Imported, Library, LibraryError, Samples};

use super::exit::printed;
use crate::arguments::ImportArguments;
use crate::input;
use crate::measure_files::{NO_FIGURE, has_figure, said};
use crate::names::{escaped, shown};
use crate::progress::Progress;

/// Imports every file; one that fails does not stop the others.
pub(super) fn run(library: &Library, arguments: &ImportArguments) -> ExitCode {
    let (mut has_failed, mut is_without_figure) = (false, false);
    for file in &arguments.files {
        match imported(library, file, arguments) {
            Ok(Kept { imported, name, has_figure }) => {
                let Imported { id, path, was_there } = imported;
                let note = if was_there { "  (was there already)" } else { "" };
                let line = format!("{id}  {}  {}{note}\n", escaped(&name), shown(&path));
                has_failed |= printed(&line) != ExitCode::SUCCESS;
                if !has_figure {
                    eprintln!(
                        "{}: gives no figure; `library show {id}` says why, figure by figure",
                        shown(file)
                    );
                    is_without_figure = true;
                }
            }
            Err(reason) => {
                eprintln!("{reason}");
                has_failed = true;
            }
        }
    }
    match (has_failed, is_without_figure) {
        (true, _) => ExitCode::FAILURE,
        (false, true) => ExitCode::from(NO_FIGURE),
        (false, false) => ExitCode::SUCCESS,
    }
}

/// A file that was imported.
struct Kept {
    imported: Imported,
    name: String,
    has_figure: bool,
}

fn imported(library: &Library, file: &Path, arguments: &ImportArguments) -> Result<Kept, String> {
    let library_error = |error: LibraryError| escaped(&error.to_string());
    if file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json")) {
        let imported = library.import(file).map_err(library_error)?;
        let capture = library.load(imported.id).map_err(library_error)?;
        let has_figure = has_figure(capture.report());
        return Ok(Kept { imported, name: capture.details.name, has_figure });
    }
    let in_file = |reason: String| format!("{}: {}", shown(file), escaped(&reason));
    let (capture, samples) = recorded(file, arguments).map_err(in_file)?;
    let path = library.save(&capture, samples.as_ref()).map_err(library_error)?;
    Ok(kept(&capture, path))
}

/// Measures a recording. Samples are read unless they are not wanted.
fn recorded(file: &Path, arguments: &ImportArguments) -> Result<(Capture, Option<Samples>), String> {
    let mut recording = input::open(file, arguments.conditions.allow_truncated)?;
    let conditions = Conditions {
        settings: arguments.conditions.settings(arguments.load),
        reference_volts: &arguments.reference_volts,
        spectrum: true,
        samples: !arguments.no_samples,
    };
    let progress = Progress::new(&shown(file));
    let imported = import::recording(&mut recording, file, &name_of(file), &conditions, &progress);
    let (mut capture, samples) = imported.map_err(|error| said(&error))?;
    let details = &mut capture.details;
    details.device = arguments.device.clone().unwrap_or_default();
    details.topology = arguments.topology.map(|named| named.0);
    details.price = arguments.price.clone().unwrap_or_default();
    Ok((capture, samples))
}

fn kept(capture: &Capture, path: PathBuf) -> Kept {
    Kept {
        imported: Imported { id: capture.id, path, was_there: false },
        name: capture.details.name.clone(),
        has_figure: has_figure(capture.report()),
    }
}
