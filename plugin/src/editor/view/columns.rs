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
    fn silence_is_drawn_below_every_plot() {
        let columns = reduce(&[0.0; 100], 240.0, &axis(FrequencyScale::Linear), 1.0);
        assert!(columns.iter().all(|column| column.high_db == SILENCE_DB));
    }
}
