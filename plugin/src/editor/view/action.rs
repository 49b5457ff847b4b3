//! Requests from the view to its owner.

use groundtruth_captures::Details;
use ulid::Ulid;

/// A user action.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Freeze or unfreeze the display.
    SetFrozen(bool),
    /// Start the take with this number, and with it a new record.
    SetTake(i32),
    /// The given settings were edited.
    SettingsChanged,
    /// Discard the average and start a new one.
    Restart,
    /// Clear the maximum hold.
    ClearMaxHold,
    /// Keep what is measured now.
    Capture,
    /// Replace what the user says about a capture.
    EditCapture(Ulid, Box<Details>),
    /// Remove a capture from the session.
    DeleteCapture(Ulid),
    /// Take back the last change of the captures.
    UndoCaptures,
    /// Make the change again that was taken back.
    RedoCaptures,
    /// Show what the instance with this number measures beside the captures, or no longer.
    ShowLive(u64, bool),
    /// Keep a capture of the library in the session, too.
    AddToSession(Ulid),
    /// Remove a capture from the library.
    DeleteFromLibrary(Ulid),
    /// Remove the oldest message.
    DismissMessage,
}
