//! A tone's phase over the records of an average: its frequency with the precision of the whole stretch, and its drift.
//!
//! Straight lines and parabolas are fitted to the phases at the records' middles by least squares. The deviation of
//! such a frequency is 1.0 to 1.4 times the Cramér–Rao bound of the whole stretch, whereas that of the mean of the
//! records' frequencies is larger by the number of records.

use std::f64::consts::TAU;

/// A tone in one record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct TrackPoint {
    /// Middle of the record in frames from the average's first frame.
    pub(crate) middle_frames: f64,
    /// Its frequency in the record, in turns per frame.
    pub(crate) turns_per_frame: f64,
    /// Its phase at the middle.
    pub(crate) phase_rad: f64,
}

/// The records through which a tone was tracked.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Track {
    points: Vec<TrackPoint>,
    /// Whether the points were replaced by those of another fit.
    is_replaced: bool,
}

/// A value from a track: its variance is `factor` times that of one record's phase.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Tracked {
    pub(crate) value: f64,
    pub(crate) factor: f64,
}

impl Track {
    /// Adds the next record.
    pub(crate) fn add(&mut self, point: TrackPoint) {
        self.points.push(point);
    }

    /// Replaces phases and frequencies by those of a fit under Hann's weight over the whole stretch: `at` returns them
    /// for a frame of the average.
    pub(crate) fn replace(&mut self, at: impl Fn(f64) -> (f64, f64)) {
        self.is_replaced = true;
        for point in &mut self.points {
            (point.phase_rad, point.turns_per_frame) = at(point.middle_frames);
        }
    }

    /// Mean frequency in turns per frame; `None` for fewer than two records. `record_frames` is their length.
    pub(crate) fn turns_per_frame(&self, record_frames: f64) -> Option<Tracked> {
        let fit = Fit::of(&self.points, record_frames)?;
        let Tracked { value, factor } = fit.coefficient(&fit.linear());
        let per_frame = 1.0 / (TAU * record_frames);
        Some(Tracked { value: fit.turns_per_frame + value * per_frame, factor: factor * per_frame.powi(2) })
    }

    /// Change of the frequency in turns per frame from one end of `frames` frames to the other; `None` for fewer than
    /// three records.
    pub(crate) fn drift_turns_per_frame(&self, record_frames: f64, frames: f64) -> Option<Tracked> {
        let fit = Fit::of(&self.points, record_frames).filter(|fit| fit.times.len() > 2)?;
        let Tracked { value, factor } = fit.coefficient(&fit.parabola());
        // The slope of `c·t²` changes by 2c per unit of time, here a record.
        let scale = 2.0 * frames / record_frames / (TAU * record_frames);
        let widening = if self.is_replaced { HANN_BEND } else { 1.0 };
        Some(Tracked { value: value * scale, factor: factor * scale * scale * widening })
    }
}

/// Variance of a parabola fitted to a phase under Hann's weight over that under a uniform one: `∫w²p² / (∫wp²)²` with p
/// = u² minus its mean, over `1/∫p²`.
const HANN_BEND: f64 = 2.99;

/// Unwrapped phases against times in records, both with their means subtracted.
struct Fit {
    /// The frequency whose phase was subtracted.
    turns_per_frame: f64,
    times: Vec<f64>,
    phases_rad: Vec<f64>,
}

impl Fit {
    fn of(points: &[TrackPoint], record_frames: f64) -> Option<Fit> {
        let (first, last) = (points.first()?, points.last()?);
        if points.len() < 2 {
            return None;
        }
        let count = points.len() as f64;
        let middle = (first.middle_frames + last.middle_frames) / 2.0;
        let turns_per_frame = points.iter().map(|point| point.turns_per_frame).sum::<f64>() / count;
        let mut phases_rad = vec![0.0];
        for pair in points.windows(2) {
            let frames = pair[1].middle_frames - pair[0].middle_frames;
            // The records' own mean frequency gives the turns between them, `turns_per_frame` the remainder.
            let expected = frames * (pair[0].turns_per_frame + pair[1].turns_per_frame) / 2.0;
            let seen = (pair[1].phase_rad - pair[0].phase_rad) / TAU;
            let advance = expected + wrapped_turns(seen - expected);
            let rest = advance - frames * turns_per_frame;
            phases_rad.push(phases_rad[phases_rad.len() - 1] + TAU * rest);
        }
        let mean = phases_rad.iter().sum::<f64>() / count;
        phases_rad.iter_mut().for_each(|phase| *phase -= mean);
        let time = |point: &TrackPoint| (point.middle_frames - middle) / record_frames;
        let mut times: Vec<f64> = points.iter().map(time).collect();
        let mean = times.iter().sum::<f64>() / count;
        times.iter_mut().for_each(|time| *time -= mean);
        Some(Fit { turns_per_frame, times, phases_rad })
    }

    fn linear(&self) -> Vec<f64> {
        self.times.clone()
    }

    /// `t²` orthogonal to a constant and a straight line.
    fn parabola(&self) -> Vec<f64> {
        let squares: Vec<f64> = self.times.iter().map(|t| t * t).collect();
        let mean = squares.iter().sum::<f64>() / squares.len() as f64;
        let along = dot(&squares, &self.times) / dot(&self.times, &self.times);
        squares.iter().zip(&self.times).map(|(square, t)| square - mean - along * t).collect()
    }

    /// The coefficient of a shape in the phases. Neighbouring records share noise.
    fn coefficient(&self, shape: &[f64]) -> Tracked {
        let norm = dot(shape, shape);
        let mut variance = norm;
        for (index, (value, time)) in shape.iter().zip(&self.times).enumerate() {
            let later = shape[index + 1..].iter().zip(&self.times[index + 1..]);
            let near = later.take_while(|(_, other)| *other - time < 1.0);
            variance +=
                near.map(|(other, at)| 2.0 * value * other * hann_correlation(at - time)).sum::<f64>();
        }
        Tracked { value: dot(shape, &self.phases_rad) / norm, factor: variance / (norm * norm) }
    }
}

/// Correlation of the noise in amplitudes fitted under Hann's window, `lag` of a record apart (below 1).
fn hann_correlation(lag: f64) -> f64 {
    (1.0 - lag) * (2.0 + (TAU * lag).cos()) / 3.0 + (TAU * lag).sin() / TAU
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn wrapped_turns(turns: f64) -> f64 {
    turns - turns.round()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spectra::window::correlation;
    use crate::terms::settings::WindowKind;

    const RECORD: f64 = 65_536.0;

    /// Half-overlapping records of a tone at `turns_per_frame`, which rises by `rise` turns per frame in every frame.
    fn track(records: usize, turns_per_frame: f64, rise: f64) -> Track {
        let mut track = Track::default();
        for index in 0..records {
            let middle_frames = RECORD / 2.0 * (index as f64 + 1.0);
            let turns = turns_per_frame * middle_frames + 0.5 * rise * middle_frames * middle_frames;
            let phase_rad = TAU * wrapped_turns(turns + 0.37);
            // Frequency errors of a thousandth of a bin, like those due to noise in single records.
            let off = if index % 2 == 0 { 1e-3 } else { -1e-3 } / RECORD;
            let own = turns_per_frame + rise * middle_frames + off;
            track.add(TrackPoint { middle_frames, turns_per_frame: own, phase_rad });
        }
        track
    }

    #[test]
    fn a_steady_tones_frequency_is_exact() {
        for records in [2, 3, 14, 400] {
            let seen = track(records, 0.020_770_833_333, 0.0).turns_per_frame(RECORD).unwrap();
            assert!((seen.value / 0.020_770_833_333 - 1.0).abs() < 1e-13, "{records}: {:e}", seen.value);
        }
        assert_eq!(track(1, 0.02, 0.0).turns_per_frame(RECORD), None);
    }

    #[test]
    fn a_drift_reads_from_one_end_to_the_other() {
        let frames = RECORD * 7.5;
        let rise = 0.02 * 1e-4 / frames;
        let drift = track(14, 0.02, rise).drift_turns_per_frame(RECORD, frames).unwrap();
        assert!((drift.value / (0.02 * 1e-4) - 1.0).abs() < 1e-6, "{:e}", drift.value);
        let mean = track(14, 0.02, rise).turns_per_frame(RECORD).unwrap();
        assert!((mean.value / (0.02 * (1.0 + 0.5e-4)) - 1.0).abs() < 1e-11, "{:e}", mean.value);
    }

    #[test]
    fn a_frequencys_spread_comes_down_to_the_bound() {
        // var(ω) = 12·(1/snr)/T³ with one record's phase at 1.5/(snr·N): the bound over the stretch of 14 records.
        let factor = track(14, 0.02, 0.0).turns_per_frame(RECORD).unwrap().factor;
        let bound = 12.0 / (7.5f64 * RECORD).powi(3) / (1.5 / RECORD) / (TAU * TAU);
        assert!((1.0..1.2).contains(&(factor / bound).sqrt()), "{}", (factor / bound).sqrt());
    }

    #[test]
    fn hanns_correlation_is_that_of_its_samples() {
        for lag in [0.0, 0.1, 0.25, 0.5, 0.77, 0.999] {
            let summed = correlation(|x| WindowKind::Hann.at(x), (lag * 1024.0f64).round() / 1024.0);
            let closed = hann_correlation((lag * 1024.0f64).round() / 1024.0);
            assert!((summed - closed).abs() < 1e-6, "{lag}: {summed} {closed}");
        }
    }
}
