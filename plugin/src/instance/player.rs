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
        let note = move |is_playing: bool| {
            if !is_playing {
                // What is queued may hold the end of the bench track, and is dropped when nobody listens any more.
                analysis.drain();
            }
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

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use groundtruth_captures::stimulus::Stimulus;
    use groundtruth_stream::Format;

    use super::*;
    use crate::playing::PlaySignal;

    const TONE: PlayOrder = PlayOrder { signal: PlaySignal::Stimulus(Stimulus::Tone), level_dbfs: -20.0 };

    /// An instance that plays, without a host that takes the audio.
    fn playing() -> Instance {
        let instance = Instance::default();
        let format = Format { sample_rate_hz: 48_000.0, channels: 2, reference_channels: 0 };
        drop(instance.connect(format));
        instance.confirm_level_dbfs(-12.0);
        instance.play(TONE, "tone").expect("the level is confirmed");
        instance
    }

    fn ends(instance: &Instance, reason: EndReason) -> bool {
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(2) {
            if matches!(instance.player_status(), PlayerStatus::Broken(_, why) if why == reason) {
                return true;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        false
    }

    #[test]
    fn closing_or_hiding_the_editor_stops_it_unless_the_switch_is_on() {
        let instance = playing();
        let (viewer, _) = instance.open_viewer(Box::new(|| ()));
        instance.set_viewer_shown(viewer, true);
        assert!(matches!(instance.player_status(), PlayerStatus::Playing(_)));
        instance.set_viewer_shown(viewer, false);
        assert!(ends(&instance, EndReason::EditorClosed));

        let instance = playing();
        let (older, _) = instance.open_viewer(Box::new(|| ()));
        let (viewer, _) = instance.open_viewer(Box::new(|| ()));
        instance.close_viewer(older);
        assert!(matches!(instance.player_status(), PlayerStatus::Playing(_)), "the newer window is open");
        let mut preferences = instance.preferences();
        preferences.keep_playing_when_closed = true;
        instance.set_preferences(preferences.clone());
        instance.set_viewer_shown(viewer, false);
        std::thread::sleep(Duration::from_millis(50));
        assert!(matches!(instance.player_status(), PlayerStatus::Playing(_)), "the switch is on");
        preferences.keep_playing_when_closed = false;
        instance.set_preferences(preferences);
        instance.close_viewer(viewer);
        assert!(ends(&instance, EndReason::EditorClosed));
    }

    #[test]
    fn a_signal_that_the_host_never_takes_is_given_up() {
        let instance = playing();
        std::thread::sleep(Duration::from_secs(5));
        assert!(ends(&instance, EndReason::NoAudio));
        instance.dismiss_player();
        assert_eq!(instance.player_status(), PlayerStatus::Off);
    }

    #[test]
    fn a_signal_that_the_rate_does_not_hold_is_refused_with_its_reason() {
        let instance = Instance::default();
        drop(instance.connect(Format { sample_rate_hz: 8000.0, channels: 1, reference_channels: 0 }));
        instance.confirm_level_dbfs(0.0);
        let dfd = PlayOrder { signal: PlaySignal::Stimulus(Stimulus::Dfd), ..TONE };
        instance.play(dfd, "DFD").expect("it is tried");
        let began = Instant::now();
        while matches!(instance.player_status(), PlayerStatus::Playing(_)) {
            assert!(began.elapsed() < Duration::from_secs(2));
        }
        assert!(matches!(instance.player_status(), PlayerStatus::Impossible(..)));
    }
}
