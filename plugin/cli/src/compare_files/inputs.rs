//! Captures from recordings, reports and captures.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use groundtruth_captures::comparison::Column;
use groundtruth_captures::{Calibration, Capture, Measured};
use groundtruth_measure::Report;
use serde::Deserialize;

use super::columns::Asked;
use crate::arguments::CompareArguments;
use crate::measure_files::report_of;
use crate::names::shown;

/// The capture with all its takes. `None` if one of them could not be read; the reason is printed.
pub(super) fn column(asked: &Asked, arguments: &CompareArguments) -> Option<Column> {
    let mut takes = Vec::new();
    for file in &asked.takes {
        match capture(file, asked, arguments) {
            Ok(capture) => takes.push(Arc::new(capture)),
            Err(reason) => eprintln!("{}: {reason}", shown(file)),
        }
    }
    (takes.len() == asked.takes.len()).then(|| Column { name: asked.name.clone(), takes })
}

fn capture(file: &Path, asked: &Asked, arguments: &CompareArguments) -> Result<Capture, String> {
    let mut capture = if is_json(file) {
        stored(file)?
    } else {
        let report = report_of(file, &arguments.settings(asked.load_ohms), false)?;
        Capture::new(&asked.name, Measured { report, calibration: None })
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

fn is_json(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
}

/// A capture, or a report as `measure --json` writes it.
fn stored(file: &Path) -> Result<Capture, String> {
    #[derive(Deserialize)]
    struct Head {
        schema: String,
    }
    let text = fs::read_to_string(file).map_err(|error| error.to_string())?;
    let not_ours = "is neither a report nor a capture of this program";
    let head: Head = serde_json::from_str(&text).map_err(|error| match error.is_data() {
        true if text.trim_start().starts_with('[') => {
            "holds several reports; write each into its own file".to_owned()
        }
        true => not_ours.to_owned(),
        false => format!("is no JSON: {error}"),
    })?;
    let damaged = |error: serde_json::Error| format!("is damaged: {error}");
    match head.schema.as_str() {
        Capture::SCHEMA => serde_json::from_str(&text).map_err(damaged),
        Report::SCHEMA => {
            let measured: Measured = serde_json::from_str(&text).map_err(damaged)?;
            let name = measured.report.source.file.clone().unwrap_or_default();
            Ok(Capture::new(&name, measured))
        }
        other => Err(format!("{not_ours}: its schema is {other:?}")),
    }
}
