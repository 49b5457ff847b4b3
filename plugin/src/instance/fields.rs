//! The persisted fields as used by the framework: views of the instance's values.

use std::sync::Arc;

use nice_plug::params::persist::PersistentField;

use crate::editor::preferences::Preferences;
use crate::instance::Instance;
use crate::settings::InstrumentSettings;
use crate::state::{Damaged, Extra, Hold, Kept, StoredCaptures, StoredReport};

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
    /// Restored settings are passed to the analysis at once, because the host does not report them otherwise.
    SettingsField: Kept<InstrumentSettings>, saved_settings, restore_settings;
    /// Display preferences.
    PreferencesField: Kept<Preferences>, saved_preferences, restore_preferences;
    /// The last finished reading.
    ReportField: Kept<StoredReport>, saved_report, restore_report;
    /// The captures of this instance.
    CapturesField: StoredCaptures, saved_captures, restore_captures;
    /// Data saved by other versions.
    ExtraField: Extra, saved_extra, restore_extra;
    /// Unreadable data.
    DamagedField: Damaged, saved_damaged, restore_damaged;
}
