//! Captures from recordings, reports and captures.

use std::path::Path;
use std::sync::Arc;
use std::{fs, io};

use groundtruth_captures::comparison::Column;
use groundtruth_captures::import::{self, Conditions};
use groundtruth_captures::{Calibration, Capture};

use super::columns::Asked;
use crate::arguments::CompareArguments;
use crate::input;
use crate::measure_files::said;
use crate::names::{escaped, is_standard_stream, shown};
use crate::progress::Progress;

/// The capture with all its takes. `None` if one of them could not be read; the reason is printed.
pub(super) fn column(asked: &Asked, arguments: &CompareArguments) -> Option<Column> {
    let mut takes = Vec::new();
    for file in &asked.takes {
        match capture(file, asked, arguments) {
            Ok(capture) => takes.push(Arc::new(capture)),
            Err(reason) => eprintln!("{}: {}", shown(file), escaped(&reason)),
        }
    }
    (takes.len() == asked.takes.len()).then(|| Column { name: asked.name.clone(), takes })
}

fn capture(file: &Path, asked: &Asked, arguments: &CompareArguments) -> Result<Capture, String> {
    let is_missing = |error: &io::Error| error.kind() == io::ErrorKind::NotFound;
    if fs::metadata(file).is_err_and(|error| is_missing(&error)) && !is_standard_stream(file) {
        return Err("is neither a file nor a capture in the library".to_owned());
    }
    let mut capture = if is_json(file) {
        Capture::from_json(&fs::read_to_string(file).map_err(|error| error.to_string())?)?
    } else {
        recorded(file, asked, arguments)?
    };
    if let Some(volts) = &asked.reference_volts {
        capture.measured.calibration = Calibration::of(&capture.measured.report, volts, asked.load_ohms)?;
    }
    let details = &mut capture.details;
    details.load_ohms = asked.load_ohms.or(details.load_ohms);
    details.topology = asked.topology.or(details.topology);
    if let Some(price) = &asked.price {
        details.price.clone_from(price);
    }
    Ok(capture)
}

/// Measures a recording. Its spectrum is made where it is written: for a page, or JSON.
fn recorded(file: &Path, asked: &Asked, arguments: &CompareArguments) -> Result<Capture, String> {
    let mut recording = input::open(file, arguments.conditions.allow_truncated)?;
    let conditions = Conditions {
        settings: arguments.conditions.settings(asked.load_ohms),
        spectrum: arguments.html.is_some() || arguments.json,
        ..Conditions::default()
    };
    let progress = Progress::new(&shown(file));
    let imported = import::recording(&mut recording, file, &asked.name, &conditions, &progress);
    Ok(imported.map_err(|error| said(&error))?.0)
}

fn is_json(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
}
