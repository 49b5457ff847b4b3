//! If no window can be opened, the host's log gives the reason.

use groundtruth_tests::clap_host::Library;
use groundtruth_tests::vst3_host::Vst3Host;

use crate::hurry::{EMBEDDED, gui_of};
use crate::place::Place;
use crate::stage::{without_display, without_opengl};

fn assert_refused_with_a_reason(library: &Library) {
    let (mut instance, gui) = gui_of(library);
    for tries in 1..=2 {
        assert!(gui.create(&instance.plugin().plugin_handle(), EMBEDDED).is_err(), "an editor");
        let log = instance.requests().warnings();
        assert_eq!(log.len(), tries, "{log:?}");
        let reason = &log[tries - 1];
        assert!(reason.starts_with("The editor could not be opened: "), "{reason}");
        assert!(
            reason.contains("needs an X11 display (or XWayland), named in DISPLAY, and OpenGL"),
            "{reason}"
        );
    }
    assert!(instance.save_state().is_ok(), "the plugin works on");
}

#[test]
fn without_a_display_the_host_s_log_says_why_there_is_no_editor() {
    without_display(assert_refused_with_a_reason);
}

#[test]
fn without_opengl_the_host_s_log_says_why_there_is_no_editor() {
    without_opengl(|library| {
        assert_refused_with_a_reason(library);
        let place = Place::new();
        assert!(Vst3Host::linked().open(place.window).is_none(), "an editor");
    });
}
