//! Whether 95 % intervals contain the truth in 95 of 100 cases: every figure with an interval, for single records, for
//! averages of overlapping ones as in live measurement, and for recordings of one record and of several.

use groundtruth_measure::{Analyzer, Averaging, Report, Settings, measure_record};
use groundtruth_tests::evidence::{Counts, count};
use groundtruth_tests::stimulus::Signal;

use amplifier::Amplifier;

mod amplifier;
mod pairs;

/// Trials of a condition: 2000 spread by 0.5 %.
fn trials() -> u64 {
    count(300, 2000)
}

/// How records become a report.
#[derive(Clone, Copy)]
enum How {
    /// Live measurement, with records of this number of frames at 75 % overlap.
    Live(Averaging, usize),
    /// As a file.
    Recording,
}

impl How {
    /// One report of one stretch.
    fn report(self, analyzer: &mut Option<Analyzer>, channels: &[Signal; 2]) -> Report {
        let [left, right] = channels;
        let rate_hz = left.sample_rate_hz;
        let How::Live(averaging, transform_frames) = self else {
            return measure_record(rate_hz, &[&left.samples[..], &right.samples], Settings::default());
        };
        let settings = Settings { transform_frames, averaging, ..Settings::default() };
        let analyzer = analyzer.get_or_insert_with(|| Analyzer::new(rate_hz, 2, settings));
        analyzer.restart();
        for first in (0..=left.samples.len() - transform_frames).step_by(transform_frames / 4) {
            let range = first..first + transform_frames;
            let record = [&left.samples[range.clone()], &right.samples[range]];
            analyzer.push(first as u64, &record).expect("a record of every channel");
        }
        analyzer.report().expect("records were pushed")
    }
}

/// Counts the figures of many records that differ only in noise.
fn counted(
    mut counts: Counts,
    how: How,
    seed: u64,
    clean: &[Signal; 2],
    noise_dbfs: f64,
    read: impl Fn(&mut Counts, &Report),
) -> Counts {
    let mut analyzer = None;
    for trial in 0..trials() {
        let [left, right] = clean.clone();
        let noisy = [
            left.with_noise(noise_dbfs, seed + 2 * trial),
            right.with_noise(noise_dbfs, seed + 2 * trial + 1),
        ];
        read(&mut counts, &how.report(&mut analyzer, &noisy));
    }
    counts
}

fn amplifier(condition: &'static str, how: How, seed: u64, amplifier: &Amplifier) -> Counts {
    let clean = amplifier.clean();
    counted(Counts::new(condition), how, seed, &clean, amplifier.noise_dbfs, |counts, report| {
        amplifier.count(counts, report);
    })
}

#[test]
fn intervals_of_single_records_hold_the_truth_95_times_in_100() {
    let how = How::Live(Averaging::Off, 8192);
    amplifier("one record, 0.17 s at 48 kHz", how, 10_000_000, &Amplifier::short(8192)).check();
}

#[test]
#[ignore = "full: statistics"]
fn intervals_of_overlapped_averages_hold_the_truth_95_times_in_100() {
    let how = How::Live(Averaging::Infinite, 4096);
    amplifier("9 records, 75 % overlap, 0.26 s at 48 kHz", how, 20_000_000, &Amplifier::short(12_288))
        .check();
}

#[test]
#[ignore = "full: statistics"]
fn intervals_of_exponential_averages_hold_the_truth_95_times_in_100() {
    let how = How::Live(Averaging::Exponential { records: 4 }, 4096);
    amplifier("exponential of 4 records, 48 kHz", how, 30_000_000, &Amplifier::short(12_288)).check();
}

#[test]
#[ignore = "full: statistics"]
fn intervals_of_coherent_averages_hold_the_truth_95_times_in_100() {
    let how = How::Live(Averaging::Coherent, 4096);
    amplifier("coherent, 9 records, 48 kHz", how, 40_000_000, &Amplifier::short(12_288)).check();
}

#[test]
fn intervals_of_short_recordings_hold_the_truth_95_times_in_100() {
    amplifier("recording of 1 s at 8 kHz: one record", How::Recording, 50_000_000, &Amplifier::low(8000))
        .check();
}

#[test]
#[ignore = "full: statistics"]
fn intervals_of_longer_recordings_hold_the_truth_95_times_in_100() {
    let amplifier_5_s = Amplifier::low(40_000);
    amplifier("recording of 5 s at 8 kHz: 4 records", How::Recording, 60_000_000, &amplifier_5_s).check();
}
