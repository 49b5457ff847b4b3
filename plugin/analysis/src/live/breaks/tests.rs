use groundtruth_measure::{Analyzer, Settings};

use super::*;

const RECORD: usize = 1000;

fn breaks() -> Breaks {
    Breaks::new(4000.0, RECORD)
}

/// A report whose kind alone matters.
fn report(kind: StimulusKind) -> Report {
    let settings = Settings { transform_frames: Settings::SHORTEST_FRAMES, ..Settings::default() };
    let mut analyzer = Analyzer::new(48_000.0, 1, settings);
    analyzer.push(0, &[&vec![0.0; settings.transform_frames]]).expect("one channel");
    let mut report = analyzer.report().expect("a record");
    report.stimulus.kind = kind;
    report
}

fn shows(kind: StimulusKind) -> Snapshot {
    Snapshot { report: Some(Arc::new(report(kind))), ..Snapshot::default() }
}

fn spoil(breaks: &mut Breaks, first_frame: u64, kinds: [StimulusKind; 2]) -> bool {
    let [before, now] = kinds.map(shows);
    breaks.spoil(first_frame, first_frame + RECORD as u64, &Figures::of(&before), &now)
}

fn figures(records: u32) -> Figures {
    Figures::of(&Snapshot { progress: Progress { records, of: None }, ..Snapshot::default() })
}

const TONES: [StimulusKind; 2] = [StimulusKind::Tone; 2];
const MUSIC: [StimulusKind; 2] = [StimulusKind::Programme; 2];

#[test]
fn a_record_with_a_break_waits_for_one_without_unless_it_is_of_music() {
    let mut breaks = breaks();
    breaks.show(0, 1000, figures(0));
    assert!(breaks.add((1100, 1100)).is_none());
    for first in [250, 1000] {
        assert!(spoil(&mut breaks, first, TONES) && !spoil(&mut breaks, first, MUSIC));
    }
    // A break at the very start of a record is before it.
    assert!(!spoil(&mut breaks, 1100, TONES));
}

#[test]
fn breaks_in_every_record_are_shown_after_a_while() {
    let mut breaks = breaks();
    let mut shown = Vec::new();
    for end in (1000..6000).step_by(250) {
        _ = breaks.add((end - 100, end - 50));
        if !spoil(&mut breaks, end - 1000, TONES) {
            breaks.show(end - 1000, end, figures(0));
            shown.push(end);
        }
    }
    assert_eq!(shown, [2250, 4500]);
}

#[test]
fn music_after_a_tone_waits_for_a_whole_record() {
    let mut breaks = breaks();
    breaks.show(0, 1000, figures(0));
    let turn = [StimulusKind::Tone, StimulusKind::Programme];
    assert!(spoil(&mut breaks, 250, turn) && spoil(&mut breaks, 1200, turn));
    assert!(!spoil(&mut breaks, 1250, turn));
}

#[test]
fn records_shown_before_their_break_was_found_are_taken_back() {
    let mut breaks = breaks();
    breaks.show(0, 1000, figures(1));
    breaks.show(250, 1250, figures(2));
    breaks.show(500, 1500, figures(3));
    let before = breaks.add((1220, 1230)).expect("two have it");
    assert_eq!(before.progress.records, 2);
    assert!(breaks.add((1220, 1230)).is_none(), "once");
}

#[test]
fn an_average_ends_with_a_break() {
    let mut breaks = breaks();
    let mut tone = report(StimulusKind::Tone);
    assert!(!breaks.divide(&tone, 2000));
    _ = breaks.add((1100, 1200));
    assert!(!breaks.divide(&tone, 1150) && breaks.divide(&tone, 1200));
    tone.channels[0].used_frames[0] = 1300;
    assert!(!breaks.divide(&tone, 2000));
}
