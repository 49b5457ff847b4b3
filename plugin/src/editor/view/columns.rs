//! Reduces a long spectrum to minimum and maximum per pixel column, so that no line is lost between two pixels.

use super::axis::FrequencyAxis;

/// Content of one pixel column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Column {
    /// Horizontal position in points; that of the bin if the column holds only one.
    pub x: f32,
    /// Level of the smallest bin, dB.
    pub low_db: f32,
    /// Level of the largest bin, dB.
    pub high_db: f32,
}

/// Level drawn for a power of zero: below every plot.
pub const SILENCE_DB: f32 = -400.0;

/// Reduces powers (bin `k` at `k · bin_hz`) to columns of `column_width` points. Columns without a bin are omitted; the
/// nearest bin beyond either end is kept, so that a curve enters and leaves with the correct slope.
pub fn reduce(powers: &[f32], bin_hz: f64, axis: &FrequencyAxis, column_width: f32) -> Vec<Column> {
    if powers.len() < 2 || bin_hz <= 0.0 {
        return Vec::new();
    }
    // Bin 0 is DC: it has no position on a logarithmic axis, and its level has its own readout.
    let first_bin = |hz: f64| ((hz / bin_hz).ceil().max(1.0) as usize).min(powers.len());
    let count = (axis.x.span() / column_width).round().max(1.0) as usize;
    let mut columns = Vec::with_capacity(count + 2);
    let mut start = first_bin(axis.low_hz);
    if start > 1 {
        columns.push(single(powers, start - 1, bin_hz, axis));
    }
    for index in 0..count {
        let right = axis.x.min + (index + 1) as f32 * column_width;
        let end = first_bin(axis.hz_at(right)).max(start);
        match end - start {
            0 => {}
            1 => columns.push(single(powers, start, bin_hz, axis)),
            _ => columns.push(spread(&powers[start..end], right - column_width / 2.0)),
        }
        start = end;
    }
    if start < powers.len() {
        columns.push(single(powers, start, bin_hz, axis));
    }
    columns
}

/// As [`reduce`], with the mean power over a part of an octave around each pixel; between two bins the power is
/// interpolated. One column per pixel, from the first bin on.
pub fn smooth(
    powers: &[f32],
    bin_hz: f64,
    axis: &FrequencyAxis,
    column_width: f32,
    octaves: f64,
) -> Vec<Column> {
    if powers.len() < 2 || bin_hz <= 0.0 {
        return Vec::new();
    }
    let last = (powers.len() - 1) as f64;
    let sums = running_sums(powers);
    let sum_to = |bin: f64| {
        let (whole, part) = (bin.floor() as usize, bin.fract());
        sums[whole] + part * (sums[(whole + 1).min(sums.len() - 1)] - sums[whole])
    };
    let half = 2f64.powf(octaves / 2.0);
    let count = (axis.x.span() / column_width).round().max(1.0) as usize;
    let column = |index: usize| {
        let x = axis.x.min + (index as f32 + 0.5) * column_width;
        let bin = Some(axis.hz_at(x) / bin_hz).filter(|bin| (1.0..=last).contains(bin))?;
        // No narrower than a bin.
        let low = (bin / half).min(bin - 0.5);
        let high = (bin * half).max(bin + 0.5).min(last + 0.5);
        let power = (sum_to(high + 0.5) - sum_to(low + 0.5)) / (high - low);
        let level_db = to_db(power as f32);
        Some(Column { x, low_db: level_db, high_db: level_db })
    };
    (0..count).filter_map(column).collect()
}

/// Sum of all powers before each bin; that of all bins is last.
fn running_sums(powers: &[f32]) -> Vec<f64> {
    let mut sum = 0.0;
    let mut sums = Vec::with_capacity(powers.len() + 1);
    sums.push(0.0);
    for power in powers {
        sum += f64::from(*power);
        sums.push(sum);
    }
    sums
}

/// Tilts columns around 1 kHz.
pub fn tilt(columns: &mut [Column], axis: &FrequencyAxis, slope_db_per_octave: f32) {
    for column in columns {
        let octaves = (axis.hz_at(column.x).max(1.0) / 1000.0).log2() as f32;
        column.low_db += slope_db_per_octave * octaves;
        column.high_db += slope_db_per_octave * octaves;
    }
}

/// Raises columns by a number of decibels.
pub fn raise(columns: &mut [Column], db: f32) {
    for column in columns {
        column.low_db += db;
        column.high_db += db;
    }
}

fn single(powers: &[f32], bin: usize, bin_hz: f64, axis: &FrequencyAxis) -> Column {
    let level_db = to_db(powers[bin]);
    Column { x: axis.x_of(bin as f64 * bin_hz), low_db: level_db, high_db: level_db }
}

fn spread(powers: &[f32], x: f32) -> Column {
    // Eight lanes in one register; comparisons instead of `min` and `max`, which would have to check for NaN.
    let mut lows = [f32::INFINITY; 8];
    let mut highs = [0.0f32; 8];
    let chunks = powers.chunks_exact(8);
    let rest = chunks.remainder();
    for chunk in chunks {
        for lane in 0..8 {
            let power = chunk[lane];
            lows[lane] = if power < lows[lane] { power } else { lows[lane] };
            highs[lane] = if power > highs[lane] { power } else { highs[lane] };
        }
    }
    let low = lows.iter().chain(rest).fold(f32::INFINITY, |low, power| low.min(*power));
    let high = highs.iter().chain(rest).fold(0.0f32, |high, power| high.max(*power));
    Column { x, low_db: to_db(low), high_db: to_db(high) }
}

/// Level of the drawn curve at a frequency, dB: the largest bin within a column of this width around it; where columns
/// hold no more than one bin, the line between the two nearest bins. `None` outside the bins.
pub fn level_at(
    powers: &[f32],
    bin_hz: f64,
    axis: &FrequencyAxis,
    frequency_hz: f64,
    column_width: f32,
) -> Option<f64> {
    let x = axis.x_of(frequency_hz);
    let [first, end] = [-0.5, 0.5].map(|side| {
        let edge = axis.hz_at(x + side * column_width) / bin_hz;
        edge.ceil().max(1.0) as usize
    });
    let level = |power: f32| if power > 0.0 { 10.0 * f64::from(power).log10() } else { f64::NEG_INFINITY };
    if end > first + 1 {
        let highest = powers.get(first..end)?.iter().copied().fold(0.0, f32::max);
        return Some(level(highest));
    }
    let before = Some((frequency_hz / bin_hz).floor()).filter(|bin| *bin >= 1.0)? as usize;
    let [low, high] = [before, before + 1].map(|bin| powers.get(bin).map(|power| level(*power)));
    let (low, high) = (low?, high?);
    if !low.is_finite() || !high.is_finite() {
        return Some(f64::NEG_INFINITY);
    }
    let [left, right] = [before, before + 1].map(|bin| axis.x_of(bin as f64 * bin_hz));
    Some(low + (high - low) * f64::from((x - left) / (right - left)))
}

fn to_db(power: f32) -> f32 {
    if power > 0.0 { 10.0 * power.log10() } else { SILENCE_DB }
}

#[cfg(test)]
mod tests {
    use egui::Rangef;

    use super::*;
    use crate::editor::preferences::FrequencyScale;

    fn axis(scale: FrequencyScale) -> FrequencyAxis {
        FrequencyAxis { scale, low_hz: 10.0, high_hz: 24_000.0, x: Rangef::new(0.0, 700.0) }
    }

    #[test]
    fn a_single_line_among_half_a_million_bins_keeps_its_level() {
        let mut powers = vec![1e-15f32; 524_289];
        powers[400_000] = 1e-6;
        for scale in [FrequencyScale::Log, FrequencyScale::Linear] {
            let columns = reduce(&powers, 48_000.0 / 1_048_576.0, &axis(scale), 1.0);
            let highest = columns.iter().map(|column| column.high_db).fold(f32::MIN, f32::max);
            assert!((highest + 60.0).abs() < 1e-3);
            assert!(columns.len() <= 702);
        }
    }

    #[test]
    fn every_bin_of_the_axis_is_in_exactly_one_column() {
        // Powers that encode their bin: each column's extremes show which bins it covers.
        let powers: Vec<f32> = (0..2049).map(|bin| bin as f32 + 1.0).collect();
        let columns = reduce(&powers, 24_000.0 / 2048.0, &axis(FrequencyScale::Linear), 1.0);
        let bin = |db: f32| (10f32.powf(db / 10.0) - 1.0).round() as usize;
        let inner = &columns[..columns.len() - 1];
        for pair in inner.windows(2) {
            assert_eq!(bin(pair[0].high_db) + 1, bin(pair[1].low_db));
        }
    }

    #[test]
    fn sparse_bins_stand_at_their_own_frequency() {
        let axis = axis(FrequencyScale::Log);
        let columns = reduce(&[1e-9; 2049], 24_000.0 / 2048.0, &axis, 1.0);
        assert!((columns[0].x - axis.x_of(24_000.0 / 2048.0)).abs() < 1e-3);
    }

    #[test]
    fn smoothing_keeps_the_level_of_noise_and_the_power_of_a_line() {
        let axis = axis(FrequencyScale::Log);
        let mut powers = vec![1e-6f32; 1025];
        let flat = smooth(&powers, 23.4375, &axis, 1.0, 1.0 / 3.0);
        assert!(
            flat.iter().filter(|column| column.x > axis.x_of(23.4)).all(|c| (c.high_db + 60.0).abs() < 0.01)
        );
        // A line in one bin spreads over a third of an octave around it: 84 bins around bin 363.
        powers[363] = 1.0;
        let at = axis.x_of(363.0 * 23.4375);
        let spread = smooth(&powers, 23.4375, &axis, 1.0, 1.0 / 3.0);
        let nearest =
            spread.iter().min_by(|a, b| (a.x - at).abs().total_cmp(&(b.x - at).abs())).expect("columns");
        let width: f64 = 363.0 * (2f64.powf(1.0 / 6.0) - 2f64.powf(-1.0 / 6.0));
        assert!((f64::from(nearest.high_db) + 10.0 * width.log10()).abs() < 0.1, "{nearest:?}");
    }

    #[test]
    fn a_tilt_leaves_1_khz_and_adds_its_slope_per_octave() {
        let axis = axis(FrequencyScale::Log);
        let mut columns =
            [1000.0, 2000.0, 500.0].map(|hz| Column { x: axis.x_of(hz), low_db: -60.0, high_db: -50.0 });
        tilt(&mut columns, &axis, 4.5);
        for (column, expected) in columns.iter().zip([-50.0, -45.5, -54.5]) {
            assert!(
                (column.high_db - expected).abs() < 0.01 && (column.low_db - expected + 10.0).abs() < 0.01
            );
        }
    }

    #[test]
    fn a_level_is_that_of_the_column_or_between_two_bins_that_of_the_line() {
        let mut powers = vec![1e-10f32; 2049];
        (powers[10], powers[11], powers[1500]) = (1e-4, 1e-6, 1e-3);
        let (axis, bin_hz) = (axis(FrequencyScale::Log), 24_000.0 / 2048.0);
        let at = |bin: f64| level_at(&powers, bin_hz, &axis, bin * bin_hz, 1.0);
        let near = |bin: f64, db: f64| {
            let level = at(bin).unwrap_or(f64::NAN);
            assert!((level - db).abs() < 0.01, "{level} dB at bin {bin}");
        };
        near(10.0, -40.0);
        near(11.0, -60.0);
        // On a logarithmic axis their geometric mean is halfway.
        near(110f64.sqrt(), -50.0);
        // A column at the upper end holds 17 bins.
        near(1503.0, -30.0);
        near(1520.0, -100.0);
        assert_eq!([at(0.5), at(3000.0)], [None, None]);
        let silent = level_at(&[0.0; 2049], bin_hz, &axis, 100.0, 1.0);
        assert_eq!(silent, Some(f64::NEG_INFINITY));
    }

    #[test]
    fn silence_is_drawn_below_every_plot() {
        let columns = reduce(&[0.0; 100], 240.0, &axis(FrequencyScale::Linear), 1.0);
        assert!(columns.iter().all(|column| column.high_db == SILENCE_DB));
    }
}
