//! What a sweep of the track says of a device: gain, phase and harmonics over frequency.
//!
//! The recording's spectrum over that of the sweep itself is the device's response; as an impulse response, its n-th
//! harmonic lies `L·ln n` before the linear part. A window around either, flat over what a device's response takes, gives
//! the value at a frequency. The same window elsewhere gives the noise.

use std::f64::consts::{PI, TAU};

use realfft::RealFftPlanner;
use realfft::num_complex::Complex;

use super::glide::Glide;
use crate::figures::estimate::student_widening;
use crate::spectra::exact_transform::smooth_length;

/// Highest order of a harmonic.
pub(crate) const HIGHEST_ORDER: u32 = 9;
/// Points per decade.
const PER_DECADE: f64 = 30.0;
/// Range of the points.
const RANGE_HZ: [f64; 2] = [20.0, 20_000.0];
/// Highest point relative to the sample rate.
const HIGHEST: f64 = 0.455;
/// Windows reach this many periods before and after a response, within these limits in seconds.
const PERIODS: [f64; 2] = [8.0, 30.0];
const SHORTEST_S: [f64; 2] = [0.01, 0.015];
const LONGEST_S: [f64; 2] = [0.25, 0.6];
/// A window's part of the distance to the next harmonic.
const APART: f64 = 0.45;
/// Flat part of a window on either side.
const FLAT: f64 = 0.5;
/// Silence after the sound in the transform, in seconds.
const AFTER_S: f64 = 1.0;
/// Edges of the band divided by the sweep: its fades.
const EDGES_HZ: [f64; 4] = [10.5, 14.0, 20_500.0, 21_200.0];
/// Places at which noise is read, at most, and at least.
const NOISE_PLACES: usize = 16;
const FEWEST_PLACES: usize = 2;
/// Order from which on no harmonics are expected, for noise before a response.
const CLEAR_ORDER: f64 = 12.0;

/// A complex value and the mean square of its error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Value {
    pub(crate) value: Complex<f64>,
    pub(crate) variance: f64,
}

/// The impulse response of one channel to a sweep.
pub(crate) struct Impulse {
    samples: Vec<f64>,
    sample_rate_hz: f64,
    glide: Glide,
    /// Frames of sound before the sweep, and of all sound.
    start: f64,
    frames: usize,
}

impl Impulse {
    /// From sound in which the sweep starts at `start` frames.
    pub(crate) fn new(sound: &[f64], glide: Glide, start: f64, sample_rate_hz: f64) -> Impulse {
        let length = smooth_length(sound.len() + (AFTER_S * sample_rate_hz) as usize);
        let mut planner = RealFftPlanner::new();
        let (forward, inverse) = (planner.plan_fft_forward(length), planner.plan_fft_inverse(length));
        let transform = |samples: Vec<f64>| {
            let mut samples = samples;
            samples.resize(length, 0.0);
            let mut spectrum = forward.make_output_vec();
            forward.process(&mut samples, &mut spectrum).expect("buffers come from the plan");
            spectrum
        };
        let sweep = transform(glide.samples(start, 1.0, sample_rate_hz, sound.len()).collect());
        let mut heard = transform(sound.to_vec());
        let bin_hz = sample_rate_hz / length as f64;
        for (bin, (value, sweep)) in heard.iter_mut().zip(&sweep).enumerate() {
            let edge = edge(bin as f64 * bin_hz, sample_rate_hz) / length as f64;
            *value =
                if edge > 0.0 { *value * sweep.conj() / sweep.norm_sqr() * edge } else { Complex::default() };
        }
        for end in [0, length / 2] {
            heard[end].im = 0.0;
        }
        let mut samples = inverse.make_output_vec();
        inverse.process(&mut heard, &mut samples).expect("buffers come from the plan");
        Impulse { samples, sample_rate_hz, glide, start, frames: sound.len() }
    }

    /// Frequencies of the points, rising.
    pub(crate) fn frequencies_hz(&self) -> Vec<f64> {
        let at = |index: i32| RANGE_HZ[0] * 10f64.powf(f64::from(index) / PER_DECADE);
        let highest = RANGE_HZ[1].min(HIGHEST * self.sample_rate_hz) * (1.0 + 1e-9);
        (0..).map(at).take_while(|hz| *hz <= highest).collect()
    }

    /// Noise per frame of a window at these frequencies; infinite where it cannot be read.
    pub(crate) fn noise(&self, frequencies_hz: &[f64]) -> Vec<f64> {
        frequencies_hz.iter().map(|hz| self.noise_at(*hz)).collect()
    }

    /// The response at a frequency to the harmonic of an order, 1 for the fundamental. `noise` is that at the frequency.
    pub(crate) fn at(&self, frequency_hz: f64, order: u32, noise: f64) -> Value {
        let window = Window::new(frequency_hz, order, &self.glide);
        let middle_s = -self.glide.growth_s * f64::from(order).ln();
        let (value, energy) = self.windowed(&window, middle_s, frequency_hz);
        Value { value, variance: noise * energy }
    }

    fn noise_at(&self, frequency_hz: f64) -> f64 {
        let window = Window::new(frequency_hz, 1, &self.glide);
        let places = self.noise_places(frequency_hz, &window);
        if places.len() < FEWEST_PLACES {
            return f64::INFINITY;
        }
        let power = |place: &f64| {
            let (value, energy) = self.windowed(&window, *place, frequency_hz);
            value.norm_sqr() / energy
        };
        let count = places.len() as f64;
        places.iter().map(power).sum::<f64>() / count * student_widening(1.0 / count)
    }

    /// Lags in seconds at which sound of this frequency is neither the response nor a low harmonic, and was recorded.
    fn noise_places(&self, frequency_hz: f64, window: &Window) -> Vec<f64> {
        let length_s = window.before_s + window.after_s;
        let passes_s =
            self.start / self.sample_rate_hz + self.glide.growth_s * (frequency_hz / self.glide.low_hz).ln();
        let end_s = self.frames as f64 / self.sample_rate_hz;
        let after =
            std::iter::successors(Some(2.0 * window.after_s + window.before_s), |s| Some(s + length_s));
        let after = after.take_while(|lag| passes_s + lag + window.after_s < end_s);
        let first = -self.glide.growth_s * CLEAR_ORDER.ln() - length_s;
        let before = std::iter::successors(Some(first), |s| Some(s - length_s));
        let before = before.take_while(|lag| passes_s + lag - window.before_s > 0.0);
        after.take(NOISE_PLACES).chain(before.take(NOISE_PLACES)).take(NOISE_PLACES).collect()
    }

    /// The transform at a frequency of what a window around a lag holds, with the lag's phase taken out; and the energy
    /// of the window.
    fn windowed(&self, window: &Window, middle_s: f64, frequency_hz: f64) -> (Complex<f64>, f64) {
        let length = self.samples.len() as i64;
        let middle = middle_s * self.sample_rate_hz;
        let first = (middle - window.before_s * self.sample_rate_hz).ceil() as i64;
        let last = (middle + window.after_s * self.sample_rate_hz).floor() as i64;
        let turns = frequency_hz / self.sample_rate_hz;
        let step = Complex::cis(-TAU * turns);
        let (mut sum, mut energy) = (Complex::default(), 0.0);
        let mut turned = Complex::default();
        for (count, lag) in (first..=last).enumerate() {
            // The rotation is renewed before its rounding adds up.
            if count % 256 == 0 {
                turned = Complex::cis(-TAU * (turns * (lag as f64 - middle)).fract());
            }
            let weight = window.at((lag as f64 - middle) / self.sample_rate_hz);
            sum += turned * (weight * self.samples[lag.rem_euclid(length) as usize]);
            energy += weight * weight;
            turned *= step;
        }
        (sum, energy)
    }
}

/// Gain at the edges of the sweep's band.
fn edge(frequency_hz: f64, sample_rate_hz: f64) -> f64 {
    let [from, low, high, to] = EDGES_HZ;
    let (high, to) = (high.min(0.46 * sample_rate_hz), to.min(0.49 * sample_rate_hz));
    let part = ((frequency_hz - from) / (low - from)).min((to - frequency_hz) / (to - high)).clamp(0.0, 1.0);
    0.5 - 0.5 * (PI * part).cos()
}

/// Open around a response, with half a cosine at either end.
struct Window {
    before_s: f64,
    after_s: f64,
}

impl Window {
    fn new(frequency_hz: f64, order: u32, glide: &Glide) -> Window {
        let reach = |side: usize| (PERIODS[side] / frequency_hz).clamp(SHORTEST_S[side], LONGEST_S[side]);
        let order = f64::from(order);
        let next_s = APART * glide.growth_s * ((order + 1.0) / order).ln();
        let last_s = APART * glide.growth_s * (order / (order - 1.0)).ln();
        let after_s = if order > 1.0 { reach(1).min(last_s) } else { reach(1).min(0.6 * glide.growth_s) };
        Window { before_s: reach(0).min(next_s), after_s }
    }

    fn at(&self, since_s: f64) -> f64 {
        let part = if since_s < 0.0 { -since_s / self.before_s } else { since_s / self.after_s };
        let outside = ((part - FLAT) / (1.0 - FLAT)).clamp(0.0, 1.0);
        0.5 + 0.5 * (PI * outside).cos()
    }
}
