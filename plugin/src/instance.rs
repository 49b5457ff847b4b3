//! What the host's threads, the window and the analysis of one instance share.
//!
//! The audio thread reads single atomics here and never a lock.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use groundtruth_measure::Report;
use groundtruth_stream::{Format, FrameSender, Listening};
use nice_plug::context::gui::GuiContext;
use nice_plug::prelude::ParamSetter;
use parking_lot::Mutex;

use crate::editor::preferences::Preferences;
use crate::settings::InstrumentSettings;
use crate::state::{Damaged, Extra, Kept, StoredReport};

/// Shared state of one instance.
#[derive(Default)]
pub struct Instance {
    // Any thread, atomics only.
    listening: Arc<Listening>,
    frozen: AtomicBool,

    // Main thread and window thread. The locks are parking_lot's: std's would panic when poisoned, and a
    // panic in a call from the host ends the host.
    settings: Mutex<Kept<InstrumentSettings>>,
    preferences: Mutex<Kept<Preferences>>,
    report: Mutex<Kept<StoredReport>>,
    extra: Mutex<Extra>,
    damaged: Mutex<Damaged>,
    messages: Mutex<Vec<String>>,
    track: Mutex<Option<String>>,
    host: Mutex<Option<GuiContext>>,
}

impl Instance {
    /// Makes a stream and hands its far end to the analysis.
    pub(crate) fn connect(&self, format: Format) -> FrameSender {
        let (sender, _receiver) = groundtruth_stream::channel(format, self.listening.clone());
        sender
    }

    pub(crate) fn drain(&self) {}

    /// The user's choices.
    pub fn settings(&self) -> InstrumentSettings {
        self.settings.lock().value
    }

    /// Takes new choices and hands them to the analysis.
    pub fn set_settings(&self, settings: InstrumentSettings) {
        self.settings.lock().value = settings;
    }

    /// How the window is liked.
    pub fn preferences(&self) -> Preferences {
        self.preferences.lock().value.clone()
    }

    /// Remembers how the window is liked.
    pub fn set_preferences(&self, preferences: Preferences) {
        self.preferences.lock().value = preferences;
    }

    /// The reading that the session was saved with, until a new one is finished.
    pub fn restored_report(&self) -> Option<Arc<Report>> {
        self.report.lock().value.clone()
    }

    /// Whether figures and curves are held.
    ///
    /// # Realtime
    /// One relaxed load.
    pub fn is_frozen(&self) -> bool {
        self.frozen.load(Ordering::Relaxed)
    }

    /// Holds figures and curves, or lets them go. The host may call this from its audio thread.
    ///
    /// # Realtime
    /// One relaxed store.
    pub(crate) fn set_frozen(&self, frozen: bool) {
        self.frozen.store(frozen, Ordering::Relaxed);
    }

    /// What the user should know, oldest first.
    pub fn messages(&self) -> Vec<String> {
        self.messages.lock().clone()
    }

    /// Removes the oldest message. With the last one goes the text that could not be read.
    pub fn dismiss_message(&self) {
        let mut messages = self.messages.lock();
        if !messages.is_empty() {
            messages.remove(0);
        }
        if messages.is_empty() {
            self.damaged.lock().clear();
        }
    }

    /// Name of the host's track, where the host tells it.
    pub fn track(&self) -> Option<String> {
        self.track.lock().clone()
    }

    pub(crate) fn set_track(&self, name: &str) {
        *self.track.lock() = (!name.is_empty()).then(|| name.to_owned());
    }

    /// Keeps the way to the host while a window is open; `None` when it closes, after which the
    /// framework's context must not be used.
    pub(crate) fn set_host(&self, host: Option<GuiContext>) {
        *self.host.lock() = host;
    }

    /// Runs `act` with the way to the host's parameters, if a window is open. Main thread only.
    pub(crate) fn with_host(&self, act: impl FnOnce(&ParamSetter<'_>)) {
        // Cloned, because the host may call back into this instance meanwhile.
        let host = self.host.lock().clone();
        if let Some(host) = host {
            act(&host.param_setter());
        }
    }
}

/// The persisted fields, as the framework reads and writes them.
impl Instance {
    pub(crate) fn saved_settings(&self) -> Kept<InstrumentSettings> {
        self.settings.lock().clone()
    }

    pub(crate) fn restore_settings(&self, restored: Kept<InstrumentSettings>) {
        let settings = restored.value;
        *self.settings.lock() = restored;
        self.set_settings(settings);
    }

    pub(crate) fn saved_preferences(&self) -> Kept<Preferences> {
        self.preferences.lock().clone()
    }

    pub(crate) fn restore_preferences(&self, restored: Kept<Preferences>) {
        *self.preferences.lock() = restored;
    }

    pub(crate) fn saved_report(&self) -> Kept<StoredReport> {
        self.report.lock().clone()
    }

    pub(crate) fn restore_report(&self, restored: Kept<StoredReport>) {
        *self.report.lock() = restored;
    }

    pub(crate) fn saved_extra(&self) -> Extra {
        self.extra.lock().clone()
    }

    pub(crate) fn restore_extra(&self, restored: Extra) {
        *self.extra.lock() = restored;
    }

    pub(crate) fn saved_damaged(&self) -> Damaged {
        self.damaged.lock().clone()
    }

    pub(crate) fn restore_damaged(&self, restored: Damaged) {
        let unreadable =
            |place: &String| format!("The saved “{place}” could not be read: it is at its default.");
        *self.messages.lock() = restored.keys().map(unreadable).collect();
        *self.damaged.lock() = restored;
    }
}
