//! Windows closed before, while and just after they come up. Whatever the window's thread is at, the host lives.

use std::time::{Duration, Instant};

use clack_extensions::gui::{GuiApiType, GuiConfiguration, PluginGui, Window};
use groundtruth_tests::clap_host::{Instance, Library};
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{ConnectionExt as _, CreateWindowAux, WindowClass};
use x11rb::rust_connection::RustConnection;

use crate::stage::on_stage;

const EMBEDDED: GuiConfiguration<'static> =
    GuiConfiguration { api_type: GuiApiType::X11, is_floating: false };

/// Closing waits half a second at most for the window's thread; the rest is a loaded machine's.
const CLOSING_LIMIT: Duration = Duration::from_secs(2);

/// A host window that is nothing but a place for the editor.
struct Place {
    x: RustConnection,
    window: u32,
}

impl Place {
    fn new() -> Place {
        let (x, screen) = x11rb::connect(None).expect("the display answers");
        let window = x.generate_id().expect("a free id");
        let root = x.setup().roots[screen].root;
        let (kind, options) = (WindowClass::INPUT_OUTPUT, CreateWindowAux::new());
        let made = x.create_window(0, window, root, 0, 0, 1100, 720, 0, kind, 0, &options);
        made.expect("sent").check().expect("made");
        x.map_window(window).expect("sent").check().expect("mapped");
        Place { x, window }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // The server takes it away in any case when the connection ends.
        let _ = self.x.destroy_window(self.window).map(|sent| sent.check());
    }
}

fn gui_of(library: &Library) -> (Instance, PluginGui) {
    let mut instance = Instance::new(library).expect("created");
    let gui = instance.plugin().plugin_handle().get_extension().expect("the plugin has an editor");
    (instance, gui)
}

fn assert_closes(gui: &PluginGui, instance: &mut Instance) {
    let began = Instant::now();
    gui.destroy(&instance.plugin().plugin_handle());
    assert!(began.elapsed() < CLOSING_LIMIT, "closed after {:?}", began.elapsed());
    instance.serve();
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
            let parent = Window::from_x11_handle(place.window.into());
            // SAFETY: the place outlives the editor, which is destroyed below.
            unsafe { gui.set_parent(&instance.plugin().plugin_handle(), parent) }.expect("embedded");
            // Embedded editors may be visible from the start and refuse a second "show".
            let _ = gui.show(&instance.plugin().plugin_handle());
            std::thread::sleep(Duration::from_millis(pause_ms));
            assert_closes(&gui, &mut instance);
        }
        assert!(instance.save_state().is_ok(), "the plugin works on");
    });
}
