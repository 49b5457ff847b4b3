//! Limits of ranges: SNR and similar figures have lower limits, all others upper limits, in JSON too.

use groundtruth_measure::ChannelFigure::{DrAes17, Enob, NoiseRms, SinadIeee1057, Snr};
use groundtruth_measure::FigureKey;
use groundtruth_measure::{Band, Bound, Report, Settings};
use groundtruth_tests::reading::{Readings, left, measure_with};
use groundtruth_tests::stimulus::{Random, Signal, Tone};

use crate::RATE_HZ;

#[test]
fn limits_of_ranges_are_bounded_from_below() {
    let (mut random, mut limits) = (Random::new(7), 0);
    for seed in 0..150 {
        let tone = Tone::new(700.0 + 500.0 * random.unit(), -6.0);
        let noise_dbfs = -110.0 + 50.0 * random.unit();
        let low_hz = 2000.0 + 3000.0 * random.unit();
        let width_hz = 4.0 + 16.0 * random.unit();
        let band = Band { low_hz, high_hz: low_hz + width_hz };
        let signal = Signal::silence(RATE_HZ, 8192).with_tone(tone).with_noise(noise_dbfs, seed);
        let report = measure_with(&Settings { band, ..Settings::default() }, &[&signal]);
        let json = serde_json::to_value(&report).expect("a report");
        let back: Report = serde_json::from_value(json.clone()).expect("the same report");
        for (id, reading) in &left(&report).figures {
            let Some(figure) = reading.figure().filter(|figure| figure.limit) else { continue };
            let entry = &json["channels"][0]["figures"][id.definition().id];
            let is_range = [Snr, SinadIeee1057, Enob, DrAes17].contains(id);
            assert_eq!(figure.bound == Bound::Lower, is_range, "{id}: {figure:?}");
            assert_eq!(entry.get("bound").is_some_and(|bound| bound == "lower"), is_range, "{id}: {entry}");
            assert_eq!(figure.value, if is_range { figure.low } else { figure.high }, "{id}: {figure:?}");
            assert_eq!(left(&back).measured(*id), *figure);
        }
        let snr = left(&report).measured(Snr);
        if snr.limit {
            assert!(left(&report).measured(NoiseRms).limit);
            limits += 1;
        }
    }
    println!("{limits} SNR limits of 150");
    assert!(limits >= 20, "{limits}");
}
