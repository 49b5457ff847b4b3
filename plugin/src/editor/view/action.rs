//! What the view asks of its owner.

/// What the user wants done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Hold the display, or let it go.
    SetFrozen(bool),
    /// Begin the take with this number, and with it a fresh record.
    SetTake(i32),
    /// The settings that the view was given were edited.
    SettingsChanged,
    /// Forget the average and start afresh.
    Restart,
    /// Forget the largest levels.
    ClearMaxHold,
    /// Remove the oldest message.
    DismissMessage,
}
