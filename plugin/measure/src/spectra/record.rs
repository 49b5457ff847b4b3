//! One channel of one record: its sample statistics and its three transforms.

use std::sync::Arc;

use realfft::num_complex::Complex;
use realfft::{RealFftPlanner, RealToComplex};

use crate::spectra::exact_transform::ExactTransform;
use crate::spectra::tally::Tally;
use crate::spectra::window::LineShape;
use crate::spectra::workspace::Workspace;
use crate::spectra::{noise_window, warp};
use crate::terms::settings::WindowKind;

/// Plans and scratch shared by all channels.
pub(crate) struct Transforms {
    pub(crate) frames: usize,
    pub(crate) exact: ExactTransform,
    /// Shape of a line in [`ChannelRecord::seen`] and in [`ChannelRecord::noise`].
    pub(crate) seen_shape: LineShape,
    pub(crate) noise_shape: LineShape,
    seen_window: Vec<f64>,
    noise_window: Vec<f64>,
    plan: Arc<dyn RealToComplex<f64>>,
    samples: Vec<f64>,
    workspace: Workspace,
}

/// Purpose of a record's transforms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// To search for lines and fit them.
    Full,
    /// To fit known lines, without the transform for the line search: [`ChannelRecord::seen`] and its powers are
    /// not of this record.
    Known,
}

/// Drift within a record.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Drift {
    /// Clock drift in frames at the record's ends relative to its middle.
    pub(crate) bend_frames: f64,
    /// Level change: `1 + slope·u`, u from −1 to 1 over the record.
    pub(crate) slope: f64,
}

impl Drift {
    /// `n′ − n` for the frame n′ whose time `n′ + b·u(n′)²` is n, to second order.
    fn delay_frames(self, frame: f64, half: f64) -> f64 {
        let (u, b) = ((frame - half) / half, self.bend_frames);
        b * u * u * (2.0 * b * u / half - 1.0)
    }
}

/// Rounding of transform and fit as a power relative to the strongest line.
pub(crate) const ROUNDING: f64 = 1e-27;

/// The window for the line search: side lobes below −180 dB.
pub(crate) const SEEN_WINDOW: WindowKind = WindowKind::BlackmanHarris7;

impl Transforms {
    /// Plans for an even number of frames.
    pub(crate) fn new(frames: usize) -> Transforms {
        let mut planner = RealFftPlanner::new();
        let plan = planner.plan_fft_forward(frames);
        let scale = 2.0 / (noise_window::coefficients()[0] * frames as f64);
        let noise_window = |n: usize| scale * noise_window::at(n as f64 / frames as f64);
        Transforms {
            frames,
            exact: ExactTransform::new(frames, &mut planner),
            seen_shape: LineShape::new(SEEN_WINDOW.coefficients(), frames),
            noise_shape: LineShape::new(noise_window::coefficients(), frames),
            seen_window: scaled_window(SEEN_WINDOW, frames),
            noise_window: (0..frames).map(noise_window).collect(),
            samples: vec![0.0; frames],
            workspace: Workspace::default(),
            plan,
        }
    }

    /// The plan of the plain transform, for another window's display.
    pub(crate) fn plan(&self) -> Arc<dyn RealToComplex<f64>> {
        self.plan.clone()
    }

    /// Reads one channel's samples and transforms them. Samples that are not finite count as zero here and are counted
    /// in [`Tally::not_finite`]. Only the last `fresh` are tallied.
    pub(crate) fn read<S: Copy + Into<f64>>(
        &mut self,
        samples: &[S],
        fresh: usize,
        look: Look,
        record: &mut ChannelRecord,
    ) {
        for (to, from) in self.samples.iter_mut().zip(samples) {
            *to = (*from).into();
        }
        record.tally = Tally::of(&mut self.samples, fresh);
        self.transform(look, record);
    }

    /// The transforms of samples with a clock's bend and a level's slope undone. The tally is unchanged.
    pub(crate) fn read_undone<S: Copy + Into<f64>>(
        &mut self,
        samples: &[S],
        drift: Drift,
        look: Look,
        record: &mut ChannelRecord,
    ) {
        let mut original: Vec<f64> = samples.iter().take(self.frames).map(|x| (*x).into()).collect();
        Tally::of(&mut original, 1);
        if drift.bend_frames == 0.0 {
            self.samples.copy_from_slice(&original);
        } else {
            let half = self.frames as f64 / 2.0;
            warp::warp(&original, |frame| drift.delay_frames(frame, half), &mut self.samples);
        }
        if drift.slope != 0.0 {
            let half = self.frames as f64 / 2.0;
            for (n, sample) in self.samples.iter_mut().enumerate() {
                *sample /= 1.0 + drift.slope * (n as f64 - half) / half;
            }
        }
        self.transform(look, record);
    }

    /// The transforms of the samples in the buffer.
    fn transform(&mut self, look: Look, record: &mut ChannelRecord) {
        let seen = (&self.seen_window, &mut record.seen);
        let noise = (&self.noise_window, &mut record.noise);
        for (window, spectrum) in (look == Look::Full).then_some(seen).into_iter().chain([noise]) {
            let input = self.workspace.input(self.frames);
            for ((out, sample), weight) in input.iter_mut().zip(&self.samples).zip(window) {
                *out = sample * weight;
            }
            self.workspace.process(&*self.plan, spectrum);
        }
        self.exact.transform(&self.samples, &mut self.workspace, &mut record.exact);
        if look == Look::Full {
            for (power, bin) in record.power.iter_mut().zip(&record.seen) {
                *power = bin.norm_sqr();
            }
        }
    }
}

/// A window scaled so that a sine of amplitude 1 reads 1 at its bin.
pub(crate) fn scaled_window(kind: WindowKind, frames: usize) -> Vec<f64> {
    let scale = 2.0 / (kind.coherent_gain() * frames as f64);
    kind.samples(frames).iter().map(|w| w * scale).collect()
}

/// One channel of one record. In all spectra a sine of amplitude 1 reads 1.
pub(crate) struct ChannelRecord {
    pub(crate) tally: Tally,
    /// 7-term transform for the line search. It and `noise` are moved out when the fitted lines are subtracted; what
    /// comes back is memory for the next record.
    pub(crate) seen: Vec<Complex<f64>>,
    /// Squared magnitudes of `seen`.
    pub(crate) power: Vec<f64>,
    /// Hann-weighted transform for [`ExactTransform::evaluate`].
    pub(crate) exact: Vec<Complex<f64>>,
    /// Transform through the noise window.
    pub(crate) noise: Vec<Complex<f64>>,
}

impl ChannelRecord {
    pub(crate) fn new(transforms: &Transforms) -> ChannelRecord {
        let spectrum = transforms.plan.make_output_vec();
        ChannelRecord {
            tally: Tally::default(),
            power: vec![0.0; spectrum.len()],
            exact: transforms.exact.make_spectrum(),
            noise: spectrum.clone(),
            seen: spectrum,
        }
    }
}
