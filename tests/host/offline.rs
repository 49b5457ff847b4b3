//! Renders faster than real time: nothing is lost, and the reading is in the state immediately afterwards.

use groundtruth_measure::{Analyzer, Averaging, GlitchScan, Report, Settings};
use groundtruth_tests::headless_host::{HeadlessHost, linked_library};
use serde_json::{Value, json};

const SAMPLE_RATE_HZ: f64 = 48_000.0;
const SETTINGS: Settings =
    Settings { transform_frames: 8192, averaging: Averaging::Infinite, ..Settings::DEFAULT };

/// A host with these settings whose analysis runs without an editor.
pub fn host(settings: &Settings) -> HeadlessHost {
    let mut host = HeadlessHost::new(&linked_library());
    let mut state = host.save();
    state.set_in_field("settings", "analyse_while_closed", true.into());
    state.set_in_field("settings", "measure", json!(settings));
    host.load(&state).expect("the plugin takes its own state");
    host
}

/// A tone on the left, a weak copy of it on the right, both over noise.
fn tone(seconds: f64) -> Vec<Vec<f32>> {
    let frames = (seconds * SAMPLE_RATE_HZ) as usize;
    let mut noise = 1u32;
    let mut sample = |frame: usize, amplitude: f64| {
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let dither = f64::from(noise >> 8) / f64::from(1u32 << 24) - 0.5;
        let phase = std::f64::consts::TAU * 997.0 * frame as f64 / SAMPLE_RATE_HZ;
        (amplitude * phase.sin() + 1e-5 * dither) as f32
    };
    [0.5, 0.001].map(|amplitude| (0..frames).map(|frame| sample(frame, amplitude)).collect()).to_vec()
}

/// The result of the same records and stream without a plugin.
fn expected_report(channels: &[Vec<f32>], settings: Settings) -> Report {
    let mut analyzer = Analyzer::new(SAMPLE_RATE_HZ, channels.len(), settings);
    let length = settings.transform_frames;
    for first in (0..=channels[0].len() - length).step_by(length / 4) {
        let record: Vec<&[f32]> = channels.iter().map(|samples| &samples[first..first + length]).collect();
        analyzer.push(first as u64, &record).expect("a record of every channel");
    }
    let mut scan = GlitchScan::new(SAMPLE_RATE_HZ, channels.len(), 0);
    scan.take(&channels.iter().map(Vec::as_slice).collect::<Vec<_>>()).expect("equal channels");
    let measurement = analyzer.measurement().expect("figures after the first record");
    measurement.with_glitches(scan.found()).report()
}

/// The report as it is saved, without the field's own form number.
fn saved_report(host: &mut HeadlessHost) -> Value {
    let mut report = host.save().field("report").expect("a report field");
    report.as_object_mut().map(|entries| entries.remove("format"));
    report
}

fn as_saved(report: &Report) -> Value {
    let text = serde_json::to_string(report).expect("reports are JSON");
    serde_json::from_str(&text).expect("reports are JSON")
}

#[test]
fn an_offline_render_loses_no_frame_and_the_state_right_after_holds_the_reading() {
    let audio = tone(20.0);
    let mut host = host(&SETTINGS);
    host.set_offline(true);
    host.activate(SAMPLE_RATE_HZ, 1024);
    host.play(&audio, 1024);
    host.deactivate();
    assert_eq!(saved_report(&mut host), as_saved(&expected_report(&audio, SETTINGS)));
}

/// As in VST3, where the first offline pass is announced as a realtime one.
#[test]
fn a_render_that_is_not_announced_loses_no_frame_either() {
    let audio = tone(20.0);
    let mut host = host(&SETTINGS);
    host.activate(SAMPLE_RATE_HZ, 512);
    host.play(&audio, 512);
    host.deactivate();
    assert_eq!(saved_report(&mut host), as_saved(&expected_report(&audio, SETTINGS)));
}

#[test]
fn the_reading_does_not_depend_on_the_block_size() {
    let audio = tone(3.0);
    let expected = as_saved(&expected_report(&audio, SETTINGS));
    for block_frames in [1, 63, 4096, 16_384] {
        let mut host = host(&SETTINGS);
        host.set_offline(true);
        host.activate(SAMPLE_RATE_HZ, 16_384);
        host.play(&audio, block_frames);
        host.deactivate();
        assert_eq!(saved_report(&mut host), expected, "blocks of {block_frames}");
    }
}

#[test]
fn a_reactivation_begins_a_fresh_reading() {
    let mut host = host(&SETTINGS);
    host.set_offline(true);
    host.activate(SAMPLE_RATE_HZ, 1024);
    host.play(&tone(1.0), 1024);
    let audio = tone(2.0);
    host.activate(SAMPLE_RATE_HZ, 1024);
    host.play(&audio, 1024);
    host.deactivate();
    assert_eq!(saved_report(&mut host), as_saved(&expected_report(&audio, SETTINGS)));
}

#[test]
fn a_saved_reading_survives_in_the_next_session_bit_for_bit() {
    let mut first = host(&SETTINGS);
    first.set_offline(true);
    first.activate(SAMPLE_RATE_HZ, 1024);
    first.play(&tone(1.0), 1024);
    first.deactivate();
    let mut state = first.save();
    state.set_in_field("report", "verdict", json!("from a later version"));

    let mut second = HeadlessHost::new(&linked_library());
    second.load(&state).expect("a saved state loads");
    assert_eq!(second.save().field("report"), state.field("report"));
}

#[test]
fn a_closed_plugin_that_is_not_asked_to_analyse_reads_nothing() {
    let mut host = HeadlessHost::new(&linked_library());
    host.set_offline(true);
    host.activate(SAMPLE_RATE_HZ, 1024);
    host.play(&tone(5.0), 1024);
    host.deactivate();
    assert_eq!(host.save().field("report"), Some(Value::Null));
}
