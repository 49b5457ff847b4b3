//! The VST3's editor in a host that has no run loop and changes parameters from another thread.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use groundtruth_tests::vst3_host::Vst3Host;

use crate::place::Place;
use crate::stage::on_stage;

/// The framework's helper thread panics at any message that arrives while an editor is open, and the release of the
/// last instance then ends the process, so that this test could not report a failure.
#[test]
fn parameters_that_change_while_editors_open_and_close_do_not_end_the_host() {
    on_stage(|_| {
        for round_ms in [0, 20, 60, 200, 400] {
            let host = Vst3Host::linked();
            let controller = host.controller();
            let stop = AtomicBool::new(false);
            std::thread::scope(|scope| {
                scope.spawn(|| {
                    let mut value = 0.0;
                    while !stop.load(Ordering::Relaxed) {
                        value = 1.0 - value;
                        controller.set("freeze", value);
                        controller.set("take", value * 0.3);
                        std::thread::sleep(Duration::from_millis(1));
                    }
                });
                for _ in 0..3 {
                    let place = Place::new();
                    let view = host.open(place.window).expect("an editor");
                    std::thread::sleep(Duration::from_millis(round_ms));
                    // A size not announced to the plugin also makes the framework post a message.
                    place.resize_content(900, 600);
                    std::thread::sleep(Duration::from_millis(round_ms));
                    drop(view);
                }
                stop.store(true, Ordering::Relaxed);
            });
            assert!(!host.save().is_empty(), "the plugin works on");
        }
    });
}

#[test]
fn a_vst3_editor_without_a_window_is_refused() {
    on_stage(|_| {
        let host = Vst3Host::linked();
        assert!(host.open(0).is_none() && host.open(0xdead_beef).is_none());
        let place = Place::new();
        assert!(host.open(place.window).is_some());
    });
}

/// Centre of the button "Freeze" in a window of the usual size.
const FREEZE: (i16, i16) = (988, 23);

/// In VST3 *freeze* is part of the saved state and no parameter: its change is reported as one of captures is.
#[test]
fn a_vst3_marks_the_session_as_changed_in_the_host_s_run_loop_or_as_its_window_closes() {
    on_stage(|_| {
        for has_run_loop in [true, false] {
            let host = Vst3Host::linked();
            let place = Place::new();
            let view = match has_run_loop {
                true => host.open_with_run_loop(place.window),
                false => host.open(place.window),
            };
            let view = view.expect("an editor");
            let marks = |time: Duration| {
                let end = Instant::now() + time;
                let mut marks = 0;
                while Instant::now() < end {
                    host.callbacks().serve();
                    marks += host.callbacks().take_marks();
                    std::thread::sleep(Duration::from_millis(10));
                }
                marks
            };
            assert_eq!(marks(Duration::from_millis(700)), 0);
            let before = host.save();
            place.click(FREEZE.0, FREEZE.1);
            let marks = marks(Duration::from_secs(2));
            assert_ne!(host.save(), before, "the click missed the button");
            assert_eq!(marks, usize::from(has_run_loop), "with a run loop: {has_run_loop}");
            drop(view);
            let on_closing = host.callbacks().take_marks();
            assert_eq!(on_closing, usize::from(!has_run_loop), "with a run loop: {has_run_loop}");
        }
    });
}
