//! Levels: of the fundamental, rms, peak, DC.

use groundtruth_measure::ChannelFigure::{Dc, LevelFundamental, LevelPeak, LevelRms};
use groundtruth_measure::{DeclaredStimulus, Settings, measure_record};
use groundtruth_tests::reading::{Readings, left, measure};
use groundtruth_tests::stimulus::{Signal, Tone};
use groundtruth_tests::tolerance::{CramerRao, Tolerance};

use crate::RATE_HZ;

const FRAMES: usize = 65_536;

fn tone(frequency_hz: f64, level_dbfs: f64) -> Signal {
    let tone = Tone { phase_rad: 0.4, ..Tone::new(frequency_hz, level_dbfs) };
    Signal::silence(RATE_HZ, FRAMES).with_tone(tone)
}

#[test]
fn a_full_scale_sine_reads_0_dbfs() {
    let report = measure(&[&tone(997.0, 0.0)]);
    let rounding = Tolerance::new(1e-9, "f64 rounding over 65 536 frames");
    rounding.check("level", left(&report).value(LevelFundamental), 0.0);
}

#[test]
fn a_tone_reads_its_level_wherever_it_stands_in_frequency_and_level() {
    for frequency_hz in [20.3, 49.1, 333.33, 997.0, 1000.0, 5123.4, 11_999.0, 19_990.7] {
        for level_dbfs in [-0.1, -6.0, -60.0, -100.0] {
            // Below −70 dBFS a line is a stimulus only if it is declared.
            let declared = (level_dbfs < -70.0).then_some(DeclaredStimulus::Tone(frequency_hz));
            let settings = Settings { declared, ..Settings::default() };
            let tone = tone(frequency_hz, level_dbfs);
            let report = measure_record(RATE_HZ, &[&tone.samples[..]], settings);
            let level = left(&report).value(LevelFundamental);
            let asked = Tolerance::new(1e-6, "a noiseless tone: 500 times under the accuracy asked");
            asked.check(format!("level of {frequency_hz} Hz"), level, level_dbfs);
        }
    }
}

#[test]
fn noise_moves_the_level_no_more_than_cramer_and_rao_allow() {
    let noisy = tone(997.0, -20.0).with_noise(-60.0, 11);
    let bound =
        CramerRao { amplitude: 0.1, noise_rms: 1e-3 / 2f64.sqrt(), frames: FRAMES, sample_rate_hz: RATE_HZ };
    let five = Tolerance::new(5.0 * bound.level_db(), "5 times Cramér-Rao");
    five.check("level", left(&measure(&[&noisy])).value(LevelFundamental), -20.0);
}

#[test]
fn the_rms_level_holds_everything_dc_included() {
    // A sine of 0.5 has mean square 0.125, an offset of 0.25 adds 0.0625: 20·lg(√2·√0.1875).
    let whole_cycles =
        Signal::silence(RATE_HZ, 48_000).with_tone(Tone::new(1000.0, -6.020_599_913)).with_dc(0.25);
    let report = measure(&[&whole_cycles]);
    let rounding = Tolerance::new(1e-8, "rounding of the planted level");
    rounding.check("rms level", left(&report).value(LevelRms), 10.0 * (2.0 * 0.1875f64).log10());
    rounding.check("DC", left(&report).value(Dc), 0.25);
}

#[test]
fn a_full_scale_square_reads_3_01_db_rms_and_0_db_peak() {
    let square =
        Signal::silence(RATE_HZ, 48_000).with_tone(Tone { phase_rad: 0.05, ..Tone::new(1000.0, 80.0) });
    let report = measure(&[&square.clipped(1.0)]);
    let rounding = Tolerance::new(1e-3, "80 dB of overdrive leave 6 samples per second on the flanks");
    rounding.check("rms level", left(&report).value(LevelRms), 10.0 * 2f64.log10());
    Tolerance::new(1e-12, "rounding").check("peak", left(&report).value(LevelPeak), 0.0);
}

#[test]
fn the_peak_is_the_largest_sample_of_either_sign() {
    // An isolated sample would be a click, which a recording excludes.
    let below = tone(997.0, -20.0).with_dc(-0.4);
    let lowest = below.samples.iter().copied().fold(0.0, f64::min);
    let rounding = Tolerance::new(1e-12, "rounding");
    for signal in [below.clone(), below.scaled(-1.0)] {
        let report = measure(&[&signal]);
        rounding.check("peak", left(&report).value(LevelPeak), 20.0 * (-lowest).log10());
    }
}

#[test]
fn every_level_has_an_interval_around_it() {
    let noisy = tone(997.0, -20.0).with_noise(-60.0, 12);
    let report = measure(&[&noisy]);
    for id in [LevelFundamental, LevelRms, Dc] {
        let figure = left(&report).measured(id);
        assert!(figure.low <= figure.value && figure.value <= figure.high, "{id}: {figure:?}");
    }
}
