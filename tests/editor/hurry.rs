//! Windows closed before, during and just after opening. The host must survive in every state of the window's thread.

use std::time::{Duration, Instant};

use crate::place::Place;
use crate::stage::on_stage;
use clack_extensions::gui::{GuiApiType, GuiConfiguration, GuiError, PluginGui, Window};
use groundtruth_tests::clap_host::{Instance, Library};
use groundtruth_tests::threads::thread_ids;

/// An editor inside a window of the host.
pub const EMBEDDED: GuiConfiguration<'static> =
    GuiConfiguration { api_type: GuiApiType::X11, is_floating: false };

/// Closing waits at most half a second for the window's thread; the rest allows for a loaded machine.
const CLOSING_LIMIT: Duration = Duration::from_secs(2);

/// The window's thread ends by itself well before the end of that wait.
const ORDERLY_LIMIT: Duration = Duration::from_millis(400);

/// An instance and the calls of its editor.
pub fn gui_of(library: &Library) -> (Instance, PluginGui) {
    let mut instance = Instance::new(library).expect("created");
    let gui = instance.plugin().plugin_handle().get_extension().expect("the plugin has an editor");
    (instance, gui)
}

fn assert_closes(gui: &PluginGui, instance: &mut Instance) {
    let took = close(gui, instance);
    assert!(took < CLOSING_LIMIT, "closed after {took:?}");
}

fn close(gui: &PluginGui, instance: &mut Instance) -> Duration {
    let began = Instant::now();
    gui.destroy(&instance.plugin().plugin_handle());
    let took = began.elapsed();
    instance.serve();
    took
}

fn embed(gui: &PluginGui, instance: &mut Instance, window: u64) -> Result<(), GuiError> {
    let parent = Window::from_x11_handle(window as _);
    // SAFETY: every caller destroys the editor, or has destroyed the window, while the plugin can detect it.
    unsafe { gui.set_parent(&instance.plugin().plugin_handle(), parent) }
}

#[test]
fn an_editor_that_never_got_a_window_closes() {
    on_stage(|library| {
        let (mut instance, gui) = gui_of(library);
        for _ in 0..5 {
            gui.create(&instance.plugin().plugin_handle(), EMBEDDED).expect("created");
            assert_closes(&gui, &mut instance);
        }
    });
}

#[test]
fn an_editor_closed_at_any_moment_of_its_opening_takes_nothing_down() {
    on_stage(|library| {
        let (mut instance, gui) = gui_of(library);
        for pause_ms in [0, 1, 2, 5, 10, 20, 40, 80, 160] {
            let place = Place::new();
            gui.create(&instance.plugin().plugin_handle(), EMBEDDED).expect("created");
            embed(&gui, &mut instance, place.window.into()).expect("embedded");
            // Embedded editors may be visible from the start and refuse a second "show".
            let _ = gui.show(&instance.plugin().plugin_handle());
            std::thread::sleep(Duration::from_millis(pause_ms));
            assert_closes(&gui, &mut instance);
        }
        assert!(instance.save_state().is_ok(), "the plugin works on");
    });
}

/// Number of threads, once it is at most this, or after 2 s: the library's watch and what reads it end by themselves.
fn settled_threads(most: Option<usize>) -> usize {
    for _ in 0..40 {
        if most.is_some_and(|most| thread_ids().len() <= most) {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    thread_ids().len()
}

#[test]
fn an_editor_whose_parent_window_is_gone_closes_without_waiting_in_vain() {
    on_stage(|library| {
        let (mut instance, gui) = gui_of(library);
        let mut threads = Vec::new();
        for pause_ms in [0, 300, 300, 1000, 1000] {
            let place = Place::new();
            gui.create(&instance.plugin().plugin_handle(), EMBEDDED).expect("created");
            embed(&gui, &mut instance, place.window.into()).expect("embedded");
            let _ = gui.show(&instance.plugin().plugin_handle());
            std::thread::sleep(Duration::from_millis(pause_ms));
            drop(place);
            std::thread::sleep(Duration::from_millis(100));
            let took = close(&gui, &mut instance);
            println!("closed after {took:?}");
            assert!(took < ORDERLY_LIMIT, "closed after {took:?}");
            threads.push(settled_threads(threads.get(1).copied()));
        }
        // The driver and the framework keep some threads after the first opening; later ones must not add any.
        assert!(threads[4] <= threads[1], "threads after each closing: {threads:?}");
    });
}

#[test]
fn a_parent_that_is_no_window_is_refused_and_the_editor_lives_on() {
    on_stage(|library| {
        let (mut instance, gui) = gui_of(library);
        gui.create(&instance.plugin().plugin_handle(), EMBEDDED).expect("created");
        for window in [0, 0xdead_beef, 1 << 32, u64::MAX] {
            assert!(embed(&gui, &mut instance, window).is_err(), "{window:#x}");
        }
        let log = instance.requests().warnings();
        assert!(log.len() == 4 && log[0].contains("id 0, which is no X11 window"), "{log:?}");
        let place = Place::new();
        embed(&gui, &mut instance, place.window.into()).expect("embedded");
        assert_closes(&gui, &mut instance);
    });
}
