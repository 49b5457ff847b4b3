//! Every view in every state at windows of any shape, down to a single point: drawing never panics.

use std::panic::{AssertUnwindSafe, catch_unwind};

use egui::{Event, Modifiers, MouseWheelSource, MouseWheelUnit, TouchPhase, Vec2};
use egui_kittest::Harness;
use groundtruth_plugin::editor::preferences::{FrequencyScale, Preferences, Tab, Theme};

use super::snapshots::stimuli::Stimulus;
use super::{DEFAULT, Editor, layout, snapshots};

/// Flat and narrow windows that occur in hosts, and everything in between.
fn sizes() -> Vec<Vec2> {
    let named = [(900.0, 100.0), (1100.0, 110.0), (760.0, 30.0), (8192.0, 60.0), (60.0, 8192.0)];
    let sides = [1.0, 7.0, 47.0, 110.0, 230.0, 480.0, 1100.0];
    let squares = sides.iter().flat_map(|width| sides.map(|height| Vec2::new(*width, height)));
    named.map(Vec2::from).into_iter().chain(squares).collect()
}

fn preferences() -> Vec<Preferences> {
    let mut all = Vec::new();
    for tab in [Tab::Spectrum, Tab::Crosstalk, Tab::Noise, Tab::Bench, Tab::Compare] {
        for theme in [Theme::Dark, Theme::Light] {
            let frequency_scale =
                if theme == Theme::Dark { FrequencyScale::Log } else { FrequencyScale::Linear };
            all.push(Preferences {
                tab,
                theme,
                frequency_scale,
                show_max_hold: true,
                ..Preferences::default()
            });
        }
    }
    all
}

/// Draws a few frames in which the pointer drags from the plot's middle to the window's corner, and the wheel turns.
fn draw(harness: &mut Harness<'_, Editor>, size: Vec2) {
    harness.set_size(size);
    harness.drag_at((size * 0.3).to_pos2());
    harness.step();
    harness.hover_at(size.to_pos2());
    harness.event(Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: Vec2::new(20.0, 60.0),
        phase: TouchPhase::Move,
        source: MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    });
    harness.step();
    harness.drop_at(size.to_pos2());
    harness.remove_cursor();
    harness.step();
}

/// Draws at successive sizes up to the first fault: egui is unusable after a panic in a frame.
fn first_fault(editor: Editor, shown: &Preferences) -> Option<Vec2> {
    let mut harness = Editor { preferences: shown.clone(), ..editor }.open(DEFAULT);
    let panics = |size: &Vec2| catch_unwind(AssertUnwindSafe(|| draw(&mut harness, *size))).is_err();
    sizes().into_iter().find(panics)
}

#[test]
fn no_size_of_the_window_makes_any_view_panic() {
    let mut faults = Vec::new();
    for shown in preferences() {
        let mut with_help = Editor::showing(snapshots::dual_tone());
        with_help.view.open_help();
        let stimuli = [Stimulus::Smpte, Stimulus::Interleaved, Stimulus::Music, Stimulus::Silence];
        let stimuli = stimuli.map(|one| (one.name(), Editor::showing(snapshots::of(one))));
        for (name, editor) in
            layout::states_on(shown.tab).into_iter().chain(stimuli).chain([("help", with_help)])
        {
            if let Some(size) = first_fault(editor, &shown) {
                faults.push(format!("{name}, {:?}, {:?}, {size:?}", shown.tab, shown.theme));
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
