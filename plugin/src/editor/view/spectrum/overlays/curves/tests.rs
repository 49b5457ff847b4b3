use egui::Rangef;
use groundtruth_captures::Measured;
use groundtruth_measure::{Analyzer, Settings, Spectrum, WindowKind};

use super::*;
use crate::editor::preferences::FrequencyScale;

const RATE_HZ: f64 = 48_000.0;

fn axis() -> FrequencyAxis {
    FrequencyAxis { scale: FrequencyScale::Log, low_hz: 20.0, high_hz: 20_000.0, x: Rangef::new(0.0, 500.0) }
}

/// A capture whose spectrum has noise of one level in each bin, and a line on the bin 1365, with 0.732 Hz a bin.
fn capture(noise: f32, line: f32) -> Capture {
    let mut analyzer = Analyzer::new(RATE_HZ, 1, Settings::default());
    let silence = vec![0.0; Settings::default().transform_frames];
    analyzer.push(0, &[&silence]).expect("one channel");
    let report = analyzer.report().expect("a record");
    let mut powers = vec![noise; 32_769];
    for (bin, share) in [(1364, 0.25), (1365, 1.0), (1366, 0.25)] {
        powers[bin] = noise.max(line * share);
    }
    let spectrum = Spectrum {
        sample_rate_hz: RATE_HZ,
        frames: 65_536,
        window: WindowKind::Hann,
        enbw_bins: 1.5,
        records: 1,
        channels: vec![powers.into()],
    };
    let mut capture = Capture::new("Amplifier", Measured { report, calibration: None });
    capture.spectrum = SpectrumTrace::of(&spectrum, &["M"]);
    capture
}

fn look(smoothing_per_octave: u8, bandwidth_hz: Option<f64>) -> Look {
    let shape = CurveShape { smoothing_per_octave, ..CurveShape::default() };
    Look { shape, bandwidth_hz, column_width: 1.0 }
}

fn level_at(columns: &[Column], hz: f64) -> f32 {
    let x = axis().x_of(hz);
    let nearest = columns.iter().min_by(|a, b| (a.x - x).abs().total_cmp(&(b.x - x).abs()));
    nearest.expect("columns").high_db
}

#[test]
fn of_a_test_signal_lines_and_noise_are_as_captured() {
    let channels = reduced(&capture(1e-10, 0.01), &axis(), look(0, None));
    assert!((level_at(&channels[0], 1365.0 * RATE_HZ / 65_536.0) + 20.0).abs() < 0.02);
    assert!((level_at(&channels[0], 5000.0) + 100.0).abs() < 0.02);
}

#[test]
fn of_music_noise_has_the_level_of_the_bins_before_it_and_lines_their_own() {
    // Bins of 2.93 Hz with the noise bandwidth of a Hann window, four times those of the capture.
    let bandwidth_hz = 1.5 * RATE_HZ / 16_384.0;
    for smoothing in [0, 3, 48] {
        let channels = reduced(&capture(1e-10, 0.0), &axis(), look(smoothing, Some(bandwidth_hz)));
        for hz in [40.0, 1000.0, 9000.0] {
            let level = level_at(&channels[0], hz);
            assert!((level + 100.0 - 6.02).abs() < 0.05, "{level} dB at {hz} Hz, 1/{smoothing}");
        }
    }
    let channels = reduced(&capture(1e-12, 0.01), &axis(), look(0, Some(bandwidth_hz)));
    let level = level_at(&channels[0], 1365.0 * RATE_HZ / 65_536.0);
    assert!((level + 20.0).abs() < 0.2, "{level}");
}

#[test]
fn without_powers_the_highest_levels_stand_in() {
    let mut old = capture(1e-10, 0.01);
    old.spectrum.as_mut().expect("a spectrum").channels[0].power_dbfs.clear();
    let channels = reduced(&old, &axis(), look(0, Some(4.4)));
    assert!((level_at(&channels[0], 5000.0) + 100.0).abs() < 0.02);
}
