//! The coherent residual over one period of a tone, from the harmonics' mean complex amplitudes.

use std::f64::consts::FRAC_PI_2;

use realfft::RealFftPlanner;
use realfft::num_complex::Complex;

use super::lines::ChannelLines;
use super::tone::ToneReadings;
use crate::figures::estimate::Z95;
use crate::figures::refusal::Refusal;
use crate::figures::residual::ResidualWaveform;
use crate::lines::model::Role;

/// Harmonics that make a waveform; a single one is a sine, of which the level says everything.
const FEWEST: u32 = 2;

/// A harmonic over the fundamental, as the coefficient of `cos(kθ)`, and what noise adds to it.
struct Term {
    order: u32,
    ratio: Complex<f64>,
    /// Mean square of the noise in `ratio`.
    noise: f64,
}

/// The waveform of a channel.
///
/// # Errors
///
/// No single tone drives the channel, the other channel's tone shares harmonics with it, or fewer than [`FEWEST`]
/// harmonics lie in the band.
pub(crate) fn waveform(lines: &ChannelLines) -> Result<ResidualWaveform, Refusal> {
    lines.context.poison(lines.channel).map_or(Ok(()), Err)?;
    let tone = ToneReadings::new(lines)?.tone;
    lines.context.related_tones()?;
    let highest_order = highest_order(lines, tone)?;
    let terms: Vec<Term> = (2..=highest_order).filter_map(|order| term(lines, tone, order)).collect();
    let has = |order: &u32| terms.iter().any(|term| term.order == *order);
    Ok(ResidualWaveform {
        points: points(&terms, highest_order),
        half: half(lines, tone, &terms) as f32,
        highest_order,
        missing_orders: (2..=highest_order).filter(|order| !has(order)).collect(),
    })
}

/// The highest order that lies in the band and below half the sample rate.
fn highest_order(lines: &ChannelLines, tone: usize) -> Result<u32, Refusal> {
    let context = lines.context;
    let fundamental_hz = context.hz(context.channel(lines.channel).tones[tone]);
    let counts = |order: u32| {
        let frequency_hz = f64::from(order) * fundamental_hz;
        lines.in_band(frequency_hz) && frequency_hz < context.sample_rate_hz / 2.0
    };
    let least = 1 + FEWEST;
    if !counts(least) {
        let frequency_hz = f64::from(least) * fundamental_hz;
        let band_high_hz = context.band.high_hz;
        return Err(Refusal::OutsideBand { order: least, frequency_hz, band_high_hz });
    }
    let beyond = (context.band.high_hz / fundamental_hz) as u32 + 1;
    Ok((least..=beyond).rev().find(|order| counts(*order)).unwrap_or(least))
}

fn term(lines: &ChannelLines, tone: usize, order: u32) -> Option<Term> {
    let set = &lines.context.channel(lines.channel).stimulus;
    let own = set.get(Role::Tone(tone))?.aligned;
    let line = set.get(Role::Harmonic { tone, order })?;
    // As cosines: the phase of the fundamental is own·k, and a sine starts a quarter turn later.
    let turn = f64::from(order) * (own.arg() + FRAC_PI_2);
    let noise = lines.noise_under(line.bins) * share(lines, line.share);
    let ratio = line.aligned * Complex::cis(-turn) / own.norm();
    ratio.norm().is_finite().then_some(Term { order, ratio, noise: noise / own.norm_sqr() })
}

/// Variance of a line's mean amplitude over that of one record's.
fn share(lines: &ChannelLines, of_line: Option<f64>) -> f64 {
    of_line.unwrap_or_else(|| lines.context.channel(lines.channel).stimulus.shares.fit_amplitude())
}

/// Each harmonic's noise turns at random against its phase, so that half of its power is in the waveform; noise in the
/// fundamental's phase shifts the whole waveform.
fn half(lines: &ChannelLines, tone: usize, terms: &[Term]) -> f64 {
    let own = lines.context.channel(lines.channel).stimulus.get(Role::Tone(tone));
    let phase_variance = own.map_or(0.0, |own| {
        lines.noise_under(own.bins) * share(lines, own.share) / (2.0 * own.aligned.norm_sqr())
    });
    let slope = |term: &Term| f64::from(term.order).powi(2) * term.ratio.norm_sqr() / 2.0;
    let variance: f64 = terms.iter().map(|term| term.noise / 2.0 + phase_variance * slope(term)).sum();
    Z95 * (variance * lines.widening()).sqrt()
}

fn points(terms: &[Term], highest_order: u32) -> Vec<f32> {
    let least = highest_order as usize * ResidualWaveform::LEAST_POINTS_PER_CYCLE;
    let count = least.max(ResidualWaveform::LEAST_POINTS).next_power_of_two();
    let plan = RealFftPlanner::<f64>::new().plan_fft_inverse(count);
    let mut spectrum = plan.make_input_vec();
    for term in terms {
        spectrum[term.order as usize] = term.ratio / 2.0;
    }
    let mut points = plan.make_output_vec();
    match plan.process(&mut spectrum, &mut points) {
        Ok(()) => points.into_iter().map(|point| point as f32).collect(),
        // Only for buffers of another length than the plan made.
        Err(_) => vec![0.0; count],
    }
}
