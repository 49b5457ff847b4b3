//! Multitones: recognised as such, and other signals not mistaken for them.

use groundtruth_measure::ChannelFigure::{Hum, ThdF, ThdnAes17};
use groundtruth_measure::{Refusal, StimulusKind};
use groundtruth_tests::reading::{Readings, left, measure};
use groundtruth_tests::stimulus::{Random, Signal, Tone};
use groundtruth_tests::tolerance::Tolerance;

use crate::RATE_HZ;

/// 5.5 s: 5 bins are 0.9 Hz.
const FRAMES: usize = 262_144;

fn noise(seed: u64) -> Signal {
    Signal::silence(RATE_HZ, FRAMES).with_noise(-120.0, seed)
}

/// `count` tones in equal steps of log frequency from `low_hz` to `high_hz`, with individual phases.
fn row(count: usize, low_hz: f64, high_hz: f64, level_dbfs: f64, seed: u64) -> Vec<Tone> {
    let mut random = Random::new(seed);
    let step = (high_hz / low_hz).powf(1.0 / (count as f64 - 1.0));
    let tone = |i: usize| Tone {
        frequency_hz: low_hz * step.powi(i as i32),
        level_dbfs,
        phase_rad: random.phase_rad(),
    };
    (0..count).map(tone).collect()
}

fn kind(signal: Signal) -> StimulusKind {
    measure(&[&signal]).stimulus.kind
}

#[test]
fn rows_of_six_tones_or_more_are_multitones() {
    for count in [6, 11, 31, 61, 120] {
        for level_dbfs in [-50.0, -30.0] {
            let report = measure(&[&noise(400).with_tones(row(count, 20.0, 20_000.0, level_dbfs, 1))]);
            assert_eq!(report.stimulus.kind, StimulusKind::Multitone, "{count} tones at {level_dbfs} dBFS");
            assert_eq!(report.stimulus.tones_hz["M"].len(), count);
            for id in [ThdF, ThdnAes17] {
                let refusal = left(&report).refusal(id);
                assert!(
                    matches!(refusal, Refusal::WrongStimulus { needs } if needs == "a single tone"),
                    "{refusal:?}"
                );
            }
        }
    }
}

#[test]
fn tones_moved_onto_whole_hertz_are_still_a_row() {
    let mut tones = row(31, 20.0, 20_000.0, -30.0, 2);
    tones.iter_mut().for_each(|tone| tone.frequency_hz = tone.frequency_hz.round());
    let report = measure(&[&noise(401).with_tones(tones.clone())]);
    assert_eq!(report.stimulus.kind, StimulusKind::Multitone);
    let seen = &report.stimulus.tones_hz["M"];
    assert!(seen.iter().zip(&tones).all(|(hz, tone)| (hz - tone.frequency_hz).abs() < 1e-4), "{seen:?}");
}

#[test]
fn hum_with_twenty_harmonics_is_not_a_multitone() {
    let even: Vec<(u32, f64)> = (1..=20).map(|order| (order, -40.0)).collect();
    let falling: Vec<(u32, f64)> = (1..=20).map(|order| (order, -60.0 - f64::from(order))).collect();
    for (mains_hz, lines) in [(50.0, &even), (60.02, &even), (49.97, &falling)] {
        let report = measure(&[&noise(402).with_hum(mains_hz, lines)]);
        assert!(report.stimulus.tones_hz["M"].is_empty(), "{mains_hz} Hz: {:?}", report.stimulus);
        assert_eq!(left(&report).hum_lines.len(), 20);
    }
}

#[test]
fn a_tone_with_sixty_harmonics_is_not_a_multitone() {
    let fundamental = Tone::new(311.0, -20.0);
    for fall_db in [0.0, 0.2, 6.0] {
        let harmonics: Vec<(u32, f64, f64)> = (2..=60)
            .map(|order| (order, -fall_db * f64::from(order - 1).min(20.0), f64::from(order)))
            .collect();
        let signal = noise(403).with_tone(fundamental).with_harmonics(fundamental, &harmonics);
        assert_ne!(kind(signal), StimulusKind::Multitone, "harmonics fall by {fall_db} dB");
    }
}

#[test]
fn two_tones_or_five_are_not_a_multitone() {
    for count in [2, 5] {
        let signal = noise(404).with_tones(row(count, 100.0, 9000.0, -20.0, 3));
        assert_ne!(kind(signal), StimulusKind::Multitone, "{count} tones");
    }
}

#[test]
fn pairs_of_whole_kilohertz_are_pairs_though_folded_harmonics_meet_them() {
    // At 48 kHz the 4th harmonic of 19 kHz folds onto 20 kHz, the 10th of 13 kHz onto 14 kHz.
    for (low_hz, high_hz) in [(19_000.0, 20_000.0), (18_000.0, 20_000.0), (13_000.0, 14_000.0)] {
        let pair = [Tone::new(low_hz, -12.0), Tone::new(high_hz, -12.0)];
        assert_eq!(kind(noise(405).with_tones(pair)), StimulusKind::TwinTone, "{low_hz} and {high_hz} Hz");
    }
}

#[test]
fn chords_of_harmonic_notes_are_not_a_multitone() {
    // Four notes with 16 partials each, all held over the whole record, as no musician holds them.
    for fall_db in [0.5, 2.0, 4.0] {
        let chord = [110.0, 138.6, 164.8, 220.0].into_iter().flat_map(|note_hz| {
            (1..=16).map(move |k| Tone::new(note_hz * f64::from(k), -20.0 - fall_db * f64::from(k - 1)))
        });
        assert_ne!(kind(noise(406).with_tones(chord)), StimulusKind::Multitone, "falling by {fall_db} dB");
    }
}

#[test]
fn noise_is_not_a_multitone_however_few_its_bins() {
    for frames in [4096, 8192, 65_536] {
        for seed in 0..40 {
            let signal = Signal::silence(RATE_HZ, frames).with_noise(-20.0, 40_700 + seed);
            assert_eq!(kind(signal), StimulusKind::Programme, "{frames} frames, seed {seed}");
        }
    }
}

#[test]
fn a_row_that_starts_inside_the_recording_is_measured_from_there() {
    let mut signal = Signal::silence(RATE_HZ, FRAMES).with_tones(row(31, 20.0, 20_000.0, -30.0, 4));
    signal.samples[..60_000].fill(0.0);
    let report = measure(&[&signal]);
    assert_eq!(report.stimulus.kind, StimulusKind::Multitone);
    let [first, frames] = left(&report).used_frames;
    assert!((60_000..66_000).contains(&first) && first + frames == FRAMES as u64, "{first} {frames}");
}

#[test]
fn hum_does_not_hide_a_quiet_multitone_and_is_none_of_its_tones() {
    // A multitone that avoids 50 Hz and its multiples by half a hertz; one hum line as loud as a tone.
    let hum = [(1, -40.0), (2, -62.0), (3, -45.0), (5, -64.0), (6, -75.0)];
    let signal = noise(408).with_tones(row(31, 21.0, 21_000.0, -75.0, 5)).with_hum(50.0, &hum);
    let report = measure(&[&signal]);
    assert_eq!(report.stimulus.kind, StimulusKind::Multitone);
    assert_eq!(report.stimulus.tones_hz["M"].len(), 31);
    let sum = 10.0 * hum.map(|(_, level)| 10f64.powf(level / 10.0)).iter().sum::<f64>().log10();
    Tolerance::new(0.01, "5 times Cramér-Rao").check("hum", left(&report).value(Hum), sum);
}

#[test]
fn a_record_too_short_to_tell_the_tones_apart_says_so() {
    // 8192 frames: 5 bins are 29 Hz, and third octaves stand closer below 110 Hz.
    let tones = row(31, 20.0, 20_000.0, -30.0, 6);
    let report =
        measure(&[&Signal::silence(RATE_HZ, 8192).with_tones(tones.clone()).with_noise(-120.0, 409)]);
    let refusal = left(&report).refusal(ThdF);
    let Refusal::TonesTooClose { frequency_hz, spacing_hz, needed_hz } = *refusal else {
        panic!("{refusal:?}")
    };
    println!("{frequency_hz} Hz, {spacing_hz} Hz apart, {needed_hz} Hz needed");
}
