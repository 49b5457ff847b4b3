//! One channel of one record: what its samples say by themselves, and its two transforms.

use std::sync::Arc;

use realfft::num_complex::Complex;
use realfft::{RealFftPlanner, RealToComplex};

use crate::WindowKind;
use crate::exact_transform::ExactTransform;
use crate::line_fit::LineFit;
use crate::window::LineShape;

/// Plans and scratch that all channels share.
pub(crate) struct Transforms {
    pub(crate) frames: usize,
    pub(crate) exact: ExactTransform,
    pub(crate) shape: LineShape,
    window: Vec<f64>,
    plan: Arc<dyn RealToComplex<f64>>,
    samples: Vec<f64>,
    input: Vec<f64>,
    scratch: Vec<Complex<f64>>,
}

/// The window in which peaks, noise and spurs are read: side lobes below −180 dB.
pub(crate) const ANALYSIS_WINDOW: WindowKind = WindowKind::BlackmanHarris7;

impl Transforms {
    /// Plans for an even number of frames.
    pub(crate) fn new(frames: usize) -> Transforms {
        let mut planner = RealFftPlanner::new();
        let plan = planner.plan_fft_forward(frames);
        Transforms {
            frames,
            exact: ExactTransform::new(frames, &mut planner),
            shape: LineShape::new(ANALYSIS_WINDOW, frames),
            window: scaled_window(ANALYSIS_WINDOW, frames),
            samples: vec![0.0; frames],
            input: plan.make_input_vec(),
            scratch: plan.make_scratch_vec(),
            plan,
        }
    }

    /// The plan of the plain transform, for another window's display.
    pub(crate) fn plan(&self) -> Arc<dyn RealToComplex<f64>> {
        self.plan.clone()
    }

    /// Reads one channel's samples and transforms them. Samples that are not finite count as zero here;
    /// [`Tally::not_finite`] says that there were some.
    pub(crate) fn read<S: Copy + Into<f64>>(&mut self, samples: &[S], record: &mut ChannelRecord) {
        for (to, from) in self.samples.iter_mut().zip(samples) {
            *to = (*from).into();
        }
        record.tally = Tally::of(&mut self.samples);
        for ((out, sample), weight) in self.input.iter_mut().zip(&self.samples).zip(&self.window) {
            *out = sample * weight;
        }
        self.plan
            .process_with_scratch(&mut self.input, &mut record.spectrum, &mut self.scratch)
            .expect("buffers come from the plan");
        self.exact.transform(&self.samples, &mut record.exact);
        for (power, bin) in record.power.iter_mut().zip(&record.spectrum) {
            *power = bin.norm_sqr();
        }
    }

    /// Zero-lag sums of two channels: `Σxy/N` with both means removed.
    pub(crate) fn covariance<S: Copy + Into<f64>>(&self, a: &[S], b: &[S], means: [f64; 2]) -> f64 {
        let product = |(a, b): (&S, &S)| ((*a).into() - means[0]) * ((*b).into() - means[1]);
        a.iter().zip(b).map(product).sum::<f64>() / a.len() as f64
    }
}

/// A window scaled so that a sine of amplitude 1 reads 1 at its bin.
pub(crate) fn scaled_window(kind: WindowKind, frames: usize) -> Vec<f64> {
    let scale = 2.0 / (kind.coherent_gain() * frames as f64);
    kind.samples(frames).iter().map(|w| w * scale).collect()
}

/// One channel of one record.
pub(crate) struct ChannelRecord {
    pub(crate) tally: Tally,
    /// 7-term transform, a sine of amplitude 1 reading 1; later what is left of it without the fitted lines.
    pub(crate) spectrum: Vec<Complex<f64>>,
    /// Hann-weighted transform for [`ExactTransform::evaluate`].
    pub(crate) exact: Vec<Complex<f64>>,
    /// Squared magnitudes of `spectrum` before lines are taken out.
    pub(crate) power: Vec<f64>,
    pub(crate) fit: LineFit,
}

impl ChannelRecord {
    pub(crate) fn new(transforms: &Transforms) -> ChannelRecord {
        let spectrum = transforms.plan.make_output_vec();
        ChannelRecord {
            tally: Tally::default(),
            power: vec![0.0; spectrum.len()],
            exact: transforms.exact.make_spectrum(),
            fit: LineFit::default(),
            spectrum,
        }
    }
}

/// What the samples of one channel say by themselves.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
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
    /// Tallies the samples, setting those that are not finite to zero.
    fn of(samples: &mut [f64]) -> Tally {
        let frames = samples.len() as f64;
        let mut tally = Tally::default();
        tally.silence_not_finite(samples);
        let (mut sum, mut squares) = ([0.0; 8], [0.0; 8]);
        let mut peak = [0.0f64; 8];
        let mut chunks = samples.chunks_exact(8);
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
