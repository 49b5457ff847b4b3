//! What the host sees: two parameters, and the fields of the saved state.
//!
//! Everything else the user chooses is a persisted setting: in VST3 on Linux a parameter change that
//! arrives while the editor opens can abort the host, so there are as few parameters as can be.

use std::sync::Arc;

use nice_plug::prelude::*;

use crate::instance::{Instance, LAST_TAKE};
use crate::state::{DamagedField, ExtraField, PreferencesField, ReportField, SettingsField};

/// Parameter and persisted fields of one instance.
#[derive(Params)]
pub struct GroundtruthParams {
    /// Holds figures and curves while audio goes on.
    #[id = "freeze"]
    pub freeze: BoolParam,
    /// Number of the take: whatever changes it begins a fresh record.
    #[id = "take"]
    pub take: IntParam,
    #[persist = "settings"]
    settings: SettingsField,
    #[persist = "preferences"]
    preferences: PreferencesField,
    #[persist = "report"]
    report: ReportField,
    #[persist = "extra"]
    extra: ExtraField,
    #[persist = "damaged"]
    damaged: DamagedField,
}

impl GroundtruthParams {
    /// Parameters and fields over the instance's values.
    pub fn new(instance: Arc<Instance>) -> GroundtruthParams {
        GroundtruthParams {
            freeze: freeze(instance.clone()),
            take: take(instance.clone()),
            settings: SettingsField(instance.clone()),
            preferences: PreferencesField(instance.clone()),
            report: ReportField(instance.clone()),
            extra: ExtraField(instance.clone()),
            damaged: DamagedField(instance),
        }
    }

    /// Sets the freeze parameter as the user's hand would, through the host.
    pub fn set_frozen(&self, host: &ParamSetter<'_>, frozen: bool) {
        host.begin_set_parameter(&self.freeze);
        host.set_parameter(&self.freeze, frozen);
        host.end_set_parameter(&self.freeze);
    }
}

fn freeze(instance: Arc<Instance>) -> BoolParam {
    BoolParam::new("Freeze", false)
        .with_callback(Arc::new(move |frozen| instance.set_frozen(frozen)))
        .with_value_to_string(Arc::new(|frozen| if frozen { "Frozen" } else { "Running" }.to_owned()))
        .with_string_to_value(Arc::new(frozen_from_text))
        .non_automatable()
}

fn frozen_from_text(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "frozen" | "freeze" | "on" | "yes" | "true" | "1" => Some(true),
        "running" | "run" | "off" | "no" | "false" | "0" => Some(false),
        _ => None,
    }
}

fn take(instance: Arc<Instance>) -> IntParam {
    IntParam::new("Take", 0, IntRange::Linear { min: 0, max: LAST_TAKE })
        .with_callback(Arc::new(move |_| instance.request_restart()))
        .non_automatable()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn freeze_is_entered_as_text_and_shown_as_a_word() {
        let params = GroundtruthParams::new(Arc::default());
        for (text, frozen) in [("Frozen", true), (" on ", true), ("0", false), ("running", false)] {
            let normalized = params.freeze.string_to_normalized_value(text);
            assert_eq!(normalized, Some(f32::from(u8::from(frozen))), "{text}");
        }
        assert_eq!(params.freeze.string_to_normalized_value("perhaps"), None);
        assert_eq!(params.freeze.normalized_value_to_string(1.0, true), "Frozen");
    }

    #[test]
    fn freeze_and_take_are_the_only_parameters_and_cannot_be_automated() {
        let params = GroundtruthParams::new(Arc::default());
        let ids: Vec<String> = params.param_map().into_iter().map(|(id, _, _)| id).collect();
        assert_eq!(ids, ["freeze", "take"]);
        assert!(params.freeze.flags().contains(ParamFlags::NON_AUTOMATABLE));
        assert!(params.take.flags().contains(ParamFlags::NON_AUTOMATABLE));
    }
}
