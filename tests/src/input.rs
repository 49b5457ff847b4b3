//! Mouse and keyboard, through the X server like real ones.

use std::time::Duration;

use x11rb::connection::{Connection, RequestConnection};
use x11rb::errors::{ConnectionError, ReplyError};
use x11rb::protocol::xproto::{
    BUTTON_PRESS_EVENT, BUTTON_RELEASE_EVENT, ConnectionExt as _, KEY_PRESS_EVENT, KEY_RELEASE_EVENT,
    MOTION_NOTIFY_EVENT,
};
use x11rb::protocol::xtest::{self, ConnectionExt as _};
use x11rb::rust_connection::RustConnection;

/// A key, by its symbol in X11.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Key {
    /// The letter C.
    C = 0x63,
    /// The letter Z.
    Z = 0x7A,
    /// Either shift key.
    Shift = 0xFFE1,
    /// Either control key.
    Control = 0xFFE3,
}

/// Moves the pointer to a place in a window and clicks the first button.
pub fn click(x: &RustConnection, window: u32, place: (i16, i16)) -> Result<(), ReplyError> {
    let root = x.setup().roots[0].root;
    let on_screen = x.translate_coordinates(window, root, place.0, place.1)?.reply()?;
    let place = (on_screen.dst_x, on_screen.dst_y);
    for (kind, detail) in [(MOTION_NOTIFY_EVENT, 0), (BUTTON_PRESS_EVENT, 1), (BUTTON_RELEASE_EVENT, 1)] {
        fake(x, kind, detail, place)?;
    }
    Ok(())
}

/// Presses keys one after the other and releases them in reverse. They reach the window with the keyboard's focus.
pub fn press(x: &RustConnection, keys: &[Key]) -> Result<(), ReplyError> {
    let codes = keys.iter().map(|key| code(x, *key)).collect::<Result<Vec<u8>, ReplyError>>()?;
    for code in &codes {
        fake(x, KEY_PRESS_EVENT, *code, (0, 0))?;
    }
    for code in codes.iter().rev() {
        fake(x, KEY_RELEASE_EVENT, *code, (0, 0))?;
    }
    Ok(())
}

fn fake(x: &RustConnection, kind: u8, detail: u8, (to_x, to_y): (i16, i16)) -> Result<(), ReplyError> {
    /// A frame passes between the events of a real hand, too.
    const PAUSE: Duration = Duration::from_millis(80);
    x.extension_information(xtest::X11_EXTENSION_NAME)?;
    let root = x.setup().roots[0].root;
    x.xtest_fake_input(kind, detail, x11rb::CURRENT_TIME, root, to_x, to_y, 0)?.check()?;
    std::thread::sleep(PAUSE);
    Ok(())
}

/// The key's code on this server's keyboard.
fn code(x: &RustConnection, key: Key) -> Result<u8, ReplyError> {
    let (first, last) = (x.setup().min_keycode, x.setup().max_keycode);
    let keyboard = x.get_keyboard_mapping(first, last - first + 1)?.reply()?;
    let rows = keyboard.keysyms.chunks(keyboard.keysyms_per_keycode.max(1).into());
    let found = (first..=last).zip(rows).find(|(_, symbols)| symbols.contains(&(key as u32)));
    found.map(|(code, _)| code).ok_or(ReplyError::ConnectionError(ConnectionError::UnsupportedExtension))
}
