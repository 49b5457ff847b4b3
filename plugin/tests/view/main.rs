//! The editor's view without a window: its content and its reactions, with nothing cut off or covered.

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, OutputCommand, PointerButton, Pos2, Rect, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use groundtruth_analysis::{Snapshot, State};
use groundtruth_measure::{ChannelReport, DeclaredStimulus, Report, WindowKind};
use groundtruth_plugin::editor::history::SettingsHistory;
use groundtruth_plugin::editor::preferences::{FrequencyScale, Preferences, Tab};
use groundtruth_plugin::editor::view::{Action, PlayerInput, View, ViewInput};
use groundtruth_plugin::jobs::Work;
use groundtruth_plugin::session::SessionInput;
use groundtruth_plugin::settings::InstrumentSettings;

mod bench;
mod command_line;
mod compare;
mod cursor;
mod files;
mod help;
mod layout;
mod library;
mod matrix;
mod menu;
mod overlays;
mod picture;
mod player;
mod readouts;
#[path = "../support/session.rs"]
mod session;
mod settings;
mod sizes;
#[path = "../support/snapshots.rs"]
mod snapshots;
mod units;
mod wording;

/// Default size of the editor.
const DEFAULT: Vec2 = Vec2::new(1100.0, 720.0);

/// A view with all its inputs, and all actions so far.
#[derive(Default)]
struct Editor {
    view: View,
    snapshot: Snapshot,
    restored: Option<Report>,
    settings: InstrumentSettings,
    preferences: Preferences,
    history: SettingsHistory,
    messages: Vec<String>,
    session: SessionInput,
    work: Vec<Work>,
    player: PlayerInput,
    take: i32,
    actions: Vec<Action>,
    copied: Option<String>,
    /// The part of the window that the view has.
    area: Option<Rect>,
}

impl Editor {
    fn showing(snapshot: Snapshot) -> Editor {
        Editor { snapshot, ..Editor::default() }
    }

    fn open(self, size: Vec2) -> Harness<'static, Editor> {
        self.open_at(size, 1.0)
    }

    fn open_at(self, size: Vec2, pixels_per_point: f32) -> Harness<'static, Editor> {
        let builder = Harness::builder().with_size(size).with_pixels_per_point(pixels_per_point);
        let mut harness = builder.with_step_dt(1.0 / 60.0).build_ui_state(Editor::ui, self);
        harness.run();
        harness
    }

    fn ui(ui: &mut egui::Ui, editor: &mut Editor) {
        editor.area = Some(ui.max_rect());
        let input = ViewInput {
            snapshot: &editor.snapshot,
            restored: editor.restored.as_ref(),
            settings: &mut editor.settings,
            preferences: &mut editor.preferences,
            history: &mut editor.history,
            frozen: false,
            take: editor.take,
            track: Some("Amplifier B"),
            session: &editor.session,
            messages: &editor.messages,
            work: &editor.work,
            player: &editor.player,
        };
        editor.actions.extend(editor.view.ui(ui, input));
        let copied = |command: &OutputCommand| match command {
            OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        };
        editor.copied =
            ui.ctx().output(|output| output.commands.iter().find_map(copied)).or(editor.copied.take());
    }
}

/// Clicks the only element with this label.
fn click(harness: &mut Harness<'_, Editor>, label: &str) {
    harness.get_by_label(label).click();
    harness.run();
}

/// Drags the pointer from one place to another, and away.
fn drag(harness: &mut Harness<'_, Editor>, from: Pos2, to: Pos2) {
    harness.drag_at(from);
    harness.run();
    harness.hover_at(to);
    harness.run();
    harness.drop_at(to);
    harness.run();
    harness.remove_cursor();
    harness.run();
}

#[test]
fn views_open_by_click_and_by_digit() {
    let mut harness = Editor::showing(snapshots::tone_left()).open(DEFAULT);
    click(&mut harness, "Noise");
    assert_eq!(harness.state().preferences.tab, Tab::Noise);
    harness.key_press(Key::Num2);
    harness.run();
    assert_eq!(harness.state().preferences.tab, Tab::Crosstalk);
    harness.key_press(Key::Num1);
    harness.run();
    assert_eq!(harness.state().preferences.tab, Tab::Spectrum);
}

#[test]
fn letters_do_the_common_acts() {
    let mut harness = Editor::showing(snapshots::tone_left()).open(DEFAULT);
    for key in [Key::F, Key::R, Key::T, Key::C, Key::X, Key::H, Key::L] {
        harness.key_press(key);
        harness.run();
    }
    let expected =
        [Action::SetFrozen(true), Action::Restart, Action::SetTake(1), Action::Capture, Action::ClearMaxHold];
    assert_eq!(harness.state().actions, expected);
    assert!(harness.state().preferences.show_max_hold);
    assert_eq!(harness.state().preferences.frequency_scale, FrequencyScale::Linear);
}

#[test]
fn after_the_last_take_comes_the_first() {
    let mut harness = Editor { take: 9999, ..Editor::default() }.open(DEFAULT);
    harness.key_press(Key::T);
    harness.run();
    assert_eq!(harness.state().actions, [Action::SetTake(0)]);
}

#[test]
fn keys_that_hosts_need_do_nothing() {
    let mut harness = Editor::showing(snapshots::tone_left()).open(DEFAULT);
    let before = harness.state().preferences.clone();
    for key in [Key::Space, Key::ArrowLeft, Key::ArrowRight, Key::Enter] {
        harness.key_press(key);
        harness.run();
    }
    harness.key_press_modifiers(Modifiers::CTRL, Key::F);
    harness.run();
    assert_eq!((harness.state().actions.len(), &harness.state().preferences), (0, &before));
}

#[test]
fn a_click_on_a_figure_copies_it_in_plain_ascii() {
    let mut harness = Editor::showing(snapshots::tone_left()).open(DEFAULT);
    click(&mut harness, "THD L −103.62");
    assert_eq!(harness.state().copied.as_deref(), Some("-103.6200 dB"));
}

#[test]
fn a_click_on_a_refusal_copies_the_whole_reason() {
    let mut harness = Editor::showing(snapshots::tone_left()).open(DEFAULT);
    click(&mut harness, "THD R not driven");
    let reason = "not driven: the tone is 46.6 dB below the driven side";
    assert_eq!(harness.state().copied.as_deref(), Some(reason));
}

#[test]
fn a_tooltip_names_definition_band_and_interval() {
    let mut harness = Editor::showing(snapshots::tone_left()).open(DEFAULT);
    harness.get_by_label("THD L −103.62").hover();
    harness.run_steps(60);
    harness.get_by_label("thd.f");
    harness.get_by_label("Band 20 Hz–20 kHz");
    harness.get_by_label("95 %: −103.640 to −103.600 dB");
}

#[test]
fn every_channel_of_a_report_has_a_column() {
    let mut report = snapshots::dual_tone().report.as_deref().cloned().expect("a report");
    for name in ["C", "D"] {
        let channel = ChannelReport { name: name.to_owned(), ..report.channels[0].clone() };
        report.channels.push(channel);
    }
    let mut editor = Editor { restored: Some(report), ..Editor::default() };
    editor.preferences.tab = Tab::Noise;
    let harness = editor.open(DEFAULT);
    let figures = ["L", "C", "D"].map(|name| harness.get_by_label(&format!("THD {name} −103.62")).rect());
    assert!(figures.windows(2).all(|pair| pair[0].right() < pair[1].left()), "{figures:?}");
    let headings = layout::texts(&harness).into_iter().filter(|text| text.words == "D").count();
    assert_eq!(headings, 3, "of the readouts, the weightings and the hum");
}

#[test]
fn a_setting_is_changed_in_place_and_said_once() {
    let mut harness = Editor::showing(snapshots::tone_left()).open(DEFAULT);
    click(&mut harness, "Settings");
    click(&mut harness, "Hann");
    click(&mut harness, "keep analysing");
    let Editor { settings, actions, .. } = harness.state();
    assert_eq!(settings.measure.window, WindowKind::Hann);
    assert!(settings.analyse_while_closed);
    assert_eq!(actions, &[Action::SettingsChanged, Action::SettingsChanged]);
}

#[test]
fn the_settings_fit_into_the_smallest_window() {
    let [width, height] = Preferences::SMALLEST_WINDOW;
    let mut harness = Editor::showing(snapshots::tone_left()).open(Vec2::new(width, height));
    click(&mut harness, "Settings");
    let cut = layout::cut(&harness);
    assert!(cut.is_empty(), "{cut:?}");
    // What lies outside the window is not even painted.
    let texts = layout::texts(&harness);
    for words in ["Presets", "undo", "Theme", "light"] {
        let is_seen = |text: &layout::Text| text.words == words && text.seen().is_positive();
        assert!(texts.iter().any(is_seen), "{words}");
    }
}

#[test]
fn freeze_and_dismiss_are_asked_for_by_their_buttons() {
    let editor =
        Editor { messages: vec!["The saved band could not be read.".to_owned()], ..Editor::default() };
    let mut harness = editor.open(DEFAULT);
    click(&mut harness, "Freeze");
    click(&mut harness, "Dismiss");
    assert_eq!(harness.state().actions, [Action::SetFrozen(true), Action::DismissMessage]);
}

#[test]
fn dragging_zooms_and_a_double_click_shows_all_again() {
    let mut harness = Editor::showing(snapshots::tone_left()).open(DEFAULT);
    let labels = |harness: &Harness<'_, Editor>| {
        layout::texts(harness).into_iter().map(|text| text.words).collect::<Vec<_>>()
    };
    let whole = labels(&harness);
    drag(&mut harness, Pos2::new(400.0, 300.0), Pos2::new(500.0, 310.0));
    assert_ne!(labels(&harness), whole);
    for pressed in [true, false, true, false] {
        let button = PointerButton::Primary;
        let pos = Pos2::new(300.0, 300.0);
        harness.event(Event::PointerMoved(pos));
        harness.event(Event::PointerButton { pos, button, pressed, modifiers: Modifiers::NONE });
    }
    harness.remove_cursor();
    harness.run();
    assert_eq!(labels(&harness), whole);
}

#[test]
fn the_crosshair_names_the_peak_between_bins() {
    let mut harness = Editor::showing(snapshots::tone_left()).open(DEFAULT);
    harness.hover_at(Pos2::new(468.0, 200.0));
    harness.run_steps(4);
    let words =
        layout::texts(&harness).into_iter().map(|text| text.words).find(|words| words.contains("peak L"));
    let words = words.expect("the tone lies under the pointer");
    assert!(words.contains("997.0") && words.ends_with("−6.10 dBFS"), "{words}");
}

#[test]
fn nothing_is_drawn_again_by_itself() {
    for tab in [Tab::Spectrum, Tab::Crosstalk, Tab::Noise, Tab::Bench, Tab::Compare] {
        let mut editor = Editor::showing(snapshots::dual_tone());
        editor.preferences.tab = tab;
        let mut harness = editor.open(DEFAULT);
        harness.run();
        let delays = harness.output().viewport_output.values().map(|viewport| viewport.repaint_delay);
        assert_eq!(delays.min(), Some(std::time::Duration::MAX), "{tab:?}");
    }
}

#[test]
fn a_restored_reading_is_grey_until_audio_comes() {
    let report = snapshots::dual_tone().report.as_deref().cloned();
    let mut harness = Editor { restored: report, ..Editor::default() }.open(DEFAULT);
    let colour = |harness: &Harness<'_, Editor>, words: &str| {
        layout::texts(harness).into_iter().find(|text| text.words == words).map(|text| text.colour)
    };
    let quiet = colour(&harness, "THD");
    assert_eq!(colour(&harness, "−103.62"), quiet);
    harness.get_by_label_contains("No audio: start playback");
    harness.state_mut().snapshot = snapshots::dual_tone();
    harness.run();
    assert_ne!(colour(&harness, "−103.62"), quiet);
}

#[test]
fn after_a_restart_the_previous_picture_stays_grey_until_the_first_record() {
    let mut harness = Editor::showing(snapshots::dual_tone()).open(DEFAULT);
    let colour = |harness: &Harness<'_, Editor>| {
        layout::texts(harness).into_iter().find(|text| text.words == "−103.62").map(|text| text.colour)
    };
    let bright = colour(&harness).expect("THD is shown");
    let full = harness.state().snapshot.clone();
    let filling = Snapshot {
        version: full.version + 1,
        state: State::Filling { frames: 1, of: 65_536 },
        context: full.context,
        ..Snapshot::default()
    };
    harness.state_mut().snapshot = filling;
    harness.run();
    let grey = colour(&harness).expect("it stays");
    assert_ne!(grey, bright);
    harness.get_by_label_contains("previous reading");

    harness.state_mut().snapshot = Snapshot { state: State::NoAudio, ..full.clone() };
    harness.run();
    assert_eq!(colour(&harness), Some(grey), "figures of no audio are grey");
    harness.state_mut().snapshot = full;
    harness.run();
    assert_eq!(colour(&harness), Some(bright));
}

#[test]
fn clipping_stays_marked_until_it_is_clicked() {
    let mut harness = Editor::showing(snapshots::dual_tone()).open(DEFAULT);
    assert!(harness.query_by_label("CLIP").is_none());
    harness.state_mut().snapshot.meters[0].clipped_samples = 2;
    harness.run();
    harness.state_mut().snapshot.meters[0].clipped_samples = 0;
    harness.run();
    click(&mut harness, "CLIP");
    assert!(harness.query_by_label("CLIP").is_none());
}

#[test]
fn what_is_typed_is_taken_as_soon_as_it_can_be_read_and_refused_in_words_till_then() {
    let mut harness = Editor::showing(snapshots::tone_left()).open(DEFAULT);
    click(&mut harness, "Settings");
    let field = harness.get_all_by_role(Role::TextInput).next().expect("the stimulus is typed");
    field.focus();
    harness.run();
    let typed = |harness: &mut Harness<'_, Editor>, text: &str| {
        harness.get_all_by_role(Role::TextInput).next().expect("the same field").type_text(text);
        harness.run();
    };
    let refused = "Stimulus: expected tone:HZ";
    typed(&mut harness, "tone:");
    assert!(harness.query_by_label_contains(refused).is_some());
    assert_eq!(harness.state().settings.measure.declared, None);
    // A typed letter is not a command.
    typed(&mut harness, "99");
    typed(&mut harness, "7");
    assert!(harness.query_by_label_contains(refused).is_none());
    assert_eq!(harness.state().settings.measure.declared, Some(DeclaredStimulus::Tone(997.0)));
    let changes = [Action::SettingsChanged, Action::SettingsChanged];
    assert_eq!(harness.state().actions, changes, "99 Hz and 997 Hz");
}

#[test]
fn pointing_at_glitches_shows_kind_moment_and_frame() {
    let mut harness = Editor::showing(snapshots::troubled()).open(DEFAULT);
    harness.get_by_label("Glitches L 1\u{a0}234").hover();
    harness.run_steps(60);
    harness.get_by_label("phase jump, at 1:02:10.093 (frame 179\u{a0}044\u{a0}480)");
    harness.get_by_label("and 1\u{a0}226 more");
}

#[test]
fn the_cause_of_crosstalk_is_said_in_words() {
    let words = |snapshot: Snapshot| {
        let mut editor = Editor::showing(snapshot);
        editor.preferences.tab = Tab::Crosstalk;
        layout::texts(&editor.open(DEFAULT)).into_iter().map(|text| text.words).collect::<Vec<_>>()
    };
    let sweep = words(snapshots::sweep());
    for expected in [
        "L → R: a shared return of 150 mΩ and a coupling of 1.60 nF",
        "R → L: a shared return of 150 mΩ",
        "Over frequency, dB",
    ] {
        assert!(sweep.iter().any(|words| words == expected), "{expected}: {sweep:?}");
    }
    let tone = words(snapshots::tone_left());
    let hint = "Enter the load resistance in Settings to see the cause.";
    assert!(tone.iter().any(|words| words == hint) && tone.iter().any(|words| words == "Last minute, dB"));
}
