//! Delay of one tone, known only modulo its period, and the polarity, which one tone does not determine.

use groundtruth_measure::PairFigure::BalanceDelay;
use groundtruth_tests::life::{Case, Sound, cases, shown};
use groundtruth_tests::reading::{left_to_right, measure};
use groundtruth_tests::stimulus::{Signal, Tone};
use serde_json::Value;

use crate::{json, rate_hz};

/// The JSON of the pair from left to right under an id.
fn left_to_right_json(report: &Value, id: &str) -> Value {
    let pairs = report["pairs"].as_array().into_iter().flatten();
    pairs
        .filter(|pair| pair["from"] == "L" && pair["to"] == "R")
        .map(|pair| pair["figures"][id].clone())
        .collect::<Vec<_>>()
        .pop()
        .unwrap_or(Value::Null)
}

#[test]
fn the_delay_of_one_tone_is_right_modulo_its_period_and_says_so() {
    cases("delay of a tone", 12, 150, |case| {
        let rate_hz = rate_hz(&mut case.draw);
        let tone = case.draw.tone(150.0, 12_000.0, -6.0);
        let delay = case.draw.between(-300.0, 300.0);
        let sign = case.draw.pick(&[1.0, 1.0, -1.0]);
        let period = rate_hz / tone.frequency_hz;
        case.note(format!("{:.3} Hz at {rate_hz} Hz, later by {delay:.3}, sign {sign}", tone.frequency_hz));
        let mut side = |tone: Tone| {
            let noise = case.draw.seed();
            Signal::silence(rate_hz, (4.0 * rate_hz) as usize).with_tone(tone).with_noise(-100.0, noise)
        };
        let (one, other) = (side(tone), side(tone.delayed(delay, rate_hz)).scaled(sign));
        let report = measure(&[&one, &other]);
        // An inverted tone equals one delayed by half a period.
        let truth = delay + if sign < 0.0 { 0.5 * period } else { 0.0 };
        if let Some(seen) = case.measured(left_to_right(&report), BalanceDelay) {
            let turns = (seen.value - truth) / period;
            let error = (turns - turns.round()).abs() * period;
            let known = (seen.high - seen.low).max(1e-9);
            case.expect(
                error <= known,
                format!("delay {}, true {truth:.4} modulo {period:.4}", shown(&seen)),
            );
            case.expect(known < 0.05, format!("delay {}, no better known", shown(&seen)));
        }
        let modulo = left_to_right_json(&json(&report), "balance.delay")["modulo"].as_f64();
        let is_period = modulo.is_some_and(|modulo| (modulo / period - 1.0).abs() < 1e-5);
        case.expect(is_period, format!("\"modulo\" is {modulo:?}, the period {period:.5}"));
    });
}

/// An inverted tone and one delayed by half a period are the same signal.
#[test]
fn polarity_is_refused_for_one_tone() {
    cases("polarity of a tone", 6, 100, |case| {
        let tone = case.draw.tone(150.0, 12_000.0, -6.0);
        let sign = case.draw.pick(&[1.0, -1.0]);
        case.note(format!("{tone:?}, sign {sign}"));
        let noise = Signal::silence(48_000.0, 96_000).with_noise(-100.0, case.draw.seed());
        let signal = noise.with_tone(tone);
        let report = json(&measure(&[&signal, &signal.clone().scaled(sign)]));
        let polarity = left_to_right_json(&report, "balance.polarity");
        case.expect(polarity.get("not_measurable").is_some(), format!("polarity {polarity}"));
    });
}

fn polarity(case: &mut Case, one: &Signal, delay: usize, sign: f64) {
    let mut other = one.clone().scaled(sign);
    other.samples.splice(0..0, vec![0.0; delay]);
    other.samples.truncate(one.samples.len());
    let report = json(&measure(&[one, &other]));
    let polarity = left_to_right_json(&report, "balance.polarity");
    let said = format!("polarity {polarity}, true {sign}");
    case.expect(polarity["value"].as_f64() == Some(sign), said);
}

#[test]
fn polarity_is_found_in_programme_and_multitones() {
    cases("polarity", 10, 100, |case| {
        let (sign, delay) = (case.draw.pick(&[1.0, -1.0]), case.draw.pick(&[0, 0, 1, 3, 12]));
        let sound = case.draw.pick(&[None, Some(Sound::Band), Some(Sound::Speech), Some(Sound::Decays)]);
        case.note(format!("{sound:?}, sign {sign}, later by {delay}"));
        let signal = match sound {
            Some(sound) => sound.play(48_000.0, 6.0, 0.5, &mut case.draw),
            None => multitone(case),
        };
        let noise = case.draw.seed();
        polarity(case, &signal.with_noise(-110.0, noise), delay, sign);
    });
}

/// 31 tones in equal steps of log frequency, at random phases.
fn multitone(case: &mut Case) -> Signal {
    let hz = |k: i32| 20.0 * 1000f64.powf(f64::from(k) / 30.0);
    let tones: Vec<Tone> =
        (0..31).map(|k| Tone { phase_rad: case.draw.phase_rad(), ..Tone::new(hz(k), -30.0) }).collect();
    Signal::silence(48_000.0, 288_000).with_tones(tones)
}
