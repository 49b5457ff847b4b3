//! An offline render loses nothing; losses of a live one are counted at their place.

use std::sync::mpsc;
use std::time::Duration;

use crate::rig::{FRAMES, Rig, contents, planted, settings};

#[test]
fn an_offline_render_loses_nothing_to_a_slow_worker() {
    // Ten seconds of audio, sent in well under one; each of the 460 snapshots costs 4 ms more than it should.
    let length = 480_000;
    let mut rig = Rig::with_wake(settings(), || std::thread::sleep(Duration::from_millis(4)));
    rig.sender.set_offline(false);
    assert_eq!(rig.feed_plainly(&planted(length)), 0);
    assert!(rig.sender.outran_real_time());
    let snapshot = rig.drained();
    let context = snapshot.context.expect("audio came");
    assert_eq!((context.gaps, context.lost_frames), (0, 0));
    assert_eq!(snapshot.progress.records as usize, (length - FRAMES) / (FRAMES / 4) + 1);
}

#[test]
fn lost_frames_are_a_gap_at_their_place_after_which_all_begins_afresh() {
    let (release, held) = mpsc::channel::<()>();
    let mut rig = Rig::with_wake(settings(), move || {
        // The first snapshots block; once the sender is dropped none does.
        let _ = held.recv();
    });
    let silence = [vec![0.0; 48_000], vec![0.0; 48_000]];
    let mut sent = 0;
    let mut lost = 0;
    while lost == 0 {
        lost += rig.feed_plainly(&silence);
        sent += 48_000;
    }
    drop(release);
    rig.drained();
    rig.feed_plainly(&planted(4 * FRAMES));
    let snapshot = rig.drained();
    let context = snapshot.context.expect("audio came");
    assert_eq!((context.gaps, context.lost_frames), (1, lost));
    assert_eq!(context.end_frame, sent + 4 * FRAMES as u64);
    assert_eq!(snapshot.progress.records, 13);

    let mut fresh = Rig::new(settings());
    fresh.feed_plainly(&planted(4 * FRAMES));
    let fresh = fresh.drained();
    let figures = |snapshot: &groundtruth_analysis::Snapshot| {
        let report = snapshot.report.as_ref().expect("records");
        report.channels.iter().map(|channel| channel.figures.clone()).collect::<Vec<_>>()
    };
    assert_eq!(figures(&snapshot), figures(&fresh));
    assert_ne!(contents(&snapshot), contents(&fresh), "places differ, figures do not");
}
