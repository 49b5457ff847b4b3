//! `groundtruth impedance`: the output impedance from one tone into two loads.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use groundtruth_measure::{
    ChannelFigure, ChannelReport, Figure, LoadedLevel, Reading, Report, output_impedance,
};

use crate::arguments::{ImpedanceArguments, WRONG_USAGE};
use crate::measure_files::{NO_FIGURE, print, report_of};
use crate::names::shown;
use groundtruth_captures::table::number::{measured, significant, within_interval};

/// Largest relative distance of tones that count as the same.
const SAME_TONE: f64 = 1e-3;

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
        let found = impedance([first, second], arguments.loads);
        any |= found.is_ok();
        let text = found.unwrap_or_else(|reason| format!("not measurable: {reason}"));
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

/// One channel's output impedance as text, or the reason for its absence.
fn impedance(channels: [&ChannelReport; 2], loads: [f64; 2]) -> Result<String, String> {
    let figure = |channel: &ChannelReport, id| match channel.figures.get(&id) {
        Some(Reading::Measured(figure)) => Ok(*figure),
        Some(Reading::NotMeasurable(refusal)) => Err(refusal.to_string()),
        None => Err("no test tone".to_owned()),
    };
    let [first_hz, second_hz] = channels.map(|channel| figure(channel, ChannelFigure::Frequency));
    let (first_hz, second_hz) = (first_hz?.value, second_hz?.value);
    if (first_hz / second_hz - 1.0).abs() > SAME_TONE {
        return Err(format!("the tones differ: {first_hz:.1} Hz and {second_hz:.1} Hz"));
    }
    let [first, second] = channels.map(|channel| figure(channel, ChannelFigure::LevelFundamental));
    let (first, second) = (first?, second?);
    if first == second {
        return Err(
            "both recordings have the same level to the last digit: is one a copy of the other?".to_owned()
        );
    }
    let first = LoadedLevel { level: first, load_ohms: loads[0] };
    let second = LoadedLevel { level: second, load_ohms: loads[1] };
    let output = output_impedance(first, second).map_err(|refusal| refusal.to_string())?;
    Ok(words(&output, loads[0].min(loads[1]), first_hz))
}

fn words(output: &Figure, load_ohms: f64, frequency_hz: f64) -> String {
    let [high, low] = [output.low, output.high].map(|ohms| load_ohms / ohms);
    let damping = within_interval(load_ohms / output.value, low, high, 3);
    if output.limit {
        let most = significant(output.value, 2);
        return format!("≤ {most} Ω at {frequency_hz:.1} Hz, damping factor ≥ {damping} into {load_ohms} Ω");
    }
    let number = measured(output.value, output.low, output.high, false, 4);
    format!("{number} Ω at {frequency_hz:.1} Hz, damping factor {damping} into {load_ohms} Ω")
}
