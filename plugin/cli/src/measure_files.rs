//! `groundtruth measure`: measures every file, reports failures, prints one table or JSON.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use groundtruth_captures::export;
use groundtruth_captures::import::{self, ImportError};
use groundtruth_captures::sheet::OtherLoad;
use groundtruth_captures::{Calibration, Measured, WithSheet};
use groundtruth_measure::{ChannelFigure, Report, Settings};

use crate::arguments::{MeasureArguments, OtherLoadFile, WRONG_USAGE};
use crate::names::{escaped, shown};
use crate::progress::Progress;
use crate::{input, output_file, table};

/// Measures, prints, and returns success if every file could be measured.
pub fn run(arguments: &MeasureArguments) -> ExitCode {
    if arguments.html.is_some() && arguments.files.len() > 1 {
        eprintln!("error: --html takes one recording; run it once for each");
        return ExitCode::from(WRONG_USAGE);
    }
    let other = match &arguments.other_load {
        None => None,
        Some(OtherLoadFile { file, load_ohms }) => match measure_file(file, arguments) {
            Ok(measured) => Some((measured.report, *load_ohms)),
            Err(fault) => return failed(file, &fault),
        },
    };
    let other = other.as_ref().map(|(report, load_ohms)| OtherLoad { report, load_ohms: *load_ohms });
    let mut files = Vec::new();
    for file in &arguments.files {
        match measure_file(file, arguments) {
            Ok(measured) => files.push(WithSheet::of(measured, other)),
            Err(fault) => _ = failed(file, &fault),
        }
    }
    put_out(&files, arguments)
}

fn failed(file: &Path, fault: &str) -> ExitCode {
    eprintln!("{}: {fault}", shown(file));
    ExitCode::FAILURE
}

/// Prints and writes what could be measured; the exit code of all.
fn put_out(files: &[WithSheet], arguments: &MeasureArguments) -> ExitCode {
    let printed = text(files, arguments).and_then(|text| print(&text));
    if let Err(error) = &printed {
        eprintln!("standard output: {error}");
    }
    let is_written = arguments.html.as_deref().is_none_or(|page| write_page(files, page, arguments.force));
    let without_figure = files.iter().filter(|file| !has_figure(&file.measured.report));
    for file in without_figure.clone() {
        let name = escaped(file.measured.report.source.file.as_deref().unwrap_or_default());
        eprintln!("{name}: gives no figure; the table and the JSON state the reason for each");
    }
    if files.len() < arguments.files.len() || printed.is_err() || !is_written {
        ExitCode::FAILURE
    } else if without_figure.count() > 0 {
        ExitCode::from(NO_FIGURE)
    } else {
        ExitCode::SUCCESS
    }
}

/// Writes the page of the only recording; whether that was possible.
fn write_page(files: &[WithSheet], page: &Path, force: bool) -> bool {
    let Some(WithSheet { measured, sheet }) = files.first() else { return false };
    let Some(sheet) = sheet else {
        eprintln!("{}: not written: the recording holds no bench track", shown(page));
        return false;
    };
    let text = export::sheet_html(sheet, &measured.report);
    let written = output_file::write(page, force, |mut out| out.write_all(text.as_bytes()));
    written.map_err(|error| eprintln!("{}: {error}", shown(page))).is_ok()
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
    let mut file = input::open(path, allow_truncated)?;
    import::report(&mut file, path, settings, &Progress::new(&shown(path))).map_err(|error| said(&error))
}

/// Why a recording cannot be measured, with the options of the command line.
pub(crate) fn said(error: &ImportError) -> String {
    match error {
        ImportError::Fault(fault) => input::said(fault),
        ImportError::Tone { tone_hz, highest_hz } => format!(
            "--stimulus with a tone of {tone_hz} Hz: use one below half the sample rate, {highest_hz} Hz"
        ),
        other => other.to_string(),
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
fn text(measured: &[WithSheet], arguments: &MeasureArguments) -> io::Result<String> {
    if arguments.markdown {
        return Ok(markdown(measured));
    }
    let json = match (arguments.json, arguments.files.as_slice(), measured) {
        (false, ..) => return Ok(table::of(measured)),
        (true, [_], []) => return Ok(String::new()),
        (true, [_], [only]) => serde_json::to_string_pretty(only)?,
        (true, ..) => serde_json::to_string_pretty(measured)?,
    };
    Ok(json + "\n")
}

/// The sheet of every recording of the bench track; the others are named on standard error.
fn markdown(files: &[WithSheet]) -> String {
    let sheet = |WithSheet { measured, sheet }: &WithSheet| {
        let name = escaped(measured.report.source.file.as_deref().unwrap_or_default());
        match sheet {
            Some(sheet) => export::sheet_markdown(&name, sheet),
            None => {
                eprintln!("{name}: holds no bench track, so it has no sheet");
                String::new()
            }
        }
    };
    files.iter().map(sheet).collect::<Vec<String>>().join("\n")
}

/// A closed pipe is not an error.
pub(crate) fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}
