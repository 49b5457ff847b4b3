//! Frequencies and phases of a multitone.
//!
//! All tones are odd multiples of one low frequency, so no even-order product coincides with a tone. Tones are shifted
//! by a few multiples to avoid harmonics and products `2a ± b` of lower tones.

use std::f64::consts::PI;

use realfft::num_complex::Complex;

use super::recipe::NoSignal;
use crate::spectra::transform::{Forward, Inverse};

/// Lowest and highest tone.
const RANGE_HZ: [f64; 2] = [20.0, 20_000.0];
/// Largest step of the common low frequency; records of its period or longer resolve the tones.
const COARSEST_HZ: f64 = 0.75;
/// Most tones; closer ones could not be resolved.
const MOST_TONES: usize = 120;
/// Largest shift of a tone, in steps between two tones: recognition requires regular spacing.
const LARGEST_SHIFT: f64 = 0.2;
/// Rounds of [`low_crest`]: 31 tones end at 9.7 to 10.1 dB, from 12 to 13 dB with phases at random.
const ROUNDS: usize = 120;
/// Clipping level of each round, relative to the lowest peak so far.
const CUT: f64 = 0.9;
/// Gain on the clipped part: peaks are rare, so a gain of 1 would hardly change the phases.
const FORCE: f64 = 200.0;

/// The tones of all sides together.
pub(super) struct Frequencies {
    /// Rising, in multiples of the sample rate over the period.
    pub(super) bins: Vec<usize>,
    /// Period of the sum in frames: a power of two.
    pub(super) period_frames: usize,
}

/// `tones` odd multiples in nearly equal steps of log frequency, up to 0.45 of the sample rate.
pub(super) fn frequencies(tones: usize, sample_rate_hz: f64) -> Result<Frequencies, NoSignal> {
    let [low_hz, highest_hz] = RANGE_HZ;
    let high_hz = highest_hz.min(0.45 * sample_rate_hz);
    let frames = sample_rate_hz / COARSEST_HZ;
    if !(2..=MOST_TONES).contains(&tones) || frames > f64::from(1u32 << 24) {
        return Err(NoSignal::Parameter);
    }
    if high_hz < 2.0 * low_hz {
        return Err(NoSignal::Frequency { frequency_hz: highest_hz, below_hz: sample_rate_hz / 2.0 });
    }
    let period_frames = (frames as usize).next_power_of_two();
    let bin_hz = sample_rate_hz / period_frames as f64;
    let step = (high_hz / low_hz).powf(1.0 / (tones - 1) as f64);
    let mut bins: Vec<usize> = Vec::with_capacity(tones);
    for tone in 0..tones {
        let ideal = low_hz * step.powi(tone as i32) / bin_hz;
        let reach = ideal * (step.powf(LARGEST_SHIFT) - 1.0);
        bins.push(free_bin(ideal, reach, &bins));
    }
    Ok(Frequencies { bins, period_frames })
}

/// The odd multiple nearest to the ideal that avoids products of the tones below; the nearest one if there is none.
fn free_bin(ideal: f64, reach: f64, below: &[usize]) -> usize {
    let nearest = 2 * (ideal / 2.0).floor() as usize + 1;
    let outward = (0..=(reach / 2.0) as usize).flat_map(|k| [nearest + 2 * k, nearest.saturating_sub(2 * k)]);
    let lowest = below.last().map_or(1, |last| last + 2);
    let nearest = nearest.max(lowest);
    outward.filter(|bin| *bin >= lowest).find(|bin| !meets_product(*bin, below)).unwrap_or(nearest)
}

/// Whether a tone here would coincide with a harmonic up to the ninth, or a third-order product of two lower tones.
fn meets_product(bin: usize, below: &[usize]) -> bool {
    let harmonic = |tone: &usize| [3, 5, 7, 9].iter().any(|order| order * tone == bin);
    let product = |a: &usize| below.iter().any(|b| 2 * a + b == bin || 2 * a == bin + b);
    below.iter().any(|tone| harmonic(tone) || product(tone))
}

/// Phases of sines of amplitude 1, and the peak of their sum.
pub(super) struct Shape {
    pub(super) phases_rad: Vec<f64>,
    pub(super) peak: f64,
}

/// Phases for a low crest factor: starting from Newman's, alternately clips the peaks and restores the tones'
/// amplitudes (Van der Ouderaa, Schoukens, Renneboog, IEEE Trans. Instrum. Meas. 37, 1988), here over-relaxed.
pub(super) fn low_crest(bins: &[usize], period_frames: usize) -> Shape {
    let (mut forward, mut inverse) = (Forward::new(period_frames), Inverse::new(period_frames));
    let count = bins.len() as f64;
    let newman = |k: usize| PI * (k * k) as f64 / count;
    let mut phases_rad: Vec<f64> = (0..bins.len()).map(newman).collect();
    let mut best = Shape { phases_rad: Vec::new(), peak: f64::INFINITY };
    for _ in 0..ROUNDS {
        let spectrum = inverse.spectrum();
        spectrum.fill(Complex::default());
        for (&bin, &phase) in bins.iter().zip(&phases_rad) {
            // The transform's cosine of phase − π/2 is the sine.
            spectrum[bin] = Complex::from_polar(0.5, phase - PI / 2.0);
        }
        let samples = inverse.run();
        let peak = samples.iter().fold(0.0, |peak: f64, x| peak.max(x.abs()));
        if peak < best.peak {
            best = Shape { phases_rad: phases_rad.clone(), peak };
        }
        let ceiling = CUT * best.peak;
        let clipped = samples.iter().map(|x| x - FORCE * (x - x.clamp(-ceiling, ceiling)));
        let spectrum = forward.of(clipped);
        for (&bin, phase) in bins.iter().zip(&mut phases_rad) {
            *phase = spectrum[bin].arg() + PI / 2.0;
        }
    }
    best
}
