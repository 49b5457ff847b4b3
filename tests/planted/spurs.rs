//! Lines that are not stimulus, harmonics or hum.

use groundtruth_tests::reading::{left, measure};
use groundtruth_tests::stimulus::{Signal, Tone};
use groundtruth_tests::tolerance::Tolerance;

use crate::{RATE_HZ, TEN_SECONDS};

const PLANTED: [(f64, f64); 4] = [(123.4, -100.0), (3456.7, -110.0), (9600.3, -120.0), (15_625.0, -105.0)];

fn noisy(seed: u64) -> Signal {
    Signal::silence(RATE_HZ, TEN_SECONDS).with_tone(Tone::new(997.0, -6.0)).with_noise(-114.0, seed)
}

#[test]
fn every_planted_line_is_found_at_its_frequency_and_level() {
    let tones = PLANTED
        .map(|(frequency_hz, level_dbfs)| Tone { phase_rad: 1.0, ..Tone::new(frequency_hz, level_dbfs) });
    let report = measure(&[&noisy(51).with_tones(tones)]);
    let spurs = &left(&report).spurs;
    assert_eq!(spurs.len(), PLANTED.len(), "{spurs:?}");
    for (frequency_hz, level_dbfs) in PLANTED {
        let near = |spur: &&groundtruth_measure::Spur| (spur.frequency_hz - frequency_hz).abs() < 0.1;
        let spur = spurs.iter().find(near).expect("found");
        // The weakest stands 43 dB over the noise of its lobe (10 bins): 0.06 dB.
        Tolerance::new(0.25, "4 times the spread of the weakest").check("spur", spur.level_dbfs, level_dbfs);
        Tolerance::new(0.01, "a tenth of a bin").check("at", spur.frequency_hz, frequency_hz);
    }
}

#[test]
fn a_line_outside_the_band_is_no_spur() {
    let report = measure(&[&noisy(52).with_tones([Tone::new(8.0, -80.0), Tone::new(22_000.0, -80.0)])]);
    assert!(left(&report).spurs.is_empty(), "{:?}", left(&report).spurs);
}

#[test]
fn noise_alone_shows_a_spur_in_one_record_of_a_thousand() {
    let (frames, records) = (16_384, 300);
    let seen: usize = (0..records)
        .map(|seed| {
            let signal = Signal::silence(RATE_HZ, frames)
                .with_tone(Tone::new(997.0, -6.0))
                .with_noise(-80.0, 5000 + seed);
            left(&measure(&[&signal])).spurs.len()
        })
        .sum();
    println!("{seen} spurs seen in {records} records of noise");
    assert!(seen <= 3, "0.3 expected: more than 3 has a chance of 0.03 %");
}
