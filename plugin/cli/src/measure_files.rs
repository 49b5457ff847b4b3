//! `groundtruth measure`: every file measured, failures named, one table or JSON.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use groundtruth_measure::{Recording, Report, Settings, measure};
use serde::Serialize;

use crate::arguments::MeasureArguments;
use crate::audio_file::{AudioFile, Truncated};
use crate::calibration::Calibration;
use crate::progress::Progress;
use crate::table;

/// One file's findings.
#[derive(Debug, Serialize)]
pub(crate) struct MeasuredFile {
    #[serde(flatten)]
    pub(crate) report: Report,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) calibration: Option<Calibration>,
}

/// Measures, prints, and says whether every file could be measured.
pub fn run(arguments: &MeasureArguments) -> ExitCode {
    let mut measured = Vec::new();
    for file in &arguments.files {
        match measure_file(file, arguments) {
            Ok(findings) => measured.push(findings),
            Err(fault) => eprintln!("{}: {fault}", file.display()),
        }
    }
    let printed = text(&measured, arguments).and_then(|text| print(&text));
    if let Err(error) = &printed {
        eprintln!("standard output: {error}");
    }
    if measured.len() == arguments.files.len() && printed.is_ok() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// The report of a file, with its name in it; or what is wrong with it.
pub(crate) fn report_of(path: &Path, settings: &Settings, allow_truncated: bool) -> Result<Report, String> {
    let truncated = if allow_truncated { Truncated::Accept } else { Truncated::Refuse };
    let mut file = AudioFile::open(path, truncated).map_err(|fault| fault.to_string())?;
    let highest_hz = file.sample_rate_hz() / 2.0;
    if settings.band.low_hz >= highest_hz {
        return Err(format!(
            "the band begins at {} Hz, and the file ends at {highest_hz} Hz: choose a lower band",
            settings.band.low_hz
        ));
    }
    let name = path.display().to_string();
    let progress = Progress::new(&name);
    let mut report =
        measure(&mut file, settings, &mut |part| progress.set(part)).map_err(|fault| fault.to_string())?;
    report.source.file = Some(name);
    report.source.notes = file.notes();
    Ok(report)
}

fn measure_file(path: &Path, arguments: &MeasureArguments) -> Result<MeasuredFile, String> {
    let report = report_of(path, &arguments.settings(), arguments.allow_truncated)?;
    let calibration = Calibration::of(&report, &arguments.reference_volts, arguments.load)?;
    Ok(MeasuredFile { report, calibration })
}

/// What goes to standard output: one object when one file was named, else an array, whatever could be measured.
fn text(measured: &[MeasuredFile], arguments: &MeasureArguments) -> io::Result<String> {
    let json = match (arguments.json, arguments.files.as_slice(), measured) {
        (false, ..) => return Ok(table::of(measured)),
        (true, [_], []) => return Ok(String::new()),
        (true, [_], [only]) => serde_json::to_string_pretty(only)?,
        (true, ..) => serde_json::to_string_pretty(measured)?,
    };
    Ok(json + "\n")
}

/// A reader that has seen enough is no failure.
fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}
