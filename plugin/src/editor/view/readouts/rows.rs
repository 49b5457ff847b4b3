//! Content of the column: rows of figures from a report, each with its priority.

use groundtruth_analysis::Meter;
use groundtruth_measure::ChannelFigure;

pub use self::noise::pattern_words;
use super::row::{
    About, Cell, Row, Size, Weight, channel_names, column, derived, explaining, figures, from_reading,
    heading, measured, plain,
};
use crate::editor::view::format;
use crate::editor::view::scene::Scene;

mod calibrated;
mod crosstalk;
mod glitches;
mod noise;

/// All rows for which the scene has data.
pub fn rows<'a>(scene: &Scene<'a>) -> Vec<Row<'a>> {
    let mut rows = Vec::with_capacity(48);
    tone(&mut rows, scene);
    distortion(&mut rows, scene);
    noise::rows(&mut rows, scene);
    if scene.channels().len() != 1 {
        crosstalk::rows(&mut rows, scene);
    }
    // Empty explanations are dropped.
    rows.retain(|row| row.size != Size::Small || row.cells.iter().any(Option::is_some));
    rows
}

fn tone<'a>(rows: &mut Vec<Row<'a>>, scene: &Scene<'a>) {
    const SECTION: &str = "tone";
    let mut heading = heading(SECTION, "TONE".to_owned());
    heading.cells = channel_names(scene).map(|name| name.map(|name| plain(name, About::Words("", ""))));
    rows.push(heading);
    let has_tone =
        (0..scene.channels().len()).any(|c| scene.value(c, ChannelFigure::LevelFundamental).is_some());
    // Without a tone the total level is the main figure.
    let (level, name) = if has_tone {
        (ChannelFigure::LevelFundamental, "Level")
    } else {
        (ChannelFigure::LevelRms, "Level rms")
    };
    let mut levels = figures(scene, SECTION, name, "dBFS", Size::Large, 0, level);
    let mut frequencies =
        figures(scene, SECTION, "Frequency", "Hz", Size::Small, 2, ChannelFigure::Frequency);
    let count = scene.channels().len();
    for channel in 0..count.min(2) {
        let at = column(count, channel);
        if let (Some(cell), Some(figure)) =
            (&mut frequencies.cells[at], measured(scene, channel, ChannelFigure::Frequency))
        {
            cell.text = format::frequency(figure);
        }
        // A channel that is not driven still has a level due to leakage; the row below says so.
        let rms = scene.reading(channel, ChannelFigure::LevelRms).filter(|rms| rms.figure().is_some());
        if let (Some(cell), Some(rms), None) = (&mut levels.cells[at], rms, scene.value(channel, level)) {
            let name = &scene.channels()[channel].name;
            *cell = Cell { weight: Weight::Quiet, ..from_reading(ChannelFigure::LevelRms, name, rms) };
        }
    }
    rows.extend([levels, frequencies]);
    calibrated::level(rows, scene, SECTION, level);
    meters(rows, scene, SECTION);
    glitches::rows(rows, scene, SECTION);
}

/// Peak and clipping since the restart, from the meters; from the report if it is an earlier session's.
fn meters<'a>(rows: &mut Vec<Row<'a>>, scene: &Scene<'a>, section: &'static str) {
    if scene.restored || scene.snapshot.meters.is_empty() {
        rows.push(figures(scene, section, "Peak", "dBFS", Size::Small, 4, ChannelFigure::LevelPeak));
        return;
    }
    let peak = |meter: &Meter| {
        let level = 20.0 * f64::from(meter.peak_hold).log10();
        let cell = plain(
            format::fixed(level, 2),
            About::Words("level.peak", "Largest absolute sample since the restart."),
        );
        Cell { copy: format!("{level:.4} dBFS"), ..cell }
    };
    rows.push(metered(scene, section, "Peak", "dBFS", 4, peak));
    let count = |samples: u64, meaning: &'static str| {
        let weight = if samples > 0 { Weight::Alert } else { Weight::Quiet };
        Cell { weight, ..plain(format::grouped(samples), About::Words("clipped", meaning)) }
    };
    let clipped =
        |meter: &Meter| count(meter.clipped_samples, "Samples at or beyond full scale since the restart.");
    // A fault must stay visible in a small window.
    let any = |of: fn(&Meter) -> u64| scene.snapshot.meters.iter().any(|meter| of(meter) > 0);
    let rank = if any(|meter| meter.clipped_samples) { 1 } else { 6 };
    rows.push(metered(scene, section, "Clipped", "", rank, clipped));
    if any(|meter| meter.not_finite_samples) {
        let wrong =
            |meter: &Meter| count(meter.not_finite_samples, "NaN or infinite samples since the restart.");
        rows.push(metered(scene, section, "Not finite", "", 1, wrong));
    }
}

fn metered<'a>(
    scene: &Scene<'a>,
    section: &'static str,
    label: &str,
    unit: &'static str,
    rank: u8,
    cell: impl Fn(&Meter) -> Cell<'a>,
) -> Row<'a> {
    let meters = &scene.snapshot.meters;
    let mut row =
        Row { section, label: label.to_owned(), unit, size: Size::Small, rank, cells: [None, None] };
    for (channel, meter) in meters.iter().take(2).enumerate() {
        let name = format!("{label} {}", ["L", "R"][channel]);
        row.cells[column(meters.len(), channel)] = Some(Cell { name, ..cell(meter) });
    }
    row
}

fn distortion<'a>(rows: &mut Vec<Row<'a>>, scene: &Scene<'a>) {
    const SECTION: &str = "distortion";
    let band = scene.report.map_or_else(String::new, |report| format!(" · {}", format::band(report.band_hz)));
    rows.push(heading(SECTION, format!("DISTORTION{band}")));
    rows.push(figures(scene, SECTION, "THD", "dB", Size::Large, 0, ChannelFigure::ThdF));
    rows.push(derived(scene, SECTION, "in %", 3, ChannelFigure::ThdF, |f| {
        Some(format!("{}{}", if f.limit { "≤" } else { "" }, format::percent(f.value)))
    }));
    rows.push(derived(scene, SECTION, "uncertainty", 14, ChannelFigure::ThdF, |f| {
        format::uncertainty(f, "dB")
    }));
    rows.push(figures(scene, SECTION, "THD+N", "dB", Size::Large, 0, ChannelFigure::ThdnAes17));
    for (label, id) in [
        ("of it: hum", ChannelFigure::SplitHum),
        ("harmonics", ChannelFigure::SplitHarmonics),
        ("spurs", ChannelFigure::SplitSpurs),
        ("noise", ChannelFigure::SplitNoise),
    ] {
        rows.push(explaining(figures(scene, SECTION, label, "", Size::Small, 10, id)));
    }
    if (0..scene.channels().len()).any(|channel| !scene.channels()[channel].harmonics.is_empty()) {
        rows.extend((2..=10).map(|order| harmonic(scene, SECTION, order)));
    }
}

fn harmonic<'a>(scene: &Scene<'a>, section: &'static str, order: u32) -> Row<'a> {
    let label = format!("H{order}");
    let unit = if order == 2 { "dB re f" } else { "" };
    let mut row =
        Row { section, label, unit, size: Size::Small, rank: 20 + order as u8, cells: [None, None] };
    let count = scene.channels().len();
    for (index, channel) in scene.channels().iter().take(2).enumerate() {
        let Some(found) = channel.harmonics.iter().find(|harmonic| harmonic.order == order) else { continue };
        let level = format::fixed(found.level_dbc.unwrap_or(f64::NEG_INFINITY), 1);
        let (text, weight) =
            if found.limit { (format!("≤{level}"), Weight::Quiet) } else { (level, Weight::Strong) };
        let copy = found.level_dbc.map_or_else(|| "-inf dB".to_owned(), |level| format!("{level:.4} dB"));
        let name = format!("{} {}", row.label, channel.name);
        row.cells[column(count, index)] =
            Some(Cell { name, weight, copy, ..plain(text, About::Harmonic(found)) });
    }
    row
}
