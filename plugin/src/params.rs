//! The host's view of an instance: the fields of the saved state and, in CLAP, two parameters.
//!
//! In VST3 on Linux a parameter change that arrives while an editor is open can crash the host, whatever the
//! parameter's flags (ARCHITECTURE.md, "Decisions"). So the VST3 has no parameters; *freeze* and *take* are only set in
//! its window, and saved in a field that both formats read.

use std::sync::Arc;

use nice_plug::prelude::*;

use crate::instance::Instance;
use crate::instance::fields::{
    CapturesField, DamagedField, ExtraField, HoldField, PreferencesField, ReportField, SettingsField,
};
use crate::instances;
use crate::state::LAST_TAKE;

/// Requests from the window that concern the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// Freeze or unfreeze figures and curves.
    SetFrozen(bool),
    /// Start the take with this number.
    SetTake(i32),
    /// Tell the host that captures or settings have changed.
    ReportChanges,
}

/// A plugin format's ways to the host.
pub trait HostSide: Send + 'static {
    /// Parameters visible to the host.
    type Params: Params + 'static;

    /// Whether [`HostSide::perform`] has to run on the host's main thread for this task, by the framework's queue.
    fn needs_main_thread(task: Task) -> bool;

    /// Parameters and fields connected to the instance's values.
    fn params(instance: Arc<Instance>) -> Self::Params;

    /// Carries out a request from the window.
    fn perform(params: &Self::Params, instance: &Instance, task: Task);
}

/// *Freeze* and *take* are parameters of the host.
pub struct WithParameters;

/// *Freeze* and *take* exist only in the window.
pub struct WithoutParameters;

impl HostSide for WithParameters {
    type Params = Parameters;

    /// The host is asked for a call of ours instead.
    fn needs_main_thread(task: Task) -> bool {
        task != Task::ReportChanges
    }

    fn params(instance: Arc<Instance>) -> Parameters {
        Parameters {
            freeze: freeze(instance.clone()),
            take: take(instance.clone()),
            fields: SavedFields::new(instance),
        }
    }

    /// Through the host, like a user's parameter change.
    fn perform(params: &Parameters, instance: &Instance, task: Task) {
        match task {
            Task::SetFrozen(frozen) => instance.with_host(|host| set(host, &params.freeze, frozen)),
            Task::SetTake(take) => {
                instance.with_host(|host| set(host, &params.take, take.clamp(0, LAST_TAKE)));
            }
            Task::ReportChanges => instance.host_link().request_main_thread(),
        }
    }
}

impl HostSide for WithoutParameters {
    type Params = SavedFields;

    fn needs_main_thread(task: Task) -> bool {
        task == Task::ReportChanges
    }

    fn params(instance: Arc<Instance>) -> SavedFields {
        SavedFields::new(instance)
    }

    /// On Linux a host without a run loop offers no main thread: it is told of changes when the window closes.
    fn perform(_: &SavedFields, instance: &Instance, task: Task) {
        let link = instance.host_link();
        match task {
            Task::SetFrozen(frozen) => instance.set_frozen(frozen),
            Task::SetTake(take) => instance.set_take(take),
            Task::ReportChanges if link.is_main_thread() => return instances::report_changes(),
            Task::ReportChanges => return,
        }
        link.note_change();
    }
}

fn set<P: Param>(host: &ParamSetter<'_>, param: &P, value: P::Plain) {
    host.begin_set_parameter(param);
    host.set_parameter(param, value);
    host.end_set_parameter(param);
}

/// Parameters and persisted fields of a CLAP instance.
#[derive(Params)]
pub struct Parameters {
    /// Freezes figures and curves while audio continues.
    #[id = "freeze"]
    pub freeze: BoolParam,
    /// Number of the take: a change starts a new record.
    #[id = "take"]
    pub take: IntParam,
    #[nested]
    fields: SavedFields,
}

/// Persisted fields of one instance, the whole state of a VST3.
#[derive(Params)]
pub struct SavedFields {
    #[persist = "hold"]
    hold: HoldField,
    #[persist = "settings"]
    settings: SettingsField,
    #[persist = "preferences"]
    preferences: PreferencesField,
    #[persist = "report"]
    report: ReportField,
    #[persist = "captures"]
    captures: CapturesField,
    #[persist = "extra"]
    extra: ExtraField,
    #[persist = "damaged"]
    damaged: DamagedField,
}

impl SavedFields {
    /// Fields connected to the instance's values.
    pub fn new(instance: Arc<Instance>) -> SavedFields {
        SavedFields {
            hold: HoldField(instance.clone()),
            settings: SettingsField(instance.clone()),
            preferences: PreferencesField(instance.clone()),
            report: ReportField(instance.clone()),
            captures: CapturesField(instance.clone()),
            extra: ExtraField(instance.clone()),
            damaged: DamagedField(instance),
        }
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
        .with_callback(Arc::new(move |take| instance.set_take(take)))
        .non_automatable()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters() -> Parameters {
        WithParameters::params(Arc::default())
    }

    #[test]
    fn freeze_is_entered_as_text_and_shown_as_a_word() {
        let params = parameters();
        for (text, frozen) in [("Frozen", true), (" on ", true), ("0", false), ("running", false)] {
            let normalized = params.freeze.string_to_normalized_value(text);
            assert_eq!(normalized, Some(f32::from(u8::from(frozen))), "{text}");
        }
        assert_eq!(params.freeze.string_to_normalized_value("perhaps"), None);
        assert_eq!(params.freeze.normalized_value_to_string(1.0, true), "Frozen");
    }

    #[test]
    fn freeze_and_take_are_the_only_parameters_cannot_be_automated_and_are_clap_s_alone() {
        let params = parameters();
        let ids: Vec<String> = params.param_map().into_iter().map(|(id, _, _)| id).collect();
        assert_eq!(ids, ["freeze", "take"]);
        assert!(params.freeze.flags().contains(ParamFlags::NON_AUTOMATABLE));
        assert!(params.take.flags().contains(ParamFlags::NON_AUTOMATABLE));
        assert!(WithoutParameters::params(Arc::default()).param_map().is_empty());
    }

    #[test]
    fn without_parameters_the_window_sets_freeze_and_take_by_itself() {
        let instance = Arc::new(Instance::default());
        let fields = WithoutParameters::params(instance.clone());
        WithoutParameters::perform(&fields, &instance, Task::SetFrozen(true));
        assert!(instance.is_frozen());
        for (wanted, kept) in [(7, 7), (-3, 0), (i32::MAX, LAST_TAKE)] {
            WithoutParameters::perform(&fields, &instance, Task::SetTake(wanted));
            assert_eq!(instance.take(), kept);
        }
        let saved = &fields.serialize_fields()["hold"];
        assert_eq!(saved, "{\"format\":1,\"frozen\":true,\"take\":9999}");
    }
}
