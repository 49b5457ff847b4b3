//! The persisted fields, as the framework reads and writes them.

use std::sync::Arc;

use super::Instance;
use crate::editor::preferences::Preferences;
use crate::settings::InstrumentSettings;
use crate::state::{Damaged, Extra, Kept, StoredReport};

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

    /// The last reading. As long as it is the restored one, it keeps what a later version had added to it.
    pub(crate) fn saved_report(&self) -> Kept<StoredReport> {
        let last = self.analysis.last_report();
        let restored = self.restored_report.lock();
        match (&last, &restored.value) {
            (Some(last), Some(before)) if Arc::ptr_eq(last, before) => restored.clone(),
            _ => Kept::from(last),
        }
    }

    pub(crate) fn restore_report(&self, restored: Kept<StoredReport>) {
        self.analysis.restore_report(restored.value.clone());
        *self.restored_report.lock() = restored;
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
