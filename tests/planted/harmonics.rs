//! Single harmonics: level, phase, order, folding.

use groundtruth_measure::{Band, ChannelReport, Harmonic, Settings};
use groundtruth_tests::reading::{left, measure, measure_with, right};
use groundtruth_tests::stimulus::{Random, Signal, Tone, amplitude, noise_rms, wrapped};
use groundtruth_tests::tolerance::{CramerRao, Spread, Tolerance};

use crate::RATE_HZ;

const FRAMES: usize = 65_536;

fn harmonic(channel: &ChannelReport, order: u32) -> &Harmonic {
    channel.harmonics.iter().find(|harmonic| harmonic.order == order).expect("the list reaches this order")
}

fn level_dbc(channel: &ChannelReport, order: u32) -> f64 {
    harmonic(channel, order).level_dbc.expect("a finite level")
}

#[test]
fn every_harmonic_reads_its_level_and_its_phase() {
    let tone = Tone { phase_rad: 2.2, ..Tone::new(997.0, -6.0) };
    let planted: Vec<(u32, f64, f64)> =
        (2..=20).map(|k| (k, -60.0 - 3.0 * f64::from(k), wrapped(0.9 * f64::from(k * k)))).collect();
    let signal = Signal::silence(RATE_HZ, FRAMES).with_tone(tone).with_harmonics(tone, &planted);
    let report = measure(&[&signal]);
    // -120 dBc lies 186 dB over f64 rounding in a transform of 65 536: 5e-10 of it.
    for (order, level, phase_rad) in planted {
        let read = harmonic(left(&report), order);
        Tolerance::new(1e-6, "no noise").check(format!("H{order}"), read.level_dbc.expect("finite"), level);
        Tolerance::new(1e-6, "no noise").check_phase(format!("phase of H{order}"), read.phase_rad, phase_rad);
        Tolerance::new(1e-7, "no noise").check("at", read.frequency_hz, f64::from(order) * 997.0);
        assert!(!read.limit && !read.aliased, "{read:?}");
    }
}

#[test]
fn the_phase_of_a_harmonic_does_not_depend_on_when_the_record_begins() {
    let tone = Tone { phase_rad: 0.3, ..Tone::new(1234.5, -6.0) };
    for first_frame in [0, 1, 17, 48_000, 12_345_678] {
        let signal = Signal::silence_from(first_frame, RATE_HZ, FRAMES)
            .with_tone(tone)
            .with_harmonics(tone, &[(2, -80.0, 1.5), (3, -90.0, -3.0)]);
        let report = measure(&[&signal]);
        let exact = Tolerance::new(1e-5, "no noise; the planted frequency's rounding over 257 s");
        exact.check_phase("phase of H2", harmonic(left(&report), 2).phase_rad, 1.5);
        exact.check_phase("phase of H3", harmonic(left(&report), 3).phase_rad, -3.0);
    }
}

#[test]
fn the_list_rises_in_order_and_reaches_the_20th_at_least() {
    for frequency_hz in [20.5, 100.0, 997.0, 4007.3, 9000.7, 19_000.0] {
        let signal =
            Signal::silence(RATE_HZ, FRAMES).with_tone(Tone::new(frequency_hz, -6.0)).with_noise(-100.0, 1);
        let report = measure(&[&signal]);
        let orders: Vec<u32> = left(&report).harmonics.iter().map(|harmonic| harmonic.order).collect();
        let in_band = (20_001.0 / frequency_hz) as u32;
        assert!(orders.is_sorted_by(|a, b| a < b), "{frequency_hz} Hz: {orders:?}");
        assert_eq!(orders.first(), Some(&2), "{frequency_hz} Hz");
        assert!(orders.last() >= Some(&in_band.max(20)), "{frequency_hz} Hz: {orders:?}");
    }
}

#[test]
fn an_aliased_harmonic_is_read_where_it_folds_to_and_marked() {
    // 5th of 5003 Hz: 25 015 Hz folds to 22 985 Hz; 6th: 30 018 to 17 982 Hz.
    let tone = Tone { phase_rad: 0.5, ..Tone::new(5003.0, -6.0) };
    let signal = Signal::silence(RATE_HZ, FRAMES)
        .with_tone(tone)
        .with_harmonics(tone, &[(2, -90.0, 0.0), (5, -70.0, 1.0), (6, -60.0, -1.2)]);
    let report = measure(&[&signal]);
    for (order, frequency_hz, level, phase_rad) in [(5, 22_985.0, -70.0, 1.0), (6, 17_982.0, -60.0, -1.2)] {
        let read = harmonic(left(&report), order);
        assert!(read.aliased, "{read:?}");
        Tolerance::new(1e-6, "no noise").check("folds to", read.frequency_hz, frequency_hz);
        Tolerance::new(1e-6, "no noise").check("level", read.level_dbc.expect("finite"), level);
        Tolerance::new(1e-6, "no noise").check_phase("phase", read.phase_rad, phase_rad);
    }
    assert!(!harmonic(left(&report), 2).aliased);
}

#[test]
fn a_line_20_db_over_its_noise_spreads_within_one_and_a_half_cramer_rao() {
    let (frames, trials, noise_dbfs) = (16_384usize, 300, -80.0);
    // Power under a line is 2σ²/N as an amplitude's variance: the line has 100 times that.
    let line_amplitude = (400.0 / frames as f64).sqrt() * noise_rms(noise_dbfs);
    let level = 20.0 * line_amplitude.log10() + 6.0;
    let bound = CramerRao {
        amplitude: line_amplitude,
        noise_rms: noise_rms(noise_dbfs),
        frames,
        sample_rate_hz: RATE_HZ,
    };
    let mut random = Random::new(3);
    let (mut levels, mut powers, mut phases) = (Vec::new(), Vec::new(), Vec::new());
    for seed in 0..trials {
        let tone = Tone { phase_rad: random.phase_rad(), ..Tone::new(900.0 + 200.0 * random.unit(), -6.0) };
        let signal = Signal::silence(RATE_HZ, frames)
            .with_tone(tone)
            .with_harmonics(tone, &[(3, level, 0.8)])
            .with_noise(noise_dbfs, 1000 + seed);
        let report = measure(&[&signal]);
        levels.push(level_dbc(left(&report), 3) - level);
        powers.push(amplitude(level_dbc(left(&report), 3) - level).powi(2));
        phases.push(wrapped(harmonic(left(&report), 3).phase_rad - 0.8));
    }
    let (levels, powers, phases) = (Spread::of(&levels), Spread::of(&powers), Spread::of(&phases));
    println!("Cramér-Rao {:.3} dB, {:.3}°", bound.level_db(), bound.phase_rad().to_degrees());
    let within = |bound: f64| Tolerance::new(1.5 * bound, "1.5 times Cramér-Rao");
    within(bound.level_db()).check("spread of the level", levels.deviation, 0.0);
    within(bound.phase_rad()).check("spread of the phase", phases.deviation, 0.0);
    let chance = |spread: Spread| Tolerance::new(4.0 * spread.of_mean, "4 times the spread of the mean");
    chance(powers).check("mean power", powers.mean, 1.0);
    chance(phases).check("mean phase", phases.mean, 0.0);
}

#[test]
fn a_wider_band_takes_in_harmonics_that_the_standard_one_leaves_out() {
    let tone = Tone::new(7001.0, -6.0);
    let signal = Signal::silence(96_000.0, FRAMES)
        .with_tone(tone)
        .with_harmonics(tone, &[(2, -80.0, 0.0), (4, -70.0, 0.0)]);
    let thd = |band| {
        let report = measure_with(&Settings { band, ..Settings::default() }, &[&signal]);
        groundtruth_tests::reading::Readings::value(left(&report), groundtruth_measure::ChannelFigure::ThdF)
    };
    let exact = Tolerance::new(1e-6, "no noise");
    exact.check("THD to 20 kHz", thd(Band::AUDIO), -80.0);
    exact.check("THD to 40 kHz", thd(Band::WIDE_40K), 10.0 * (1e-8f64 + 1e-7).log10());
}

#[test]
fn a_harmonics_phase_counts_from_its_own_sides_tone_where_both_are_driven() {
    let tone = Tone { phase_rad: 0.3, ..Tone::new(1234.5, -6.0) };
    let late = Tone { phase_rad: -1.1, ..tone };
    // One record, and several.
    for frames in [FRAMES, 8 * FRAMES] {
        let side = |tone: Tone, phase_rad| {
            Signal::silence(RATE_HZ, frames)
                .with_tone(tone)
                .with_harmonics(tone, &[(2, -70.0, phase_rad), (3, -80.0, 2.0)])
        };
        let report = measure(&[&side(tone, 1.5), &side(late, -0.4)]);
        let exact = Tolerance::new(1e-5, "no noise");
        for (channel, second) in [(left(&report), 1.5), (right(&report), -0.4)] {
            exact.check_phase("phase of H2", harmonic(channel, 2).phase_rad, second);
            exact.check_phase("phase of H3", harmonic(channel, 3).phase_rad, 2.0);
        }
    }
}
