//! State shared by the host's threads, the window and the analysis of one instance.
//!
//! The audio thread only reads single atomics here and takes no lock.

use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};

use groundtruth_analysis::{RequestedSamples, SnapshotReader};
use groundtruth_measure::Report;
use groundtruth_stream::Format;
use groundtruth_stream::capture::FrameSender;
use nice_plug::context::gui::GuiContext;
use nice_plug::prelude::{ParamSetter, TrackColor, TrackInfo};
use parking_lot::Mutex;

mod analysis;
pub(crate) mod fields;
mod live;
mod play_side;
mod player;
mod saved;
mod watched;

use analysis::Analysis;
pub(crate) use analysis::Viewer;
use play_side::PlaySide;
use watched::{Live, Number};

use crate::editor::preferences::Preferences;
use crate::host::HostLink;
use crate::session::Session;
use crate::settings::InstrumentSettings;
use crate::state::{Damaged, Extra, Hold, Kept, LAST_TAKE, StoredReport};

/// Lowest sample rate that is analysed. Hosts probe plugins down to 1 Hz, where the two-second queue holds two frames.
pub(crate) const LOWEST_RATE_HZ: f64 = 1000.0;

/// Shared state of one instance.
#[derive(Default)]
pub struct Instance {
    /// Number of the instance in this process.
    number: Number,
    player: PlaySide,
    /// Shared with the player's thread.
    analysis: Arc<Analysis>,
    live: Live,
    /// Number of the take, 0 to [`LAST_TAKE`].
    take: AtomicI32,

    // Main thread and window thread. The locks are parking_lot's: std's would panic when poisoned, and a panic in a
    // call from the host ends the host.
    restored_hold: Mutex<Kept<Hold>>,
    settings: Mutex<Kept<InstrumentSettings>>,
    preferences: Mutex<Kept<Preferences>>,
    restored_report: Mutex<Kept<StoredReport>>,
    /// Captures, and those who show them.
    pub(crate) session: Session,
    extra: Mutex<Extra>,
    damaged: Mutex<Damaged>,
    /// Messages from the loaded state; replaced by the next one.
    messages: Mutex<Vec<String>>,
    /// Faults in this session. Shown before the messages.
    faults: Mutex<Vec<String>>,
    /// Shown before everything else, until it is dismissed or the host sets another rate.
    rate_fault: Mutex<Option<String>>,
    link: Arc<HostLink>,
    track: Mutex<Option<String>>,
    track_colour: Mutex<Option<[u8; 3]>>,
    host: Mutex<Option<GuiContext>>,
}

impl Instance {
    /// An instance with this way to its host.
    pub(crate) fn new(link: HostLink) -> Instance {
        let mut instance = Instance::default();
        instance.link = Arc::new(link);
        instance.session = Session::new(instance.link.clone());
        instance
    }

    /// The way to the host besides the framework's.
    pub(crate) fn host_link(&self) -> &HostLink {
        &self.link
    }

    /// Creates a stream and hands its receiver to the analysis; `None` if the sample rate is below [`LOWEST_RATE_HZ`].
    pub(crate) fn connect(&self, format: Format) -> Option<FrameSender> {
        let rate_hz = format.sample_rate_hz;
        let is_analysed = rate_hz >= LOWEST_RATE_HZ;
        *self.player.format.lock() = is_analysed.then_some(format);
        *self.rate_fault.lock() = (!is_analysed).then(|| {
            format!(
                "Nothing is analysed at the host's sample rate of {rate_hz} Hz; audio passes unchanged. Choose 1 kHz or \
                 more in the host."
            )
        });
        is_analysed.then(|| self.analysis.connect(format))
    }

    /// Waits, with a limit, until all audio sent is analysed.
    pub(crate) fn drain(&self) {
        self.analysis.drain();
    }

    /// Notes that a window opened; see [`Instance::close_viewer`]. `wake` requests a frame.
    pub(crate) fn open_viewer(&self, wake: Box<dyn Fn() + Send>) -> (Viewer, SnapshotReader) {
        self.analysis.open(wake)
    }

    /// Notes that a window was shown or hidden: a hidden one needs no analysis.
    pub(crate) fn set_viewer_shown(&self, viewer: Viewer, shown: bool) {
        if self.analysis.set_shown(viewer, shown) && !shown {
            self.stop_player_with_window();
        }
    }

    /// Notes that a window closed.
    pub(crate) fn close_viewer(&self, viewer: Viewer) {
        if self.analysis.close(viewer) {
            self.stop_player_with_window();
        }
    }

    /// Discards the average and starts a new record.
    pub fn restart(&self) {
        self.analysis.restart();
    }

    /// Clears the maximum hold.
    pub fn clear_max_hold(&self) {
        self.analysis.clear_max_hold();
    }

    /// The user's settings.
    pub fn settings(&self) -> InstrumentSettings {
        self.settings.lock().value
    }

    /// Applies new settings, and passes them to the analysis.
    pub fn set_settings(&self, settings: InstrumentSettings) {
        self.settings.lock().value = settings;
        self.analysis.set_settings(settings);
    }

    /// Display preferences.
    pub fn preferences(&self) -> Preferences {
        self.preferences.lock().value.clone()
    }

    /// Stores display preferences.
    pub fn set_preferences(&self, preferences: Preferences) {
        self.preferences.lock().value = preferences;
    }

    /// Requests the newest samples of the record; `None` if nothing is analysed.
    pub(crate) fn request_samples(&self) -> Option<RequestedSamples> {
        self.analysis.request_samples()
    }

    /// The last finished reading: of this session or, until there is one, of the restored session.
    pub fn last_report(&self) -> Option<Arc<Report>> {
        self.analysis.last_report()
    }

    /// The report of the newest complete run of the bench track in the stream.
    pub fn last_bench(&self) -> Option<Arc<Report>> {
        self.analysis.last_bench()
    }

    /// Whether figures and curves are frozen.
    ///
    /// # Realtime
    /// One relaxed load.
    pub fn is_frozen(&self) -> bool {
        self.analysis.is_frozen()
    }

    /// Freezes or unfreezes figures and curves. The host may call this from its audio thread.
    ///
    /// # Realtime
    /// One relaxed store.
    pub(crate) fn set_frozen(&self, frozen: bool) {
        self.analysis.set_frozen(frozen);
    }

    /// Number of the current take.
    pub fn take(&self) -> i32 {
        self.take.load(Ordering::Relaxed)
    }

    /// Starts the take with this number, limited to its range; a new number starts a new record. The host may call this
    /// from its audio thread.
    ///
    /// # Realtime
    /// One relaxed exchange and one relaxed addition.
    pub(crate) fn set_take(&self, take: i32) {
        let take = take.clamp(0, LAST_TAKE);
        if self.take.swap(take, Ordering::Relaxed) != take {
            self.analysis.request_restart();
        }
    }

    /// Messages to the user, oldest first.
    pub fn messages(&self) -> Vec<String> {
        let mut faults = self.faults.lock();
        faults.extend(self.analysis.take_fault());
        self.rate_fault
            .lock()
            .iter()
            .chain(faults.iter())
            .chain(self.messages.lock().iter())
            .cloned()
            .collect()
    }

    /// Reports a fault to the host's log now and to the user with the next window. Only in calls from the host.
    pub(crate) fn report(&self, fault: String) {
        self.link.log_error(&fault);
        self.note(fault);
    }

    /// Reports a fault to the user with the next frame, only once for repeated attempts.
    pub(crate) fn note(&self, fault: String) {
        let mut faults = self.faults.lock();
        if !faults.contains(&fault) {
            faults.push(fault);
        }
    }

    /// Removes the oldest message. Removing the last one also discards the unreadable text.
    pub fn dismiss_message(&self) {
        let is_fault = self.rate_fault.lock().take().is_some() || {
            let mut faults = self.faults.lock();
            let first = (!faults.is_empty()).then(|| faults.remove(0));
            first.is_some()
        };
        if is_fault {
            return;
        }
        let mut messages = self.messages.lock();
        if !messages.is_empty() {
            messages.remove(0);
        }
        if messages.is_empty() {
            self.damaged.lock().clear();
        }
    }

    /// Name of the host's track, if provided.
    pub fn track(&self) -> Option<String> {
        self.track.lock().clone()
    }

    /// Colour of the host's track as red, green and blue, if provided.
    pub(crate) fn track_colour(&self) -> Option<[u8; 3]> {
        *self.track_colour.lock()
    }

    pub(crate) fn set_track(&self, info: &TrackInfo) {
        *self.track.lock() = Some(info.name().to_owned()).filter(|name| !name.is_empty());
        // Some hosts mean "none" by a transparent one.
        let colour = info.color().map(TrackColor::rgba).filter(|(_, _, _, alpha)| *alpha > 0);
        *self.track_colour.lock() = colour.map(|(red, green, blue, _)| [red, green, blue]);
    }

    /// Stores the context for calls to the host while a window is open; `None` when it closes, after which the
    /// framework's context must not be used.
    pub(crate) fn set_host(&self, host: Option<GuiContext>) {
        *self.host.lock() = host;
    }

    /// Runs `act` with access to the host's parameters, if a window is open. Main thread only.
    pub(crate) fn with_host(&self, act: impl FnOnce(&ParamSetter<'_>)) {
        // Cloned, because the host may call back into this instance.
        let host = self.host.lock().clone();
        if let Some(host) = host {
            act(&host.param_setter());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn below_1_khz_nothing_is_analysed_and_the_reason_stands_first_until_the_rate_changes() {
        let instance = Instance::default();
        let format = |sample_rate_hz| Format { sample_rate_hz, channels: 2, reference_channels: 2 };
        instance.messages.lock().push("an older one".to_owned());
        for rate_hz in [f64::NAN, 0.0, 1.0, 999.9] {
            assert!(instance.connect(format(rate_hz)).is_none(), "{rate_hz}");
            let messages = instance.messages();
            assert!(messages[0].contains(&format!("the host's sample rate of {rate_hz} Hz")), "{messages:?}");
            assert_eq!(messages.len(), 2);
        }
        assert!(instance.connect(format(1000.0)).is_some());
        assert_eq!(instance.messages(), ["an older one"]);
    }

    #[test]
    fn a_reported_fault_is_shown_once_however_often_it_comes_and_outlives_the_loading_of_a_state() {
        let instance = Instance::default();
        for fault in ["no display", "no display", "no OpenGL", "no display"] {
            instance.report(fault.to_owned());
        }
        instance.restore_damaged([("report".to_owned(), "{".to_owned())].into());
        let messages = instance.messages();
        assert_eq!(messages[..2], ["no display", "no OpenGL"]);
        assert!(messages[2].contains("“report” could not be read") && messages.len() == 3, "{messages:?}");
        instance.dismiss_message();
        assert_eq!(instance.messages(), messages[1..]);
    }

    #[test]
    fn the_reason_why_nothing_is_analysed_is_dismissed_before_the_messages() {
        let instance = Instance::default();
        instance.messages.lock().push("an older one".to_owned());
        assert!(
            instance.connect(Format { sample_rate_hz: 1.0, channels: 1, reference_channels: 0 }).is_none()
        );
        instance.dismiss_message();
        assert_eq!(instance.messages(), ["an older one"]);
    }
}
