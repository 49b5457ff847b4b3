//! An instance's player with what it needs to know.

use groundtruth_analysis::Player;
use groundtruth_stream::Format;
use parking_lot::Mutex;

/// The player, the stream that it plays into, and what the user agreed to.
#[derive(Default)]
pub(super) struct PlaySide {
    pub(super) player: Player,
    /// The stream of the last activation; `None` if it is not analysed.
    pub(super) format: Mutex<Option<Format>>,
    /// The highest level that the user confirmed since the session was loaded, in dBFS.
    pub(super) confirmed_dbfs: Mutex<Option<f64>>,
}
