//! The header: buttons, the stimulus, the state of the analysis.

use crate::editor::view::format;

// Header.

/// Hint of the button *Capture*.
pub const CAPTURE_HINT: &str = "Keep the current figures for comparison. Key C.";
/// Hint of the button *Freeze*.
pub const FREEZE_HINT: &str = "Hold figures and curves. Audio is not analysed meanwhile. Key F.";

/// Hint of the mark of clipping.
pub const CLIP_HINT: &str =
    "Samples reached full scale: the figures include the distortion of clipping. Click to clear the mark.";

/// Hint of a view's tab.
pub fn tab_hint(number: usize) -> String {
    format!("Key {number}")
}

/// Frames that the analysis missed.
pub fn frames_lost(frames: u64) -> String {
    format!("{} frames lost", format::grouped(frames))
}

// The stimulus and the state, in the header.

/// Signals without a tone.
pub const PROGRAMME: &str = "music, speech or noise: no test tone";
/// The same, short.
pub const NO_TEST_TONE: &str = "no test tone";
/// Nothing but noise and hum.
pub const IDLE: &str = "no signal: noise and hum only";
/// Every sample is 0.
pub const DIGITAL_SILENCE: &str = "digital silence";
/// No audio comes.
pub const NO_AUDIO_HINT: &str = "No audio: start playback, or check that the track is routed here";
/// The figures are of an earlier session, or from before a restart.
pub const PREVIOUS_READING: &str = "previous reading";
/// The first record is not complete.
pub const FILLING: &str = "filling the first record";
/// The analysis failed.
pub const RESTARTED: &str = "analysis restarted";

/// Where in the host's timeline the audio ended.
pub fn last_audio(moment: &str) -> String {
    format!("last audio at {moment}")
}
