use std::collections::BTreeMap;

use std::sync::Arc;

use nice_plug::prelude::{Params, PluginState};
use serde_json::{Value, json};

use super::*;
use crate::instance::Instance;
use crate::params::{HostSide, Parameters, WithParameters};

mod large;

/// A state as a host hands it over: fields by name, JSON inside.
fn state(fields: &[(&str, Value)]) -> PluginState {
    PluginState {
        version: "0.1.0".to_owned(),
        params: BTreeMap::new(),
        fields: fields.iter().map(|(name, tree)| ((*name).to_owned(), tree.to_string())).collect(),
    }
}

/// Filters and loads as the framework does.
fn load(mut state: PluginState) -> (Arc<Instance>, Parameters) {
    let instance = Arc::new(Instance::default());
    let params = WithParameters::params(instance.clone());
    filter(&mut state);
    params.deserialize_fields(&state.fields);
    (instance, params)
}

fn saved(params: &Parameters, name: &str) -> Value {
    serde_json::from_str(&params.serialize_fields()[name]).expect("saved fields are JSON")
}

#[test]
fn what_is_saved_loads_as_it_was() {
    let (instance, params) = load(state(&[]));
    let mut settings = instance.settings();
    settings.measure.transform_frames = 1 << 20;
    settings.measure.band = groundtruth_measure::Band::FULL;
    settings.analyse_while_closed = true;
    instance.set_settings(settings);
    let fields = params.serialize_fields();

    let again = load(PluginState { version: String::new(), params: BTreeMap::new(), fields });
    assert_eq!(again.0.settings(), settings);
    assert_eq!(again.0.messages(), Vec::<String>::new());
    assert_eq!(again.1.serialize_fields(), params.serialize_fields());
}

#[test]
fn keys_and_fields_of_a_later_version_survive_a_round_trip() {
    let later = state(&[
        ("settings", json!({"measure": {"overlap": 0.9}, "colour_of_tea": "green"})),
        ("bench", json!([1, 2, 3])),
    ]);
    let (_, params) = load(later);
    let settings = saved(&params, "settings");
    assert_eq!(settings["colour_of_tea"], "green");
    assert_eq!(settings["measure"]["overlap"], 0.9);
    assert_eq!(saved(&params, "extra")["fields"]["bench"], "[1,2,3]");
}

#[test]
fn parameters_of_a_later_version_survive_in_the_extra_field() {
    let mut later = state(&[]);
    later.params.insert("generator".to_owned(), ParamValue::F32(0.5));
    let (_, params) = load(later);
    assert_eq!(saved(&params, "extra")["params"]["generator"], "{\"f32\":0.5}");
}

#[test]
fn what_an_earlier_version_set_aside_returns_to_its_place() {
    let stored = json!({"params": {}, "fields": {"settings": "{\"analyse_while_closed\":true}"}});
    let (instance, params) = load(state(&[("extra", stored)]));
    assert!(instance.settings().analyse_while_closed);
    assert_eq!(saved(&params, "extra")["fields"], json!({}));
}

#[test]
fn a_damaged_choice_takes_its_default_and_leaves_the_others() {
    let stored = json!({
        "measure": {"window": "triangle", "transform_frames": 8192, "averaging": {"records": {"records": 0}}},
        "analyse_while_closed": true,
    });
    let (instance, params) = load(state(&[("settings", stored)]));
    let settings = instance.settings();
    assert_eq!(settings.measure.window, groundtruth_measure::WindowKind::BlackmanHarris7);
    assert_eq!(settings.measure.averaging, groundtruth_measure::Settings::default().averaging);
    assert_eq!(settings.measure.transform_frames, 8192);
    assert!(settings.analyse_while_closed);

    assert_eq!(instance.messages().len(), 2, "{:?}", instance.messages());
    assert_eq!(saved(&params, "damaged")["settings/measure/window"], "\"triangle\"");
}

#[test]
fn a_state_that_knows_nothing_of_what_can_be_declared_loads_as_nothing_declared() {
    let measure = json!({
        "transform_frames": 131_072, "window": "hann", "averaging": "infinite",
        "band": {"low_hz": 20.0, "high_hz": 20000.0}, "mains": "50",
    });
    let stored = json!({"measure": measure, "analyse_while_closed": true, "format": 1});
    let (instance, _) = load(state(&[("settings", stored)]));
    let settings = instance.settings();
    assert_eq!(instance.messages(), Vec::<String>::new());
    assert_eq!(
        (settings.reference_volts, settings.measure.declared, settings.measure.load_ohms),
        (None, None, None)
    );
    assert_eq!(settings.measure.transform_frames, 131_072);
    assert!(settings.analyse_while_closed);
}

#[test]
fn what_was_declared_is_saved_and_what_cannot_be_is_damaged() {
    let declared = json!({
        "measure": {"told": {"tone": 997.0}, "load_ohms": 32.0, "output_impedance_ohms": 0.1},
        "reference_volts": [2.0, 2.05],
    });
    let (instance, params) = load(state(&[("settings", declared.clone())]));
    assert_eq!(instance.messages(), Vec::<String>::new());
    assert_eq!(instance.settings().reference_volts, Some([2.0, 2.05]));
    let saved = saved(&params, "settings");
    assert_eq!(saved["measure"]["told"], declared["measure"]["told"]);
    assert_eq!(saved["reference_volts"], declared["reference_volts"]);

    for wrong in [
        json!({"measure": {"told": {"tone": -997.0}}}),
        json!({"measure": {"told": "whistle"}}),
        json!({"measure": {"load_ohms": 0.0}}),
        json!({"measure": {"output_impedance_ohms": -1.0}}),
        json!({"reference_volts": [2.0, 0.0]}),
        json!({"reference_volts": 2.0}),
    ] {
        let (instance, _) = load(state(&[("settings", wrong.clone())]));
        assert_eq!(instance.settings(), InstrumentSettings::default(), "{wrong}");
        assert_eq!(instance.messages().len(), 1, "{wrong}");
    }
}

#[test]
fn choices_out_of_range_are_damaged() {
    for measure in [
        json!({"transform_frames": 48_000}),
        json!({"transform_frames": -1}),
        json!({"band": {"low_hz": 500.0, "high_hz": 20.0}}),
        json!({"averaging": {"exponential": {"records": 1}}}),
    ] {
        let (instance, _) = load(state(&[("settings", json!({ "measure": measure }))]));
        assert_eq!(instance.settings(), InstrumentSettings::default(), "{measure}");
        assert_eq!(instance.messages().len(), 1, "{measure}");
    }
}

#[test]
fn units_and_ends_of_axes_are_saved_and_what_cannot_be_drawn_is_damaged() {
    let chosen = json!({
        "level_unit": "volts", "level_zero_dbfs": -6.5, "below_spectrum": "residual",
        "level_ends": {"volts": {"low_db": -120.0, "high_db": null}},
        "frequency_ends": {"low_hz": 20.0, "high_hz": 22_400.0},
    });
    let (instance, params) = load(state(&[("preferences", chosen.clone())]));
    assert_eq!(instance.messages(), Vec::<String>::new());
    let saved = saved(&params, "preferences");
    chosen.as_object().expect("an object").iter().for_each(|(key, value)| assert_eq!(&saved[key], value));

    for wrong in [
        json!({"level_unit": "phon"}),
        json!({"level_zero_dbfs": 1e30}),
        json!({"level_low_dbfs": -1e30}),
        json!({"level_low_dbfs": 0.0}),
        json!({"level_high_dbfs": "high"}),
        json!({"level_ends": {"volts": {"low_db": -1e9}}}),
        json!({"level_ends": {"dbv": {"low_db": -20.0, "high_db": -30.0}}}),
        json!({"level_ends": {"phon": {}}}),
        json!({"frequency_ends": {"low_hz": 0.0}}),
        json!({"frequency_ends": {"low_hz": 500.0, "high_hz": 20.0}}),
        json!({"below_spectrum": "sky"}),
    ] {
        let (instance, _) = load(state(&[("preferences", wrong.clone())]));
        assert_eq!(instance.messages().len(), 1, "{wrong}: {:?}", instance.messages());
        assert!(instance.preferences().is_valid(), "{wrong}");
    }
}

#[test]
fn a_field_that_is_no_json_takes_its_default_and_is_kept_as_text() {
    for name in stored::NAMES {
        let mut torn = state(&[]);
        torn.fields.insert(name.to_owned(), "{\"torn".to_owned());
        let (instance, params) = load(torn);
        assert_eq!(instance.settings(), InstrumentSettings::default());
        assert_eq!(instance.messages().len(), 1, "{name}");
        assert_eq!(saved(&params, "damaged")[name], "{\"torn", "{name}");
    }
}

#[test]
fn a_damaged_report_is_no_report() {
    let (instance, _) = load(state(&[("report", json!({"schema": 7}))]));
    assert_eq!(instance.last_report(), None);
    assert_eq!(instance.messages().len(), 1);
}

#[test]
fn missing_fields_load_as_defaults_over_what_was_there() {
    let (instance, params) = load(state(&[("settings", json!({"analyse_while_closed": true}))]));
    let mut empty = state(&[]);
    filter(&mut empty);
    params.deserialize_fields(&empty.fields);
    assert!(!instance.settings().analyse_while_closed);
    assert!(matches!(empty.params["freeze"], ParamValue::Bool(false)));
}

#[test]
fn a_freeze_of_the_wrong_kind_is_damaged() {
    let mut wrong = state(&[]);
    wrong.params.insert("freeze".to_owned(), ParamValue::F32(0.3));
    let (instance, _) = load(wrong);
    assert_eq!(instance.messages().len(), 1);
}

#[test]
fn dismissing_the_last_message_drops_the_unreadable_text() {
    let (instance, params) = load(state(&[("settings", json!(3)), ("preferences", json!("blue"))]));
    assert_eq!(instance.messages().len(), 2);
    instance.dismiss_message();
    assert_ne!(saved(&params, "damaged"), json!({}));
    instance.dismiss_message();
    assert_eq!(saved(&params, "damaged"), json!({}));
}

#[test]
fn a_take_out_of_range_is_loaded_as_the_nearest_in_range() {
    for (stored, loaded) in [(i32::MIN, 0), (-1, 0), (17, 17), (9999, 9999), (10_000, 9999), (i32::MAX, 9999)]
    {
        let mut later = state(&[]);
        later.params.insert("take".to_owned(), ParamValue::I32(stored));
        filter(&mut later);
        assert!(matches!(later.params["take"], ParamValue::I32(take) if take == loaded), "{stored}");
    }
}
