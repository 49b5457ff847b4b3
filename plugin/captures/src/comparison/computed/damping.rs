//! Output impedance of a device from its captures into two loads.

use groundtruth_measure::{Better, ChannelFigure, LoadedLevel};

use super::super::column::{Column, Found, Where, is_copy, is_same};
use super::super::data::{Measurement, letter};
use super::super::estimate::Estimate;
use super::super::judge::judged;
use super::super::test::Scale;
use super::at_place::{AtPlace, common_channels, refuse_one_output};
use crate::output_impedance::OutputImpedance;

const NEEDS: &str = "Needs captures of each device into two loads";

/// For each channel of a capture and the reference.
///
/// # Errors
///
/// What is missing, in words.
pub(super) fn between(columns: &[Column], parties: [usize; 2]) -> Result<Vec<AtPlace>, String> {
    refuse_one_output(columns, parties)?;
    let mut reason = None;
    let mut found = Vec::new();
    for place in common_channels(columns, parties) {
        match parties.map(|index| impedance(columns, index, &place)) {
            [Ok(own), Ok(other)] => found.push(at(&place, own, other)),
            [Err(missing), _] | [Ok(_), Err(missing)] => _ = reason.get_or_insert(missing),
        }
    }
    if found.is_empty() {
        let reason = reason.map_or(String::new(), |reason| format!(": {reason}"));
        return Err(format!("{NEEDS}{reason}."));
    }
    Ok(found)
}

fn at(place: &Where, own: Impedance, other: Impedance) -> AtPlace {
    AtPlace {
        place: place.key(),
        values: [&own, &other].map(|party| Measurement::of(&party.estimate)),
        difference: judged(Better::Lower, Scale::Linear, false, &own.estimate, &other.estimate),
        facts: [own.words, other.words],
    }
}

/// An output impedance in Ω, and what it was measured with.
struct Impedance {
    estimate: Estimate,
    words: String,
}

/// From a capture and another of the same output and drive level into another load: the one whose load differs most.
fn impedance(columns: &[Column], index: usize, place: &Where) -> Result<Impedance, String> {
    let (own, name) = (&columns[index], letter(index));
    let output = own.output().ok_or_else(|| format!("{name} names no device"))?;
    let load_ohms = own.load_ohms().ok_or_else(|| format!("{name} names no load"))?;
    let drive = |column: &Column| column.takes[0].details.drive_level_dbfs;
    let distance = |column: &Column| Some((column.load_ohms()? / load_ohms).ln().abs());
    let partner = columns.iter().enumerate().filter(|(_, column)| {
        column.output() == Some(output) && drive(column) == drive(own) && distance(column) > Some(0.0)
    });
    let farthest = partner.max_by(|(_, a), (_, b)| distance(a).partial_cmp(&distance(b)).expect("not NaN"));
    let Some((partner, other)) = farthest else {
        return Err(format!(
            "{name} has no other capture of the same device and drive level into another load"
        ));
    };
    from_both([own, other], [load_ohms, other.load_ohms().unwrap_or(f64::INFINITY)], place)
        .map(|(estimate, words)| Impedance {
            estimate,
            words: format!("{name}, with {}: {words}.", letter(partner)),
        })
        .map_err(|reason| format!("{name}, with {}: {reason}", letter(partner)))
}

fn from_both(
    columns: [&Column; 2],
    loads_ohms: [f64; 2],
    place: &Where,
) -> Result<(Estimate, String), String> {
    let in_volts = columns.iter().all(|column| column.is_calibrated());
    let found = |column: &'_ Column, id: ChannelFigure| match column.find(id.into(), place, in_volts, None) {
        Found::Measured { estimate, stimulus, .. } => Ok((estimate, stimulus.clone())),
        Found::Missing(Some(refusal)) => Err(refusal.to_string()),
        Found::Missing(None) => Err("no test tone".to_owned()),
    };
    let [first, second] = columns.map(|column| found(column, ChannelFigure::LevelFundamental));
    let ((first, stimulus), (second, other)) = (first?, second?);
    if !is_same(&stimulus, &other) {
        return Err("other tones".to_owned());
    }
    if is_copy(&columns[0].takes[0], &columns[1].takes[0]) {
        return Err("equal to the last digit".to_owned());
    }
    let (frequency, _) = found(columns[0], ChannelFigure::Frequency)?;
    let levels = [(first, loads_ohms[0]), (second, loads_ohms[1])]
        .map(|(estimate, load_ohms)| LoadedLevel { level: estimate.figure, load_ohms });
    let output =
        OutputImpedance::of(levels, frequency.figure.value).map_err(|refusal| refusal.to_string())?;
    if !output.ohms.high.is_finite() {
        return Err("the levels do not bound it".to_owned());
    }
    let is_driven_alike = columns[0].takes[0].details.drive_level_dbfs.is_some();
    let (freedom, takes) = (first.freedom.min(second.freedom), first.takes.min(second.takes));
    Ok((
        Estimate { figure: output.ohms, freedom, takes },
        output.words() + assumption(is_driven_alike, in_volts),
    ))
}

/// What two levels cannot show by themselves.
fn assumption(is_driven_alike: bool, in_volts: bool) -> &'static str {
    match (is_driven_alike, in_volts) {
        (true, true) => "",
        (true, false) => ", if both were recorded at the same gain",
        (false, true) => ", if both were driven at the same level",
        (false, false) => ", if both were driven at the same level and recorded at the same gain",
    }
}
