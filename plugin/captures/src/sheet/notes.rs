//! Conditions of the figures, in sentences.

use groundtruth_measure::{Bound, Figure};

use super::channel::Channel;
use super::definition::{POWER_1, SheetSection};
use super::impedance::OtherLoad;
use super::noise::full_output;
use super::row::SheetRow;

/// A level this close to full scale may be where the recorder clips, not the device.
const RECORDER_CLIPS_DBFS: f64 = -1.0;

pub(super) fn of(
    channels: &[Channel<'_>],
    rows: &[SheetRow],
    other: Option<OtherLoad<'_>>,
) -> Vec<(SheetSection, String)> {
    let mut notes = power(channels, rows);
    let between = "harmonics and the rest apart, each by a monotone cubic, dB over dB";
    let both = format!(
        "both channels driven, 997 Hz left and 1409 Hz right; between the steps of the level series {between}"
    );
    notes.push((SheetSection::Distortion, both));
    let noise = "noise of the silent section at this gain setting, hum and other lines included";
    notes.push((SheetSection::Noise, format!("{noise}; full output is the level at 1 % THD")));
    notes.extend(at_top_level(channels));
    if let Some(OtherLoad { load_ohms, .. }) = other {
        let load = if load_ohms.is_finite() { format!("{load_ohms} Ω") } else { "no load".to_owned() };
        notes.push((
            SheetSection::Output,
            format!("from the tone on both channels, here and into {load}; a shared return counts with it"),
        ));
    }
    notes
}

fn power(channels: &[Channel<'_>], rows: &[SheetRow]) -> Vec<(SheetSection, String)> {
    let figures: Vec<Figure> = channels.iter().filter_map(|channel| full_output(channel).ok()).collect();
    let mut notes = vec![
        "both channels driven, 997 Hz left and 1409 Hz right; a bound (≥) is the highest level at which THD stays below the \
         limit: play the track at a higher level to reach it"
            .to_owned(),
    ];
    let is_bound = |figure: &Figure| figure.limit && figure.bound == Bound::Lower;
    if !figures.iter().any(is_bound) {
        notes[0] = "both channels driven, 997 Hz left and 1409 Hz right".to_owned();
    }
    if figures.iter().any(|figure| !figure.limit && figure.value > RECORDER_CLIPS_DBFS) {
        notes.push(
            "1 % THD lies at the recorder's full scale: it may be the recorder that clips; record with more headroom"
                .to_owned(),
        );
    }
    let has_power = rows.iter().any(|row| {
        row.definition == &POWER_1 && row.cells.iter().any(|(_, reading)| reading.figure().is_some())
    });
    if has_power {
        notes.push("intervals cover the measurement, not the errors of voltmeter and load".to_owned());
    }
    notes.into_iter().map(|note| (SheetSection::Power, note)).collect()
}

/// Sections at the track's highest level, or close to it: reviews state the response at 1 mW.
fn at_top_level(channels: &[Channel<'_>]) -> Vec<(SheetSection, String)> {
    /// Of the tones, relative to the sweeps.
    const TONE_DB: f64 = -1.0;
    let (Some(top), Some(tone)) = (levels(channels, 0.0), levels(channels, TONE_DB)) else {
        return Vec::new();
    };
    let warning = clipping(channels);
    vec![
        (
            SheetSection::Response,
            format!("measured with {top}, the level of the sweeps, not with 1 mW{warning}"),
        ),
        (
            SheetSection::Intermodulation,
            format!("both channels driven; peak as of a tone with {top}{warning}"),
        ),
        (
            SheetSection::Channels,
            format!("tone with {tone}, sweep with {top}; crosstalk with one channel driven"),
        ),
    ]
}

/// A warning if the track's highest level is beyond the full output of a channel.
fn clipping(channels: &[Channel<'_>]) -> &'static str {
    let clips = |channel: &Channel<'_>| match (channel.top_dbfs(), full_output(channel)) {
        (Some(top), Ok(full)) => !full.limit && top > full.value,
        _ => false,
    };
    let warning = "; this is beyond 1 % THD: play the track at a lower level for this section";
    if channels.iter().any(clips) { warning } else { "" }
}

/// The track's highest level, or one relative to it, of each channel; one number if all have the same.
fn levels(channels: &[Channel<'_>], relative_db: f64) -> Option<String> {
    let words = channels.iter().filter_map(|channel| {
        let level = channel.level_words(channel.top_dbfs()? + relative_db);
        Some((channel.name(), level))
    });
    let words: Vec<(&str, String)> = words.collect();
    let (_, first) = words.first()?;
    if words.iter().all(|(_, level)| level == first) {
        return Some(first.clone());
    }
    let each: Vec<String> = words.iter().map(|(name, level)| format!("{level} ({name})")).collect();
    Some(each.join(" and "))
}
