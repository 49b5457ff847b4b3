//! `groundtruth library import`: measures recordings and keeps them.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use groundtruth_captures::library::{Imported, Library, LibraryError, Samples};
use groundtruth_captures::{Calibration, Capture, Measured};
use groundtruth_measure::{Recording, Report};

use super::exit::printed;
use crate::arguments::ImportArguments;
use crate::audio_file::Fault;
use crate::measure_files::{NO_FIGURE, file_and_report, has_figure};
use crate::names::{escaped, shown};
use crate::spectrum;

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
    let said = |fault: Fault| fault.to_string();
    let conditions = &arguments.conditions;
    let (mut recording, report) =
        file_and_report(file, &conditions.settings(arguments.load), conditions.allow_truncated)?;
    let spectrum = spectrum::of_recording(&mut recording, &report).map_err(said)?;
    let samples = (!arguments.no_samples).then(|| samples(&mut recording, &report));
    let capture = Capture { spectrum, ..capture(file, report, arguments)? };
    Ok((capture, samples.transpose().map_err(said)?))
}

fn kept(capture: &Capture, path: PathBuf) -> Kept {
    Kept {
        imported: Imported { id: capture.id, path, was_there: false },
        name: capture.details.name.clone(),
        has_figure: has_figure(capture.report()),
    }
}

fn capture(file: &Path, report: Report, arguments: &ImportArguments) -> Result<Capture, String> {
    let calibration = Calibration::of(&report, &arguments.reference_volts, arguments.load)?;
    let name = file.file_stem().unwrap_or(file.as_os_str()).to_string_lossy();
    let mut capture = Capture::new(&name, Measured { report, calibration });
    let details = &mut capture.details;
    details.device = arguments.device.clone().unwrap_or_default();
    details.topology = arguments.topology.map(|named| named.0);
    details.price = arguments.price.clone().unwrap_or_default();
    Ok(capture)
}

/// The beginning of the measured stretch.
fn samples<R: Recording>(file: &mut R, report: &Report) -> Result<Samples, R::Error> {
    let (first, frames) = used(report);
    let frames = Samples::kept_frames(file.sample_rate_hz(), file.channels(), frames) as usize;
    let sample_rate_hz = file.sample_rate_hz();
    let mut samples = Samples { sample_rate_hz, channels: vec![Vec::new(); file.channels()] };
    let mut block = vec![Vec::new(); file.channels()];
    file.rewind()?;
    let mut skip = first as usize;
    while samples.channels[0].len() < frames {
        file.read(&mut block)?;
        let read = block[0].len();
        if read == 0 {
            break;
        }
        let begin = skip.min(read);
        let end = read.min(begin + frames - samples.channels[0].len());
        for (kept, block) in samples.channels.iter_mut().zip(&block) {
            kept.extend(block[begin..end].iter().map(|sample| *sample as f32));
        }
        skip -= begin;
    }
    Ok(samples)
}

/// First frame and number of frames that the figures of any channel are of.
fn used(report: &Report) -> (u64, u64) {
    let used = || report.channels.iter().map(|channel| channel.used_frames);
    let first = used().map(|[first, _]| first).min().unwrap_or(0);
    let end = used().map(|[first, frames]| first.saturating_add(frames)).max().unwrap_or(0);
    (first, end - first)
}
