//! Frames are never joined across a gap, a reset, another rate, or a closed window.

use std::sync::atomic::Ordering;

use groundtruth_analysis::State;
use groundtruth_measure::Averaging;
use groundtruth_stream::Format;

use crate::rig::{FRAMES, Rig, STEREO, assert_same, contents, is_running, part, planted, report, settings};

/// Enough for a few records, of a signal that would noticeably change every figure.
fn unlike_planted() -> [Vec<f32>; 2] {
    let tone = |frame: usize| (frame as f32 * 0.37).sin() * 0.9;
    [(0..3 * FRAMES + 77).map(tone).collect(), vec![0.7; 3 * FRAMES + 77]]
}

fn fresh_contents() -> String {
    let mut rig = Rig::new(settings());
    rig.feed_plainly(&planted(4 * FRAMES));
    contents(&rig.drained())
}

#[test]
fn after_a_reset_all_is_as_in_a_fresh_instance() {
    let mut rig = Rig::new(settings());
    rig.feed_plainly(&unlike_planted());
    rig.sender.reset();
    rig.feed_plainly(&planted(4 * FRAMES));
    assert_same(&contents(&rig.drained()), &fresh_contents(), "beside a fresh instance");
}

#[test]
fn reopened_all_is_as_in_a_fresh_instance() {
    let mut rig = Rig::new(settings());
    rig.feed_plainly(&unlike_planted());
    rig.drained();
    rig.open(false);
    rig.feed_plainly(&unlike_planted());
    rig.open(true);
    rig.feed_plainly(&planted(4 * FRAMES));
    assert_same(&contents(&rig.drained()), &fresh_contents(), "beside a fresh instance");
}

#[test]
fn reopened_before_the_worker_looked_nothing_old_is_left() {
    let mut rig = Rig::new(settings());
    rig.feed_plainly(&unlike_planted());
    rig.open(false);
    rig.open(true);
    rig.feed_plainly(&planted(4 * FRAMES));
    assert_same(&contents(&rig.drained()), &fresh_contents(), "beside a fresh instance");
}

#[test]
fn a_new_stream_of_the_same_format_begins_afresh() {
    let mut rig = Rig::new(settings());
    rig.feed_plainly(&unlike_planted());
    rig.reactivate(STEREO);
    rig.feed_plainly(&planted(4 * FRAMES));
    assert_same(&contents(&rig.drained()), &fresh_contents(), "beside a fresh instance");
}

#[test]
fn another_rate_begins_afresh_and_is_named() {
    let mut rig = Rig::new(settings());
    rig.feed_plainly(&planted(2 * FRAMES));
    let before = rig.drained();
    rig.reactivate(Format { sample_rate_hz: 96_000.0, ..STEREO });
    rig.feed_plainly(&planted(FRAMES - 1));
    let filling = rig.drained();
    // The last point for a snapshot before a whole record is a quarter short of it.
    assert_eq!(filling.state, State::Filling { frames: FRAMES / 4 * 3, of: FRAMES });
    assert!(filling.report.is_none() && filling.spectrum.is_none());
    rig.feed_plainly(&planted(1));
    let after = rig.drained();
    let [before, context] = [before.context, after.context].map(|context| context.expect("audio came"));
    assert!(context.generation > before.generation);
    assert_eq!((before.sample_rate_hz, context.sample_rate_hz), (48_000.0, 96_000.0));
    assert_eq!(after.report.expect("one record").source.sample_rate_hz, 96_000.0);
    assert_eq!(after.progress.records, 1);
}

#[test]
fn mono_follows_stereo() {
    let mut rig = Rig::new(settings());
    rig.feed_plainly(&planted(2 * FRAMES));
    rig.reactivate(Format { channels: 1, ..STEREO });
    rig.feed_plainly(&planted(2 * FRAMES));
    let snapshot = rig.drained();
    assert_eq!(snapshot.context.map(|context| context.channels), Some(1));
    assert_eq!(snapshot.report.expect("records").channels.len(), 1);
    assert_eq!(snapshot.meters.len(), 1);
}

#[test]
fn a_changed_setting_begins_afresh_and_the_same_setting_does_not() {
    let mut rig = Rig::new(settings());
    rig.feed_plainly(&planted(4 * FRAMES));
    rig.worker.set_settings(settings());
    assert_eq!(rig.drained().progress.records, 13);
    let longer = groundtruth_measure::Settings { transform_frames: 2 * FRAMES, ..settings() };
    rig.worker.set_settings(longer);
    rig.drained();
    rig.feed_plainly(&planted(2 * FRAMES));
    let snapshot = rig.drained();
    assert_eq!((snapshot.settings, snapshot.progress.records), (longer, 1));
    assert_eq!(snapshot.report.map(|report| report.source.frames), Some(2 * FRAMES as u64));
}

#[test]
fn restart_begins_a_record_and_clearing_max_hold_does_not() {
    let mut rig = Rig::new(settings());
    rig.feed_plainly(&planted(2 * FRAMES));
    rig.drained();
    rig.worker.clear_max_hold();
    rig.controls.restarts.fetch_add(1, Ordering::Relaxed);
    rig.drained();
    rig.feed_plainly(&planted(FRAMES));
    let restarted = rig.drained();
    assert_eq!(restarted.progress.records, 1);
    let spectrum = restarted.spectrum.expect("one record");
    assert_eq!(restarted.max_hold, spectrum.channels);
}

#[test]
fn frozen_figures_stay_and_released_ones_begin_afresh() {
    let mut rig = Rig::new(settings());
    rig.feed_plainly(&planted(2 * FRAMES));
    let before = rig.drained();
    rig.freeze(true);
    rig.wait_for("frozen", |snapshot| snapshot.state == State::Frozen);
    rig.feed_plainly(&unlike_planted());
    let frozen = rig.drained();
    assert_eq!(frozen.state, State::Frozen);
    assert_eq!((report(&frozen), frozen.record_version), (report(&before), before.record_version));
    rig.freeze(false);
    rig.wait_for("released", |snapshot| snapshot.state != State::Frozen);
    rig.feed_plainly(&planted(FRAMES));
    let after = rig.drained();
    assert!(is_running(&after));
    assert_eq!(after.progress.records, 1);
}

#[test]
fn the_last_report_is_that_of_the_last_finished_record_or_block_of_records() {
    let mut rig = Rig::new(settings());
    rig.feed_plainly(&planted(2 * FRAMES));
    let snapshot = rig.drained();
    assert_eq!(rig.controls.last_report.get(), snapshot.report);

    let blocks = Averaging::Records { records: 3 };
    let mut rig = Rig::new(groundtruth_measure::Settings { averaging: blocks, ..settings() });
    let signal = planted(2 * FRAMES);
    let third = FRAMES + FRAMES / 2;
    rig.feed_plainly(&part(&signal, 0..third - 1));
    rig.drained();
    assert_eq!(rig.controls.last_report.get(), None);
    rig.feed_plainly(&part(&signal, third - 1..third));
    rig.drained();
    let report = rig.controls.last_report.get().expect("a block of three");
    assert_eq!(report.source.records, Some(3));
}
