//! The figures from the plugin's saved state, without a second analysis.

use groundtruth_measure::{Averaging, Figure, FigureId, Figures, Reading, Report, Settings};
use groundtruth_tests::amplifier::KnownAnswers;
use groundtruth_tests::clap_host::{self, HostFault, Library};

use crate::captures::Capture;

/// Width of one column of readings.
const COLUMN: usize = 36;

/// Renders a capture through the plugin, every record joined.
pub fn measure(library: &Library, capture: &Capture) -> Result<Report, HostFault> {
    let started = std::time::Instant::now();
    let settings = Settings { averaging: Averaging::Infinite, ..Settings::default() };
    let report = clap_host::render(library, &capture.clip, settings)?;
    let seconds = capture.clip.frames() as f64 / capture.clip.sample_rate_hz;
    println!("{}: {seconds:.1} s of audio rendered in {:.2?}", capture.name, started.elapsed());
    Ok(report)
}

/// One line of the table: figure, channel or pair, and its true value if the model gives it.
struct Row {
    id: FigureId,
    of: &'static str,
    truth: fn(&KnownAnswers) -> Option<f64>,
}

/// Figures in the order of the editor's readouts. The model drives the left side.
const ROWS: &[Row] = &[
    row(FigureId::Frequency, "L", |_| None),
    row(FigureId::LevelFundamental, "L", |known| Some(known.level_dbfs)),
    row(FigureId::LevelFundamental, "R", |_| None),
    row(FigureId::ThdF, "L", |known| Some(known.thd_db)),
    row(FigureId::ThdF, "R", |_| None),
    row(FigureId::ThdnAes17, "L", |known| Some(known.thdn_db)),
    row(FigureId::SplitHarmonics, "L", |_| None),
    row(FigureId::SplitHum, "L", |_| None),
    row(FigureId::SplitNoise, "L", |_| None),
    row(FigureId::NoiseRms, "L", |known| Some(known.noise_dbfs)),
    row(FigureId::NoiseRms, "R", |known| Some(known.noise_dbfs)),
    row(FigureId::NoiseA, "L", |_| None),
    row(FigureId::Hum, "L", |known| known.hum_dbfs),
    row(FigureId::HumMains, "L", |known| known.mains_hz),
    row(FigureId::XtalkSelective, "L→R", |known| Some(known.crosstalk_db)),
    row(FigureId::XtalkSelective, "R→L", |_| None),
    row(FigureId::XtalkBroadband, "L→R", |_| None),
    row(FigureId::BalanceLevel, "L→R", |_| None),
];

const fn row(id: FigureId, of: &'static str, truth: fn(&KnownAnswers) -> Option<f64>) -> Row {
    Row { id, of, truth }
}

/// Prints all captures side by side, with the model's true values beside the readings.
pub fn print(captures: &[Capture], reports: &[Report]) {
    print!("\n{:<28}", "");
    captures.iter().for_each(|capture| print!("{:<COLUMN$}", capture.name));
    println!();
    for row in ROWS {
        print!("{:<28}", format!("{} {}", row.id.definition().name, row.of));
        for (capture, report) in captures.iter().zip(reports) {
            let truth = capture.known.as_ref().and_then(row.truth);
            print!("{:<COLUMN$}", cell(row, report, truth));
        }
        println!();
    }
    print_refusals(captures, reports);
    println!();
}

fn cell(row: &Row, report: &Report, truth: Option<f64>) -> String {
    let reading = match find(row, report) {
        Some(Reading::Measured(figure)) => figure_text(row.id, figure),
        Some(Reading::NotMeasurable(_)) | None => "–".to_owned(),
    };
    match truth {
        Some(truth) => format!("{reading} (true {truth:.2})"),
        None => reading,
    }
}

fn find<'a>(row: &Row, report: &'a Report) -> Option<&'a Reading> {
    figures(row.of, report)?.get(&row.id)
}

fn figures<'a>(of: &str, report: &'a Report) -> Option<&'a Figures> {
    match of.split_once('→') {
        Some((from, to)) => Some(&report.pair(from, to)?.figures),
        None => Some(&report.channels.iter().find(|channel| channel.name == of)?.figures),
    }
}

fn figure_text(id: FigureId, figure: &Figure) -> String {
    let unit = id.definition().unit;
    let digits = if unit == "Hz" { 4 } else { 2 };
    let phase = figure.phase_rad.map_or(String::new(), |phase| format!(" {:+.0}°", phase.to_degrees()));
    if figure.limit {
        return format!("{} {:.digits$} {unit}", figure.bound.sign(), figure.value);
    }
    let half_interval = (figure.high - figure.low) / 2.0;
    format!("{:.digits$} ±{half_interval:.digits$} {unit}{phase}", figure.value)
}

/// The reason behind every dash, once per capture.
fn print_refusals(captures: &[Capture], reports: &[Report]) {
    for (capture, report) in captures.iter().zip(reports) {
        let mut reasons: Vec<(String, Vec<String>)> = Vec::new();
        for row in ROWS {
            let Some(Reading::NotMeasurable(refusal)) = find(row, report) else { continue };
            let (reason, what) = (refusal.to_string(), format!("{} {}", row.id.definition().name, row.of));
            match reasons.iter_mut().find(|(known, _)| *known == reason) {
                Some((_, rows)) => rows.push(what),
                None => reasons.push((reason, vec![what])),
            }
        }
        for (reason, rows) in reasons {
            println!("– {}: {}: {reason}", capture.name, rows.join(", "));
        }
    }
}
