//! Saving a file, and messages.

// Saving a file.

/// Hint of the button that opens the system's dialogue.
pub const BROWSE_HINT: &str = "Choose the file in the system's dialogue";
/// Hint of the consent to replace a file.
pub const REPLACE_HINT: &str = "Write over a file of this name";

// Messages.

/// *Capture* before the first figures.
pub const NOTHING_TO_CAPTURE: &str = "Nothing to capture yet: play the recording until figures are shown.";
/// Heading of an internal error.
pub const DISPLAY_FAULT: &str = "Internal error in the display";
/// Text of an internal error.
pub const DISPLAY_FAULT_MEANING: &str = "The audio is not affected. The display is tried again every second and whenever the window changes size.";
