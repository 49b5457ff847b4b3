//! The residual over one period of a tone: the planted nonlinearity's own waveform, and nothing else.

use std::f64::consts::TAU;

use groundtruth_measure::{Analyzer, Averaging, Refusal, ResidualWaveform, Settings};
use groundtruth_tests::stimulus::{Signal, Tone, amplitude};

use crate::RATE_HZ;

const FRAMES: usize = 65_536;
/// Points of one period at which a model is integrated.
const STEPS: usize = 1 << 16;

/// Records at 75 % overlap, all with the same weight.
fn residuals(channels: &[&Signal]) -> Vec<Result<ResidualWaveform, Refusal>> {
    let settings =
        Settings { transform_frames: FRAMES, averaging: Averaging::Infinite, ..Settings::default() };
    let mut analyzer = Analyzer::new(RATE_HZ, channels.len(), settings);
    let last = channels[0].samples.len() - FRAMES;
    for first in (0..=last).step_by(FRAMES / 4) {
        let record: Vec<&[f64]> =
            channels.iter().map(|signal| &signal.samples[first..first + FRAMES]).collect();
        analyzer.push(first as u64, &record).expect("records of the right length");
    }
    analyzer.residuals()
}

fn residual(signal: &Signal) -> ResidualWaveform {
    residuals(&[signal]).remove(0).expect("a single tone")
}

/// A memoryless nonlinearity driven by one tone.
fn through(model: fn(f64) -> f64, tone: Tone, frames: usize) -> Signal {
    let mut signal = Signal::silence(RATE_HZ, frames).with_tone(tone);
    signal.samples.iter_mut().for_each(|sample| *sample = model(*sample));
    signal
}

/// The model's residual over one period, by its own Fourier sums: orders 2 to `highest` over the fundamental.
fn expected(model: fn(f64) -> f64, tone: Tone, highest: u32, points: usize) -> Vec<f64> {
    let period: Vec<f64> = (0..STEPS)
        .map(|n| model(amplitude(tone.level_dbfs) * (TAU * n as f64 / STEPS as f64).sin()))
        .collect();
    let sums = |order: u32| {
        let turn = |n: usize| TAU * f64::from(order) * n as f64 / STEPS as f64;
        let sum = |of: fn(f64) -> f64| {
            period.iter().enumerate().map(|(n, y)| y * of(turn(n))).sum::<f64>() * 2.0 / STEPS as f64
        };
        [sum(f64::cos), sum(f64::sin)]
    };
    let [_, fundamental] = sums(1);
    let harmonics: Vec<(u32, [f64; 2])> = (2..=highest).map(|order| (order, sums(order))).collect();
    let at = |point: usize| {
        let turned = TAU * point as f64 / points as f64;
        let term = |(order, [cosine, sine]): &(u32, [f64; 2])| {
            let angle = f64::from(*order) * turned;
            cosine * angle.cos() + sine * angle.sin()
        };
        harmonics.iter().map(term).sum::<f64>() / fundamental
    };
    (0..points).map(at).collect()
}

fn errors(read: &ResidualWaveform, expected: &[f64]) -> Vec<f64> {
    assert_eq!(read.points.len(), expected.len());
    read.points.iter().zip(expected).map(|(point, expected)| f64::from(*point) - expected).collect()
}

fn rms(values: &[f64]) -> f64 {
    (values.iter().map(|value| value * value).sum::<f64>() / values.len() as f64).sqrt()
}

fn largest(values: &[f64]) -> f64 {
    values.iter().map(|value| value.abs()).fold(0.0, f64::max)
}

/// A class B stage without bias: nothing passes within 5 mFS of zero.
fn crossover(x: f64) -> f64 {
    x.signum() * (x.abs() - 0.005).max(0.0)
}

/// Second and third harmonic of 0.4 and 0.06 % at half of full scale, with DC.
fn polynomial(x: f64) -> f64 {
    0.02 + x + 0.016 * x * x - 0.01 * x * x * x
}

#[test]
fn crossover_distortion_has_the_waveform_of_its_dead_zone() {
    let tone = Tone { phase_rad: 1.1, ..Tone::new(99.664, -6.0) };
    let read = residual(&through(crossover, tone, FRAMES));
    assert_eq!((read.highest_order, read.missing_orders.len()), (200, 0));
    let expected = expected(crossover, tone, 200, read.points.len());
    // The sampled dead zone folds what lies above half of the rate. The rate is 481.618 times the frequency: the golden
    // ratio keeps the folded lines away from the harmonics up to high orders, whose sum at the kinks is the bound.
    let errors = errors(&read, &expected);
    assert!(largest(&errors) < 2e-6, "{}", largest(&errors));
    // It acts at the zero crossings: just after the rising one the output lags, by nearly the dead zone.
    let dead = 0.005 / amplitude(-6.0);
    let points = read.points.len();
    let after = f64::from(read.points[points / 512 * 2]);
    let before = f64::from(read.points[points - points / 512 * 2]);
    assert!(after < 0.0 && before > 0.0 && largest(&expected) < 2.0 * dead, "{before} {after}");
}

#[test]
fn a_polynomial_has_the_waveform_of_its_harmonics_without_dc() {
    for phase_rad in [0.0, 2.5, -0.7] {
        let tone = Tone { phase_rad, ..Tone::new(997.0, -6.0) };
        let read = residual(&through(polynomial, tone, FRAMES));
        let expected = expected(polynomial, tone, 3, read.points.len());
        // Nothing but rounding to single precision of 0.5 % of the fundamental.
        assert!(largest(&errors(&read, &expected)) < 2e-9, "{}", largest(&errors(&read, &expected)));
        let mean: f64 = read.points.iter().map(|point| f64::from(*point)).sum::<f64>();
        assert!((mean / read.points.len() as f64).abs() < 1e-10, "{mean}");
    }
}

#[test]
fn noise_averages_down_and_stays_within_the_stated_interval() {
    let tone = Tone::new(997.0, -6.0);
    let mut stated = Vec::new();
    for records in [1, 13, 61] {
        let frames = FRAMES + (records - 1) * FRAMES / 4;
        let (mut shares, mut half) = (Vec::new(), 0.0);
        for seed in 1..=12 {
            let read = residual(&through(polynomial, tone, frames).with_noise(-80.0, seed));
            let expected = expected(polynomial, tone, 3, read.points.len());
            half = f64::from(read.half);
            shares.push(rms(&errors(&read, &expected)) / half);
        }
        // The rms error over a period, root mean square of 12: 1.96 of it are the stated half. 12 records with 38 random
        // numbers each spread by 3 %, overlap leaves that.
        let share = rms(&shares);
        assert!((share * 1.96 - 1.0).abs() < 0.12, "{records} records: {share}");
        stated.push(half);
    }
    // 13 and 61 records at 75 % overlap hold 4 and 16 times the frames.
    assert!(stated[0] / stated[1] > 1.8 && stated[1] / stated[2] > 1.8, "{stated:?}");
}

#[test]
fn hum_that_does_not_repeat_with_the_tone_does_not_leak() {
    let tone = Tone::new(997.0, -6.0);
    let clean = residual(&through(polynomial, tone, FRAMES));
    let signal = through(polynomial, tone, FRAMES)
        .with_hum(50.02, &[(1, -50.0), (2, -60.0), (3, -55.0), (7, -70.0)])
        .with_tones([Tone::new(15_734.0, -60.0)]);
    let hummed = residual(&signal);
    let before: Vec<f64> = clean.points.iter().map(|point| f64::from(*point)).collect();
    // Hum at −44 dB of the tone is 6e-3 of it.
    assert!(largest(&errors(&hummed, &before)) < 1e-7, "{}", largest(&errors(&hummed, &before)));
}

#[test]
fn it_is_the_waveform_whose_rms_is_thd() {
    let tone = Tone::new(440.3, -3.0);
    let signal = through(crossover, tone, FRAMES);
    let read = residual(&signal);
    let report = groundtruth_tests::reading::measure(&[&signal]);
    let thd_db =
        report.channels[0].figures[&groundtruth_measure::ChannelFigure::ThdF].figure().expect("a tone");
    let points: Vec<f64> = read.points.iter().map(|point| f64::from(*point)).collect();
    let rms_db = 20.0 * (rms(&points) * 2f64.sqrt()).log10();
    assert!((rms_db - thd_db.value).abs() < 0.001, "{rms_db} {}", thd_db.value);
}

#[test]
fn without_a_single_tone_or_two_harmonics_it_is_refused() {
    let quiet = Signal::silence(RATE_HZ, FRAMES).with_noise(-100.0, 3);
    let pair = quiet.clone().with_tones([Tone::new(19_000.0, -12.0), Tone::new(20_000.0, -12.0)]);
    let refusals = residuals(&[&pair]);
    assert!(matches!(refusals[0], Err(Refusal::WrongStimulus { .. })), "{refusals:?}");
    let high = quiet.clone().with_tone(Tone::new(7_000.0, -6.0));
    let refusals = residuals(&[&high]);
    assert!(matches!(refusals[0], Err(Refusal::OutsideBand { order: 3, .. })), "{refusals:?}");
    let tone = quiet.clone().with_tone(Tone::new(997.0, -6.0));
    let refusals = residuals(&[&tone, &quiet]);
    assert!(refusals[0].is_ok() && matches!(refusals[1], Err(Refusal::NotDriven { .. })), "{refusals:?}");
    // The third harmonic of one is the second harmonic of the other.
    let other = quiet.clone().with_tone(Tone::new(1500.0, -6.0));
    let refusals = residuals(&[&quiet.with_tone(Tone::new(1000.0, -6.0)), &other]);
    assert!(refusals.iter().all(|one| matches!(one, Err(Refusal::RelatedTones { .. }))), "{refusals:?}");
}

#[test]
fn each_side_has_the_waveform_of_its_own_tone() {
    let [left, right] = [Tone::new(997.0, -6.0), Tone { phase_rad: 0.4, ..Tone::new(1103.0, -9.0) }];
    let [a, b] = [through(polynomial, left, FRAMES), through(polynomial, right, FRAMES)];
    for (read, tone) in residuals(&[&a, &b]).into_iter().zip([left, right]) {
        let read = read.expect("a tone of its own");
        let expected = expected(polynomial, tone, 3, read.points.len());
        assert!(largest(&errors(&read, &expected)) < 1e-8, "{}", largest(&errors(&read, &expected)));
    }
    // The same tone on both sides, in other phase.
    let right = Tone { phase_rad: -1.2, ..left };
    for (read, tone) in residuals(&[&a, &through(polynomial, right, FRAMES)]).into_iter().zip([left, right]) {
        let read = read.expect("a tone of its own");
        let expected = expected(polynomial, tone, 3, read.points.len());
        assert!(largest(&errors(&read, &expected)) < 1e-8, "{}", largest(&errors(&read, &expected)));
    }
}
