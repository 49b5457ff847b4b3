//! A parent window for an editor, without a host.

use groundtruth_tests::input;
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{ConfigureWindowAux, ConnectionExt as _, CreateWindowAux, WindowClass};
use x11rb::rust_connection::RustConnection;

/// A host window that only contains the editor.
pub struct Place {
    x: RustConnection,
    /// Its id.
    pub window: u32,
}

impl Place {
    pub fn new() -> Place {
        let (x, screen) = x11rb::connect(None).expect("the display answers");
        let window = x.generate_id().expect("a free id");
        let root = x.setup().roots[screen].root;
        let (kind, options) = (WindowClass::INPUT_OUTPUT, CreateWindowAux::new());
        let made = x.create_window(0, window, root, 0, 0, 1100, 720, 0, kind, 0, &options);
        made.expect("sent").check().expect("made");
        x.map_window(window).expect("sent").check().expect("mapped");
        Place { x, window }
    }

    /// Clicks at a place in the editor.
    pub fn click(&self, x: i16, y: i16) {
        input::click(&self.x, self.window, (x, y)).expect("the display answers");
    }

    /// Resizes the editor's own window without notifying the plugin, as embedding toolkits do.
    pub fn resize_content(&self, width: u32, height: u32) {
        let size = ConfigureWindowAux::new().width(width).height(height);
        let children = self.x.query_tree(self.window).expect("sent").reply().expect("answered").children;
        for child in children {
            self.x.configure_window(child, &size).expect("sent").check().expect("resized");
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // The server destroys it anyway when the connection ends.
        let _ = self.x.destroy_window(self.window).map(|sent| sent.check());
    }
}
