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

/// One channel of a [`SpectrumTrace`]: two levels for each column, to 0.01 dB, and its power.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trace {
    /// The channel: `L`, `R`, or `M` for mono.
    pub name: String,
    /// Smallest level of a column's bins, dBFS of a sine.
    pub min_dbfs: Vec<f32>,
    /// Largest level of a column's bins, dBFS of a sine.
    pub max_dbfs: Vec<f32>,
    /// Power within a column, dB re that of a full-scale sine, to 0.1 dB. Empty in captures of earlier versions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub power_dbfs: Vec<f32>,
}

impl SpectrumTrace {
    /// Columns of a trace.
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

    /// Power of a channel between two frequencies, linear, re that of a full-scale sine: of a line its own, of noise in
    /// proportion to the width. `None` if the trace has none there.
    pub fn power_between(&self, channel: usize, [low_hz, high_hz]: [f64; 2]) -> Option<f64> {
        let powers = &self.channels.get(channel)?.power_dbfs;
        if powers.is_empty() || low_hz < self.low_hz || high_hz > self.high_hz || low_hz >= high_hz {
            return None;
        }
        let first = self.place(low_hz, powers.len()).floor() as usize;
        let end = (self.place(high_hz, powers.len()).ceil() as usize).min(powers.len());
        let part = |column: usize| {
            let [left, right] = self.edges_hz(column, powers.len());
            let share = (right.min(high_hz) - left.max(low_hz)).max(0.0) / (right - left);
            share * units::db_to_power(f64::from(powers[column]))
        };
        Some((first..end).map(part).sum())
    }

    /// Level in dBFS that the highest bin between two frequencies would have if bins had a larger noise bandwidth: of a
    /// line its own, of noise in proportion to the bandwidth. `None` if the trace has no powers there.
    pub fn highest_dbfs(
        &self,
        channel: usize,
        [low_hz, high_hz]: [f64; 2],
        bandwidth_hz: f64,
    ) -> Option<f64> {
        let trace = self.channels.get(channel).filter(|trace| !trace.power_dbfs.is_empty())?;
        let columns = trace.power_dbfs.len();
        let level = |column: usize| {
            let [left, right] = self.edges_hz(column, columns);
            let (width_hz, middle_hz) = (right - left, (left + right) / 2.0);
            let highest = units::db_to_power(f64::from(*trace.max_dbfs.get(column)?));
            let [low, high] = [middle_hz - bandwidth_hz / 2.0, middle_hz + bandwidth_hz / 2.0];
            let power = if width_hz < bandwidth_hz {
                self.power_between(channel, [low, high])?
            } else {
                units::db_to_power(f64::from(trace.power_dbfs[column])) * bandwidth_hz / width_hz
            };
            // A wider bin holds no less than the highest of those captured; a line alone in its column holds just that.
            Some(power.max(highest))
        };
        let [first, last] = [low_hz, high_hz].map(|hz| self.place(hz, columns));
        let held = (first >= 0.0 && last < columns as f64).then_some(first as usize..=last as usize)?;
        let highest = held.filter_map(level).reduce(f64::max)?;
        Some(units::power_to_db(highest))
    }

    /// Level in dBFS of the highest bin between two frequencies, as captured.
    pub fn highest_captured_dbfs(&self, channel: usize, edges_hz: [f64; 2]) -> Option<f64> {
        let levels = &self.channels.get(channel)?.max_dbfs;
        let [first, last] = edges_hz.map(|hz| self.place(hz, levels.len()));
        let held = levels.get(first.max(0.0) as usize..=last.max(0.0) as usize).filter(|_| first >= 0.0)?;
        held.iter().copied().reduce(f32::max).map(f64::from)
    }

    /// Place of a frequency among this many columns.
    fn place(&self, hz: f64, columns: usize) -> f64 {
        (hz / self.low_hz).ln() / (self.high_hz / self.low_hz).ln() * columns as f64
    }

    fn edges_hz(&self, column: usize, columns: usize) -> [f64; 2] {
        [column, column + 1].map(|edge| edge_hz([self.low_hz, self.high_hz], edge as f64 / columns as f64))
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
    let (mut min_dbfs, mut max_dbfs, mut power_dbfs) = (Vec::new(), Vec::new(), Vec::new());
    let sums = running_sums(powers, spectrum.enbw_bins);
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
        min_dbfs.push(rounded(min));
        max_dbfs.push(rounded(max));
        let power = sum_to(&sums, bin(share(1.0))) - sum_to(&sums, bin(share(0.0)));
        power_dbfs.push(((level_dbfs(power as f32) * 10.0).round() / 10.0) as f32);
    }
    Trace { name: name.to_owned(), min_dbfs, max_dbfs, power_dbfs }
}

/// Power of all bins before each one, and of all; a line's bins together have its own power.
fn running_sums(powers: &[f32], enbw_bins: f64) -> Vec<f64> {
    let sums = powers.iter().scan(0.0, |sum, power| {
        *sum += f64::from(*power) / enbw_bins;
        Some(*sum)
    });
    std::iter::once(0.0).chain(sums).collect()
}

/// Power below a place in bins: each bin's is spread evenly from half a bin below it to half a bin above.
fn sum_to(sums: &[f64], bin: f64) -> f64 {
    let place = (bin + 0.5).clamp(0.0, (sums.len() - 1) as f64);
    let whole = (place as usize).min(sums.len() - 2);
    sums[whole] + (place - whole as f64) * (sums[whole + 1] - sums[whole])
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
    fn a_line_has_its_own_power_and_noise_that_of_its_width() {
        let window = WindowKind::Hann;
        // Noise of 1e-6 in every bin of 1.5 noise widths, and a line with its main lobe.
        let mut powers = vec![1e-6f32; 32_769];
        let bin_hz = 48_000.0 / 65_536.0;
        (powers[1360], powers[1361], powers[1362]) = (0.0625, 0.25, 0.0625);
        let given = Spectrum { window, enbw_bins: 1.5, ..spectrum(powers) };
        let trace = SpectrumTrace::of(&given, &["L"]).expect("a spectrum");
        let between = |low: f64, high: f64| trace.power_between(0, [low, high]);
        let line = between(1350.0 * bin_hz, 1372.0 * bin_hz).expect("power");
        assert!((line - 0.25).abs() < 0.003, "{line}");
        for [low, high] in [[20.0, 22.0], [100.0, 130.0], [5000.0, 9000.0]] {
            let noise = between(low, high).expect("power");
            let expected = 1e-6 * (high - low) / (1.5 * bin_hz);
            assert!((noise / expected - 1.0).abs() < 0.012, "{low}: {noise} {expected}");
        }
        assert_eq!((between(5.0, 30.0), trace.power_between(1, [20.0, 30.0])), (None, None));
    }

    #[test]
    fn at_another_bandwidth_lines_stay_and_noise_follows() {
        let mut powers = vec![1e-10f32; 32_769];
        for line in [100, 1361, 16_384] {
            (powers[line - 1], powers[line], powers[line + 1]) = (0.0025, 0.01, 0.0025);
        }
        let given = Spectrum { window: WindowKind::Hann, enbw_bins: 1.5, ..spectrum(powers) };
        let trace = SpectrumTrace::of(&given, &["L"]).expect("a spectrum");
        let bin_hz = 48_000.0 / 65_536.0;
        for line in [100.0, 1361.0, 16_384.0] {
            let around = [(line - 8.0) * bin_hz, (line + 8.0) * bin_hz];
            for times in [1.0, 4.0, 16.0] {
                let level = trace.highest_dbfs(0, around, times * 1.5 * bin_hz).expect("a level");
                assert!((level + 20.0).abs() < 0.6, "{line} {times}: {level}");
            }
        }
        let noise = |hz: f64, times: f64| {
            trace.highest_dbfs(0, [hz, hz * 1.01], times * 1.5 * bin_hz).expect("a level")
        };
        for hz in [40.0, 3000.0, 15_000.0] {
            assert!((noise(hz, 4.0) + 100.0 - 6.02).abs() < 0.1, "{hz}: {}", noise(hz, 4.0));
        }
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
