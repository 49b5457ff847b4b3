//! Sections with a steady signal, through the analysis that every recording takes.

use std::ops::Range;

use super::super::input::Recording;
use super::super::records::{Plan as Records, Resolution};
use super::piece::{Piece, Pieces};
use crate::analyzer::{Analyzer, SHORTEST_FRAMES};
use crate::bench::clock::Stretch;
use crate::bench::plan;
use crate::figures::measurement::MeasuredSection;
use crate::figures::run::BenchSection;
use crate::spectra::level_drift::LevelDrift;
use crate::terms::settings::{DeclaredStimulus, Settings};

/// Shortest part that is measured, in seconds.
const SHORTEST_S: f64 = 0.1;

/// The figures of a section, or of a part of it that has these times; `None` if too little of it is there.
pub(super) fn of<R: Recording>(
    pieces: &mut Pieces<R>,
    start_s: f64,
    length_s: f64,
    name: BenchSection,
    stretch: &Stretch,
    settings: &Settings,
) -> Result<Option<MeasuredSection>, R::Error> {
    let inner = inner(start_s, length_s);
    let clean = pieces.clean(inner, stretch);
    if clean.end - clean.start < SHORTEST_S {
        return Ok(None);
    }
    let Some(piece) = pieces.read(clean, stretch)? else { return Ok(None) };
    let measured = measured(&piece, declared(name), settings);
    Ok(measured.map(|mut measured| {
        measured.section.name = Some(name);
        measured
    }))
}

/// A steady sound without its fades and the device's settling.
pub(super) fn inner(start_s: f64, length_s: f64) -> Range<f64> {
    let edge_s = plan::FADE_S + plan::SETTLING_S;
    start_s + edge_s..start_s + length_s - edge_s
}

/// The figures of a piece.
fn measured(piece: &Piece, declared: DeclaredStimulus, settings: &Settings) -> Option<MeasuredSection> {
    let length = piece.channels[0].len();
    if length < SHORTEST_FRAMES {
        return None;
    }
    let records = Records::new(length as u64, piece.sample_rate_hz, Resolution::Usual);
    let settings =
        Settings { transform_frames: records.record_frames, declared: Some(declared), ..*settings };
    let drifts = vec![LevelDrift::of(&[], 0, length as u64); 2];
    let mut analyzer =
        Analyzer::of_recording(piece.sample_rate_hz, 2, settings, records.hop_frames(), drifts);
    for index in 0..records.records {
        let first = records.start(index) as usize;
        let record = first..first + records.record_frames;
        let samples = [0, 1].map(|side: usize| &piece.channels[side][record.clone()]);
        analyzer.push_record(piece.first_frame + first as u64, &samples);
    }
    analyzer.section_of_recording(records.frames())
}

fn declared(section: BenchSection) -> DeclaredStimulus {
    match section {
        BenchSection::ToneLeft | BenchSection::ToneRight | BenchSection::Tone => {
            DeclaredStimulus::Tone(plan::TONE_HZ)
        }
        BenchSection::ToneLower | BenchSection::QuietTone => DeclaredStimulus::Tone(plan::TONE_HZ),
        BenchSection::ToneEach | BenchSection::Levels => DeclaredStimulus::DualTone(plan::TONES_HZ),
        BenchSection::Smpte => DeclaredStimulus::SMPTE,
        BenchSection::Dfd => DeclaredStimulus::DFD,
        BenchSection::Multitone => DeclaredStimulus::Multitone,
        BenchSection::SweepLeft | BenchSection::SweepRight => DeclaredStimulus::Sweep,
        BenchSection::Silence | BenchSection::Unknown => DeclaredStimulus::Silence,
    }
}
