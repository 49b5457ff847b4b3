//! Declared stimuli: accepted as declared, searched at their frequency, and reported if missing.

use groundtruth_measure::ChannelFigure::{
    Frequency, Hum, ImdCcif, ImdDfd2, LevelFundamental, NoiseRms, TdnMultitone, ThdF, ThdnAes17,
};
use groundtruth_measure::PairFigure::XtalkSelective;
use groundtruth_measure::{DeclaredStimulus, Refusal, Report, Settings, StimulusKind};
use groundtruth_tests::reading::{Readings, left, left_to_right, measure, measure_with, right};
use groundtruth_tests::stimulus::{Signal, Tone};
use groundtruth_tests::tolerance::Tolerance;

use crate::RATE_HZ;

const FRAMES: usize = 131_072;

fn noise(seed: u64) -> Signal {
    Signal::silence(RATE_HZ, FRAMES).with_noise(-120.0, seed)
}

fn tone(frequency_hz: f64, level_dbfs: f64) -> Tone {
    Tone { phase_rad: 0.6, ..Tone::new(frequency_hz, level_dbfs) }
}

fn declared(stimulus: DeclaredStimulus, channels: &[&Signal]) -> Report {
    measure_with(&Settings { declared: Some(stimulus), ..Settings::default() }, channels)
}

/// 131 072 frames leave a line at −60 dBFS or above a spread of 0.0011 dB at most.
const CHANCE: Tolerance = Tolerance { most: 0.006, origin: "5 times Cramér-Rao" };

#[test]
fn a_declared_tone_on_a_mains_frequency_is_no_hum_and_neither_are_its_harmonics() {
    for (frequency_hz, level_dbfs) in [(50.0, -40.0), (60.02, -35.0), (100.0, -60.0), (119.9, -45.0)] {
        let tone = tone(frequency_hz, level_dbfs);
        let signal = noise(300).with_tone(tone).with_harmonics(tone, &[(2, -20.0, 0.1), (3, -26.0, 0.2)]);
        let heard = measure(&[&signal]);
        assert!(left(&heard).figures()[&LevelFundamental].figure().is_none(), "{frequency_hz} Hz is hum");
        left(&heard).measured(Hum);
        let report = declared(DeclaredStimulus::Tone(frequency_hz.round()), &[&signal]);
        assert_eq!(report.stimulus.kind, StimulusKind::Tone);
        let channel = left(&report);
        Tolerance::new(1e-3, "5 times Cramér-Rao").check("Hz", channel.value(Frequency), frequency_hz);
        CHANCE.check("level", channel.value(LevelFundamental), level_dbfs);
        let thd = 10.0 * (1e-2 + 10f64.powf(-2.6)).log10();
        Tolerance::new(0.05, "5 times Cramér-Rao at −86 dBFS").check("THD", channel.value(ThdF), thd);
        let hum = channel.refusal(Hum);
        assert!(matches!(hum, Refusal::NoHum { .. }), "{frequency_hz} Hz: {hum:?}");
    }
}

#[test]
fn hum_beside_a_declared_mains_tone_is_still_hum() {
    let signal = noise(301).with_tone(tone(60.0, -40.0)).with_hum(50.01, &[(1, -70.0), (3, -75.0)]);
    let report = declared(DeclaredStimulus::Tone(60.0), &[&signal]);
    CHANCE.check("level", left(&report).value(LevelFundamental), -40.0);
    let hum = 10.0 * (1e-7 + 10f64.powf(-7.5)).log10();
    Tolerance::new(0.02, "5 times Cramér-Rao").check("hum", left(&report).value(Hum), hum);
}

#[test]
fn a_declared_tone_is_read_among_louder_ones() {
    let signal = noise(302).with_tones([tone(997.0, -50.0), tone(3000.0, -20.0), tone(4100.0, -22.0)]);
    let report = declared(DeclaredStimulus::Tone(1000.0), &[&signal]);
    assert_eq!(report.stimulus.kind, StimulusKind::Tone);
    Tolerance::new(1e-4, "5 times Cramér-Rao").check("Hz", left(&report).value(Frequency), 997.0);
    CHANCE.check("level", left(&report).value(LevelFundamental), -50.0);
    let others = 10.0 * (1e-2 + 10f64.powf(-2.2)).log10();
    let total = 10.0 * (1e-2 + 10f64.powf(-2.2) + 1e-5).log10();
    CHANCE.check("THD+N", left(&report).value(ThdnAes17), others - total);
}

#[test]
fn a_declared_silence_has_no_stimulus_whatever_sounds() {
    let report = declared(DeclaredStimulus::Silence, &[&noise(303).with_tone(tone(997.0, -20.0))]);
    assert_eq!(report.stimulus.kind, StimulusKind::Silence);
    assert!(report.stimulus.tones_hz["M"].is_empty());
    let refusal = left(&report).refusal(LevelFundamental);
    assert!(matches!(refusal, Refusal::NoTone { .. }), "{refusal:?}");
    Tolerance::new(0.1, "spread of 2.7 s").check("noise", left(&report).value(NoiseRms), -120.8);
    let spurs = left(&report).spurs.iter().map(|spur| spur.level_dbfs);
    CHANCE.check("the tone is a spur", spurs.fold(f64::NEG_INFINITY, f64::max), -20.0);
}

#[test]
fn told_programme_and_sweeps_hide_the_noise_and_have_no_tone() {
    for (stimulus, kind) in [
        (DeclaredStimulus::Programme, StimulusKind::Programme),
        (DeclaredStimulus::Sweep, StimulusKind::Sweep),
    ] {
        let report = declared(stimulus, &[&noise(304).with_tone(tone(997.0, -20.0))]);
        assert_eq!(report.stimulus.kind, kind);
        for id in [LevelFundamental, ThdF, NoiseRms, Hum] {
            left(&report).refusal(id);
        }
    }
}

#[test]
fn a_declared_tone_that_is_not_there_is_named_with_the_level_it_would_be_seen_at() {
    for (stimulus, id) in [
        (DeclaredStimulus::Tone(997.0), LevelFundamental),
        (DeclaredStimulus::TwinTone([997.0, 3000.0]), ImdDfd2),
    ] {
        let report = declared(stimulus, &[&noise(305).with_tone(tone(3000.0, -20.0))]);
        let refusal = left(&report).refusal(id);
        let Refusal::NoLine { frequency_hz, detectable_dbfs } = *refusal else { panic!("{refusal:?}") };
        assert_eq!(frequency_hz, 997.0);
        // Noise per bin of a record of 65 536 is −120 − 45.2 + 4.2 (window) dBFS, and a line must exceed it by 10 dB.
        Tolerance::new(1.5, "median of 200 bins").check("detectable", detectable_dbfs, -151.0);
        assert!(refusal.to_string().starts_with("no line at 997 Hz above -15"), "{refusal}");
    }
}

#[test]
fn declared_tones_per_side_are_each_looked_for_on_their_own_side() {
    // Crosstalk of −6 dB: each channel carries both tones, and recognition would classify them as a pair.
    let (low, high) = (tone(997.0, -20.0), tone(1103.0, -20.0));
    let sides = [
        noise(306).with_tones([low, high.through(-6.0, 1.0)]),
        noise(307).with_tones([high, low.through(-6.0, 2.0)]),
    ];
    let report = declared(DeclaredStimulus::DualTone([997.0, 1103.0]), &[&sides[0], &sides[1]]);
    assert_eq!(report.stimulus.kind, StimulusKind::DualTone);
    CHANCE.check("L", left(&report).value(LevelFundamental), -20.0);
    CHANCE.check("R", right(&report).value(LevelFundamental), -20.0);
    CHANCE.check("crosstalk", left_to_right(&report).value(XtalkSelective), -6.0);
}

#[test]
fn declared_tones_closer_than_players_are_off_are_still_two() {
    let sides = [noise(308).with_tone(tone(1000.0, -20.0)), noise(309).with_tone(tone(1003.0, -20.0))];
    let report = declared(DeclaredStimulus::DualTone([1000.0, 1003.0]), &[&sides[0], &sides[1]]);
    Tolerance::new(1e-4, "5 times Cramér-Rao").check("L", left(&report).value(Frequency), 1000.0);
    Tolerance::new(1e-4, "5 times Cramér-Rao").check("R", right(&report).value(Frequency), 1003.0);
}

#[test]
fn declared_tones_that_the_record_cannot_tell_apart_are_refused() {
    let signal = noise(310).with_tones([tone(1000.0, -20.0), tone(1001.0, -20.0)]);
    let report = declared(DeclaredStimulus::TwinTone([1000.0, 1001.0]), &[&signal]);
    let refusal = left(&report).refusal(ImdDfd2);
    let Refusal::TonesTooClose { spacing_hz, needed_hz, .. } = *refusal else { panic!("{refusal:?}") };
    Tolerance::new(1e-9, "rounding").check("spacing", spacing_hz, 1.0);
    assert!(needed_hz > spacing_hz, "{needed_hz} Hz");
}

#[test]
fn a_declared_pair_may_be_an_octave_apart() {
    // The upper tone is the lower one's octave: by itself it would be a harmonic.
    let signal = noise(311).with_tones([tone(1000.0, -20.0), tone(2000.0, -26.0)]);
    assert_eq!(measure(&[&signal]).stimulus.kind, StimulusKind::Tone);
    let report = declared(DeclaredStimulus::TwinTone([1000.0, 2000.0]), &[&signal]);
    assert_eq!(report.stimulus.kind, StimulusKind::TwinTone);
    assert_eq!(report.stimulus.tones_hz["M"].len(), 2);
    left(&report).refusal(ThdF);
}

#[test]
fn a_declared_dfd_pair_of_unlike_levels_is_a_pair_but_gives_no_dfd_figures() {
    let signal = noise(312).with_tones([tone(19_000.0, -20.0), tone(20_000.0, -40.0)]);
    let report = declared(DeclaredStimulus::DFD, &[&signal]);
    assert_eq!(report.stimulus.kind, StimulusKind::TwinTone);
    for id in [ImdDfd2, ImdCcif] {
        let refusal = left(&report).refusal(id);
        assert!(matches!(refusal, Refusal::WrongStimulus { .. }), "{refusal:?}");
    }
}

#[test]
fn rounding_beside_dc_alone_is_no_declared_tone() {
    let mut offset = Signal::silence(RATE_HZ, 6680);
    offset.samples.iter_mut().for_each(|sample| *sample = 1.539_611_472_466_586_8);
    let silence = Signal::silence(RATE_HZ, 6680);
    let report = declared(DeclaredStimulus::DualTone([997.0, 14_457.3]), &[&offset, &silence]);
    for channel in [left(&report), right(&report)] {
        let reading = &channel.figures()[&Frequency];
        assert!(reading.figure().is_none(), "{reading:?}");
    }
}

#[test]
fn a_declared_multitone_of_one_tone_says_what_is_missing() {
    let report = declared(DeclaredStimulus::Multitone, &[&noise(313).with_tone(tone(997.0, -20.0))]);
    assert_eq!(report.stimulus.kind, StimulusKind::Multitone);
    let refusal = left(&report).refusal(TdnMultitone);
    assert!(matches!(refusal, Refusal::TooFewTones { .. }), "{refusal:?}");
}
