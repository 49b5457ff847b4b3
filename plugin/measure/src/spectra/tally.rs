//! Sample statistics: mean, power, peak, and the number of NaN or infinite samples.

use crate::spectra::word_length::Grid;

/// Sample statistics of one channel.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    /// Frames in the sums.
    pub(crate) frames: usize,
    pub(crate) mean: f64,
    pub(crate) mean_square: f64,
    pub(crate) peak: f64,
    /// Samples that are NaN or infinite.
    pub(crate) not_finite: u64,
    pub(crate) grid: Grid,
}

impl Tally {
    /// Tallies the last `fresh` samples, after setting all NaN or infinite ones to zero.
    pub(crate) fn of(samples: &mut [f64], fresh: usize) -> Tally {
        let fresh = fresh.clamp(1, samples.len());
        let frames = fresh as f64;
        let mut tally = Tally { frames: fresh, ..Tally::default() };
        tally.silence_not_finite(samples);
        let summed = &samples[samples.len() - fresh..];
        tally.grid.take(summed);
        let (mut sum, mut squares) = ([0.0; 8], [0.0; 8]);
        let mut peak = [0.0f64; 8];
        let mut chunks = summed.chunks_exact(8);
        for chunk in &mut chunks {
            for (lane, &x) in chunk.iter().enumerate() {
                sum[lane] += x;
                squares[lane] += x * x;
                peak[lane] = if x.abs() > peak[lane] { x.abs() } else { peak[lane] };
            }
        }
        for &x in chunks.remainder() {
            sum[0] += x;
            squares[0] += x * x;
            peak[0] = peak[0].max(x.abs());
        }
        tally.mean = sum.iter().sum::<f64>() / frames;
        tally.mean_square = squares.iter().sum::<f64>() / frames;
        tally.peak = peak.into_iter().fold(0.0, f64::max);
        tally
    }

    /// Zeroes NaN and infinite samples, and those so large that their powers would overflow, and counts them.
    fn silence_not_finite(&mut self, samples: &mut [f64]) {
        self.not_finite = samples.iter().map(|&x| u64::from(is_no_number(x))).sum();
        if self.not_finite > 0 {
            samples.iter_mut().filter(|x| is_no_number(**x)).for_each(|x| *x = 0.0);
        }
    }
}

/// NaN, infinite, or so large that its power would overflow.
pub(crate) fn is_no_number(sample: f64) -> bool {
    const LARGEST: f64 = 1e15;
    sample.is_nan() || sample.abs() > LARGEST
}
