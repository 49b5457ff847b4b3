//! Products of two tones: each with its level, on either side of the pair, in recordings of any length.

use groundtruth_measure::ChannelFigure::{ImdCcif, ImdDfd2, ImdDfd3, ImdSmpte};
use groundtruth_tests::reading::{Readings, left, measure};
use groundtruth_tests::stimulus::{Random, Signal, Tone, amplitude};
use groundtruth_tests::tolerance::Tolerance;

use crate::RATE_HZ;

/// One record, and several.
const LENGTHS: [usize; 2] = [65_536, 480_000];

fn line(frequency_hz: f64, level_dbfs: f64, phase_rad: f64) -> Tone {
    Tone { phase_rad, ..Tone::new(frequency_hz, level_dbfs) }
}

fn db(ratio: f64) -> f64 {
    20.0 * ratio.log10()
}

#[test]
fn difference_products_below_and_above_the_pair_both_count() {
    // The lower product of third order, f2 − 2f1, stands at a negative frequency and is read at its mirror image.
    for frames in LENGTHS {
        let pair = [line(19_003.7, -12.0, 0.3), line(19_991.2, -12.0, 1.1)];
        let products = [line(987.5, -95.0, 2.0), line(18_016.2, -90.0, -0.7), line(20_978.7, -104.0, 0.9)];
        let signal = Signal::silence(RATE_HZ, frames).with_tones(pair).with_tones(products);
        let report = measure(&[&signal]);
        let exact = Tolerance::new(1e-4, "no noise; rounding of −104 dBFS beside −12 dBFS");
        let sum = 2.0 * amplitude(-12.0);
        let third = amplitude(-90.0) + amplitude(-104.0);
        exact.check(format!("{frames}: third order"), left(&report).value(ImdDfd3), db(third / sum));
        exact.check(
            format!("{frames}: second order"),
            left(&report).value(ImdDfd2),
            db(amplitude(-95.0) / sum),
        );
        let ccif = db(amplitude(-95.0) / (amplitude(-12.0) * 2f64.sqrt()));
        exact.check(format!("{frames}: the old form"), left(&report).value(ImdCcif), ccif);
    }
}

#[test]
fn the_sidebands_of_a_modulated_tone_add_up_pair_by_pair() {
    for frames in LENGTHS {
        let pair = [line(60.0, -8.0, 0.3), line(7000.3, -20.041_2, 1.1)];
        let sidebands = [(-2, -110.0), (-1, -90.0), (1, -94.0), (2, -100.0)];
        let lines = sidebands.map(|(k, level)| line(7000.3 + 60.0 * f64::from(k), level, f64::from(k)));
        let report = measure(&[&Signal::silence(RATE_HZ, frames).with_tones(pair).with_tones(lines)]);
        let first = amplitude(-90.0) + amplitude(-94.0);
        let second = amplitude(-110.0) + amplitude(-100.0);
        let known = db(first.hypot(second) / amplitude(-20.041_2));
        Tolerance::new(1e-4, "no noise; rounding of −110 dBFS beside −8 dBFS").check(
            format!("{frames} frames"),
            left(&report).value(ImdSmpte),
            known,
        );
    }
}

#[test]
fn every_product_is_listed_with_its_factors_and_level() {
    let pair = [line(703.1, -12.0, 0.3), line(4411.9, -18.0, 1.1)];
    let products: [([i32; 2], f64); 6] = [
        ([-2, 1], -101.0),
        ([-1, 1], -95.0),
        ([1, 1], -96.0),
        ([2, 1], -102.0),
        ([-1, 2], -104.0),
        ([1, 2], -103.0),
    ];
    let hz = |[low, high]: [i32; 2]| f64::from(low) * 703.1 + f64::from(high) * 4411.9;
    for frames in LENGTHS {
        let lines = products.map(|(factors, level)| line(hz(factors), level, f64::from(factors[0])));
        let signal = Signal::silence(RATE_HZ, frames).with_tones(pair).with_tones(lines);
        let listed = measure(&[&signal]).channels[0].products.clone();
        let factors: Vec<[i32; 2]> = listed.iter().map(|product| product.factors).collect();
        assert_eq!(factors, products.map(|(factors, _)| factors), "{frames} frames");
        for (product, (factors, level)) in listed.iter().zip(products) {
            let place = (product.frequency_hz - hz(factors)).abs();
            assert!(place < 1e-3 && !product.limit, "{product:?}");
            Tolerance::new(1e-3, "no noise; rounding of −104 dBFS beside −12 dBFS").check(
                format!("{frames} frames, {factors:?}"),
                product.level_dbfs.expect("a level"),
                level,
            );
        }
    }
}

#[test]
fn a_product_below_zero_is_listed_where_it_stands_and_none_above_half_the_rate() {
    let pair = [line(19_003.7, -12.0, 0.3), line(19_991.2, -12.0, 1.1)];
    let report = measure(&[&Signal::silence(RATE_HZ, 65_536).with_tones(pair).with_noise(-120.0, 3)]);
    let listed: Vec<[i32; 2]> = report.channels[0].products.iter().map(|product| product.factors).collect();
    assert_eq!(listed, [[-1, 1], [2, -1], [-1, 2]]);
    assert!(report.channels[0].products.iter().all(|product| product.limit));
}

#[test]
fn every_pair_of_the_rule_is_read_its_ends_included() {
    let mut random = Random::new(13);
    for case in 0..120 {
        let spacing_hz = [80.0, 2000.0, 80.0 + 1920.0 * random.unit()][case % 3];
        let low_hz = match case {
            0 => 18_000.0,
            1 => 697.0,
            // Above twice the spacing, where the third order meets the tones.
            _ => (2.2 + 5.0 * random.unit()) * spacing_hz + 200.0 * random.unit(),
        };
        let spacing_hz = [2000.0, 639.0].get(case).copied().unwrap_or(spacing_hz);
        let step_db = [-1.0, 1.0, 2.0 * random.unit() - 1.0][(case / 3) % 3];
        let pair = [line(low_hz, -12.0, 0.3), line(low_hz + spacing_hz, -12.0 + step_db, 1.1)];
        let product = line(spacing_hz, -92.0, random.phase_rad());
        let clock = 1.0 + 1e-6 * random.gaussian();
        let tones = pair
            .iter()
            .chain([&product])
            .map(|tone| Tone { frequency_hz: tone.frequency_hz * clock, ..*tone });
        let signal = Signal::silence(RATE_HZ, 65_536).with_tones(tones).with_noise(-120.0, case as u64);
        let report = measure(&[&signal]);
        let sum = amplitude(-12.0) + amplitude(-12.0 + step_db);
        Tolerance::new(0.3, "noise").check(
            format!("{low_hz:.1} + {spacing_hz:.1} Hz, {step_db:.2} dB"),
            left(&report).value(ImdDfd2),
            db(amplitude(-92.0) / sum),
        );
    }
}
