//! `groundtruth measure`: measures every file, reports failures, prints one table or JSON.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use groundtruth_measure::{ChannelFigure, DeclaredStimulus, Recording, Report, Settings, measure};

use crate::arguments::MeasureArguments;
use crate::audio_file::{AudioFile, Truncated};
use crate::names::{escaped, shown};
use crate::progress::Progress;
use crate::table;
use groundtruth_captures::{Calibration, Measured};

/// Measures, prints, and returns success if every file could be measured.
pub fn run(arguments: &MeasureArguments) -> ExitCode {
    let mut measured = Vec::new();
    for file in &arguments.files {
        match measure_file(file, arguments) {
            Ok(findings) => measured.push(findings),
            Err(fault) => eprintln!("{}: {fault}", shown(file)),
        }
    }
    let printed = text(&measured, arguments).and_then(|text| print(&text));
    if let Err(error) = &printed {
        eprintln!("standard output: {error}");
    }
    let without_figure = measured.iter().filter(|file| !has_figure(&file.report));
    for file in without_figure.clone() {
        let name = escaped(file.report.source.file.as_deref().unwrap_or_default());
        eprintln!("{name}: gives no figure; the table and the JSON state the reason for each");
    }
    if measured.len() < arguments.files.len() || printed.is_err() {
        ExitCode::FAILURE
    } else if without_figure.count() > 0 {
        ExitCode::from(NO_FIGURE)
    } else {
        ExitCode::SUCCESS
    }
}

/// Exit code if every file could be read, but one has only refusals.
pub(crate) const NO_FIGURE: u8 = 3;

/// Whether there is any figure besides the count of glitches, which is always present.
pub(crate) fn has_figure(report: &Report) -> bool {
    let mut channels = report.channels.iter().flat_map(|channel| &channel.figures);
    let mut pairs = report.pairs.iter().flat_map(|pair| &pair.figures);
    channels.any(|(id, reading)| *id != ChannelFigure::Glitches && reading.figure().is_some())
        || pairs.any(|(_, reading)| reading.figure().is_some())
}

/// The report of a file including its name, or the error.
pub(crate) fn report_of(path: &Path, settings: &Settings, allow_truncated: bool) -> Result<Report, String> {
    file_and_report(path, settings, allow_truncated).map(|(_, report)| report)
}

/// The open file beside its report, for what is read from it after the measurement.
pub(crate) fn file_and_report(
    path: &Path,
    settings: &Settings,
    allow_truncated: bool,
) -> Result<(AudioFile<File>, Report), String> {
    let truncated = if allow_truncated { Truncated::Accept } else { Truncated::Refuse };
    let mut file = AudioFile::open(path, truncated).map_err(|fault| fault.to_string())?;
    check_reach(settings, file.sample_rate_hz() / 2.0)?;
    let name = path.display().to_string();
    let progress = Progress::new(&shown(path));
    let mut report =
        measure(&mut file, settings, &mut |part| progress.set(part)).map_err(|fault| fault.to_string())?;
    report.source.file = Some(name);
    report.source.notes = file.notes();
    Ok((file, report))
}

/// Band and stimulus must lie within the file's frequency range.
fn check_reach(settings: &Settings, highest_hz: f64) -> Result<(), String> {
    if settings.band.low_hz >= highest_hz {
        return Err(format!(
            "the band begins at {} Hz, above half the sample rate, {highest_hz} Hz: choose a lower band",
            settings.band.low_hz
        ));
    }
    let tones_hz = match settings.declared {
        Some(DeclaredStimulus::Tone(hz)) => [hz, hz],
        Some(DeclaredStimulus::DualTone(pair_hz) | DeclaredStimulus::TwinTone(pair_hz)) => pair_hz,
        _ => return Ok(()),
    };
    match tones_hz.into_iter().find(|hz| *hz >= highest_hz) {
        Some(hz) => Err(format!(
            "--stimulus with a tone of {hz} Hz: use one below half the sample rate, {highest_hz} Hz"
        )),
        None => Ok(()),
    }
}

fn measure_file(path: &Path, arguments: &MeasureArguments) -> Result<Measured, String> {
    let report = report_of(
        path,
        &arguments.conditions.settings(arguments.load),
        arguments.conditions.allow_truncated,
    )?;
    let calibration = Calibration::of(&report, &arguments.reference_volts, arguments.load)?;
    Ok(Measured { report, calibration })
}

/// Text for standard output: one object for one file, else an array of all that could be measured.
fn text(measured: &[Measured], arguments: &MeasureArguments) -> io::Result<String> {
    let json = match (arguments.json, arguments.files.as_slice(), measured) {
        (false, ..) => return Ok(table::of(measured)),
        (true, [_], []) => return Ok(String::new()),
        (true, [_], [only]) => serde_json::to_string_pretty(only)?,
        (true, ..) => serde_json::to_string_pretty(measured)?,
    };
    Ok(json + "\n")
}

/// A closed pipe is not an error.
pub(crate) fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}
