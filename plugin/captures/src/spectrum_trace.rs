//! A spectrum reduced to what a plot can show.

use groundtruth_measure::{Spectrum, units};
use serde::{Deserialize, Serialize};

/// Levels of all channels over frequency, in columns of equal width on a logarithmic axis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SpectrumTrace {
    /// Lower edge of the first column, Hz.
    pub low_hz: f64,
    /// Upper edge of the last column, Hz.
    pub high_hz: f64,
    /// One per channel.
    pub channels: Vec<Trace>,
}

/// One channel of a [`SpectrumTrace`]: two levels for each column, to 0.01 dB.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trace {
    /// The channel: `L`, `R`, or `M` for mono.
    pub name: String,
    /// Smallest level of a column's bins, dBFS of a sine.
    pub min_dbfs: Vec<f32>,
    /// Largest level of a column's bins, dBFS of a sine.
    pub max_dbfs: Vec<f32>,
}

impl SpectrumTrace {
    /// Columns of a trace: two levels each are 4096 numbers a channel.
    pub const COLUMNS: usize = 2048;
    /// Stands for every lower level, digital silence included: JSON has no −∞.
    pub const LOWEST_DBFS: f32 = -300.0;
    /// Where a trace begins, unless its second bin lies higher.
    const FIRST_HZ: f64 = 10.0;

    /// Reduces a spectrum, whose channels have these names. `None` if it has less than four bins.
    pub fn of(spectrum: &Spectrum, names: &[&str]) -> Option<SpectrumTrace> {
        const FEWEST_BINS: usize = 4;
        let bins = spectrum.frames / 2 + 1;
        let (low_hz, high_hz) = (Self::FIRST_HZ.max(spectrum.bin_hz(1)), spectrum.sample_rate_hz / 2.0);
        if bins < FEWEST_BINS || low_hz >= high_hz {
            return None;
        }
        let channels = spectrum.channels.iter().zip(names);
        let channels = channels.map(|(powers, name)| trace(spectrum, powers, name, [low_hz, high_hz]));
        Some(SpectrumTrace { low_hz, high_hz, channels: channels.collect() })
    }

    /// Centre of a column in Hz.
    pub fn centre_hz(&self, column: usize, columns: usize) -> f64 {
        edge_hz([self.low_hz, self.high_hz], (column as f64 + 0.5) / columns as f64)
    }
}

fn edge_hz([low_hz, high_hz]: [f64; 2], share: f64) -> f64 {
    low_hz * (high_hz / low_hz).powf(share)
}

fn trace(spectrum: &Spectrum, powers: &[f32], name: &str, range_hz: [f64; 2]) -> Trace {
    let mut trace = Trace { name: name.to_owned(), min_dbfs: Vec::new(), max_dbfs: Vec::new() };
    let bin = |share: f64| edge_hz(range_hz, share) / spectrum.bin_hz(1);
    for column in 0..SpectrumTrace::COLUMNS {
        let share = |place: f64| (column as f64 + place) / SpectrumTrace::COLUMNS as f64;
        let (first, end) = (bin(share(0.0)).ceil() as usize, bin(share(1.0)).ceil() as usize);
        let held = powers.get(first..end.min(powers.len())).unwrap_or_default();
        let [min, max] = if held.is_empty() {
            [between(powers, bin(share(0.5))); 2]
        } else {
            let levels = held.iter().map(|power| level_dbfs(*power));
            [levels.clone().fold(f64::INFINITY, f64::min), levels.fold(f64::NEG_INFINITY, f64::max)]
        };
        trace.min_dbfs.push(rounded(min));
        trace.max_dbfs.push(rounded(max));
    }
    trace
}

/// Level between two bins, for columns narrower than a bin.
fn between(powers: &[f32], place: f64) -> f64 {
    let below = (place.floor() as usize).min(powers.len() - 1);
    let above = (below + 1).min(powers.len() - 1);
    let part = place - place.floor();
    (1.0 - part) * level_dbfs(powers[below]) + part * level_dbfs(powers[above])
}

fn level_dbfs(power: f32) -> f64 {
    units::power_to_db(f64::from(power)).max(f64::from(SpectrumTrace::LOWEST_DBFS))
}

fn rounded(dbfs: f64) -> f32 {
    ((dbfs * 100.0).round() / 100.0) as f32
}

#[cfg(test)]
mod tests {
    use groundtruth_measure::WindowKind;

    use super::*;

    fn spectrum(powers: Vec<f32>) -> Spectrum {
        Spectrum {
            sample_rate_hz: 48_000.0,
            frames: 2 * (powers.len() - 1),
            window: WindowKind::BlackmanHarris7,
            enbw_bins: 2.63,
            records: 1,
            channels: vec![powers.into()],
        }
    }

    #[test]
    fn a_line_stands_in_its_column_and_silence_is_a_number() {
        let mut powers = vec![0.0; 32_769];
        powers[1361] = 0.25;
        let trace = SpectrumTrace::of(&spectrum(powers), &["L"]).expect("a spectrum");
        let channel = &trace.channels[0];
        assert_eq!(channel.max_dbfs.len() + channel.min_dbfs.len(), 4096);
        let (column, peak) =
            channel.max_dbfs.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).expect("columns");
        assert_eq!(*peak, -6.02);
        let hz = trace.centre_hz(column, channel.max_dbfs.len());
        assert!((hz / (1361.0 * 48_000.0 / 65_536.0) - 1.0).abs() < 0.004, "{hz}");
        assert_eq!(channel.min_dbfs[0], SpectrumTrace::LOWEST_DBFS);
    }

    #[test]
    fn columns_between_two_bins_join_them() {
        let powers = vec![1.0, 1.0, 0.1, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0];
        let trace = SpectrumTrace::of(&spectrum(powers), &["L"]).expect("a spectrum");
        let levels = &trace.channels[0].max_dbfs;
        assert!(levels.windows(2).all(|pair| (pair[0] - pair[1]).abs() < 0.1), "{levels:?}");
        assert!((levels.iter().copied().fold(0.0, f32::min) + 10.0).abs() < 0.1);
    }
}
