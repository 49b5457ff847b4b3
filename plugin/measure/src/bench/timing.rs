//! The time of a marker to a small fraction of a frame: the phases of its cross-spectrum with the marker itself.

use std::f64::consts::TAU;

use realfft::RealFftPlanner;
use realfft::num_complex::Complex;

use super::plan;

/// Sound kept on either side of a marker, in seconds.
pub(crate) const BESIDE_S: f64 = 0.02;
/// Newton's method from a tenth of a low-rate sample; it converges in three rounds.
const ROUNDS: usize = 6;

/// The delay and gain of a marker.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Timed {
    /// Start of the marker, from the first sample on.
    pub(crate) frame: f64,
    /// Negative if inverted.
    pub(crate) gain: f64,
}

/// Reads the time of a marker in the samples of both channels, of one length, that starts near `near`, where time runs
/// `stretch` times slower.
pub(crate) fn of(channels: &[Vec<f64>; 2], near: f64, stretch: f64, sample_rate_hz: f64) -> [Timed; 2] {
    let frames = channels[0].len().next_power_of_two();
    let bin_hz = sample_rate_hz / frames as f64;
    let bins = plan::MARK_BAND_HZ.map(|hz| ((hz / bin_hz) as usize).clamp(1, frames / 2));
    let plan = RealFftPlanner::new().plan_fft_forward(frames);
    let transform = |mut samples: Vec<f64>| {
        samples.resize(frames, 0.0);
        let mut spectrum = plan.make_output_vec();
        plan.process(&mut samples, &mut spectrum).expect("buffers come from the plan");
        spectrum[bins[0]..bins[1]].to_vec()
    };
    let marker = plan::mark().samples(near, stretch, sample_rate_hz, channels[0].len()).collect();
    let marker = transform(marker);
    let energy: f64 = marker.iter().map(Complex::norm_sqr).sum();
    channels.each_ref().map(|samples| {
        let heard = transform(samples.clone());
        let omega = |bin: usize| TAU * bin as f64 / frames as f64;
        let products = heard.iter().zip(&marker).map(|(heard, marker)| heard * marker.conj());
        let cross: Vec<(f64, Complex<f64>)> = (bins[0]..).map(omega).zip(products).collect();
        let late = lag(&cross);
        Timed { frame: near + late, gain: derivatives(&cross, late)[0] / energy }
    })
}

/// The lag in frames at which the correlation is largest.
fn lag(cross: &[(f64, Complex<f64>)]) -> f64 {
    let mut late = 0.0;
    for _ in 0..ROUNDS {
        let [_, slope, bend] = derivatives(cross, late);
        if bend != 0.0 {
            late -= (slope / bend).clamp(-2.0, 2.0);
        }
    }
    late
}

/// The correlation at a lag in frames, and its first and second derivative.
fn derivatives(cross: &[(f64, Complex<f64>)], lag: f64) -> [f64; 3] {
    cross.iter().fold([0.0; 3], |[at, slope, bend], (omega, product)| {
        let turned = product * Complex::cis(omega * lag);
        [at + turned.re, slope - omega * turned.im, bend - omega * omega * turned.re]
    })
}
