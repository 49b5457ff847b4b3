//! The persisted fields, as the framework reads and writes them.

use std::sync::Arc;

use super::Instance;
use crate::editor::preferences::Preferences;
use crate::session;
use crate::settings::InstrumentSettings;
use crate::state::{Damaged, Extra, Hold, Kept, REFUSED, StoredCaptures, StoredReport};

/// Number of unreadable entries with a message each; further ones share one.
const MOST_NAMED: usize = 20;

impl Instance {
    pub(crate) fn saved_hold(&self) -> Kept<Hold> {
        let mut saved = self.restored_hold.lock().clone();
        saved.value = Hold { frozen: self.is_frozen(), take: self.take() };
        saved
    }

    /// The filter has already given the parameters of a CLAP the same values.
    pub(crate) fn restore_hold(&self, restored: Kept<Hold>) {
        let Hold { frozen, take } = restored.value;
        *self.restored_hold.lock() = restored;
        self.set_frozen(frozen);
        self.set_take(take);
    }

    pub(crate) fn saved_settings(&self) -> Kept<InstrumentSettings> {
        self.settings.lock().clone()
    }

    /// Every state has settings, so this is also where a load stops the player.
    pub(crate) fn restore_settings(&self, restored: Kept<InstrumentSettings>) {
        self.stop_player_for_session();
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

    /// The last reading. As long as it is the restored one, it keeps additional data of a later version.
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

    pub(crate) fn saved_captures(&self) -> StoredCaptures {
        StoredCaptures::of(self.session.to_json())
    }

    pub(crate) fn restore_captures(&self, restored: StoredCaptures) {
        for message in self.session.restore(restored.0.get()) {
            self.note(message);
        }
        session::repaint_all();
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

    /// Unreadable data is kept and reported; a state rejected as a whole changes nothing.
    pub(crate) fn restore_damaged(&self, restored: Damaged) {
        if let Some(reason) = restored.get(REFUSED) {
            self.note(reason.clone());
            return;
        }
        let unreadable =
            |place: &String| format!("The saved “{place}” could not be read: it is at its default.");
        let mut messages: Vec<String> = restored.keys().take(MOST_NAMED).map(unreadable).collect();
        if let Some(more) = restored.len().checked_sub(MOST_NAMED + 1) {
            messages.push(format!("{} more saved entries could not be read.", more + 1));
        }
        *self.messages.lock() = messages;
        *self.damaged.lock() = restored;
    }
}
