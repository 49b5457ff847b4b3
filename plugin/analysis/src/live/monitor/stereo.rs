//! Crest factor and correlation.

use std::collections::VecDeque;

/// Sums of a tenth of a second.
#[derive(Clone, Copy, Default)]
struct Sums {
    /// Left · left, right · right.
    squares: [f64; 2],
    /// Left · right.
    product: f64,
}

/// Sums of the last second and since the restart.
pub(super) struct Stereo {
    step_frames: usize,
    frames: usize,
    step: Sums,
    steps: VecDeque<Sums>,
    all_frames: u64,
    /// Sum of squares since the restart, without the current step.
    squares: [f64; 2],
    /// Largest absolute sample of each channel.
    peaks: Vec<f32>,
}

impl Stereo {
    /// Steps of a second.
    const STEPS: usize = 10;

    pub fn new(sample_rate_hz: f64, channels: usize) -> Stereo {
        Stereo {
            step_frames: (sample_rate_hz / Self::STEPS as f64).round().max(1.0) as usize,
            frames: 0,
            step: Sums::default(),
            steps: VecDeque::with_capacity(Self::STEPS),
            all_frames: 0,
            squares: [0.0; 2],
            peaks: vec![0.0; channels],
        }
    }

    /// Takes frames, one slice of finite samples per channel.
    pub fn take(&mut self, planes: &[&[f32]]) {
        for (peak, plane) in self.peaks.iter_mut().zip(planes) {
            *peak = plane.iter().fold(*peak, |peak, sample| peak.max(sample.abs()));
        }
        let Some(left) = planes.first() else { return };
        // One channel is as two equal ones.
        let right = planes.get(1).unwrap_or(left);
        self.all_frames += left.len() as u64;
        for (left, right) in left.iter().zip(*right) {
            let (left, right) = (f64::from(*left), f64::from(*right));
            self.step.squares[0] += left * left;
            self.step.squares[1] += right * right;
            self.step.product += left * right;
            self.frames += 1;
            if self.frames == self.step_frames {
                self.finish_step();
            }
        }
    }

    fn finish_step(&mut self) {
        if self.steps.len() == Self::STEPS {
            self.steps.pop_front();
        }
        let step = std::mem::take(&mut self.step);
        for (all, square) in self.squares.iter_mut().zip(step.squares) {
            *all += square;
        }
        self.steps.push_back(step);
        self.frames = 0;
    }

    /// Correlation coefficient of the last whole second.
    pub fn correlation(&self) -> Option<f64> {
        if self.steps.len() < Self::STEPS || self.peaks.len() != 2 {
            return None;
        }
        let sum = |value: fn(&Sums) -> f64| self.steps.iter().map(value).sum::<f64>();
        let size = (sum(|step| step.squares[0]) * sum(|step| step.squares[1])).sqrt();
        (size > 0.0).then(|| (sum(|step| step.product) / size).clamp(-1.0, 1.0))
    }

    /// Peak over rms since the restart.
    pub fn crest(&self) -> Vec<Option<f64>> {
        let crest = |(channel, peak): (usize, &f32)| {
            let square = self.squares[channel] + self.step.squares[channel];
            let rms = (square / self.all_frames.max(1) as f64).sqrt();
            (rms > 0.0).then(|| f64::from(*peak) / rms)
        };
        self.peaks.iter().enumerate().map(crest).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise(seed: u32) -> Vec<f32> {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state as f32 / u32::MAX as f32 - 0.5
        };
        (0..48_000).map(|_| next()).collect()
    }

    fn correlation(left: &[f32], right: &[f32], run: usize) -> Option<f64> {
        let mut stereo = Stereo::new(48_000.0, 2);
        left.chunks(run).zip(right.chunks(run)).for_each(|(left, right)| stereo.take(&[left, right]));
        stereo.correlation()
    }

    #[test]
    fn equal_sides_correlate_fully_inverted_ones_negatively_and_strangers_not() {
        let (left, other) = (noise(1), noise(99));
        let inverted: Vec<f32> = left.iter().map(|sample| -0.5 * sample).collect();
        for run in [1, 777, 48_000] {
            assert!(correlation(&left, &left, run).is_some_and(|r| (r - 1.0).abs() < 1e-12));
            assert!(correlation(&left, &inverted, run).is_some_and(|r| (r + 1.0).abs() < 1e-6));
            assert!(correlation(&left, &other, run).is_some_and(|r| r.abs() < 0.02));
        }
        assert_eq!(correlation(&left, &vec![0.0; 48_000], 512), None);
        assert_eq!(correlation(&left[..40_000], &left[..40_000], 512), None);
    }

    #[test]
    fn the_crest_factor_of_a_square_is_1_and_of_silence_nothing() {
        let mut stereo = Stereo::new(48_000.0, 2);
        stereo.take(&[&[0.5, -0.5, 0.5, -0.5], &[0.0; 4]]);
        assert_eq!(stereo.crest(), [Some(1.0), None]);
    }
}
