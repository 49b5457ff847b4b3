//! Noise, hum and other lines.

use groundtruth_measure::{ChannelFigure, HumPattern, Spur};

use super::calibrated;
use crate::editor::view::format;
use crate::editor::view::readouts::row::{Row, Size, Weight, column, explaining, figures, heading, measured};
use crate::editor::view::scene::Scene;

/// Rows of noise, hum and other lines.
pub fn rows<'a>(rows: &mut Vec<Row<'a>>, scene: &Scene<'a>) {
    const SECTION: &str = "noise";
    rows.push(heading(SECTION, "NOISE".to_owned()));
    rows.push(figures(scene, SECTION, "Floor", "dBFS", Size::Large, 0, ChannelFigure::NoiseRms));
    calibrated::level(rows, scene, SECTION, ChannelFigure::NoiseRms);
    for (label, unit, rank, id) in [
        ("A-weighted", "", 7, ChannelFigure::NoiseA),
        ("CCIR-RMS", "", 38, ChannelFigure::NoiseCcirRms),
        ("ITU-R 468", "", 39, ChannelFigure::NoiseItu468),
        ("density", "dBFS/√Hz", 42, ChannelFigure::NoiseDensity),
    ] {
        let row = figures(scene, SECTION, label, unit, Size::Small, rank, id);
        if rank < 39 || row.cells.iter().flatten().any(|cell| !cell.words) {
            rows.push(explaining(row));
        }
    }
    if (0..2).any(|channel| measured(scene, channel, ChannelFigure::Spurs).is_some()) {
        rows.push(other_lines(scene, SECTION));
    }
    rows.push(figures(scene, SECTION, "Hum", "dBFS", Size::Large, 0, ChannelFigure::Hum));
    let mains = (0..2).find_map(|channel| measured(scene, channel, ChannelFigure::HumMains));
    let Some(mains) = mains else { return };
    let label = format!("{} Hz", format::fixed(mains.value, 2));
    let mut row = figures(scene, SECTION, &label, "", Size::Small, 5, ChannelFigure::HumMains);
    let count = scene.channels().len();
    for (index, channel) in scene.channels().iter().take(2).enumerate() {
        let Some(cell) = &mut row.cells[column(count, index)] else { continue };
        cell.words = true;
        cell.weight = Weight::Quiet;
        cell.text = channel.hum_pattern.map_or("–", pattern_words).to_owned();
    }
    rows.push(row);
}

/// Lines that are not stimulus, harmonics or hum; the tooltip lists the strongest.
fn other_lines<'a>(scene: &Scene<'a>, section: &'static str) -> Row<'a> {
    const LISTED: usize = 6;
    let mut row =
        explaining(figures(scene, section, "other lines", "", Size::Small, 37, ChannelFigure::Spurs));
    let count = scene.channels().len();
    for (index, channel) in scene.channels().iter().take(2).enumerate() {
        let Some(cell) = &mut row.cells[column(count, index)] else { continue };
        let mut spurs: Vec<Spur> = channel.spurs.clone();
        spurs.sort_by(|a, b| b.level_dbfs.total_cmp(&a.level_dbfs));
        let line = |spur: &Spur| {
            let level = format::fixed(spur.level_dbfs, 1);
            format!("{} at {level} dBFS", format::frequency_short(spur.frequency_hz))
        };
        cell.list = spurs.iter().take(LISTED).map(line).collect();
        cell.list.extend(spurs.len().checked_sub(LISTED + 1).map(|more| format!("and {} more", more + 1)));
    }
    row
}

/// The pattern of mains lines as text.
pub fn pattern_words(pattern: HumPattern) -> &'static str {
    match pattern {
        HumPattern::GroundLoop => "ground loop",
        HumPattern::Rectifier => "rectifier",
        HumPattern::Induction => "induction",
    }
}
