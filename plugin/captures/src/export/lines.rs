//! The rows of a comparison as text.

use groundtruth_measure::{DifferenceBound, FigureId};

use crate::comparison::{Comparison, Mark, Row, RowDifference, Value};
use crate::table;
use crate::table::number::{self, Form, Number};

/// One row as text.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Index of the row in the comparison.
    pub row: usize,
    /// The figure.
    pub id: FigureId,
    /// Heading that the row stands under.
    pub section: &'static str,
    /// Name of the figure.
    pub label: String,
    /// Its meaning in one sentence.
    pub meaning: &'static str,
    /// Channel or pair: `L`, `L to R`.
    pub place: String,
    /// Unit of values and differences.
    pub unit: &'static str,
    /// One per capture: a number with its interval, `–` where there is none.
    pub values: Vec<String>,
    /// Why a value is missing, one per capture.
    pub reasons: Vec<Option<String>>,
    /// Whether a value is a limit because of the baseline, one per capture.
    pub at_baseline: Vec<bool>,
    /// One per capture; `None` at the reference.
    pub differences: Vec<Option<DifferenceText>>,
}

/// A difference as text.
#[derive(Clone, Debug, PartialEq)]
pub struct DifferenceText {
    /// The result.
    pub mark: Mark,
    /// `+6.40 ±0.02`, `lower by 101.3 or more`, or empty.
    pub text: String,
    /// The same for narrow columns: `≤ -101.3` for a bound.
    pub short: String,
    /// Whether it holds with all others taken together.
    pub holds: bool,
    /// Why it is open.
    pub reason: Option<String>,
}

impl Line {
    /// The value of a capture, with the word `baseline` behind a limit that the baseline makes.
    pub fn value_with_reason(&self, capture: usize) -> String {
        let because = if self.at_baseline[capture] { " (baseline)" } else { "" };
        self.values[capture].clone() + because
    }
}

/// The rows that any capture has a value of.
pub fn lines(comparison: &Comparison) -> Vec<Line> {
    let rows = comparison.rows.iter().enumerate();
    let with_value = rows.filter(|(_, row)| row.values.iter().any(|value| value.measured().is_some()));
    with_value.filter_map(|(index, row)| line(index, row)).collect()
}

/// `None` for a figure of a later version.
fn line(index: usize, row: &Row) -> Option<Line> {
    let id = FigureId::from_id(&row.id)?;
    let unit = unit(id, &row.unit);
    let (scale, decimals) = scale_and_decimals(unit);
    let form = table::form(id, unit);
    let value = |value: &Value| match value.measured() {
        Some(measured) => Number { figure: table::scaled(&measured.figure(), scale), form }.full(),
        None => "–".to_owned(),
    };
    let reason = |value: &Value| match value {
        Value::Missing { not_measurable, .. } => Some(not_measurable.clone()),
        Value::Measured(_) => None,
    };
    let at_baseline = |value: &Value| value.measured().is_some_and(|measured| measured.at_baseline);
    let text = |difference: &RowDifference| DifferenceText {
        mark: difference.mark,
        text: difference_text(difference, scale, if form == Form::Count { 0 } else { decimals }, ""),
        short: short_difference(difference, scale, if form == Form::Count { 0 } else { decimals }),
        holds: difference.holds,
        reason: difference.reason.clone(),
    };
    Some(Line {
        row: index,
        id,
        section: section(id),
        label: table::label(id).into_owned(),
        meaning: id.definition().meaning,
        place: row.place.replace('>', " to "),
        unit,
        values: row.values.iter().map(value).collect(),
        reasons: row.values.iter().map(reason).collect(),
        at_baseline: row.values.iter().map(at_baseline).collect(),
        differences: row.differences.iter().map(|difference| difference.as_ref().map(text)).collect(),
    })
}

/// A difference with its sign and interval, or in words if only a bound is known. The unit may be empty.
pub(super) fn difference_text(
    difference: &RowDifference,
    scale: f64,
    most_decimals: usize,
    unit: &str,
) -> String {
    let Some(value) = difference.value else { return String::new() };
    let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
    let number = format!("{:.1}{unit}", (value * scale).abs());
    let is_known = difference.mark != Mark::Same;
    match difference.bound {
        Some(DifferenceBound::AtMost) if is_known => format!("lower by {number} or more"),
        Some(DifferenceBound::AtLeast) if is_known => format!("higher by {number} or more"),
        Some(_) => short_difference(difference, scale, most_decimals) + &unit,
        None => {
            let [low, high] = [difference.low, difference.high].map(|end| end.unwrap_or(value) * scale);
            let value = value * scale;
            let text = match lopsided(value, low, high) {
                true => between(value, low, high, most_decimals),
                false => number::measured(value, low, high, false, most_decimals),
            };
            if value > 0.0 { format!("+{text}{unit}") } else { text + &unit }
        }
    }
}

/// A difference as a number, a bound with its sign.
fn short_difference(difference: &RowDifference, scale: f64, most_decimals: usize) -> String {
    let bound = difference.bound.zip(difference.value).map(|(bound, value)| (bound, value * scale));
    match bound {
        Some((DifferenceBound::AtMost, value)) => format!("≤ {value:+.1}"),
        Some((DifferenceBound::AtLeast, value)) => format!("≥ {value:+.1}"),
        None => difference_text(difference, scale, most_decimals, ""),
    }
}

/// Whether one side of an interval is so much wider that a single ± would mislead.
fn lopsided(value: f64, low: f64, high: f64) -> bool {
    const RATIO: f64 = 1.5;
    let (below, above) = (value - low, high - value);
    below > RATIO * above || above > RATIO * below
}

/// `0.02 (0.01…0.07)`, with the decimals of the narrower side.
fn between(value: f64, low: f64, high: f64, most_decimals: usize) -> String {
    let decimals = number::decimals_of((value - low).min(high - value), most_decimals);
    let [value, low, high] = [value, low, high].map(|number| format!("{number:.decimals$}"));
    format!("{value} ({low}…{high})")
}

/// Unit shown.
fn unit(id: FigureId, of_row: &str) -> &'static str {
    match of_row {
        "FS" => PPM,
        "dBV" => "dBV",
        "dBV/√Hz" => "dBV/√Hz",
        _ => id.definition().unit,
    }
}

/// Unit of a difference: a ratio of levels has no reference.
pub(super) fn difference_unit(unit: &'static str) -> &'static str {
    if unit.starts_with("dBFS") || unit.starts_with("dBV") { "dB" } else { unit }
}

/// Parts per million of full scale.
const PPM: &str = "ppm FS";

/// Factor from the stored value to a unit shown, and the most decimals in it.
pub(super) fn scale_and_decimals(unit: &str) -> (f64, usize) {
    match unit {
        PPM => (1e6, 3),
        "Hz" | "samples" => (1.0, 4),
        _ => (1.0, 3),
    }
}

/// Heading of a figure.
fn section(id: FigureId) -> &'static str {
    let text = id.definition().id;
    match text.split('.').next().unwrap_or(text) {
        "frequency" | "level" | "dc" => "Signal",
        "thd" | "thdn" | "sinad" | "enob" | "evenodd" => "Distortion",
        "noise" | "snr" | "dr" | "hum" | "spurs" | "glitches" => "Noise",
        "imd" | "tdn" => "Intermodulation",
        "xtalk" => "Crosstalk",
        _ => "Channel match",
    }
}
