//! A fault in the analysis costs an average, never the host.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use groundtruth_analysis::{Controls, State, Worker};

use crate::rig::{FRAMES, Rig, is_running, planted, settings};

#[test]
fn a_panic_on_the_thread_becomes_a_message_and_the_next_record_is_sound() {
    let armed = Arc::new(AtomicBool::new(false));
    let trigger = armed.clone();
    let mut rig = Rig::with_wake(settings(), move || {
        assert!(!trigger.swap(false, Ordering::Relaxed), "planted fault");
    });
    rig.feed_plainly(&planted(2 * FRAMES));
    let before = rig.drained();
    assert!(is_running(&before));
    armed.store(true, Ordering::Relaxed);
    rig.feed_plainly(&planted(1024));
    let failed = rig.wait_for("the failure", |snapshot| snapshot.state == State::Failed);
    assert_eq!(failed.message.as_deref(), Some("planted fault"));
    assert!(failed.version > before.version && failed.report.is_none());
    rig.sender.reset();
    rig.feed_plainly(&planted(FRAMES));
    let after = rig.drained();
    assert!(is_running(&after));
    assert_eq!((after.message, after.progress.records), (None, 1));
}

#[test]
fn a_subscriber_that_always_panics_is_dropped_and_the_analysis_goes_on() {
    let calls = Arc::new(AtomicU32::new(0));
    let counter = calls.clone();
    let mut rig = Rig::with_wake(settings(), move || {
        counter.fetch_add(1, Ordering::Relaxed);
        panic!("a subscriber of no use");
    });
    rig.feed_plainly(&planted(2 * FRAMES));
    rig.drained();
    assert_eq!(calls.load(Ordering::Relaxed), 2);
    assert!(rig.controls.last_report.get().is_some());
}

#[test]
fn dropping_the_worker_stops_and_joins_the_thread_whatever_it_does() {
    let busy = Arc::new(());
    let held = busy.clone();
    let mut rig = Rig::with_wake(settings(), move || {
        let _ = &held;
        std::thread::sleep(Duration::from_millis(1));
    });
    rig.feed_plainly(&planted(90_000));
    let began = Instant::now();
    drop(rig.worker);
    // The closure is gone, so the thread is. Two seconds of queue would take two seconds of naps and more.
    assert_eq!(Arc::strong_count(&busy), 1);
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
}

#[test]
fn fifty_workers_come_and_go() {
    let workers: Vec<Worker> =
        (0..50).map(|_| Worker::spawn(Controls::default(), settings()).expect("a thread")).collect();
    assert!(workers.iter().all(|worker| worker.drain(Duration::from_secs(10))));
}
