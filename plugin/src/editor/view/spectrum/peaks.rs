//! The largest lines of the spectrum as a list.

use groundtruth_captures::export::lines_markdown;
use groundtruth_captures::table::number::fixed;
use groundtruth_measure::{DensityPoint, Spectrum, units};

use crate::editor::view::cursor::note;
use crate::editor::view::peak::{self, Peak};
use crate::editor::view::scene::Scene;
use crate::editor::view::words;

/// Most lines of the list.
const MOST: usize = 20;
/// A line stands this much, in dB, above the noise floor, where that is measured: single bins of noise do not.
const ABOVE_FLOOR_DB: f64 = 12.0;
/// Maxima of two channels this near, in bins, are one line.
const SAME_BINS: f64 = 1.5;

/// A line: place in bins, and for each curve its level there, dBFS.
struct Line {
    bin: f64,
    levels_db: Vec<Option<f64>>,
}

/// The largest lines between two frequencies with note and the level of each curve, as a Markdown table; `None` if there
/// are none. Levels are those of the spectrum, without the slope and smoothing of its curves. `noise_hz` is the noise
/// bandwidth of a bin.
pub fn text(scene: &Scene<'_>, track: Option<&str>, shown_hz: [f64; 2], noise_hz: f64) -> Option<String> {
    // The mean of music tells the notes of the bass apart; the peaks above it do not.
    let spectrum = scene.traces.mean.as_deref().or(scene.traces.spectrum.as_deref())?;
    let lines = lines(scene, spectrum, shown_hz, noise_hz);
    if lines.is_empty() {
        return None;
    }
    let names = (0..spectrum.channels.len()).map(|curve| format!("{}, dBFS", scene.curve_name(curve)));
    let heads: Vec<String> = words::PEAK_HEADS.map(str::to_owned).into_iter().chain(names).collect();
    let rows: Vec<Vec<String>> = lines.iter().map(|line| row(line, spectrum)).collect();
    Some(lines_markdown(&words::peaks_title(track, shown_hz), &heads, &rows))
}

fn row(line: &Line, spectrum: &Spectrum) -> Vec<String> {
    let hz = line.bin * spectrum.bin_hz(1);
    let levels = line.levels_db.iter().map(|db| fixed(db.unwrap_or(f64::NEG_INFINITY), 2));
    [fixed(hz, 3), note(hz).unwrap_or_default().replace('#', "♯")].into_iter().chain(levels).collect()
}

/// The lines of all curves, the largest first.
fn lines(scene: &Scene<'_>, spectrum: &Spectrum, shown_hz: [f64; 2], noise_hz: f64) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for (curve, bin, level_db) in maxima(scene, spectrum, shown_hz, noise_hz) {
        let is_same = |line: &Line| (line.bin - bin).abs() < SAME_BINS && line.levels_db[curve].is_none();
        let place = lines.iter().position(is_same).unwrap_or_else(|| {
            lines.push(Line { bin, levels_db: vec![None; spectrum.channels.len()] });
            lines.len() - 1
        });
        lines[place].levels_db[curve] = Some(level_db);
    }
    lines.truncate(MOST);
    for line in &mut lines {
        for (level_db, powers) in line.levels_db.iter_mut().zip(&spectrum.channels) {
            *level_db = level_db.or_else(|| level_at(powers, line.bin, spectrum));
        }
    }
    let largest = |line: &Line| line.levels_db.iter().flatten().copied().fold(f64::NEG_INFINITY, f64::max);
    lines.sort_by(|a, b| largest(b).total_cmp(&largest(a)));
    lines
}

/// The local maxima of all curves with curve, bin and level, the largest first.
fn maxima(
    scene: &Scene<'_>,
    spectrum: &Spectrum,
    shown_hz: [f64; 2],
    noise_hz: f64,
) -> Vec<(usize, f64, f64)> {
    let bins = shown_hz.map(|hz| hz / spectrum.bin_hz(1));
    let mut found: Vec<(usize, f64, f64)> = Vec::new();
    for (curve, powers) in spectrum.channels.iter().enumerate() {
        let density = density(scene, curve);
        let least = |bin: usize| {
            let floor = floor(density, spectrum.bin_hz(bin)) * noise_hz;
            floor * units::db_to_power(ABOVE_FLOOR_DB)
        };
        let peaks = peak::largest(powers, bins, spectrum.window, MOST, least).into_iter();
        found.extend(peaks.map(|Peak { bin, level_db }| (curve, bin, level_db)));
    }
    found.sort_by(|a, b| b.2.total_cmp(&a.2));
    found
}

/// The noise density of a curve, if it is measured; that of music is not.
fn density<'a>(scene: &Scene<'a>, curve: usize) -> &'a [DensityPoint] {
    let density = if scene.traces.is_music { Vec::new() } else { scene.density() };
    density.into_iter().find(|(channel, _)| *channel == curve).map_or(&[], |(_, points)| points)
}

/// Power per Hz at the point nearest to a frequency; 0 without one.
fn floor(density: &[DensityPoint], hz: f64) -> f64 {
    let above = density.partition_point(|point| point.frequency_hz < hz);
    let beside = density.get(above.saturating_sub(1)..(above + 1).min(density.len())).unwrap_or_default();
    beside.iter().map(|point| point.power_per_hz).fold(0.0, f64::max)
}

/// Level of a curve where another one has a line: its own maximum there, or its nearest bin.
fn level_at(powers: &[f32], bin: f64, spectrum: &Spectrum) -> Option<f64> {
    let at_bin = || powers.get(bin.round() as usize).map(|power| 10.0 * f64::from(*power).log10());
    let own = peak::nearest(powers, bin, SAME_BINS, spectrum.window).map(|peak| peak.level_db);
    own.or_else(at_bin)
}
