//! What samples say by themselves: mean, power, peak, and those that are no numbers or stand at full scale.

/// What the samples of one channel say by themselves.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    /// Frames that the sums are of.
    pub(crate) frames: usize,
    pub(crate) mean: f64,
    pub(crate) mean_square: f64,
    pub(crate) peak: f64,
    /// Samples that are NaN or infinite.
    pub(crate) not_finite: u64,
    /// First frame and number of frames of each run of them.
    pub(crate) not_finite_runs: Vec<(u64, u64)>,
    /// The same of each run at full scale.
    pub(crate) clipped_runs: Vec<(u64, u64)>,
}

/// Samples in a row at full scale that count as clipping: a converter's own top code may be touched once or twice.
const CLIPPED_RUN: u64 = 3;
/// Full scale as integers of 16 bits reach it.
const FULL_SCALE: f64 = 1.0 - 1.0 / 32_768.0;
/// Runs listed per record: more say nothing more.
const MOST_RUNS: usize = 64;

impl Tally {
    /// Tallies the last `fresh` samples, after setting all that are not finite to zero.
    pub(crate) fn of(samples: &mut [f64], fresh: usize) -> Tally {
        let fresh = fresh.clamp(1, samples.len());
        let frames = fresh as f64;
        let mut tally = Tally { frames: fresh, ..Tally::default() };
        tally.silence_not_finite(samples);
        let summed = &samples[samples.len() - fresh..];
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
        if tally.peak >= FULL_SCALE {
            tally.clipped_runs = clipped_runs(samples);
        }
        tally
    }

    /// Zeroes NaN and infinite samples, and those so large that their powers would overflow, and notes where.
    fn silence_not_finite(&mut self, samples: &mut [f64]) {
        const LARGEST: f64 = 1e15;
        let wrong = |x: f64| x.is_nan() || x.abs() > LARGEST;
        self.not_finite = samples.iter().map(|&x| u64::from(wrong(x))).sum();
        if self.not_finite > 0 {
            self.not_finite_runs = runs(samples, 1, |x, _| wrong(x));
            samples.iter_mut().filter(|x| wrong(**x)).for_each(|x| *x = 0.0);
        }
    }
}

/// Runs of samples that stand at or beyond full scale without moving, or beyond 1.
fn clipped_runs(samples: &[f64]) -> Vec<(u64, u64)> {
    runs(samples, CLIPPED_RUN, |x, previous| {
        let stands = previous.is_none_or(|previous| x == previous || (x.abs() >= 1.0 && x * previous > 0.0));
        x.abs() >= FULL_SCALE && stands
    })
}

/// First frame and length of every run of `shortest` samples or more that belong together; `belongs` is asked of a
/// sample and its predecessor in the run, which the first has not.
fn runs(samples: &[f64], shortest: u64, belongs: impl Fn(f64, Option<f64>) -> bool) -> Vec<(u64, u64)> {
    let mut found = Vec::new();
    let mut run = 0u64;
    let mut end = |frame: u64, run: u64| {
        if run >= shortest && found.len() < MOST_RUNS {
            found.push((frame - run, run));
        }
    };
    let mut previous = 0.0;
    for (&x, frame) in samples.iter().zip(0u64..) {
        if run > 0 && belongs(x, Some(previous)) {
            run += 1;
        } else {
            end(frame, run);
            run = u64::from(belongs(x, None));
        }
        previous = x;
    }
    end(samples.len() as u64, run);
    found
}
