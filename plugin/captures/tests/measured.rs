//! A measured recording with its calibration, in JSON and back.

use groundtruth_captures::{Calibration, Measured};
use groundtruth_measure::{Report, Settings, measure_record};

fn report() -> Report {
    let tone: Vec<f64> =
        (0..48_000).map(|n| 0.5 * (std::f64::consts::TAU * 997.0 * f64::from(n) / 48_000.0).sin()).collect();
    measure_record(48_000.0, &[&tone[..], &[0.0; 48_000]], Settings::DEFAULT)
}

#[test]
fn a_measured_recording_is_read_as_it_was_written_silence_in_volts_included() {
    let report = report();
    let calibration = Calibration::of(&report, &[2.83, 2.0], Some(32.0)).expect("two channels");
    let measured = Measured { report, calibration };
    let written = serde_json::to_string(&measured).expect("JSON");
    let read: Measured = serde_json::from_str(&written).expect("the same form");
    assert_eq!(serde_json::to_string(&read).expect("JSON"), written);
    assert_eq!(read.report, measured.report);
    let levels = |measured: &Measured| {
        let calibration = measured.calibration.clone().expect("calibrated");
        calibration.channels[0].levels["level.fundamental"].volts_rms.value
    };
    // −6.02 dBFS of 2.83 V.
    assert!((levels(&read) - 1.415).abs() < 1e-6 && levels(&read) == levels(&measured));
}

#[test]
fn a_wrong_number_of_voltages_is_refused() {
    let report = report();
    let error = Calibration::of(&report, &[1.0, 2.0, 3.0], None).expect_err("three of two");
    assert!(error.contains("has 2 channels, --reference-volts 3"), "{error}");
    assert_eq!(Calibration::of(&report, &[], None), Ok(None));
}
