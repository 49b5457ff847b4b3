//! The persisted fields as the framework sees them: views on the instance's values.

use std::sync::Arc;

use nice_plug::params::persist::PersistentField;

use crate::editor::preferences::Preferences;
use crate::instance::Instance;
use crate::settings::InstrumentSettings;
use crate::state::{Damaged, Extra, Hold, Kept, StoredReport};

macro_rules! fields {
    ($($(#[$doc:meta])* $field:ident: $value:ty, $get:ident, $set:ident;)*) => {$(
        $(#[$doc])*
        pub(crate) struct $field(pub(crate) Arc<Instance>);

        impl PersistentField<'_, $value> for $field {
            fn set(&self, restored: $value) {
                self.0.$set(restored);
            }

            fn map<F: Fn(&$value) -> R, R>(&self, read: F) -> R {
                read(&self.0.$get())
            }
        }
    )*};
}

fields! {
    /// *Freeze* and *take*, for the format that has no parameters.
    HoldField: Kept<Hold>, saved_hold, restore_hold;
    /// Restoring them reaches the analysis at once: the host tells nobody else.
    SettingsField: Kept<InstrumentSettings>, saved_settings, restore_settings;
    /// Looks of the window.
    PreferencesField: Kept<Preferences>, saved_preferences, restore_preferences;
    /// The last finished reading.
    ReportField: Kept<StoredReport>, saved_report, restore_report;
    /// What other versions saved.
    ExtraField: Extra, saved_extra, restore_extra;
    /// What could not be read.
    DamagedField: Damaged, saved_damaged, restore_damaged;
}
