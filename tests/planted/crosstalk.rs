//! Crosstalk both ways: selective with phase, broadband, and when it cannot be measured.

use std::f64::consts::PI;

use groundtruth_measure::ChannelFigure::{LevelFundamental, NoiseRms, ThdF, ThdnF};
use groundtruth_measure::PairFigure::{XtalkBroadband, XtalkSelective};
use groundtruth_measure::{Refusal, Report, StimulusKind};
use groundtruth_tests::reading::{Readings, left, left_to_right, measure, right, right_to_left};
use groundtruth_tests::stimulus::{Signal, Tone, amplitude, noise_rms};
use groundtruth_tests::tolerance::{CramerRao, Tolerance, noise_spread_db};

use crate::{IN_BAND_DB, RATE_HZ, TEN_SECONDS};

const LEFT: Tone = Tone { frequency_hz: 997.0, level_dbfs: -20.0, phase_rad: 0.8 };
const RIGHT: Tone = Tone { frequency_hz: 1103.0, level_dbfs: -20.0, phase_rad: -1.9 };

fn quiet(seed: u64) -> Signal {
    Signal::silence(RATE_HZ, TEN_SECONDS).with_noise(-120.0, seed)
}

fn left_driven(gain_db: f64, phase_rad: f64) -> Report {
    measure(&[&quiet(61).with_tone(LEFT), &quiet(62).with_tone(LEFT.through(gain_db, phase_rad))])
}

#[test]
fn one_driven_side_gives_level_and_phase_of_the_leak() {
    for (gain_db, phase_rad) in [(-11.0, PI), (-46.65, PI), (-60.0, 0.5), (-60.0, -PI / 2.0), (-80.0, 1.5)] {
        let report = left_driven(gain_db, phase_rad);
        let leak = left_to_right(&report).measured(XtalkSelective);
        let line = CramerRao {
            amplitude: amplitude(LEFT.level_dbfs + gain_db),
            noise_rms: noise_rms(-120.0),
            frames: TEN_SECONDS,
            sample_rate_hz: RATE_HZ,
        };
        let what = format!("{gain_db} dB");
        Tolerance::new(0.002f64.max(5.0 * line.level_db()), "accuracy asked, or 5 times Cramér-Rao")
            .check(&what, leak.value, gain_db);
        Tolerance::new(0.05f64.to_radians().max(5.0 * line.phase_rad()), "likewise").check_phase(
            &what,
            leak.phase_rad.expect("crosstalk has a phase"),
            phase_rad,
        );
        assert!(!leak.limit && leak.low <= gain_db && gain_db <= leak.high, "{leak:?}");
    }
}

#[test]
fn a_leak_20_db_under_the_noise_floor_is_still_read() {
    let report = left_driven(-120.0, 2.0);
    let leak = left_to_right(&report).measured(XtalkSelective);
    Tolerance::new(0.5, "accuracy asked").check("−120 dB", leak.value, -120.0);
    let asked = Tolerance::new(4f64.to_radians(), "accuracy asked");
    asked.check_phase("−120 dB", leak.phase_rad.expect("crosstalk has a phase"), 2.0);
}

#[test]
fn the_direction_that_nobody_drives_says_so() {
    let report = left_driven(-60.0, 0.0);
    let refusal = right_to_left(&report).refusal(XtalkSelective);
    assert!(matches!(refusal, Refusal::NotDriven { .. }), "{refusal:?}");
    let refusal = right_to_left(&report).refusal(XtalkBroadband);
    assert!(matches!(refusal, Refusal::NotDriven { .. }), "{refusal:?}");
}

#[test]
fn each_side_with_its_own_tone_gives_both_directions_at_once() {
    let left_side = quiet(63).with_tones([LEFT, RIGHT.through(-70.0, -0.7)]);
    let right_side = quiet(64).with_tones([RIGHT, LEFT.through(-60.0, PI)]);
    let report = measure(&[&left_side, &right_side]);
    assert_eq!(report.stimulus.kind, StimulusKind::DualTone);
    let asked = Tolerance::new(0.002, "accuracy asked");
    asked.check("left to right", left_to_right(&report).value(XtalkSelective), -60.0);
    asked.check("right to left", right_to_left(&report).value(XtalkSelective), -70.0);
    let phase = |leak: groundtruth_measure::Figure| leak.phase_rad.expect("crosstalk has a phase");
    let asked = Tolerance::new(0.05f64.to_radians(), "accuracy asked");
    asked.check_phase("left to right", phase(left_to_right(&report).measured(XtalkSelective)), PI);
    asked.check_phase("right to left", phase(right_to_left(&report).measured(XtalkSelective)), -0.7);
}

#[test]
fn the_other_sides_tone_and_its_harmonics_are_neither_residual_nor_noise() {
    let distorted = |tone: Tone| [tone, tone.harmonic(2, -60.0, 0.3), tone.harmonic(3, -66.0, 0.1)];
    let leak = |tone: Tone| distorted(tone).map(|line| line.through(-40.0, PI));
    let left_side = quiet(65).with_tones(distorted(LEFT)).with_tones(leak(RIGHT));
    let right_side = quiet(66).with_tones(distorted(RIGHT)).with_tones(leak(LEFT));
    let report = measure(&[&left_side, &right_side]);
    let harmonics = 1e-6 + 10f64.powf(-6.6);
    let noise = 10f64.powf((-120.0 + IN_BAND_DB + 20.0) / 10.0);
    let chance =
        Tolerance::new(0.02 + 3.0 * noise_spread_db(19_980.0, 10.0), "0.02 dB and 3 times the spread");
    for channel in [left(&report), right(&report)] {
        Tolerance::new(0.002, "accuracy asked").check("THD", channel.value(ThdF), 10.0 * harmonics.log10());
        chance.check("THD+N", channel.value(ThdnF), 10.0 * (harmonics + noise).log10());
        chance.check("noise", channel.value(NoiseRms), -120.0 + IN_BAND_DB);
    }
}

#[test]
fn broadband_crosstalk_holds_noise_and_hum_of_the_undriven_side() {
    let undriven = Signal::silence(RATE_HZ, TEN_SECONDS)
        .with_tone(LEFT.through(-60.0, 0.0))
        .with_hum(50.02, &[(1, -82.0)])
        .with_noise(-85.0, 67);
    let report = measure(&[&quiet(68).with_tone(LEFT), &undriven]);
    let planted: f64 =
        [-80.0, -82.0, -85.0 + IN_BAND_DB].map(|level: f64| 10f64.powf(level / 10.0)).iter().sum();
    let chance =
        Tolerance::new(0.02 + 3.0 * noise_spread_db(19_980.0, 10.0), "0.02 dB and 3 times the spread");
    chance.check("broadband", left_to_right(&report).value(XtalkBroadband), 10.0 * planted.log10() + 20.0);
    Tolerance::new(0.01, "5 times Cramér-Rao").check(
        "selective",
        left_to_right(&report).value(XtalkSelective),
        -60.0,
    );
}

#[test]
fn a_side_10_db_or_more_below_is_not_driven_and_has_no_thd() {
    let report = left_driven(-10.5, 0.0);
    for id in [LevelFundamental, ThdF, ThdnF] {
        let Refusal::NotDriven { below_db } = right(&report).refusal(id) else {
            panic!("{id}: {:?}", right(&report).refusal(id));
        };
        Tolerance::new(0.001, "accuracy asked").check("below", *below_db, 10.5);
    }
    assert!(report.stimulus.tones_hz["R"].is_empty());
}

#[test]
fn the_same_tone_on_both_sides_leaves_crosstalk_open_and_says_why() {
    for gain_db in [-9.5, 0.0, 3.0] {
        let report = left_driven(gain_db, 0.3);
        for pair in [left_to_right(&report), right_to_left(&report)] {
            let Refusal::BothDriven { frequency_hz } = pair.refusal(XtalkSelective) else {
                panic!("{:?}", pair.refusal(XtalkSelective));
            };
            Tolerance::new(1e-6, "Cramér-Rao is 1e-8 Hz").check("common tone", *frequency_hz, 997.0);
        }
        assert_eq!(report.stimulus.kind, StimulusKind::Tone);
    }
}

#[test]
fn no_leak_at_all_is_a_limit_that_the_noise_sets() {
    let report = measure(&[&quiet(69).with_tone(LEFT), &quiet(70)]);
    let leak = left_to_right(&report).measured(XtalkSelective);
    assert!(leak.limit && leak.value == leak.high, "{leak:?}");
    // The noise power under a line is −120 + 10·lg(2/480 000) = −173.8 dBFS, and 10 dB cover every limit of 95 %.
    assert!((-165.0..-130.0).contains(&leak.value), "{leak:?}");
}

#[test]
fn a_digitally_silent_side_has_no_leak_however_small() {
    let report = measure(&[&quiet(71).with_tone(LEFT), &Signal::silence(RATE_HZ, TEN_SECONDS)]);
    let leak = left_to_right(&report).measured(XtalkSelective);
    assert!(leak.limit && leak.value == f64::NEG_INFINITY, "{leak:?}");
}
