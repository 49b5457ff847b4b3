//! The last minute: crosstalk points and spectrogram columns.

use std::collections::VecDeque;
use std::sync::Arc;

use groundtruth_measure::units::power_to_db;
use groundtruth_measure::{Figure, PairFigure, Reading, Report, Spectrum};

use crate::{CrosstalkLevel, CrosstalkPoint, Spectrogram, SpectrogramColumn};

const KEPT_S: f64 = 60.0;
const POINTS_PER_S: f64 = 10.0;

/// Both strips. Cleared with every generation, because their axis is the generation's frame count.
#[derive(Clone, Debug, Default)]
pub(crate) struct Strips {
    pub crosstalk: Arc<VecDeque<CrosstalkPoint>>,
    pub spectrogram: Spectrogram,
    bands: Bands,
}

impl Strips {
    pub fn clear(&mut self) {
        self.crosstalk = Arc::default();
        self.spectrogram = Spectrogram::default();
    }

    /// Adds a point of the report's crosstalk, unless the last one is less than a tenth of a second old.
    pub fn add_report(&mut self, end_frame: u64, report: &Report) {
        let rate_hz = report.source.sample_rate_hz;
        let last = self.crosstalk.back().map(|point| point.end_frame);
        if report.pairs.is_empty() || !is_due(last, end_frame, rate_hz) {
            return;
        }
        let points = Arc::make_mut(&mut self.crosstalk);
        points.push_back(CrosstalkPoint {
            end_frame,
            left_to_right: selective(report, "L", "R"),
            right_to_left: selective(report, "R", "L"),
        });
        while points.front().is_some_and(|point| is_old(point.end_frame, end_frame, rate_hz)) {
            points.pop_front();
        }
    }

    /// Adds a column of the displayed spectrum, unless the last one is less than a tenth of a second old.
    pub fn add_spectrum(&mut self, end_frame: u64, spectrum: &Spectrum) {
        let rate_hz = spectrum.sample_rate_hz;
        let last = self.spectrogram.columns.back().map(|column| column.end_frame);
        if !is_due(last, end_frame, rate_hz) {
            return;
        }
        let levels_dbfs = self.bands.levels_dbfs(spectrum);
        let columns = Arc::make_mut(&mut self.spectrogram.columns);
        columns.push_back(Arc::new(SpectrogramColumn { end_frame, sample_rate_hz: rate_hz, levels_dbfs }));
        while columns.front().is_some_and(|column| is_old(column.end_frame, end_frame, rate_hz)) {
            columns.pop_front();
        }
    }
}

fn is_due(last: Option<u64>, end_frame: u64, sample_rate_hz: f64) -> bool {
    last.is_none_or(|last| end_frame.saturating_sub(last) as f64 * POINTS_PER_S >= sample_rate_hz)
}

fn is_old(end_frame: u64, now: u64, sample_rate_hz: f64) -> bool {
    (now - end_frame) as f64 > KEPT_S * sample_rate_hz
}

fn selective(report: &Report, from: &str, to: &str) -> Option<CrosstalkLevel> {
    let reading = report.pair(from, to)?.figures.get(&PairFigure::XtalkSelective)?;
    let level = |figure: &Figure| CrosstalkLevel { level_db: figure.value as f32, limit: figure.limit };
    Reading::figure(reading).map(level)
}

/// Which bins each spectrogram band covers, for one rate and transform length.
#[derive(Clone, Debug, Default)]
struct Bands {
    of: Option<(f64, usize)>,
    bins: Vec<std::ops::Range<usize>>,
}

impl Bands {
    fn levels_dbfs(&mut self, spectrum: &Spectrum) -> Box<[f32]> {
        let of = (spectrum.sample_rate_hz, spectrum.frames);
        if self.of != Some(of) {
            self.bins = (0..Spectrogram::BANDS).map(|band| band_bins(band, spectrum)).collect();
            self.of = Some(of);
        }
        let largest = |bins: &std::ops::Range<usize>| {
            let powers = spectrum.channels.iter().flat_map(|powers| &powers[bins.clone()]);
            power_to_db(f64::from(powers.copied().fold(0.0, f32::max))) as f32
        };
        self.bins.iter().map(largest).collect()
    }
}

/// Bins in a band; if it is narrower than a bin, the one nearest to its middle.
fn band_bins(band: usize, spectrum: &Spectrum) -> std::ops::Range<usize> {
    let edge_hz = |edge: f64| {
        let part = edge / Spectrogram::BANDS as f64;
        Spectrogram::LOW_HZ * (Spectrogram::HIGH_HZ / Spectrogram::LOW_HZ).powf(part)
    };
    let bin_of = |hz: f64| hz * spectrum.frames as f64 / spectrum.sample_rate_hz;
    let end = spectrum.frames / 2 + 1;
    let low = bin_of(edge_hz(band as f64)).ceil() as usize;
    let high = bin_of(edge_hz((band + 1) as f64)).ceil() as usize;
    if low < high {
        return low.min(end)..high.min(end);
    }
    let nearest = bin_of(edge_hz(band as f64 + 0.5)).round() as usize;
    nearest.min(end)..(nearest + 1).min(end)
}

#[cfg(test)]
mod tests {
    use groundtruth_measure::WindowKind;

    use super::*;

    fn tone(frames: usize, rate_hz: f64, tone_hz: f64) -> Spectrum {
        let mut powers = vec![0.0f32; frames / 2 + 1];
        powers[(tone_hz * frames as f64 / rate_hz).round() as usize] = 0.25;
        Spectrum {
            sample_rate_hz: rate_hz,
            frames,
            window: WindowKind::Hann,
            enbw_bins: 1.5,
            records: 1,
            channels: vec![vec![0.0; frames / 2 + 1].into(), powers.into()],
        }
    }

    #[test]
    fn a_line_of_either_channel_shows_in_its_band_at_its_level() {
        for (frames, rate_hz) in [(4096, 48_000.0), (65_536, 44_100.0), (1 << 20, 192_000.0)] {
            let mut strips = Strips::default();
            strips.add_spectrum(100, &tone(frames, rate_hz, 1000.0));
            let levels = &strips.spectrogram.columns[0].levels_dbfs;
            let position = (1000.0 / Spectrogram::LOW_HZ).ln()
                / (Spectrogram::HIGH_HZ / Spectrogram::LOW_HZ).ln()
                * Spectrogram::BANDS as f64;
            let loudest = (0..levels.len()).max_by(|&a, &b| levels[a].total_cmp(&levels[b]));
            assert!(loudest.is_some_and(|band| (band as f64 + 0.5 - position).abs() < 3.0), "{loudest:?}");
            assert!((levels[loudest.unwrap_or(0)] + 6.0206).abs() < 1e-3);
        }
    }

    #[test]
    fn bands_above_half_the_rate_read_minus_infinity() {
        let mut strips = Strips::default();
        strips.add_spectrum(0, &tone(4096, 48_000.0, 1000.0));
        assert_eq!(strips.spectrogram.columns[0].levels_dbfs[Spectrogram::BANDS - 1], f32::NEG_INFINITY);
    }

    #[test]
    fn a_minute_is_kept_at_ten_columns_a_second() {
        let mut strips = Strips::default();
        let spectrum = tone(4096, 48_000.0, 1000.0);
        for step in 0..7000u64 {
            strips.add_spectrum(step * 1600, &spectrum);
        }
        let columns = &strips.spectrogram.columns;
        let spans: Vec<u64> =
            columns.iter().zip(columns.iter().skip(1)).map(|(a, b)| b.end_frame - a.end_frame).collect();
        assert!(spans.iter().all(|&span| span == 4800));
        assert_eq!(columns.len(), 601);
    }
}
