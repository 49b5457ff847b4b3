//! The page for the newcomer: opens and closes, fits, and writes test signals.

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use groundtruth_captures::stimulus::Stimulus;
use groundtruth_plugin::editor::preferences::{Preferences, Tab, Theme};
use groundtruth_plugin::editor::view::Action;
use groundtruth_plugin::files::Target;

use super::layout::{self, texts};
use super::{DEFAULT, Editor, click, snapshots};

const HEADINGS: [&str; 4] = ["What you see now", "Which signal to play", "What is usual", "Keys"];

fn smallest() -> Vec2 {
    let [width, height] = Preferences::SMALLEST_WINDOW;
    Vec2::new(width, height)
}

fn is_open(harness: &Harness<'_, Editor>) -> bool {
    harness.query_by_label("What you see now").is_some()
}

/// Clicks the button; the page names its key, too.
fn toggle(harness: &mut Harness<'_, Editor>) {
    harness.get_by_role_and_label(Role::Button, "?").click();
    harness.run();
}

fn opened(mut editor: Editor, theme: Theme, size: Vec2) -> Harness<'static, Editor> {
    editor.preferences.theme = theme;
    let mut harness = editor.open(size);
    toggle(&mut harness);
    harness
}

#[test]
fn the_page_opens_and_closes_by_button_and_key_and_with_another_view() {
    let mut harness = Editor::showing(snapshots::tone_left()).open(DEFAULT);
    assert!(!is_open(&harness));
    toggle(&mut harness);
    assert!(is_open(&harness));
    toggle(&mut harness);
    assert!(!is_open(&harness));
    // A typed question mark, as the key of two keyboards.
    harness.event(Event::Text("?".to_owned()));
    harness.run();
    assert!(is_open(&harness));
    harness.key_press_modifiers(Modifiers::SHIFT, Key::Questionmark);
    harness.run();
    assert!(!is_open(&harness));
    for close in ["escape", "button", "view"] {
        harness.key_press(Key::Slash);
        harness.run();
        assert!(is_open(&harness), "{close}");
        match close {
            "escape" => harness.key_press(Key::Escape),
            "button" => harness.get_by_label("Close").click(),
            _ => harness.key_press(Key::Num3),
        }
        harness.run();
        assert!(!is_open(&harness), "{close}");
    }
    assert_eq!(harness.state().preferences.tab, Tab::Noise);
    assert!(harness.state().actions.is_empty());
}

#[test]
fn the_page_says_what_is_shown_now() {
    for (snapshot, expected) in [
        (snapshots::tone_left(), "997.000 Hz on L. A single tone on one channel: harmonics"),
        (snapshots::dual_tone(), "A tone of its own on each channel"),
        (snapshots::programme(), "Music, speech or noise: levels and spectrum. Play a test tone"),
        (snapshots::sweep(), "A sweep: after it, harmonics are shown over frequency"),
        (snapshots::smpte(), "SMPTE: 60.0 + 7000.0 Hz on L and R. Two tones at once: intermodulation"),
        (groundtruth_analysis::Snapshot::default(), "No audio: start playback"),
    ] {
        let harness = opened(Editor::showing(snapshot), Theme::Dark, DEFAULT);
        let texts = texts(&harness);
        let is_there = texts.iter().any(|text| text.words.contains(expected) && text.seen().is_positive());
        assert!(is_there, "{expected}");
    }
}

/// Text that the page's width cuts off. Below, the page goes on.
pub fn cut_beside(harness: &Harness<'_, Editor>) -> Vec<String> {
    let window = harness.ctx.content_rect();
    let beside = |text: &&layout::Text| {
        let (ink, clip) = text.places();
        let place = window.intersect(clip).expand(0.5);
        let is_seen = ink.intersects(place);
        is_seen && (ink.left() < place.left() || ink.right() > place.right())
    };
    texts(harness).iter().filter(beside).map(|text| format!("cut: {}", text.words)).collect()
}

/// The same, and text that covers other text.
fn faults(harness: &Harness<'_, Editor>) -> Vec<String> {
    cut_beside(harness).into_iter().chain(layout::covered(harness)).collect()
}

#[test]
fn nothing_is_cut_or_covered_down_to_the_end_of_the_page() {
    for size in [smallest(), Vec2::new(900.0, 600.0), DEFAULT] {
        for theme in [Theme::Dark, Theme::Light] {
            for tab in [Tab::Spectrum, Tab::Compare] {
                let mut editor = Editor::showing(snapshots::dual_tone());
                editor.preferences.tab = tab;
                let mut harness = opened(editor, theme, size);
                let mut seen = Vec::new();
                harness.hover_at((size * 0.4).to_pos2());
                for _ in 0..40 {
                    let faults = faults(&harness);
                    assert!(faults.is_empty(), "{size:?}, {theme:?}: {}", faults.join("\n"));
                    let visible = texts(&harness).into_iter().filter(|text| text.seen().is_positive());
                    seen.extend(visible.map(|text| text.words));
                    scroll(&mut harness, 120.0);
                }
                for expected in HEADINGS.into_iter().chain(["Silence", "Output impedance", "Ctrl Z"]) {
                    assert!(seen.iter().any(|words| words == expected), "{size:?}: {expected}");
                }
            }
        }
    }
}

fn scroll(harness: &mut Harness<'_, Editor>, points: f32) {
    harness.event(Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: Vec2::new(0.0, -points),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    });
    // The wheel's motion is smoothed.
    harness.run_steps(20);
}

#[test]
fn a_signal_is_written_where_the_form_says_at_the_rate_that_is_heard() {
    let mut harness = opened(Editor::showing(snapshots::tone_left()), Theme::Light, smallest());
    let rate = harness.state().snapshot.context.expect("it plays").sample_rate_hz as u32;
    harness.get_all_by_label("Write to file…").nth(3).expect("a tone on the left").click();
    harness.run();
    let cut =
        layout::cut(&harness).into_iter().filter(|text| text.contains("replace") || text.contains("Browse"));
    assert_eq!(cut.count(), 0);
    click(&mut harness, "Save");
    let action = harness.state_mut().actions.pop().expect("saved");
    let Action::WriteStimulus(stimulus, at, Target::Typed { path, replace }) = &action else {
        panic!("{action:?}")
    };
    assert_eq!((*stimulus, *at, *replace), (Stimulus::ToneLeft, rate, false));
    assert!(path.ends_with(&format!("/Groundtruth tone 997 Hz left {rate}.wav")), "{path}");
    assert!(harness.query_by_label("Browse…").is_none(), "the form is closed");
    assert!(is_open(&harness));
}
