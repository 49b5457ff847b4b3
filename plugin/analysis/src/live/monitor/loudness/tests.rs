//! The signals of EBU Tech 3341 (2016, table 1) and 3342 (2016, table 1), made from their description.

use std::f64::consts::{PI, TAU};

use super::*;

const RATE_HZ: f64 = 48_000.0;

/// Sines of 1 kHz in both channels, one after the other: level in dBFS and duration in seconds.
fn sines(parts: &[(f64, f64)]) -> Vec<f32> {
    let mut samples = Vec::new();
    for (level_dbfs, seconds) in parts {
        let amplitude = 10f64.powf(level_dbfs / 20.0);
        for _ in 0..(seconds * RATE_HZ).round() as usize {
            let phase = TAU * 1000.0 * samples.len() as f64 / RATE_HZ;
            samples.push((amplitude * phase.sin()) as f32);
        }
    }
    samples
}

/// Every reading of a signal that is the same in both channels, in blocks of an odd size.
fn readings(samples: &[f32]) -> Vec<Loudness> {
    let mut meter = LoudnessMeter::new(RATE_HZ, 2).expect("a usual rate");
    let read = |block: &[f32]| {
        meter.take(&[block, block]);
        meter.read()
    };
    samples.chunks(997).filter_map(read).collect()
}

/// The reading after all of a signal, whatever the last second's part.
fn last(samples: &[f32]) -> Loudness {
    readings(samples).pop().expect("long enough")
}

fn expect(what: &str, value: f64, expected: f64, tolerance: f64) {
    println!("{what}: {value:.3} (asked {expected} ± {tolerance})");
    assert!((value - expected).abs() <= tolerance, "{what}: {value} for {expected}");
}

#[test]
fn steady_sines_read_their_level_at_every_time_scale() {
    for (case, level) in [("3341-1", -23.0), ("3341-2", -33.0)] {
        let loudness = last(&sines(&[(level, 20.0)]));
        expect(&format!("{case} M"), loudness.momentary_lufs, level, 0.1);
        expect(&format!("{case} S"), loudness.short_term_lufs.expect("20 s"), level, 0.1);
        expect(&format!("{case} I"), loudness.integrated_lufs, level, 0.1);
    }
}

#[test]
fn what_is_quiet_is_gated() {
    let cases: [(&str, &[(f64, f64)]); 3] = [
        ("3341-3", &[(-36.0, 10.0), (-23.0, 60.0), (-36.0, 10.0)]),
        ("3341-4", &[(-72.0, 10.0), (-36.0, 10.0), (-23.0, 60.0), (-36.0, 10.0), (-72.0, 10.0)]),
        ("3341-5", &[(-26.0, 20.0), (-20.0, 20.1), (-26.0, 19.9)]),
    ];
    for (case, parts) in cases {
        expect(case, last(&sines(parts)).integrated_lufs, -23.0, 0.1);
    }
}

#[test]
fn bursts_as_long_as_the_window_read_a_constant() {
    let bursts =
        |loud_s: f64, quiet_s: f64, count: usize| sines(&[(-20.0, loud_s), (-30.0, quiet_s)].repeat(count));
    let short_term = readings(&bursts(1.34, 1.66, 5));
    for loudness in short_term.iter().filter_map(|loudness| loudness.short_term_lufs) {
        assert!((loudness + 23.0).abs() <= 0.1, "3341-9: {loudness}");
    }
    let momentary = readings(&bursts(0.18, 0.22, 25));
    for loudness in momentary.iter().skip(50).map(|loudness| loudness.momentary_lufs) {
        assert!((loudness + 23.0).abs() <= 0.1, "3341-12: {loudness}");
    }
}

#[test]
fn true_peaks_between_samples_are_found() {
    let cases = [
        ("3341-15", 4.0, 0.5, 0.0, -6.0),
        ("3341-16", 4.0, 0.5, 45.0, -6.0),
        ("3341-17", 6.0, 0.5, 60.0, -6.0),
        ("3341-18", 8.0, 0.5, 67.5, -6.0),
        ("3341-19", 4.0, 1.41, 45.0, 3.0),
    ];
    for (case, frames_per_period, amplitude, degrees, expected_db) in cases {
        // An abrupt start has overshoots of its own between the samples.
        let sample = |frame: usize| {
            let fade = (frame as f64 / 480.0).min(1.0);
            (fade * amplitude * (TAU * frame as f64 / frames_per_period + degrees * PI / 180.0).sin()) as f32
        };
        let samples: Vec<f32> = (0..96_000).map(sample).collect();
        let peak_db = 20.0 * last(&samples).true_peak[0].log10();
        println!("{case}: {peak_db:.3}");
        assert!((expected_db - 0.4..=expected_db + 0.2).contains(&peak_db), "{case}: {peak_db}");
    }
}

#[test]
fn the_loudness_range_is_the_distance_of_two_levels() {
    let cases: [(&str, &[f64], f64); 4] = [
        ("3342-1", &[-20.0, -30.0], 10.0),
        ("3342-2", &[-20.0, -15.0], 5.0),
        ("3342-3", &[-40.0, -20.0], 20.0),
        ("3342-4", &[-50.0, -35.0, -20.0, -35.0, -50.0], 15.0),
    ];
    for (case, levels, expected) in cases {
        let parts: Vec<(f64, f64)> = levels.iter().map(|level| (*level, 20.0)).collect();
        expect(case, last(&sines(&parts)).range_lu.expect("long enough"), expected, 0.1);
    }
}

#[test]
fn silence_is_minus_infinity_and_a_strange_rate_has_no_loudness() {
    let loudness = last(&[0.0; 48_000]);
    assert_eq!((loudness.momentary_lufs, loudness.integrated_lufs), (f64::NEG_INFINITY, f64::NEG_INFINITY));
    assert_eq!(loudness.short_term_lufs, None);
    assert!(LoudnessMeter::new(5.0, 2).is_none());
}
