//! Captures and other tracks behind the spectrum, and music as mid and side.

use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use groundtruth_analysis::{Snapshot, State};
use groundtruth_plugin::editor::preferences::{Preferences, Sides};
use groundtruth_plugin::editor::view::Action;

use super::{DEFAULT, Editor, click, layout, session, snapshots};

fn words(harness: &Harness<'_, Editor>) -> Vec<String> {
    layout::texts(harness).into_iter().map(|text| text.words).collect()
}

fn shows(harness: &Harness<'_, Editor>, expected: &str) -> bool {
    words(harness).iter().any(|words| words == expected)
}

#[test]
fn two_captures_are_chosen_named_and_removed() {
    let mut editor = Editor::showing(snapshots::tone_left());
    editor.session = session::crowd();
    let captures: Vec<_> = editor.session.captures.iter().take(3).cloned().collect();
    let names: Vec<String> = captures.iter().map(|capture| capture.details().name.clone()).collect();
    let mut harness = editor.open(DEFAULT);
    click(&mut harness, "overlay…");
    click(&mut harness, &names[0]);
    click(&mut harness, &names[1]);
    assert_eq!(harness.state().preferences.overlays, [captures[0].id(), captures[1].id()]);
    assert!(harness.get_by_label(&names[2]).accesskit_node().is_disabled(), "two at most");
    click(&mut harness, &names[0]);
    assert_eq!(harness.state().preferences.overlays, [captures[1].id()]);
    assert!(!harness.get_by_label(&names[2]).accesskit_node().is_disabled());
    click(&mut harness, "overlay…");
    assert!(shows(&harness, &names[1]) && !shows(&harness, &names[0]), "named beside the button");
}

#[test]
fn another_track_is_measured_while_it_is_drawn() {
    let mut editor = Editor::showing(snapshots::tone_left());
    editor.session = session::pair();
    let live = editor.session.live[1].clone();
    let mut harness = editor.open(DEFAULT);
    let name = format!("{} · live", live.track);
    click(&mut harness, "overlay…");
    click(&mut harness, &name);
    click(&mut harness, &name);
    let expected = [Action::ShowLive(live.id, true), Action::ShowLive(live.id, false)];
    assert_eq!(harness.state().actions, expected);
    assert_eq!(harness.state().preferences.overlay_track, None);
}

#[test]
fn without_captures_the_menu_says_how_to_make_one() {
    let mut harness = Editor::showing(snapshots::tone_left()).open(DEFAULT);
    click(&mut harness, "overlay…");
    assert!(words(&harness).iter().any(|words| words.contains("Press Capture")));
}

#[test]
fn music_is_shown_as_mid_and_side_with_its_stereo_image() {
    let mut editor = Editor::showing(snapshots::music());
    editor.preferences = Preferences { sides: Sides::MidSide, ..Preferences::default() };
    let mut harness = editor.open(DEFAULT);
    assert!(shows(&harness, "Stereo field") && shows(&harness, "Width per octave"));
    harness.hover_at(egui::pos2(300.0, 250.0));
    harness.run_steps(3);
    assert!(words(&harness).iter().any(|words| words.starts_with("mid")), "{:?}", words(&harness));
}

#[test]
fn curves_that_are_not_at_their_level_say_so() {
    let mut editor = Editor::showing(snapshots::music());
    (editor.preferences.slope_db_per_octave, editor.preferences.smoothing_per_octave) = (4.5, 6);
    let [width, height] = Preferences::SMALLEST_WINDOW;
    let harness = editor.open(egui::vec2(width, height));
    assert!(shows(&harness, "+4.5 dB/oct · 1/6 oct"), "{:?}", words(&harness));
    assert!(shows(&harness, "DC"));
}

#[test]
fn music_keeps_its_rows_when_it_stops_and_when_the_average_restarts() {
    let playing = snapshots::music();
    let stopped = Snapshot { state: State::NoAudio, version: playing.version + 1, ..playing.clone() };
    let restarted = Snapshot {
        report: None,
        spectrum: None,
        programme: Default::default(),
        state: State::Filling { frames: 10, of: 65_536 },
        version: playing.version + 2,
        ..playing.clone()
    };
    let mut harness = Editor::showing(playing).open(DEFAULT);
    for snapshot in [stopped, restarted] {
        let state = snapshot.state;
        harness.state_mut().snapshot = snapshot;
        harness.run();
        for row in ["LOUDNESS", "Correlation", "Stereo field", "mean, 1 s"] {
            assert!(shows(&harness, row), "{row} while {state:?}: {:?}", words(&harness));
        }
    }
}
