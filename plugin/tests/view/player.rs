//! The player's control: nothing plays unasked, what plays is said in every view, and it can be stopped.

use egui::Vec2;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use groundtruth_analysis::{Played, PlayerStatus};
use groundtruth_measure::BenchForm;
use groundtruth_plugin::editor::preferences::{Preferences, Tab};
use groundtruth_plugin::editor::view::{Action, PlayerInput};
use groundtruth_plugin::playing::{PlayOrder, PlaySignal};
use groundtruth_stream::playback::EndReason;

use super::{DEFAULT, Editor, click, layout, snapshots};

const FULL: PlayOrder = PlayOrder { signal: PlaySignal::Bench(BenchForm::Full), level_dbfs: -12.0 };

fn played(channels: usize) -> Played {
    Played {
        name: "Bench track".to_owned(),
        played_s: 12.3,
        length_s: 76.0,
        level_dbfs: -12.0,
        channels,
        began: None,
    }
}

/// A signal that plays.
pub fn running(channels: usize) -> PlayerStatus {
    PlayerStatus::Playing(played(channels))
}

/// One that the host ended.
pub fn broken() -> PlayerStatus {
    PlayerStatus::Broken(played(2), EndReason::TransportStopped)
}

fn with_player(status: PlayerStatus, confirmed_dbfs: Option<f64>) -> Editor {
    let player = PlayerInput { status, confirmed_dbfs };
    Editor { player, ..Editor::showing(snapshots::tone_left()) }
}

fn open(status: PlayerStatus, confirmed_dbfs: Option<f64>) -> Harness<'static, Editor> {
    let mut harness = with_player(status, confirmed_dbfs).open(DEFAULT);
    click(&mut harness, "Player");
    harness
}

fn says(harness: &Harness<'_, Editor>, part: &str) -> bool {
    layout::texts(harness).iter().any(|text| text.words.contains(part))
}

#[test]
fn the_first_time_is_a_question_and_cancel_plays_nothing() {
    let mut harness = open(PlayerStatus::Off, None);
    click(&mut harness, "Play bench track");
    assert!(says(&harness, "will play at up to −12 dBFS"));
    assert!(harness.state().actions.is_empty());
    click(&mut harness, "Cancel");
    assert!(harness.state().actions.is_empty());
    click(&mut harness, "Play bench track");
    click(&mut harness, "Play");
    assert_eq!(harness.state().actions, [Action::Play(FULL, true)]);
}

#[test]
fn up_to_the_confirmed_level_nothing_is_asked_and_above_it_is() {
    let mut harness = open(PlayerStatus::Off, Some(-12.0));
    click(&mut harness, "−1");
    click(&mut harness, "Play bench track");
    let lower = PlayOrder { level_dbfs: -13.0, ..FULL };
    assert_eq!(harness.state().actions, [Action::Play(lower, false)]);
    click(&mut harness, "+1");
    click(&mut harness, "+1");
    click(&mut harness, "Play bench track");
    assert!(says(&harness, "will play at up to −11 dBFS"));
    assert_eq!(harness.state().actions.len(), 1);
}

#[test]
fn every_view_says_that_the_output_plays_even_in_the_smallest_window() {
    let [width, height] = Preferences::SMALLEST_WINDOW;
    for tab in [Tab::Spectrum, Tab::Crosstalk, Tab::Noise, Tab::Bench, Tab::Compare] {
        for size in [DEFAULT, Vec2::new(width, height)] {
            let mut editor = with_player(PlayerStatus::Playing(played(2)), Some(-12.0));
            editor.preferences.tab = tab;
            let harness = editor.open(size);
            let mark = "Output plays at up to −12 dBFS, input is not passed: Bench track, 12 of 76 s";
            assert!(says(&harness, mark), "{tab:?} at {size}");
            let cut = layout::cut(&harness);
            assert!(cut.is_empty(), "{tab:?} at {size}: {cut:?}");
        }
    }
}

#[test]
fn what_plays_has_its_time_and_a_stop() {
    let mut harness = open(PlayerStatus::Playing(played(1)), Some(-12.0));
    assert!(says(&harness, "12 of 76 s, −12 dBFS"));
    assert!(harness.query_by_label("Play bench track").is_none());
    // The strip has one, too.
    harness.get_all_by_label("Stop").last().expect("in the column").click();
    harness.run();
    assert_eq!(harness.state().actions, [Action::StopPlayer]);
}

/// A control in the column of the Bench view, in a narrow window.
fn in_panel(status: PlayerStatus) -> Harness<'static, Editor> {
    let [width, height] = Preferences::SMALLEST_WINDOW;
    let mut editor = with_player(status, None);
    editor.preferences.tab = Tab::Bench;
    editor.open(Vec2::new(width, height))
}

#[test]
fn the_bench_view_plays_after_the_same_question() {
    let mut harness = in_panel(PlayerStatus::Off);
    assert!(harness.query_by_label("Player").is_none(), "no room in the header");
    click(&mut harness, "−1");
    click(&mut harness, "Play bench track");
    assert!(says(&harness, "will play at up to −13 dBFS"));
    click(&mut harness, "Cancel");
    assert!(harness.state().actions.is_empty());
    click(&mut harness, "Play bench track");
    click(&mut harness, "Play");
    assert_eq!(harness.state().actions, [Action::Play(PlayOrder { level_dbfs: -13.0, ..FULL }, true)]);
    click(&mut harness, "Play on when closed");
    assert!(harness.state().preferences.keep_playing_when_closed);
}

#[test]
fn the_bench_view_stops_what_plays_and_says_what_went_wrong() {
    let mut harness = in_panel(running(2));
    assert!(says(&harness, "12 of 76 s, −12 dBFS") && !says(&harness, "Play bench track"));
    // The strip has one, too.
    harness.get_all_by_label("Stop").last().expect("in the column").click();
    harness.run();
    assert_eq!(harness.state().actions, [Action::StopPlayer]);
    assert!(says(&in_panel(broken()), "ended after 12.3 s"));
}

#[test]
fn a_run_that_broke_says_when_and_why() {
    let harness = open(broken(), Some(-12.0));
    assert!(says(&harness, "ended after 12.3 s"));
    assert!(!says(&harness, "Output plays"));
}

#[test]
fn the_switch_for_playing_on_is_a_preference() {
    let mut harness = open(PlayerStatus::Off, None);
    assert!(!harness.state().preferences.keep_playing_when_closed);
    click(&mut harness, "Play on when closed");
    assert!(harness.state().preferences.keep_playing_when_closed);
}
