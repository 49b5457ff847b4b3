//! How the bench track lies in a recording.

use groundtruth_measure::{BenchForm, Report, Run, RunFault, ThdLevel};

use super::page::wrapped;

/// One paragraph; empty for other recordings.
pub(super) fn text(report: &Report) -> String {
    let Some(run) = &report.run else { return String::new() };
    let form = match run.form {
        BenchForm::Full => "",
        BenchForm::Quick => ", quick form",
    };
    let lines: String =
        lines(run, report.source.sample_rate_hz).iter().map(|line| wrapped("  ", line)).collect();
    format!("\nBench track{form}\n{lines}")
}

fn lines(run: &Run, sample_rate_hz: f64) -> Vec<String> {
    let clock = run
        .clock_ppm
        .map_or("clock unknown".to_owned(), |ppm| format!("clock {:+.1} ppm", rounded(ppm, 10.0)));
    let mut polarity: Vec<String> = Vec::new();
    for (channel, sign) in &run.polarity {
        match sign {
            1 => (),
            -1 => polarity.push(format!("{channel} inverted")),
            _ => polarity.push(format!("{channel} silent")),
        }
    }
    let polarity = if polarity.is_empty() { "polarity kept".to_owned() } else { polarity.join(", ") };
    let sides = if run.is_swapped { ", left and right exchanged" } else { "" };
    let mut lines =
        vec![format!("begins at frame {:.2}, {clock}, {polarity}{sides}", rounded(run.delay_frames, 100.0))];
    let missing: Vec<&str> = run.missing.iter().map(|section| section.words()).collect();
    if !missing.is_empty() {
        lines.push(format!("missing: {}", missing.join(", ")));
    }
    lines.extend(run.faults.iter().map(|fault| fault_line(fault, sample_rate_hz)));
    lines.extend(run.thd_levels.iter().map(thd_line));
    lines.extend(run.other_runs.iter().map(|frame| format!("another run begins at frame {frame:.0}")));
    lines
}

/// To whole parts of one, without a negative zero.
fn rounded(value: f64, parts: f64) -> f64 {
    (value * parts).round() / parts + 0.0
}

fn fault_line(fault: &RunFault, sample_rate_hz: f64) -> String {
    let place_s = fault.frame as f64 / sample_rate_hz;
    let jump = match fault.late_frames {
        frames if frames <= -0.5 => format!(", {:.0} frames missing", -frames),
        frames if frames >= 0.5 => format!(", {frames:.0} frames too many"),
        _ => String::new(),
    };
    format!("fault at {place_s:.3} s in {}{jump}; touches {}", fault.section, fault.figures.join(", "))
}

fn thd_line(level: &ThdLevel) -> String {
    let ThdLevel { channel, thd_percent, highest_dbfs, .. } = level;
    match level.level_dbfs {
        Some(dbfs) => format!("{channel}: THD of {thd_percent} % at {dbfs:.2} dBFS"),
        None => format!("{channel}: THD stays below {thd_percent} % up to {highest_dbfs:.2} dBFS"),
    }
}
