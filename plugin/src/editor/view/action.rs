//! Requests from the view to its owner.

/// A user action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// Remove the oldest message.
    DismissMessage,
}
