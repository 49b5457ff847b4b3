//! Cost of the idle thread.

use std::collections::BTreeSet;
use std::sync::mpsc;
use std::time::Duration;

use groundtruth_analysis::State;
use groundtruth_measure::Settings;
use groundtruth_tests::threads::wakeups_per_second;

use crate::rig::{FRAMES, Rig, planted, settings};

/// A rig and the system's number of its worker's thread.
pub fn rig_with_thread(settings: Settings) -> (Rig, u32) {
    let (sender, receiver) = mpsc::channel();
    let rig = Rig::with_wake(settings, move || {
        let own = std::fs::read_link("/proc/thread-self").expect("Linux");
        let id = own.file_name().and_then(|id| id.to_str()?.parse::<u32>().ok());
        // Nobody asks twice.
        let _ = sender.send(id.expect("a thread number"));
    });
    let id = receiver.recv_timeout(Duration::from_secs(10)).expect("the first snapshot");
    (rig, id)
}

#[test]
fn closed_it_never_wakes_even_while_audio_is_sent() {
    let (mut rig, thread) = rig_with_thread(settings());
    rig.feed_plainly(&planted(2 * FRAMES));
    rig.drained();
    rig.open(false);
    rig.wait_for("the end of the session", |snapshot| snapshot.state == State::NoAudio);
    // Remaining work on the command is finished within this time.
    std::thread::sleep(Duration::from_millis(200));
    rig.feed_plainly(&planted(2 * FRAMES));
    assert_eq!(wakeups_per_second(&BTreeSet::from([thread]), Duration::from_secs(1)), 0.0);
}

#[test]
fn open_without_audio_it_wakes_at_most_ten_times_a_second_and_publishes_nothing_new() {
    let (mut rig, thread) = rig_with_thread(settings());
    rig.feed_plainly(&planted(2 * FRAMES));
    rig.drained();
    let silent = rig.wait_for("silence", |snapshot| snapshot.state == State::NoAudio);
    std::thread::sleep(Duration::from_secs(1));
    let rate = wakeups_per_second(&BTreeSet::from([thread]), Duration::from_secs(2));
    assert!(rate > 0.0 && rate <= 10.0, "{rate} wake-ups a second");
    assert_eq!(rig.reader.latest().version, silent.version);
}
