//! A display, an instance and an editor for one test.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use groundtruth_plugin::editor::preferences::Preferences;
use groundtruth_tests::bundle;
use groundtruth_tests::clap_host::{Instance, Library, Playback};
use groundtruth_tests::clip::Clip;
use groundtruth_tests::editor_window::EditorWindow;
use groundtruth_tests::screen::PrivateScreen;
use serde_json::json;

/// One display at a time in a process: its name is in the environment.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Runs a test with the bundle on a private display.
pub fn on_stage(test: impl FnOnce(&Library)) {
    let screen = PrivateScreen::start().unwrap_or_else(|fault| panic!("{fault}"));
    with_variables(&[("DISPLAY", &screen.display)], test);
}

/// Runs a test with the bundle without a display.
pub fn without_display(test: impl FnOnce(&Library)) {
    // Display numbers end at 65 535 less the port that they begin at.
    with_variables(&[("DISPLAY", ":59534")], test);
}

/// Runs a test with the bundle on a private display without an OpenGL driver.
pub fn without_opengl(test: impl FnOnce(&Library)) {
    let screen = PrivateScreen::start().unwrap_or_else(|fault| panic!("{fault}"));
    let missing = "/nowhere";
    let variables = [
        ("DISPLAY", screen.display.as_str()),
        ("__EGL_VENDOR_LIBRARY_FILENAMES", missing),
        ("__EGL_VENDOR_LIBRARY_DIRS", missing),
        ("__GLX_FORCE_VENDOR_LIBRARY_0", "nobody"),
        ("__GLX_VENDOR_LIBRARY_NAME", "nobody"),
        ("LIBGL_DRIVERS_PATH", missing),
    ];
    with_variables(&variables, test);
}

fn with_variables(variables: &[(&str, &str)], test: impl FnOnce(&Library)) {
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let before: Vec<_> = variables.iter().map(|(name, _)| (*name, std::env::var_os(name))).collect();
    for (name, value) in variables {
        // SAFETY: every test that reads the environment holds the lock, and no thread of an earlier one is running.
        unsafe { std::env::set_var(name, value) };
    }
    test(&Library::open(&bundle::clap_bundle()).unwrap_or_else(|fault| panic!("{fault}")));
    for (name, value) in before {
        // SAFETY: likewise.
        unsafe { value.map_or_else(|| std::env::remove_var(name), |value| std::env::set_var(name, value)) };
    }
}

/// A new instance with these preferences.
pub fn instance_showing(library: &Library, preferences: &Preferences) -> Instance {
    let mut instance = Instance::new(library).expect("created");
    let mut state = instance.save_state().expect("saved");
    state.set_field("preferences", &json!(preferences));
    instance.load_state(&state).expect("loaded");
    instance
}

/// Opens the editor; panics with the reason if it does not appear.
pub fn open(instance: &mut Instance) -> EditorWindow {
    let editor = EditorWindow::open(instance, "editor test").unwrap_or_else(|fault| panic!("{fault}"));
    editor.park_pointer().expect("the display answers");
    editor
}

/// Runs plugin and window for a time.
pub fn wait(editor: &mut EditorWindow, instance: &mut Instance, milliseconds: u64) {
    editor.serve_for(instance, Duration::from_millis(milliseconds)).expect("the display answers");
}

/// Plays at four times real time: records come as fast as the worker of a loaded machine makes them.
pub fn play(instance: &mut Instance, clip: &Clip) -> Playback {
    use groundtruth_tests::clap_host::Pace;
    instance.start(clip, Pace::TimesRealTime(4.0), true).expect("activated")
}
