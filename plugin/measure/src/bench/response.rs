//! What a sweep of the track says of a device: gain, phase and harmonics over frequency.
//!
//! The recording's spectrum over that of the sweep itself is the device's response; as an impulse response, its n-th
//! harmonic lies `L·ln n` before the linear part. A window around either, flat over what a device's response takes, gives
//! the value at a frequency. The same window elsewhere gives the noise.

use std::f64::consts::{PI, TAU};

use realfft::RealFftPlanner;
use realfft::num_complex::Complex;

use super::glide::{self, Glide};
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
const SHORTEST_S: [f64; 2] = [0.0015, 0.003];
const LONGEST_S: [f64; 2] = [0.25, 0.6];
/// A window's part of the distance to the next harmonic.
const APART: f64 = 0.45;
/// Flat part of a window on either side.
const FLAT: f64 = 0.5;
/// Silence after the sound in the transform, in seconds.
const AFTER_S: f64 = 1.0;
/// Edges of the band divided by the sweep: its fades.
const EDGES_HZ: [f64; 4] = [5.5, 16.0, 20_500.0, 21_200.0];
/// Below and above these the ringing of the band's edges counts; what a wire shows is taken out.
const RINGING_HZ: [f64; 2] = [400.0, 17_000.0];
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

/// The impulse responses of two channels to a sweep.
pub(crate) struct Responses {
    sample_rate_hz: f64,
    glide: Glide,
    /// Frames of sound before the sweep, and of all sound.
    start: f64,
    frames: usize,
    channels: [Vec<f64>; 2],
    /// That of a wire: the band's edges ring.
    wire: Vec<f64>,
}

impl Responses {
    /// From sound in which the sweep starts at `start` frames.
    pub(crate) fn new(sound: &[Vec<f64>; 2], glide: Glide, start: f64, sample_rate_hz: f64) -> Responses {
        let frames = sound[0].len();
        let length = smooth_length(frames + (AFTER_S * sample_rate_hz) as usize);
        let mut planner = RealFftPlanner::new();
        let (forward, inverse) = (planner.plan_fft_forward(length), planner.plan_fft_inverse(length));
        let transform = |mut samples: Vec<f64>| {
            samples.resize(length, 0.0);
            let mut spectrum = forward.make_output_vec();
            forward.process(&mut samples, &mut spectrum).expect("buffers come from the plan");
            spectrum
        };
        let back = |mut spectrum: Vec<Complex<f64>>| {
            for end in [0, length / 2] {
                spectrum[end].im = 0.0;
            }
            let mut samples = inverse.make_output_vec();
            inverse.process(&mut spectrum, &mut samples).expect("buffers come from the plan");
            samples
        };
        let sweep = transform(glide.samples(start, 1.0, sample_rate_hz, frames).collect());
        let bin_hz = sample_rate_hz / length as f64;
        let edges: Vec<f64> =
            (0..sweep.len()).map(|bin| edge(bin as f64 * bin_hz, sample_rate_hz) / length as f64).collect();
        let divided = |(sweep, edge): (&Complex<f64>, &f64)| {
            if *edge > 0.0 { sweep.conj() * (edge / sweep.norm_sqr()) } else { Complex::default() }
        };
        let inverted: Vec<Complex<f64>> = sweep.iter().zip(&edges).map(divided).collect();
        let response = |channel: usize| {
            // Without fades the ends of hum would spread over all frequencies.
            let gain = |frame: usize| glide::fade(frame as f64, frames as f64, start);
            let faded = sound[channel].iter().enumerate().map(|(frame, sample)| sample * gain(frame));
            let heard = transform(faded.collect());
            back(heard.iter().zip(&inverted).map(|(heard, inverted)| heard * inverted).collect())
        };
        let wire = back(edges.iter().map(|edge| Complex::new(*edge, 0.0)).collect());
        Responses { sample_rate_hz, glide, start, frames, channels: [0, 1].map(response), wire }
    }

    /// Frequencies of the points, rising.
    pub(crate) fn frequencies_hz(&self) -> Vec<f64> {
        let at = |index: i32| RANGE_HZ[0] * 10f64.powf(f64::from(index) / PER_DECADE);
        let highest = RANGE_HZ[1].min(HIGHEST * self.sample_rate_hz) * (1.0 + 1e-9);
        (0..).map(at).take_while(|hz| *hz <= highest).collect()
    }

    /// The linear response of a channel at a frequency, and its noise per unit of a window's energy, infinite where it
    /// cannot be read.
    pub(crate) fn linear(&self, channel: usize, frequency_hz: f64) -> (Value, f64) {
        let window = Window::new(frequency_hz, 1, &self.glide);
        let weights = Weights::new(&window, 0.0, frequency_hz, self.sample_rate_hz);
        let samples = &self.channels[channel];
        let noise = self.noise(samples, &weights, &window, frequency_hz);
        let mut value = weights.sum(samples, 0);
        if rings(frequency_hz) {
            value /= weights.sum(&self.wire, 0);
        }
        (Value { value, variance: noise * weights.energy }, noise)
    }

    /// The harmonic of an order at its own frequency. `linear` is the linear response there, `noise` its noise.
    pub(crate) fn harmonic(
        &self,
        channel: usize,
        frequency_hz: f64,
        order: u32,
        linear: Complex<f64>,
        noise: f64,
    ) -> Value {
        let window = Window::new(frequency_hz, order, &self.glide);
        let middle = -self.glide.growth_s * f64::from(order).ln() * self.sample_rate_hz;
        let weights = Weights::new(&window, middle - middle.round(), frequency_hz, self.sample_rate_hz);
        let mut value = weights.sum(&self.channels[channel], middle.round() as i64);
        if rings(frequency_hz) {
            value -= weights.sum(&self.wire, middle.round() as i64) * linear;
        }
        Value { value, variance: noise * weights.energy }
    }

    fn noise(&self, samples: &[f64], weights: &Weights, window: &Window, frequency_hz: f64) -> f64 {
        let places = self.noise_places(frequency_hz, window);
        if places.len() < FEWEST_PLACES {
            return f64::INFINITY;
        }
        let lag = |place: &f64| (place * self.sample_rate_hz).round() as i64;
        let power = |place: &f64| weights.sum(samples, lag(place)).norm_sqr() / weights.energy;
        let count = places.len() as f64;
        places.iter().map(power).sum::<f64>() / count * student_widening(1.0 / count)
    }

    /// Lags in seconds at which sound of this frequency is neither the response nor a low harmonic, and was recorded.
    fn noise_places(&self, frequency_hz: f64, window: &Window) -> Vec<f64> {
        let length_s = window.before_s + window.after_s;
        let growths = (frequency_hz / self.glide.low_hz).ln();
        let passes_s = self.start / self.sample_rate_hz + self.glide.growth_s * growths;
        let end_s = self.frames as f64 / self.sample_rate_hz;
        let first = 2.0 * window.after_s + window.before_s;
        let after = std::iter::successors(Some(first), |lag| Some(lag + length_s));
        let after = after.take_while(|lag| passes_s + lag + window.after_s < end_s);
        let first = -self.glide.growth_s * CLEAR_ORDER.ln() - length_s;
        let before = std::iter::successors(Some(first), |lag| Some(lag - length_s));
        let before = before.take_while(|lag| passes_s + lag - window.before_s > 0.0);
        after.chain(before).take(NOISE_PLACES).collect()
    }
}

/// A window's weights, turned by a frequency.
struct Weights {
    /// Lag of the first one from the middle.
    first: i64,
    turned: Vec<Complex<f64>>,
    energy: f64,
}

impl Weights {
    /// Around a middle that lies `fraction` frames after a whole one.
    fn new(window: &Window, fraction: f64, frequency_hz: f64, sample_rate_hz: f64) -> Weights {
        let first = (fraction - window.before_s * sample_rate_hz).ceil() as i64;
        let last = (fraction + window.after_s * sample_rate_hz).floor() as i64;
        let turns = frequency_hz / sample_rate_hz;
        let step = Complex::cis(-TAU * turns);
        let mut turn = Complex::default();
        let mut energy = 0.0;
        let turned = (first..=last).enumerate().map(|(count, lag)| {
            // The rotation is renewed before its rounding adds up.
            if count % 256 == 0 {
                turn = Complex::cis(-TAU * (turns * (lag as f64 - fraction)).fract());
            }
            let weight = window.at((lag as f64 - fraction) / sample_rate_hz);
            energy += weight * weight;
            let weighted = turn * weight;
            turn *= step;
            weighted
        });
        let turned: Vec<Complex<f64>> = turned.collect();
        Weights { first, turned, energy }
    }

    /// The sum over the samples of a ring around a lag.
    fn sum(&self, samples: &[f64], middle: i64) -> Complex<f64> {
        let start = (middle + self.first).rem_euclid(samples.len() as i64) as usize;
        let (head, tail) = self.turned.split_at(self.turned.len().min(samples.len() - start));
        let product = |(weight, sample): (&Complex<f64>, &f64)| weight * sample;
        let head: Complex<f64> = head.iter().zip(&samples[start..]).map(product).sum();
        head + tail.iter().zip(samples).map(product).sum::<Complex<f64>>()
    }
}

fn rings(frequency_hz: f64) -> bool {
    !(RINGING_HZ[0]..=RINGING_HZ[1]).contains(&frequency_hz)
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
        if part <= FLAT {
            return 1.0;
        }
        let outside = ((part - FLAT) / (1.0 - FLAT)).min(1.0);
        0.5 + 0.5 * (PI * outside).cos()
    }
}
