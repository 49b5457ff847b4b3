//! The figures from the plugin's saved state, without a second analysis.

use groundtruth_measure::{
    Averaging, ChannelFigure, Definition, Figure, FigureKey, PairFigure, Reading, Report, Settings,
};
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

/// A figure of a channel, or of the pair from one to another.
enum Of {
    Channel(&'static str, ChannelFigure),
    Pair(&'static str, &'static str, PairFigure),
}

/// One line of the table: a figure, and its true value if the model gives it.
struct Row {
    of: Of,
    truth: fn(&KnownAnswers) -> Option<f64>,
}

/// Figures in the order of the editor's readouts. The model drives the left side.
const ROWS: &[Row] = &[
    row(Of::Channel("L", ChannelFigure::Frequency), |_| None),
    row(Of::Channel("L", ChannelFigure::LevelFundamental), |known| Some(known.level_dbfs)),
    row(Of::Channel("R", ChannelFigure::LevelFundamental), |_| None),
    row(Of::Channel("L", ChannelFigure::ThdF), |known| Some(known.thd_db)),
    row(Of::Channel("R", ChannelFigure::ThdF), |_| None),
    row(Of::Channel("L", ChannelFigure::ThdnAes17), |known| Some(known.thdn_db)),
    row(Of::Channel("L", ChannelFigure::SplitHarmonics), |_| None),
    row(Of::Channel("L", ChannelFigure::SplitHum), |_| None),
    row(Of::Channel("L", ChannelFigure::SplitNoise), |_| None),
    row(Of::Channel("L", ChannelFigure::NoiseRms), |known| Some(known.noise_dbfs)),
    row(Of::Channel("R", ChannelFigure::NoiseRms), |known| Some(known.noise_dbfs)),
    row(Of::Channel("L", ChannelFigure::NoiseA), |_| None),
    row(Of::Channel("L", ChannelFigure::Hum), |known| known.hum_dbfs),
    row(Of::Channel("L", ChannelFigure::HumMains), |known| known.mains_hz),
    row(Of::Pair("L", "R", PairFigure::XtalkSelective), |known| Some(known.crosstalk_db)),
    row(Of::Pair("R", "L", PairFigure::XtalkSelective), |_| None),
    row(Of::Pair("L", "R", PairFigure::XtalkBroadband), |_| None),
    row(Of::Pair("L", "R", PairFigure::BalanceLevel), |_| None),
];

const fn row(of: Of, truth: fn(&KnownAnswers) -> Option<f64>) -> Row {
    Row { of, truth }
}

impl Of {
    fn definition(&self) -> &'static Definition {
        match self {
            Of::Channel(_, id) => id.definition(),
            Of::Pair(_, _, id) => id.definition(),
        }
    }

    fn name(&self) -> String {
        let name = self.definition().name;
        match self {
            Of::Channel(channel, _) => format!("{name} {channel}"),
            Of::Pair(from, to, _) => format!("{name} {from}→{to}"),
        }
    }

    fn reading<'a>(&self, report: &'a Report) -> Option<&'a Reading> {
        match self {
            Of::Channel(name, id) => {
                report.channels.iter().find(|channel| channel.name == *name)?.figures.get(id)
            }
            Of::Pair(from, to, id) => report.pair(from, to)?.figures.get(id),
        }
    }
}

/// Prints all captures side by side, with the model's true values beside the readings.
pub fn print(captures: &[Capture], reports: &[Report]) {
    print!("\n{:<28}", "");
    captures.iter().for_each(|capture| print!("{:<COLUMN$}", capture.name));
    println!();
    for row in ROWS {
        print!("{:<28}", row.of.name());
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
    let reading = match row.of.reading(report) {
        Some(Reading::Measured(figure)) => figure_text(row.of.definition().unit, figure),
        Some(Reading::NotMeasurable(_)) | None => "–".to_owned(),
    };
    match truth {
        Some(truth) => format!("{reading} (true {truth:.2})"),
        None => reading,
    }
}

fn figure_text(unit: &str, figure: &Figure) -> String {
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
            let Some(Reading::NotMeasurable(refusal)) = row.of.reading(report) else { continue };
            let (reason, what) = (refusal.to_string(), row.of.name());
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
