//! `groundtruth impedance`: the output impedance from one tone into two loads.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use groundtruth_captures::OutputImpedance;
use groundtruth_measure::Report;

use crate::arguments::{ImpedanceArguments, WRONG_USAGE};
use crate::measure_files::{NO_FIGURE, print, report_of};
use crate::names::shown;

/// Measures both files and prints a line per channel.
pub fn run(arguments: &ImpedanceArguments) -> ExitCode {
    if let [first, second] = arguments.files.as_slice()
        && is_same_file(first, second)
    {
        eprintln!("{}: is named twice; name one recording for each load", shown(first));
        return ExitCode::from(WRONG_USAGE);
    }
    let Ok(reports) = <[Report; 2]>::try_from(reports(arguments)) else { return ExitCode::FAILURE };
    let channels = reports[0].channels.iter().zip(&reports[1].channels);
    let mut lines = String::new();
    let mut any = false;
    for (first, second) in channels {
        let found = OutputImpedance::between([first, second], arguments.loads);
        any |= found.is_ok();
        let text = found.map_or_else(|reason| format!("not measurable: {reason}"), |found| found.words());
        lines += &format!("{}  {text}\n", first.name);
    }
    match print(&lines) {
        Ok(()) if any => ExitCode::SUCCESS,
        Ok(()) => ExitCode::from(NO_FIGURE),
        Err(error) => {
            eprintln!("standard output: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether two paths refer to one file. Missing files are reported when they are read.
fn is_same_file(first: &Path, second: &Path) -> bool {
    let [first, second] = [first, second].map(|path| path.canonicalize().ok());
    first.is_some() && first == second
}

/// Reports of the readable files; prints the reason for the others.
fn reports(arguments: &ImpedanceArguments) -> Vec<Report> {
    let measured = arguments.files.iter().map(|file| (file, report_of(file, &arguments.settings(), false)));
    let note = |(file, report): (&PathBuf, Result<Report, String>)| {
        let report = report.map_err(|fault| eprintln!("{}: {fault}", shown(file))).ok()?;
        report.source.notes.iter().for_each(|note| eprintln!("{}: note: {note}", shown(file)));
        Some(report)
    };
    measured.filter_map(note).collect()
}
