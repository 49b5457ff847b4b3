//! The VST3's editor in a host that has no run loop and changes parameters from another thread.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

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
