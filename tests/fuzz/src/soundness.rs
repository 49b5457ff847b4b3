//! Properties of every report: it is complete, in order, and has no NaN.

use groundtruth_measure::ChannelFigure::{ThdF, ThdR, ThdnAes17, ThdnF};
use groundtruth_measure::{ChannelFigure, Figure, FigureKey, Figures, Reading, Report};
use serde_json::Value;

/// Panics if a report is not sound.
pub fn assert_sound(report: &Report) {
    for channel in &report.channels {
        assert_complete(&channel.figures);
        assert_not_above(&channel.figures, ThdF, ThdnF);
        assert_not_above(&channel.figures, ThdR, ThdnAes17);
        let is_finite = channel.harmonics.iter().all(|line| (line.phase_rad + line.frequency_hz).is_finite());
        assert!(is_finite, "{:?}", channel.harmonics);
    }
    for pair in &report.pairs {
        assert_complete(&pair.figures);
    }
    let json = serde_json::to_value(report).expect("a report is JSON");
    assert_nulls_are_limits(&json, "report");
}

/// Every id of a channel or pair once, as a sound value or a refusal.
fn assert_complete<Id: FigureKey>(figures: &Figures<Id>) {
    assert!(figures.keys().eq(Id::ALL), "{:?}", figures.keys());
    for (id, reading) in figures {
        match reading {
            Reading::Measured(figure) => assert_ordered(*id, figure),
            Reading::NotMeasurable(reason) => {
                assert!(!reason.to_string().replace("NaN or infinite", "").contains("NaN"), "{id}: {reason}")
            }
        }
    }
}

/// Ends in order, neither NaN nor +∞; −∞ only as a limit.
fn assert_ordered(id: impl FigureKey, figure: &Figure) {
    assert!(figure.low <= figure.value && figure.value <= figure.high, "{id}: {figure:?}");
    assert!(figure.high < f64::INFINITY, "{id}: {figure:?}");
    assert!(figure.limit || figure.value > f64::NEG_INFINITY, "{id}: {figure:?}");
    assert!(figure.phase_rad.is_none_or(f64::is_finite), "{id}: {figure:?}");
}

fn assert_not_above(figures: &Figures<ChannelFigure>, lower: ChannelFigure, upper: ChannelFigure) {
    if let (Some(thd), Some(thdn)) = (figures[&lower].figure(), figures[&upper].figure()) {
        assert!(thd.value <= thdn.value, "{lower} {thd:?} above {upper} {thdn:?}");
    }
}

/// JSON writes NaN as null: it may only occur where −∞ may, beside `"limit": true` or below an interval, and for settings
/// that are not set.
fn assert_nulls_are_limits(json: &Value, path: &str) {
    match json {
        Value::Array(items) => items.iter().for_each(|item| assert_nulls_are_limits(item, path)),
        Value::Object(entries) => {
            for (key, value) in entries.iter().filter(|(key, _)| *key != "settings") {
                let allowed =
                    key == "low" || (entries.get("limit") == Some(&Value::Bool(true)) && key != "phase_rad");
                assert!(!value.is_null() || allowed, "{path}.{key} is null in {json}");
                assert_nulls_are_limits(value, key);
            }
        }
        _ => {}
    }
}
