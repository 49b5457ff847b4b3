//! What is asked of the player, and what it says.

use std::fmt;
use std::io;

use groundtruth_measure::generator::{NoSignal, Recipe};
use groundtruth_stream::playback::EndReason;
use groundtruth_stream::{Format, StreamPlace};

/// A signal to play.
#[derive(Clone, Debug, PartialEq)]
pub struct PlayRequest {
    /// Its name for people.
    pub name: String,
    /// The signal, at the sample rate of `format`.
    pub recipe: Recipe,
    /// Level of its highest peaks in dBFS; no sample leaves above it.
    pub level_dbfs: f64,
    /// The stream that it plays into.
    pub format: Format,
}

/// What the player does.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum PlayerStatus {
    /// Nothing; the output is the input.
    #[default]
    Off,
    /// A signal plays, or will with the next audio.
    Playing(Played),
    /// The last signal was played to its end.
    Complete(Played),
    /// The last signal ended before, other than by the user.
    Broken(Played, EndReason),
    /// The last signal does not exist at this sample rate and level.
    Impossible(Played, NoSignal),
}

/// A signal and how far it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Played {
    /// Its name.
    pub name: String,
    /// Duration that has been played, in seconds.
    pub played_s: f64,
    /// Its whole duration, in seconds.
    pub length_s: f64,
    /// Level of its highest peaks, in dBFS.
    pub level_dbfs: f64,
    /// Channels of the output: 2 play both sides, 1 plays the left side.
    pub channels: usize,
    /// The frame of the input with which its first frame left. A loop's delay is the place at which the signal's first
    /// frame is found in the input, minus this.
    pub began: Option<StreamPlace>,
}

/// Why a signal is not played.
#[derive(Debug)]
pub enum NotPlayed {
    /// Another one plays.
    Busy,
    /// The system started no thread.
    Thread(io::Error),
}

impl fmt::Display for NotPlayed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotPlayed::Busy => f.write_str("another signal plays"),
            NotPlayed::Thread(error) => write!(f, "the system started no thread: {error}"),
        }
    }
}

impl std::error::Error for NotPlayed {}
