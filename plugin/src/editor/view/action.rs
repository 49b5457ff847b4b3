//! Requests from the view to its owner.

use groundtruth_captures::Details;
use groundtruth_captures::stimulus::Stimulus;
use ulid::Ulid;

use crate::files::{Export, Target};
use crate::playing::PlayOrder;

/// Size of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureScale {
    /// As large as the view, for a forum post.
    Once,
    /// With twice as many pixels each way, for print.
    Twice,
}

impl PictureScale {
    /// Pixels per point.
    pub fn pixels_per_point(self) -> f32 {
        match self {
            PictureScale::Once => 1.0,
            PictureScale::Twice => 2.0,
        }
    }
}

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
    /// Keep the complete run of the bench track.
    CaptureRun,
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
    /// Import the files that a text names.
    Import(String),
    /// Import files chosen in the system's dialogue.
    ChooseImport,
    /// Write a comparison into a file.
    Export(Export, Target),
    /// Write the reviewer's sheet, which is this page of HTML, into a file.
    SaveSheet(String, Target),
    /// Write a picture of the view into a file; without a target into a new one.
    SavePicture(PictureScale, Option<Target>),
    /// Write a test signal of this sample rate, in Hz, into a WAV file.
    WriteStimulus(Stimulus, u32, Target),
    /// Play a signal through the output; with true, the user has just agreed to its level.
    Play(PlayOrder, bool),
    /// Fade out what plays.
    StopPlayer,
    /// End the work with this id.
    CancelWork(u64),
    /// Remove the oldest message.
    DismissMessage,
}
