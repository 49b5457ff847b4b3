//! Faults of an editor in a window.

use std::fmt;
use std::time::Duration;

use clack_extensions::gui::GuiError;
use x11rb::errors::{ConnectError, ConnectionError, ReplyError, ReplyOrIdError};

use crate::clap_host::HostFault;

/// Why the editor does not appear.
#[derive(Debug)]
pub enum EditorFault {
    /// The host failed.
    Host(HostFault),
    /// The plugin refused a call of its editor.
    Gui(GuiError),
    /// The plugin named no size.
    NoSize,
    /// The display cannot be reached or failed.
    Display(String),
    /// Nothing was drawn in this time.
    NothingDrawn(Duration),
}

impl fmt::Display for EditorFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EditorFault::Host(fault) => fault.fmt(f),
            EditorFault::Gui(error) => write!(f, "the plugin's editor refused: {error}"),
            EditorFault::NoSize => f.write_str("the plugin's editor names no size"),
            EditorFault::Display(error) => write!(f, "the display failed: {error}"),
            EditorFault::NothingDrawn(waited) => write!(f, "the editor drew nothing in {waited:?}"),
        }
    }
}

impl std::error::Error for EditorFault {}

impl From<HostFault> for EditorFault {
    fn from(fault: HostFault) -> EditorFault {
        EditorFault::Host(fault)
    }
}

impl From<GuiError> for EditorFault {
    fn from(error: GuiError) -> EditorFault {
        EditorFault::Gui(error)
    }
}

macro_rules! display_faults {
    ($($error:ty),*) => {
        $(impl From<$error> for EditorFault {
            fn from(error: $error) -> EditorFault {
                EditorFault::Display(error.to_string())
            }
        })*
    };
}
display_faults!(ConnectError, ConnectionError, ReplyError, ReplyOrIdError);
