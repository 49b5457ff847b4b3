//! Presets, undo and defaults of the settings.

use egui::{Key, Modifiers, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use groundtruth_measure::{Averaging, Band, WindowKind};
use groundtruth_plugin::editor::preferences::{Preferences, Tab, Theme};
use groundtruth_plugin::editor::view::Action;
use groundtruth_plugin::settings::InstrumentSettings;

use super::{DEFAULT, Editor, click, layout, session, snapshots};

const PRESETS: [&str; 4] = ["reviewer", "music", "noise", "long average"];

fn opened() -> Harness<'static, Editor> {
    let mut harness = Editor::showing(snapshots::tone_left()).open(DEFAULT);
    click(&mut harness, "Settings");
    harness
}

/// Time for a change to become a step of its own.
fn wait(harness: &mut Harness<'_, Editor>) {
    harness.run_steps(45);
}

fn undo(harness: &mut Harness<'_, Editor>) {
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run_steps(2);
}

fn redo(harness: &mut Harness<'_, Editor>) {
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    harness.run_steps(2);
}

#[test]
fn a_preset_sets_what_its_tooltip_says_and_leaves_device_and_theme() {
    for name in PRESETS {
        let mut harness = opened();
        let own = InstrumentSettings { reference_volts: Some([2.0, 2.0]), ..InstrumentSettings::default() };
        harness.state_mut().settings = own;
        harness.state_mut().settings.measure.load_ohms = Some(32.0);
        harness.state_mut().preferences.theme = Theme::Light;
        wait(&mut harness);
        harness.get_by_label(name).hover();
        harness.run_steps(60);
        let said: Vec<String> = layout::texts(&harness).into_iter().map(|text| text.words).collect();
        let said =
            said.into_iter().find(|words| words.contains("Everything else stays.")).expect("a tooltip");
        click(&mut harness, name);
        let Editor { settings, preferences, actions, .. } = harness.state();
        assert_eq!(actions, &[Action::SettingsChanged], "{name}");
        assert_eq!((settings.reference_volts, settings.measure.load_ohms), (own.reference_volts, Some(32.0)));
        assert_eq!(preferences.theme, Theme::Light);
        let frames = settings.measure.transform_frames.to_string();
        let digits: String =
            said.chars().filter(|letter| letter.is_ascii_digit() || *letter == '\n').collect();
        assert!(digits.lines().any(|line| line == frames), "{name}: {said}");
        let averaging = match settings.measure.averaging {
            Averaging::Exponential { records } => format!("Averaging: exponential {records} records\n"),
            _ => "Averaging: all since restart\n".to_owned(),
        };
        assert!(said.contains(&averaging), "{name}: {said}");
        let slope = format!("Slope of music: {:.1} dB/oct\n", preferences.slope_db_per_octave);
        assert!(said.contains(&slope), "{name}: {said}");
        assert!(said.contains("Band: 20 Hz–20 kHz\n") && settings.measure.band == Band::AUDIO);
    }
}

#[test]
fn changes_are_undone_one_by_one_by_button_and_key_and_made_again() {
    let mut harness = opened();
    assert!(harness.get_by_label("undo").accesskit_node().is_disabled(), "there is nothing to undo");
    let start = (harness.state().settings, harness.state().preferences.clone());
    click(&mut harness, "Hann");
    wait(&mut harness);
    click(&mut harness, "light");
    wait(&mut harness);
    click(&mut harness, "noise");
    wait(&mut harness);
    let end = (harness.state().settings, harness.state().preferences.clone());
    assert_eq!(end.0.measure.window, WindowKind::BlackmanHarris7);

    click(&mut harness, "undo");
    assert_eq!(harness.state().settings.measure.window, WindowKind::Hann);
    assert_eq!(harness.state().preferences.theme, Theme::Light);
    undo(&mut harness);
    assert_eq!(harness.state().preferences.theme, Theme::Dark);
    undo(&mut harness);
    undo(&mut harness);
    assert_eq!((harness.state().settings, harness.state().preferences.clone()), start);
    for _ in 0..4 {
        redo(&mut harness);
    }
    assert_eq!((harness.state().settings, harness.state().preferences.clone()), end);
    let changes = harness.state().actions.iter().filter(|action| **action == Action::SettingsChanged).count();
    // Window, preset; the same undone; the same made again. The theme is a preference.
    assert_eq!((changes, harness.state().actions.len()), (6, 6));
}

#[test]
fn everything_goes_to_its_default_and_comes_back() {
    let mut harness = opened();
    harness.state_mut().settings.reference_volts = Some([2.0, 2.0]);
    harness.state_mut().preferences.tab = Tab::Noise;
    click(&mut harness, "music");
    wait(&mut harness);
    let before = (harness.state().settings, harness.state().preferences.clone());
    click(&mut harness, "reset to default");
    wait(&mut harness);
    let Editor { settings, preferences, .. } = harness.state();
    assert_eq!(*settings, InstrumentSettings::default());
    assert_eq!(*preferences, Preferences { tab: Tab::Noise, ..Preferences::default() });
    click(&mut harness, "undo");
    assert_eq!((harness.state().settings, harness.state().preferences.clone()), before);
}

#[test]
fn in_compare_the_key_undoes_captures_and_leaves_the_settings() {
    let mut editor = Editor { session: session::pair(), ..Editor::showing(snapshots::tone_left()) };
    editor.preferences.tab = Tab::Compare;
    let mut harness = editor.open(DEFAULT);
    harness.state_mut().preferences.theme = Theme::Light;
    wait(&mut harness);
    undo(&mut harness);
    redo(&mut harness);
    assert_eq!(harness.state().actions, [Action::UndoCaptures, Action::RedoCaptures]);
    assert_eq!(harness.state().preferences.theme, Theme::Light);
    harness.key_press(Key::Num1);
    harness.run();
    undo(&mut harness);
    assert_eq!(
        (harness.state().preferences.theme, harness.state().preferences.tab),
        (Theme::Dark, Tab::Spectrum)
    );
    assert!(layout::texts(&harness).iter().any(|text| text.words == "settings: undone"));
}

#[test]
fn presets_and_their_tooltips_fit_into_the_smallest_window() {
    let [width, height] = Preferences::SMALLEST_WINDOW;
    for theme in [Theme::Dark, Theme::Light] {
        let mut editor = Editor::showing(snapshots::tone_left());
        editor.preferences.theme = theme;
        let mut harness = editor.open(Vec2::new(width, height));
        click(&mut harness, "Settings");
        for name in PRESETS {
            harness.get_by_label(name).hover();
            harness.run_steps(60);
            let cut = layout::cut(&harness);
            assert!(cut.is_empty(), "{theme:?} {name}: {cut:?}");
        }
    }
}
