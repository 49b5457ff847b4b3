//! Content of the column: rows of the table, each with its priority.

use groundtruth_captures::Calibration;
use groundtruth_captures::table::{ChannelColumn, Row, channels};
use groundtruth_measure::{ChannelFigure, Figure, Reading};

pub use self::noise::pattern_words;
use super::line::{Entry, Line, Size, Weight};
use crate::editor::view::format;
use crate::editor::view::scene::Scene;

mod calibrated;
mod crosstalk;
mod glitches;
mod meters;
mod noise;

/// The scene's channels as columns of the table.
pub struct Columns<'a> {
    /// The frame's data.
    pub scene: Scene<'a>,
    /// The channels.
    pub channels: Vec<ChannelColumn<'a>>,
    /// Their names; those of a stereo pair while there is no report.
    pub names: Vec<String>,
}

impl<'a> Columns<'a> {
    /// The channels of a scene, with their levels in volts if there is a calibration.
    pub fn new(scene: &Scene<'a>, calibration: Option<&'a Calibration>) -> Columns<'a> {
        let channels = scene.columns(calibration);
        let names = match channels.as_slice() {
            [] => ["L", "R"].map(str::to_owned).to_vec(),
            channels => channels.iter().map(|column| column.channel.name.clone()).collect(),
        };
        Columns { scene: *scene, channels, names }
    }

    /// A small line of one figure.
    fn small(&self, section: &'static str, rank: u8, id: ChannelFigure) -> Line<'a> {
        self.line(section, Size::Small, rank, &channels::figure(id, &self.channels))
    }

    /// A main line of one figure.
    fn large(&self, section: &'static str, id: ChannelFigure) -> Line<'a> {
        self.line(section, Size::Large, 0, &channels::figure(id, &self.channels))
    }

    fn line(&self, section: &'static str, size: Size, rank: u8, row: &Row<'a>) -> Line<'a> {
        Line::new(section, size, rank, row, &self.names)
    }

    /// Whether any channel has this figure.
    fn any_has(&self, id: ChannelFigure) -> bool {
        self.first(id).is_some()
    }

    /// The figure of the first channel that has it.
    fn first(&self, id: ChannelFigure) -> Option<&'a Figure> {
        self.channels.iter().find_map(|column| column.channel.figures.get(&id).and_then(Reading::figure))
    }
}

/// All lines for which the scene has data.
pub fn lines<'a>(columns: &Columns<'a>) -> Vec<Line<'a>> {
    let mut lines = Vec::with_capacity(48);
    tone(&mut lines, columns);
    distortion(&mut lines, columns);
    noise::lines(&mut lines, columns);
    if columns.channels.len() != 1 {
        crosstalk::lines(&mut lines, columns);
    }
    // Empty explanations are dropped.
    lines.retain(|line| line.size != Size::Small || line.entries.iter().any(Option::is_some));
    lines
}

fn tone<'a>(lines: &mut Vec<Line<'a>>, columns: &Columns<'a>) {
    const SECTION: &str = "tone";
    let mut heading = Line::heading(SECTION, "TONE".to_owned());
    heading.entries = columns.names.iter().map(|name| Some(Entry::heading(name.clone()))).collect();
    lines.push(heading);
    // Without a tone the total level is the main figure.
    let has_tone = columns.any_has(ChannelFigure::LevelFundamental);
    let level = if has_tone { ChannelFigure::LevelFundamental } else { ChannelFigure::LevelRms };
    // A channel that is not driven still has a level due to leakage; the line below says so.
    let rms = columns.large(SECTION, ChannelFigure::LevelRms).entries;
    let levels = columns.large(SECTION, level).map(|column, entry| match &rms[column] {
        Some(rms) if entry.words && !rms.words => Some(Entry { weight: Weight::Quiet, ..rms.clone() }),
        _ => Some(entry),
    });
    lines.extend([levels, columns.small(SECTION, 2, ChannelFigure::Frequency)]);
    calibrated::level(lines, columns, SECTION, level);
    meters::lines(lines, columns, SECTION);
    glitches::lines(lines, columns, SECTION);
}

/// A number of faults, in the colour of faults if there are any.
fn alerting(entry: Entry<'_>) -> Entry<'_> {
    let is_fault = entry.cell.number().is_some_and(|number| number.figure.value > 0.0);
    Entry { weight: if is_fault { Weight::Alert } else { Weight::Quiet }, ..entry }
}

fn distortion<'a>(lines: &mut Vec<Line<'a>>, columns: &Columns<'a>) {
    const SECTION: &str = "distortion";
    let report = columns.scene.report;
    let band = report.map_or_else(String::new, |report| format!(" · {}", format::band(report.band_hz)));
    lines.push(Line::heading(SECTION, format!("DISTORTION{band}")));
    lines.push(columns.large(SECTION, ChannelFigure::ThdF));
    let percent = channels::percent(ChannelFigure::ThdF, &columns.channels);
    lines.push(columns.line(SECTION, Size::Small, 3, &percent).explaining());
    let uncertainty = columns.small(SECTION, 14, ChannelFigure::ThdF).labelled("uncertainty").without_unit();
    lines.push(uncertainty.map(|_, entry| {
        let text = entry.cell.number()?.uncertainty("dB")?;
        Some(Entry { copy: text.clone(), name: format!("{} uncertainty", entry.name), ..entry.showing(text) })
    }));
    lines.push(columns.large(SECTION, ChannelFigure::ThdnAes17));
    let parts = [
        ChannelFigure::SplitHum,
        ChannelFigure::SplitHarmonics,
        ChannelFigure::SplitSpurs,
        ChannelFigure::SplitNoise,
    ];
    lines.extend(parts.into_iter().enumerate().map(|(index, id)| {
        let line = columns.small(SECTION, 10, id).without_unit().explaining();
        if index == 0 { Line { label: format!("of it: {}", line.label).into(), ..line } } else { line }
    }));
    if columns.channels.iter().any(|column| !column.channel.harmonics.is_empty()) {
        lines.extend((2..=10).map(|order| harmonic(columns, SECTION, order)));
    }
}

fn harmonic<'a>(columns: &Columns<'a>, section: &'static str, order: u32) -> Line<'a> {
    let row = channels::harmonic(order, &columns.channels);
    let line = columns.line(section, Size::Small, 20 + order as u8, &row);
    let line = if order == 2 { line } else { line.without_unit() };
    line.map(|column, entry| {
        let harmonics = &columns.channels[column].channel.harmonics;
        let harmonic = harmonics.iter().find(|harmonic| harmonic.order == order);
        Some(Entry { harmonic, ..entry })
    })
}
