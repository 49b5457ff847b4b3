//! Clipping, NaN and infinite samples, digital silence.

use groundtruth_measure::ChannelFigure::{Dc, LevelFundamental, LevelPeak, LevelRms, NoiseRms, ThdF};
use groundtruth_measure::{Refusal, Report, StimulusKind};
use groundtruth_tests::reading::{Readings, left, measure, right};
use groundtruth_tests::stimulus::{Signal, Tone};

use crate::RATE_HZ;

const FRAMES: usize = 65_536;

fn tone() -> Signal {
    Signal::silence(RATE_HZ, FRAMES).with_tone(Tone::new(997.0, -6.0)).with_noise(-120.0, 101)
}

#[test]
fn clipping_is_reported_where_it_happens() {
    let mut signal = tone();
    signal.samples[30_000..30_007].fill(1.0);
    signal.samples[40_000..40_005].fill(-1.0);
    let report = measure(&[&signal]);
    let clipped: Vec<(u64, u64)> = left(&report)
        .glitches
        .iter()
        .filter(|glitch| glitch.kind.id() == "clipped")
        .map(|glitch| (glitch.frame, glitch.frames))
        .collect();
    assert_eq!(clipped, [(30_000, 7), (40_000, 5)]);
}

#[test]
fn an_overdriven_sine_is_clipped_and_a_full_scale_one_is_not() {
    let kinds = |signal: Signal| -> Vec<&'static str> {
        left(&measure(&[&signal])).glitches.iter().map(|glitch| glitch.kind.id()).collect()
    };
    let sine = |level_dbfs| Signal::silence(RATE_HZ, FRAMES).with_tone(Tone::new(997.0, level_dbfs));
    assert!(kinds(sine(3.0).clipped(1.0)).contains(&"clipped"));
    assert_eq!(kinds(sine(-0.1)), Vec::<&str>::new());
}

#[test]
fn samples_that_are_no_numbers_are_located_and_figures_taken_from_the_longest_stretch_without_them() {
    for poison in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let mut signal = tone();
        signal.samples[20_000..20_003].fill(poison);
        let report = measure(&[&signal, &tone()]);
        let found: Vec<(u64, u64, &str)> = left(&report)
            .glitches
            .iter()
            .map(|glitch| (glitch.frame, glitch.frames, glitch.kind.id()))
            .collect();
        assert_eq!(found, [(20_000, 3, "not_finite")], "{poison}");
        for channel in [left(&report), right(&report)] {
            let [first, count] = channel.used_frames;
            assert!(first == 20_003 && count + 2 > FRAMES as u64 - first, "{first}, {count}");
            let level = channel.value(LevelFundamental);
            assert!((level + 6.0).abs() < 0.001, "{poison}: {level}");
        }
    }
}

#[test]
fn a_recording_of_nothing_but_samples_that_are_no_numbers_is_refused() {
    let mut signal = tone();
    signal.samples.fill(f64::NAN);
    let report = measure(&[&signal, &tone()]);
    for id in [LevelFundamental, LevelRms, LevelPeak, Dc, ThdF, NoiseRms] {
        let refusal = left(&report).refusal(id);
        assert!(matches!(refusal, Refusal::TooShort { .. }), "{id}: {refusal:?}");
    }
}

#[test]
fn digital_silence_has_a_level_of_minus_infinity_and_no_tone() {
    let report = measure(&[&Signal::silence(RATE_HZ, FRAMES)]);
    assert_eq!(report.stimulus.kind, StimulusKind::Silence);
    for id in [LevelRms, LevelPeak, NoiseRms] {
        let figure = left(&report).measured(id);
        assert!(figure.value == f64::NEG_INFINITY && figure.limit, "{id}: {figure:?}");
    }
    for id in [LevelFundamental, ThdF] {
        let refusal = left(&report).refusal(id);
        assert!(
            matches!(refusal, Refusal::DigitalSilence | Refusal::NoTone { strongest_dbfs: None }),
            "{refusal:?}"
        );
    }
}

#[test]
fn minus_infinity_is_null_and_a_limit_in_json() {
    let report = measure(&[&Signal::silence(RATE_HZ, FRAMES)]);
    let json = json(&report);
    let rms = &json["channels"][0]["figures"]["level.rms"];
    assert!(rms["value"].is_null() && rms["limit"] == true, "{rms}");
    let thd = &json["channels"][0]["figures"]["thd.f"];
    assert!(thd["not_measurable"].is_string() && thd.get("value").is_none(), "{thd}");
}

fn json(report: &Report) -> serde_json::Value {
    serde_json::to_value(report).expect("a report is JSON")
}
