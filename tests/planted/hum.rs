//! Mains hum: lines, sum, frequency, pattern.

use groundtruth_measure::ChannelFigure::{Hum, HumMains};
use groundtruth_measure::{HumPattern, Mains, Refusal, Report, Settings, StimulusKind};
use groundtruth_tests::reading::{Readings, left, measure, measure_with};
use groundtruth_tests::stimulus::{Signal, Tone, amplitude, noise_rms};
use groundtruth_tests::tolerance::{CramerRao, Spread, Tolerance};

use crate::{RATE_HZ, TEN_SECONDS};

const GROUND_LOOP: [(u32, f64); 4] = [(1, -96.0), (3, -99.0), (5, -110.0), (2, -104.0)];
const RECTIFIER: [(u32, f64); 4] = [(2, -90.0), (4, -95.0), (6, -100.0), (8, -104.0)];
const INDUCTION: [(u32, f64); 1] = [(1, -92.0)];

fn hum(mains_hz: f64, lines: &[(u32, f64)], seed: u64) -> Report {
    let tone = Tone::new(997.0, -6.0);
    let signal = Signal::silence(RATE_HZ, TEN_SECONDS)
        .with_tone(tone)
        .with_hum(mains_hz, lines)
        .with_noise(-114.0, seed);
    measure(&[&signal])
}

#[test]
fn each_mains_line_reads_its_level_and_their_sum_is_the_hum() {
    let report = hum(50.02, &GROUND_LOOP, 41);
    for (order, level) in GROUND_LOOP {
        let line = left(&report).hum_lines.iter().find(|line| line.order == order).expect("found");
        // −110 dBFS stands 58 dB over the noise power under it (−114 + 10·lg(2/480 000) − Hann's 1.8): 0.01 dB, 4σ.
        Tolerance::new(0.05, "4 times the spread of the weakest").check("line", line.level_dbfs, level);
        Tolerance::new(0.01, "mains 0.002 Hz times the order").check(
            "at",
            line.frequency_hz,
            50.02 * f64::from(order),
        );
    }
    let sum: f64 = GROUND_LOOP.iter().map(|(_, level)| 10f64.powf(level / 10.0)).sum();
    Tolerance::new(0.02, "4 times the spread of the sum").check(
        "hum",
        left(&report).value(Hum),
        10.0 * sum.log10(),
    );
}

#[test]
fn the_mains_frequency_is_known_to_2_millihertz() {
    for mains_hz in [49.87, 50.0, 50.02, 59.95, 60.11] {
        let report = hum(mains_hz, &GROUND_LOOP, 42);
        Tolerance::new(0.002, "accuracy asked").check("mains", left(&report).value(HumMains), mains_hz);
    }
}

#[test]
fn multiples_that_are_only_noise_do_not_move_the_mains_of_one_weak_line() {
    let (level_dbfs, noise_dbfs) = (-108.0, -90.0);
    let bound = CramerRao {
        amplitude: amplitude(level_dbfs),
        noise_rms: noise_rms(noise_dbfs),
        frames: TEN_SECONDS,
        sample_rate_hz: RATE_HZ,
    };
    let errors: Vec<f64> = (0..24)
        .map(|seed| {
            let signal = Signal::silence(RATE_HZ, TEN_SECONDS)
                .with_tone(Tone::new(997.0, -6.0))
                .with_hum(50.02, &[(1, level_dbfs)])
                .with_noise(noise_dbfs, 4300 + seed);
            left(&measure(&[&signal])).value(HumMains) - 50.02
        })
        .collect();
    let spread = Spread::of(&errors);
    println!(
        "Cramér-Rao {:.2e} Hz, spread {:.2e}, bias {:.2e}",
        bound.frequency_hz(),
        spread.deviation,
        spread.mean
    );
    // A record of 1/7.32 of the time knows a frequency 7.32^1.5 times worse; 13 at 50 % overlap are worth 11.
    let most = bound.frequency_hz() * 7.32f64.powf(1.5) / 11f64.sqrt();
    Tolerance::new(most, "records' frequencies averaged").check("spread", spread.deviation, 0.0);
}

#[test]
fn the_pattern_of_the_lines_names_their_origin() {
    let pattern = |lines: &[(u32, f64)]| left(&hum(50.02, lines, 43)).hum_pattern;
    assert_eq!(pattern(&GROUND_LOOP), Some(HumPattern::GroundLoop));
    assert_eq!(pattern(&RECTIFIER), Some(HumPattern::Rectifier));
    assert_eq!(pattern(&INDUCTION), Some(HumPattern::Induction));
}

#[test]
fn without_mains_lines_there_is_no_hum_and_the_level_it_would_need() {
    let report = hum(50.0, &[], 44);
    let Refusal::NoHum { detectable_dbfs } = left(&report).refusal(Hum) else {
        panic!("{:?}", left(&report).refusal(Hum));
    };
    // Noise per bin of 0.1 Hz stands at −114 + 4.2 − 53.8 + … dBFS; a line 10 to 25 dB over it shows.
    assert!((-165.0..-135.0).contains(detectable_dbfs), "{detectable_dbfs}");
    assert!(left(&report).hum_lines.is_empty() && left(&report).hum_pattern.is_none());
    assert!(matches!(left(&report).refusal(HumMains), Refusal::NoHum { .. }));
}

#[test]
fn only_the_chosen_mains_frequency_is_looked_for() {
    let signal = Signal::silence(RATE_HZ, TEN_SECONDS)
        .with_tone(Tone::new(997.0, -6.0))
        .with_hum(60.0, &INDUCTION)
        .with_noise(-114.0, 45);
    let hum = |mains| measure_with(&Settings { mains, ..Settings::default() }, &[&signal]);
    assert!(matches!(left(&hum(Mains::Hz50)).refusal(Hum), Refusal::NoHum { .. }));
    for mains in [Mains::Hz60, Mains::Auto] {
        Tolerance::new(0.002, "accuracy asked").check("mains", left(&hum(mains)).value(HumMains), 60.0);
    }
}

#[test]
fn hum_is_found_without_a_stimulus_too() {
    let signal = Signal::silence(RATE_HZ, TEN_SECONDS).with_hum(50.02, &GROUND_LOOP).with_noise(-114.0, 46);
    let report = measure(&[&signal]);
    assert_eq!(report.stimulus.kind, StimulusKind::Silence);
    Tolerance::new(0.002, "accuracy asked").check("mains", left(&report).value(HumMains), 50.02);
}

#[test]
fn noise_alone_is_not_taken_for_hum() {
    let found = (0..60).filter(|seed| {
        let signal =
            Signal::silence(RATE_HZ, 65_536).with_tone(Tone::new(997.0, -6.0)).with_noise(-80.0, 4000 + seed);
        left(&measure(&[&signal])).figures()[&Hum].figure().is_some()
    });
    let found = found.count();
    println!("hum seen in {found} of 60 records of noise");
    assert!(found <= 1, "asked for one false alarm in 1000: two in 60 have a chance of 0.2 %");
}
