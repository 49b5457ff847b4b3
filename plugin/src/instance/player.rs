//! The player of an instance, and the rules under which its output may play.
//!
//! Nothing plays before the editor asks for it: no parameter and no saved state does. Nothing of this is saved.

use std::sync::Arc;

use groundtruth_analysis::{PlayRequest, PlayerStatus};
use groundtruth_stream::playback::{EndReason, Playback};

use super::Instance;
use crate::playing::{PlayOrder, PlayRefused};
use crate::session::repaint_all;

impl Instance {
    /// The audio thread's way to what is played.
    pub(crate) fn playback(&self) -> Arc<Playback> {
        self.player.player.playback()
    }

    /// Notes that the user agrees to the plugin's output playing at up to this level, in dBFS. In force until a state is
    /// loaded or the instance goes.
    pub fn confirm_level_dbfs(&self, level_dbfs: f64) {
        *self.player.confirmed_dbfs.lock() = Some(level_dbfs);
    }

    /// The highest level that the user agreed to, in dBFS.
    pub fn confirmed_level_dbfs(&self) -> Option<f64> {
        *self.player.confirmed_dbfs.lock()
    }

    /// Plays a signal in place of the input, which is analysed. Only at the user's command. `name` is for people.
    ///
    /// # Errors
    ///
    /// [`PlayRefused`]; nothing has changed then.
    pub fn play(&self, order: PlayOrder, name: &str) -> Result<(), PlayRefused> {
        let level_dbfs = order.level_dbfs;
        let [lowest, highest] = PlayOrder::LEVELS_DBFS;
        if !(lowest..=highest).contains(&level_dbfs) {
            return Err(PlayRefused::Level);
        }
        let confirmed_dbfs = self.confirmed_level_dbfs();
        if confirmed_dbfs.is_none_or(|confirmed_dbfs| level_dbfs > confirmed_dbfs) {
            return Err(PlayRefused::Unconfirmed { confirmed_dbfs });
        }
        let format = self.player.format.lock().ok_or(PlayRefused::NoStream)?;
        let recipe = order.recipe(format.sample_rate_hz);
        let request = PlayRequest { name: name.to_owned(), recipe, level_dbfs, format };
        let analysis = self.analysis.clone();
        let note = move |is_playing| {
            analysis.set_playing(is_playing);
            repaint_all();
        };
        self.player.player.play(request, note).map_err(PlayRefused::NotPlayed)
    }

    /// Fades out what plays, at the user's command.
    pub fn stop_player(&self) {
        self.player.player.stop(EndReason::Stopped);
    }

    /// Forgets what was played last: the status is off then. Does nothing while something plays.
    pub fn dismiss_player(&self) {
        self.player.player.dismiss();
    }

    /// What the player does.
    pub fn player_status(&self) -> PlayerStatus {
        self.player.player.status()
    }

    /// The window closed or was hidden.
    pub(super) fn stop_player_with_window(&self) {
        if !self.preferences().keep_playing_when_closed {
            self.player.player.stop(EndReason::EditorClosed);
        }
    }

    /// A state is being loaded. What was confirmed belonged to another session.
    pub(super) fn stop_player_for_session(&self) {
        self.player.player.stop(EndReason::SessionLoaded);
        *self.player.confirmed_dbfs.lock() = None;
    }
}
