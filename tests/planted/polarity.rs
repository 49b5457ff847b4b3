//! Delay and polarity of two channels that carry the same signal: from one tone, multitones, sweeps and programme.

use groundtruth_measure::PairFigure::{BalanceDelay, BalancePolarity};
use groundtruth_measure::{Refusal, StimulusKind};
use groundtruth_tests::evidence::{Counts, count};
use groundtruth_tests::reading::{Readings, left_to_right, measure};
use groundtruth_tests::stimulus::{ExponentialSweep, Random, Signal, Tone};

use crate::RATE_HZ;

fn between(random: &mut Random, low: f64, high: f64) -> f64 {
    low + (high - low) * random.unit()
}

fn sign(random: &mut Random) -> f64 {
    if random.unit() < 0.5 { 1.0 } else { -1.0 }
}

#[test]
fn one_tone_gives_the_delay_modulo_its_period_and_no_polarity() {
    let mut random = Random::new(1);
    for seed in 0..100 {
        let tone =
            Tone { phase_rad: random.phase_rad(), ..Tone::new(between(&mut random, 100.0, 9000.0), -6.0) };
        let delay = between(&mut random, -1000.0, 1000.0);
        let side =
            |tone: Tone, seed| Signal::silence(RATE_HZ, 16_384).with_tone(tone).with_noise(-100.0, seed);
        let other = side(tone.delayed(delay, RATE_HZ), 2 * seed + 1).scaled(sign(&mut random));
        let report = measure(&[&side(tone, 2 * seed), &other]);
        let pair = left_to_right(&report);
        let figure = pair.measured(BalanceDelay);
        let period = figure.modulo.expect("the period");
        assert!(
            (period - RATE_HZ / tone.frequency_hz).abs() < 1e-3,
            "{figure:?} at {} Hz",
            tone.frequency_hz
        );
        // Half a period more or less where the side is inverted.
        let halves = 2.0 * (figure.value - delay) / period;
        assert!((halves - halves.round()).abs() < 0.01, "{figure:?} for {delay}");
        let refusal = pair.refusal(BalancePolarity);
        assert!(matches!(refusal, Refusal::WrongStimulus { .. }), "{refusal}");
    }
}

#[test]
fn multitones_give_delay_and_polarity_over_a_thousand_frames() {
    let mut random = Random::new(2);
    let mut counts = Counts::new("delay of a multitone, ±1000 frames");
    for seed in 0..count(150, 2000) {
        let tones = 8 + (random.next_bits() % 24) as i32;
        let (low_hz, high_hz) = (between(&mut random, 40.0, 80.0), between(&mut random, 8000.0, 19_000.0));
        let step = (high_hz / low_hz).powf(1.0 / f64::from(tones - 1));
        let row: Vec<Tone> = (0..tones)
            .map(|k| Tone { phase_rad: random.phase_rad(), ..Tone::new(low_hz * step.powi(k), -32.0) })
            .collect();
        let (delay, gain) = (between(&mut random, -1000.0, 1000.0), sign(&mut random));
        let noise_dbfs = between(&mut random, -110.0, -70.0);
        let side = Signal::silence(RATE_HZ, 32_768);
        let late = row.iter().map(|tone| tone.delayed(delay, RATE_HZ));
        let other = side.clone().with_tones(late).scaled(gain).with_noise(noise_dbfs, 2 * seed + 1);
        let report = measure(&[&side.with_tones(row.clone()).with_noise(noise_dbfs, 2 * seed), &other]);
        let pair = left_to_right(&report);
        assert_eq!(pair.value(BalancePolarity), gain, "{delay} frames, {tones} tones");
        let figure = pair.measured(BalanceDelay);
        assert_eq!(figure.modulo, None);
        counts.count("balance.delay", &figure, delay);
    }
    counts.check();
}

#[test]
#[ignore = "full: statistics"]
fn sweeps_on_both_sides_give_delay_and_polarity() {
    let sweep = ExponentialSweep { low_hz: 10.0, high_hz: 7500.0, duration_s: 2.0, amplitude: 0.5 };
    let rate_hz = 16_000.0;
    let mut random = Random::new(3);
    let mut counts = Counts::new("delay of a sweep on both sides, ±1000 frames");
    for seed in 0..count(100, 500) {
        let (delay, gain) = (between(&mut random, -1000.0, 1000.0), sign(&mut random));
        let noise_dbfs = between(&mut random, -110.0, -80.0);
        let side = |late: f64, gain: f64, seed| {
            let mut side = Signal::silence(rate_hz, 48_000);
            for (frame, sample) in side.samples.iter_mut().enumerate() {
                *sample = gain * sweep.at((frame as f64 - late) / rate_hz - 0.4).0;
            }
            side.with_noise(noise_dbfs, seed)
        };
        let report = measure(&[&side(0.0, 1.0, 2 * seed), &side(delay, gain, 2 * seed + 1)]);
        let pair = left_to_right(&report);
        assert_eq!(pair.value(BalancePolarity), gain, "{delay} frames");
        counts.count("balance.delay", &pair.measured(BalanceDelay), delay);
    }
    counts.check();
}

#[test]
#[ignore = "full: statistics"]
fn programme_gives_the_polarity_where_both_sides_are_alike() {
    let (mut random, mut programmes) = (Random::new(4), 0);
    for seed in 0..100 {
        let gain = sign(&mut random);
        let silence = Signal::silence(RATE_HZ, 65_536);
        let common = silence.clone().with_programme(seed);
        let own = silence.clone().with_programme(1000 + seed);
        let share = between(&mut random, 0.0, 0.3);
        let mixed = |gain: f64, share: f64| {
            let mut side = silence.clone();
            for ((sample, common), own) in side.samples.iter_mut().zip(&common.samples).zip(&own.samples) {
                *sample = 0.5 * gain * common + share * own;
            }
            side
        };
        let report = measure(&[&mixed(1.0, 0.0), &mixed(gain, share)]);
        // Music classified as a tone gives no polarity.
        if report.stimulus.kind == StimulusKind::Programme {
            programmes += 1;
        } else {
            continue;
        }
        match &left_to_right(&report).figures[&BalancePolarity] {
            groundtruth_measure::Reading::Measured(figure) => assert_eq!(figure.value, gain, "seed {seed}"),
            refused => assert!(share > 0.1, "{refused:?} at {share}"),
        }
        let unlike = measure(&[&common, &own]);
        left_to_right(&unlike).refusal(BalancePolarity);
    }
    assert!(programmes > 60, "{programmes} of 100");
}
