//! Calls that hosts must not make, but some do.

use std::time::{Duration, Instant};

use groundtruth_measure::Settings;
use groundtruth_tests::headless_host::{HeadlessHost, MainAudio, Sidechain, linked_library};
use serde_json::json;

use crate::offline;

/// Longest time of a call without analysis.
const CALL_LIMIT: Duration = Duration::from_millis(100);

#[test]
fn a_take_beyond_its_range_is_never_kept() {
    let mut host = HeadlessHost::new(&linked_library());
    for (wanted, kept) in [(1e9, 9999), (-5.0, 0), (17.0, 17), (f64::MAX, 9999), (f64::NAN, 9999)] {
        assert_eq!(host.set_parameter("Take", wanted).round(), f64::from(kept), "set to {wanted}");
        assert_eq!(host.save().json()["params"]["take"], json!({ "i32": kept }), "set to {wanted}");
    }
    for (wanted, kept) in [(i32::MAX, 9999), (i32::MIN, 0), (10_000, 9999), (3, 3)] {
        let mut state = host.save();
        state.json()["params"]["take"] = json!({ "i32": wanted });
        host.load(&state).expect("a state with any take loads");
        assert_eq!(host.save().json()["params"]["take"], json!({ "i32": kept }), "loaded as {wanted}");
    }
}

#[test]
fn below_1_khz_audio_passes_bit_for_bit_and_no_call_waits_for_an_analysis() {
    let mut host = offline::host(&Settings { transform_frames: 8192, ..Settings::DEFAULT });
    let sent: Vec<Vec<f32>> = [1, 2]
        .map(|salt| (0..512u32).map(|frame| f32::from_bits(frame.wrapping_mul(0x0123_4567) + salt)).collect())
        .into();
    for rate_hz in [1.0, 10.0, 999.0] {
        host.set_offline(true);
        host.activate(rate_hz, 512);
        for _ in 0..200 {
            let mut block = sent.clone();
            let began = Instant::now();
            host.process(MainAudio::InPlace(&mut block), Sidechain::Unconnected);
            assert!(began.elapsed() < CALL_LIMIT, "a block took {:?} at {rate_hz} Hz", began.elapsed());
            let bits = |channels: &[Vec<f32>]| -> Vec<u32> {
                channels.iter().flatten().map(|sample| sample.to_bits()).collect()
            };
            assert_eq!(bits(&block), bits(&sent), "{rate_hz} Hz");
        }
        let began = Instant::now();
        host.deactivate();
        assert!(began.elapsed() < CALL_LIMIT, "deactivated after {:?} at {rate_hz} Hz", began.elapsed());
        assert_eq!(host.save().report(), None, "{rate_hz} Hz");
    }
}
