//! The cursor of every plot over frequency or time.

use egui::{Pos2, Rect, Vec2};
use egui_kittest::Harness;
use groundtruth_analysis::Snapshot;
use groundtruth_plugin::editor::preferences::{Preferences, Tab, Theme};

use super::{DEFAULT, Editor, layout, snapshots};

/// Words of the cursor's box: the lines that were not there before the pointer came.
fn new_words(harness: &mut Harness<'_, Editor>, at: Pos2) -> Vec<layout::Text> {
    let before: Vec<String> = layout::texts(harness).into_iter().map(|text| text.words).collect();
    harness.hover_at(at);
    harness.run_steps(3);
    let after = layout::texts(harness).into_iter();
    after.filter(|text| !before.contains(&text.words)).collect()
}

fn open(snapshot: Snapshot, tab: Tab, theme: Theme, size: Vec2) -> Harness<'static, Editor> {
    let mut editor = Editor::showing(snapshot);
    editor.preferences = Preferences { tab, theme, ..Preferences::default() };
    editor.open(size)
}

/// Views with a plot under the pointer, and what its box names.
fn plots() -> Vec<(&'static str, Snapshot, Tab, f32, &'static [&'static str])> {
    vec![
        ("spectrum", snapshots::dual_tone(), Tab::Spectrum, 0.3, &["Hz · ", " dBFS"]),
        ("spectrum of music", snapshots::music(), Tab::Spectrum, 0.5, &["Hz · ", " dBFS"]),
        ("crosstalk of a sweep", snapshots::sweep(), Tab::Crosstalk, 0.65, &["Hz · ", " dB"]),
        ("noise density", snapshots::dual_tone(), Tab::Noise, 0.25, &["Hz · ", " dBFS/√Hz"]),
    ]
}

#[test]
fn the_cursor_s_box_lies_in_its_plot_and_reads_the_curves() {
    let [width, height] = Preferences::SMALLEST_WINDOW;
    for size in [Vec2::new(width, height), DEFAULT] {
        for theme in [Theme::Dark, Theme::Light] {
            for (name, snapshot, tab, share, expected) in plots() {
                for across in [0.2, 0.35, 0.55] {
                    let mut harness = open(snapshot.clone(), tab, theme, size);
                    let seen =
                        new_words(&mut harness, Pos2::new(across * size.x, 46.0 + share * (size.y - 46.0)));
                    let words: Vec<&str> = seen.iter().map(|text| text.words.as_str()).collect();
                    for part in expected {
                        assert!(words.iter().any(|words| words.contains(part)), "{name} {size:?}: {words:?}");
                    }
                    let left = Rect::from_min_max(Pos2::new(0.0, 46.0), Pos2::new(size.x - 274.0, size.y));
                    assert!(
                        seen.iter().all(|text| left.contains_rect(text.seen())),
                        "{name} {size:?}: {words:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_click_sets_the_reference_and_escape_removes_it() {
    let mut harness = open(snapshots::dual_tone(), Tab::Spectrum, Theme::Dark, DEFAULT);
    let (first, second) = (Pos2::new(300.0, 200.0), Pos2::new(420.0, 200.0));
    super::drag(&mut harness, first, first);
    let differences = |harness: &Harness<'_, Editor>| {
        layout::texts(harness).into_iter().filter(|text| text.words.contains('Δ')).count()
    };
    harness.hover_at(second);
    harness.run_steps(3);
    assert_eq!(differences(&harness), 3, "one of the frequency, one of each channel");
    harness.key_press(egui::Key::Escape);
    harness.run_steps(3);
    assert_eq!(differences(&harness), 0);
}
