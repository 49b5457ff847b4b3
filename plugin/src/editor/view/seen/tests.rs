use std::collections::BTreeMap;

use groundtruth_analysis::{Context, Progress};
use groundtruth_measure::{ChannelReport, Source, Stimulus};

use super::*;

fn report(kind: StimulusKind, left: &[f64], right: &[f64]) -> Report {
    let channel = |name: &str| ChannelReport::new(name, [0, 0], BTreeMap::new());
    let tones_hz = [("L", left), ("R", right)].map(|(name, tones)| (name.to_owned(), tones.to_vec())).into();
    Report {
        schema: Report::SCHEMA.to_owned(),
        version: Report::VERSION.to_owned(),
        settings: None,
        source: Source::default(),
        band_hz: [20.0, 20_000.0],
        stimulus: Stimulus { kind, tones_hz },
        channels: vec![channel("L"), channel("R")],
        pairs: Vec::new(),
        sections: Vec::new(),
        curves: Vec::new(),
        run: None,
    }
}

fn said_of(report: &Report) -> Vec<String> {
    let snapshot = Snapshot { state: State::Running, ..Default::default() };
    seen(&snapshot, Some(report), false).into_iter().map(|seen| seen.text).collect()
}

#[test]
fn a_tone_is_named_with_its_channel() {
    assert_eq!(said_of(&report(StimulusKind::Tone, &[997.0], &[])), ["997.000 Hz on L"]);
    assert_eq!(said_of(&report(StimulusKind::Tone, &[997.0], &[997.0])), ["997.000 Hz on L and R"]);
    assert_eq!(
        said_of(&report(StimulusKind::DualTone, &[997.0], &[1103.0])),
        ["997.000 Hz on L", "1103.000 Hz on R"]
    );
}

#[test]
fn two_tones_on_both_sides_are_named_once() {
    let smpte = report(StimulusKind::TwinTone, &[60.0, 7000.0], &[60.0, 7000.0]);
    assert_eq!(said_of(&smpte), ["60.0 + 7000.0 Hz on L and R"]);
    let apart = report(StimulusKind::TwinTone, &[60.0, 7000.0], &[19_000.0, 20_000.0]);
    assert_eq!(said_of(&apart), ["60.0 + 7000.0 Hz on L", "19000.0 + 20000.0 Hz on R"]);
    let snapshot = Snapshot { state: State::Running, ..Default::default() };
    let short = seen(&snapshot, Some(&apart), false).into_iter().map(|seen| seen.short);
    assert_eq!(short.collect::<Vec<_>>(), ["L 60 + 7k Hz", "R 19k + 20k Hz"]);
}

#[test]
fn programme_says_that_it_needs_a_tone() {
    assert_eq!(said_of(&report(StimulusKind::Programme, &[], &[])), ["music, speech or noise: no test tone"]);
}

#[test]
fn gaps_are_counted_and_stay_longest() {
    let context = Context {
        sample_rate_hz: 48_000.0,
        channels: 2,
        generation: 0,
        end_frame: 0,
        play_position_frames: None,
        gaps: 2,
        lost_frames: 1024,
    };
    let progress = Progress { records: 3, of: Some(16) };
    let snapshot = Snapshot { state: State::Running, context: Some(context), progress, ..Default::default() };
    let all = facts(&snapshot, false);
    let width = |facts: &[Fact]| facts.len() as f32;
    let texts = |facts: Vec<Fact>| facts.into_iter().map(|fact| fact.text).collect::<Vec<_>>();
    assert_eq!(
        texts(fitting(all.clone(), width, 4.0)),
        ["48 kHz", "65\u{a0}536", "average 3 of 16", "2 gaps"]
    );
    assert_eq!(texts(fitting(all, width, 1.0)), ["2 gaps"]);
}
