//! Changes that must not affect figures: start, gain, channel order, rate, length, precision.

use groundtruth_measure::ChannelFigure::{
    self, Frequency, Hum, HumMains, LevelFundamental, NoiseA, NoiseRms, ThdF, ThdnF,
};
use groundtruth_measure::PairFigure::{BalanceLevel, Correlation, XtalkSelective};
use groundtruth_measure::{Report, Settings, StimulusKind, measure_record};
use groundtruth_tests::reading::{Readings, left, left_to_right, measure, right, right_to_left};
use groundtruth_tests::stimulus::{Signal, Tone};
use groundtruth_tests::tolerance::{Tolerance, noise_spread_db};

use crate::{IN_BAND_DB, RATE_HZ};

const FRAMES: usize = 96_000;
const TONE: Tone = Tone { frequency_hz: 997.0, level_dbfs: -6.0, phase_rad: 0.2 };

fn amplifier(seed: u64) -> [Signal; 2] {
    let quiet = |seed| Signal::silence(RATE_HZ, FRAMES).with_noise(-110.0, seed);
    let driven = quiet(seed)
        .with_tone(TONE)
        .with_harmonics(TONE, &[(2, -90.0, 0.4), (3, -95.0, 1.1)])
        .with_hum(50.02, &[(1, -95.0), (3, -98.0)]);
    [driven, quiet(seed + 1).with_tone(TONE.through(-60.0, 3.0))]
}

fn stereo(signals: &[Signal; 2]) -> Report {
    measure(&[&signals[0], &signals[1]])
}

#[test]
fn gain_moves_levels_by_itself_and_ratios_not_at_all() {
    let (plain, halved) = (amplifier(111), amplifier(111).map(|signal| signal.scaled(0.5)));
    let (plain, halved) = (stereo(&plain), stereo(&halved));
    // Half is exact in binary: everything but logarithms is the same to the last bit.
    let rounding = Tolerance::new(1e-9, "rounding of logarithms");
    for id in [LevelFundamental, NoiseRms, NoiseA, Hum] {
        rounding.check(id, left(&halved).value(id), left(&plain).value(id) - 20.0 * 2f64.log10());
    }
    for id in [Frequency, ThdF, ThdnF, HumMains] {
        rounding.check(id, left(&halved).value(id), left(&plain).value(id));
    }
    let leak = |report: &Report| left_to_right(report).value(XtalkSelective);
    rounding.check("crosstalk", leak(&halved), leak(&plain));
}

#[test]
fn swapped_channels_give_the_mirrored_report() {
    let [a, b] = amplifier(112);
    let (straight, swapped) = (measure(&[&a, &b]), measure(&[&b, &a]));
    assert_eq!(left(&straight).figures, right(&swapped).figures);
    assert_eq!(right(&straight).figures, left(&swapped).figures);
    assert_eq!(left(&straight).harmonics, right(&swapped).harmonics);
    assert_eq!(left(&straight).hum_lines, right(&swapped).hum_lines);
    assert_eq!(left_to_right(&straight).figures, right_to_left(&swapped).figures);
    assert_eq!(right_to_left(&straight).figures, left_to_right(&swapped).figures);
}

#[test]
fn polarity_changes_nothing_but_the_phase_of_even_harmonics() {
    let plain = stereo(&amplifier(113));
    let inverted = stereo(&amplifier(113).map(|signal| signal.scaled(-1.0)));
    let rounding = Tolerance::new(1e-9, "rounding");
    for id in [LevelFundamental, Frequency, ThdF, ThdnF, NoiseRms, Hum] {
        rounding.check(id, left(&inverted).value(id), left(&plain).value(id));
    }
    let phase = |report: &Report, order: u32| {
        left(report).harmonics.iter().find(|line| line.order == order).expect("listed").phase_rad
    };
    let turned = phase(&plain, 2) + std::f64::consts::PI;
    rounding.check_phase("H2", phase(&inverted, 2), turned);
    rounding.check_phase("H3", phase(&inverted, 3), phase(&plain, 3));
}

#[test]
fn mono_reads_as_either_of_two_equal_channels() {
    let [signal, _] = amplifier(114);
    let (mono, both) = (measure(&[&signal]), measure(&[&signal, &signal]));
    assert_eq!(mono.channels[0].name, "M");
    assert!(mono.pairs.is_empty());
    assert_eq!(left(&mono).figures, left(&both).figures);
    assert_eq!(left(&both).figures, right(&both).figures);
    assert_eq!(left_to_right(&both).value(BalanceLevel), 0.0);
    assert_eq!(both.stimulus.kind, StimulusKind::Tone);
}

#[test]
fn inverted_mono_is_measured_like_mono() {
    let [signal, _] = amplifier(115);
    let report = measure(&[&signal, &signal.clone().scaled(-1.0)]);
    for id in [LevelFundamental, ThdF, NoiseRms] {
        assert_eq!(left(&report).value(id), right(&report).value(id), "{id}");
    }
    Tolerance::new(1e-12, "rounding").check("correlation", left_to_right(&report).value(Correlation), -1.0);
}

#[test]
fn the_same_amplifier_reads_the_same_at_every_sample_rate() {
    for rate_hz in [44_100.0f64, 48_000.0, 88_200.0, 96_000.0, 192_000.0] {
        let frames = (2.0 * rate_hz) as usize;
        // The density of −110 dBFS over 24 kHz, whatever the rate.
        let noise_dbfs = -110.0 + 10.0 * (rate_hz / 48_000.0).log10();
        let signal = Signal::silence(rate_hz, frames)
            .with_tone(TONE)
            .with_harmonics(TONE, &[(2, -70.0, 0.4), (20, -75.0, 1.1)])
            .with_hum(50.02, &[(1, -85.0), (3, -88.0)])
            .with_noise(noise_dbfs, 116);
        let report = measure(&[&signal]);
        let chance = |id: ChannelFigure| {
            Tolerance::new(
                if id == NoiseRms { 0.02 + 6.0 * noise_spread_db(19_980.0, 2.0) } else { 0.02 },
                "5 times the spread or more",
            )
        };
        chance(LevelFundamental).check(
            format!("level at {rate_hz}"),
            left(&report).value(LevelFundamental),
            -6.0,
        );
        let thd = 10.0 * (1e-7 + 10f64.powf(-7.5)).log10();
        chance(ThdF).check(format!("THD at {rate_hz}"), left(&report).value(ThdF), thd);
        chance(NoiseRms).check(
            format!("noise at {rate_hz}"),
            left(&report).value(NoiseRms),
            -110.0 + IN_BAND_DB,
        );
        let hum = 10.0 * (10f64.powf(-8.5) + 10f64.powf(-8.8)).log10();
        chance(Hum).check(format!("hum at {rate_hz}"), left(&report).value(Hum), hum);
    }
}

#[test]
fn any_length_of_record_gives_the_figures() {
    for frames in [24_001, 30_030, 47_999, 65_537, 99_991] {
        let signal = Signal::silence(RATE_HZ, frames)
            .with_tone(TONE)
            .with_harmonics(TONE, &[(2, -70.0, 0.4), (3, -80.0, 0.0)])
            .with_noise(-120.0, 117);
        let report = measure(&[&signal]);
        let thd = 10.0 * (1e-7f64 + 1e-8).log10();
        Tolerance::new(0.01, "5 times the spread").check(
            format!("THD of {frames}"),
            left(&report).value(ThdF),
            thd,
        );
        Tolerance::new(0.0005, "accuracy asked").check("level", left(&report).value(LevelFundamental), -6.0);
    }
}

#[test]
fn single_precision_samples_give_the_same_figures() {
    let [signal, _] = amplifier(118);
    let single = measure_record(RATE_HZ, &[&signal.to_f32()[..]], Settings::default());
    let double = measure(&[&signal]);
    // Rounding to f32 adds noise of −154 dBFS, 44 dB under that of the signal.
    let rounding = Tolerance::new(0.002, "noise 44 dB under the signal's");
    for id in [LevelFundamental, ThdF, ThdnF, NoiseRms, Hum] {
        rounding.check(id, left(&single).value(id), left(&double).value(id));
    }
}

#[test]
fn where_a_record_begins_changes_no_figure_of_a_steady_signal() {
    let from = |first_frame| {
        let silence = Signal::silence_from(first_frame, RATE_HZ, FRAMES);
        measure(&[&silence.with_tone(TONE).with_harmonics(TONE, &[(2, -60.0, 0.4), (3, -70.0, 0.0)])])
    };
    let start = from(0);
    for first_frame in [1, 12_345, 28_800_000] {
        let later = from(first_frame);
        for (id, most) in [(LevelFundamental, 1e-9), (Frequency, 1e-8), (ThdF, 1e-6)] {
            let rounding = Tolerance::new(most, "f64 rounding under a noiseless signal");
            rounding.check(id, left(&later).value(id), left(&start).value(id));
        }
    }
}
