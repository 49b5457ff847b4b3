//! Units of levels, typed ends of the axes, and what stands below the spectrum.

use egui::accesskit::Role;
use egui::{Key, Pos2, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use groundtruth_analysis::Snapshot;
use groundtruth_plugin::editor::preferences::{
    BelowSpectrum, FrequencyEnds, LevelEnds, LevelUnit, Preferences, Tab, Theme,
};

use super::{DEFAULT, Editor, click, layout, session, snapshots};

const SMALLEST: Vec2 = Vec2::new(Preferences::SMALLEST_WINDOW[0], Preferences::SMALLEST_WINDOW[1]);

fn calibrated(snapshot: Snapshot, unit: LevelUnit) -> Editor {
    let mut editor = Editor::showing(snapshot);
    editor.settings.reference_volts = Some([2.0, 2.0]);
    editor.settings.measure.load_ohms = Some(32.0);
    editor.preferences.level_unit = unit;
    editor
}

fn words(harness: &Harness<'_, Editor>) -> Vec<String> {
    layout::texts(harness).into_iter().map(|text| text.words).collect()
}

fn has(harness: &Harness<'_, Editor>, expected: &str) -> bool {
    words(harness).iter().any(|words| words == expected)
}

type Make = fn() -> Snapshot;

const STATES: [(&str, Make); 10] = [
    ("tone on the left", snapshots::tone_left),
    ("a tone on each side", snapshots::dual_tone),
    ("SMPTE", snapshots::smpte),
    ("multitone", snapshots::multitone),
    ("limits", snapshots::limits),
    ("a clean tone", snapshots::clean_tone),
    ("one channel", snapshots::mono),
    ("music", snapshots::music),
    ("everything refused", snapshots::troubled),
    ("nothing yet", Snapshot::default),
];

#[test]
fn no_word_is_cut_or_covered_in_any_unit_and_below_the_spectrum() {
    let mut faults = Vec::new();
    let below = [BelowSpectrum::Bars, BelowSpectrum::Table, BelowSpectrum::Residual];
    for (name, state) in STATES {
        for (index, unit) in LevelUnit::ALL.into_iter().enumerate() {
            for (size, theme) in [(SMALLEST, Theme::Dark), (DEFAULT, Theme::Light)] {
                for tab in [Tab::Spectrum, Tab::Noise] {
                    let mut editor = calibrated(state(), unit);
                    editor.preferences.theme = theme;
                    editor.preferences.tab = tab;
                    editor.preferences.below_spectrum = below[index % 3];
                    let harness = editor.open(size);
                    let found = layout::cut(&harness).into_iter().chain(layout::covered(&harness));
                    faults.extend(found.map(|fault| format!("{name}, {unit:?}, {tab:?}, {size:?}: {fault}")));
                }
            }
        }
        for below in below {
            for (size, theme) in
                [(SMALLEST, Theme::Light), (DEFAULT, Theme::Dark), (Vec2::new(900.0, 600.0), Theme::Dark)]
            {
                let mut editor = Editor::showing(state());
                editor.preferences.theme = theme;
                editor.preferences.below_spectrum = below;
                let harness = editor.open(size);
                let found = layout::cut(&harness).into_iter().chain(layout::covered(&harness));
                faults.extend(found.map(|fault| format!("{name}, {below:?}, {size:?}: {fault}")));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn readouts_axis_and_cursor_follow_the_unit() {
    // −6.10 dBFS at 2 V for 0 dBFS; 32 Ω.
    for (unit, level, tick, noise) in [
        (LevelUnit::Dbfs, "Level L −6.10", "−100", "Noise floor L −114.80"),
        (LevelUnit::Dbr, "Level L in dBr 0.00", "−100", "Noise floor L in dBr −108.70"),
        (LevelUnit::Dbv, "Level L in dBV −0.08", "−100", "Noise floor L in dBV −108.78"),
        (LevelUnit::Volts, "Level L in mV 991 mV", "100 µV", "Noise floor L in µV 3.64 µV"),
        (LevelUnit::Percent, "Level L in % 100", "0.001 %", "Noise floor L in % 3.7e−4"),
        (LevelUnit::Watts, "Level L in mW 30.7 mW", "1 µW", "Noise floor L in fW 414 fW"),
    ] {
        let mut harness = calibrated(snapshots::tone_left(), unit).open(DEFAULT);
        harness.get_by_label(level);
        harness.get_by_label(noise);
        assert!(has(&harness, tick), "{unit:?}: {:?}", words(&harness));
        harness.hover_at(Pos2::new(468.0, 200.0));
        harness.run_steps(4);
        let peak = words(&harness).into_iter().find(|words| words.contains("peak L")).expect("the tone");
        let expected = match unit {
            LevelUnit::Dbfs => "−6.10 dBFS",
            LevelUnit::Dbr => "0.00 dBr",
            LevelUnit::Dbv => "−0.08 dBV",
            LevelUnit::Volts => "990.9 mV",
            LevelUnit::Percent => "100.0 %",
            LevelUnit::Watts => "30.68 mW",
        };
        assert!(peak.ends_with(expected), "{unit:?}: {peak}");
    }
}

#[test]
fn a_copied_level_has_the_unit_that_is_shown() {
    let mut harness = calibrated(snapshots::tone_left(), LevelUnit::Volts).open(DEFAULT);
    harness.get_by_label("Level L in mV 991 mV").hover();
    harness.run_steps(60);
    harness.get_by_label("95 %: 990.84 to 990.96 mV");
    harness.get_by_label("−6.10 dBFS");
    click(&mut harness, "Level L in mV 991 mV");
    assert_eq!(harness.state().copied.as_deref(), Some("990.90 mV"));
}

#[test]
fn each_channel_has_its_own_reference() {
    let mut editor = calibrated(snapshots::dual_tone(), LevelUnit::Dbv);
    editor.settings.reference_volts = Some([2.0, 1.0]);
    let harness = editor.open(DEFAULT);
    harness.get_by_label("Level L in dBV −0.08");
    harness.get_by_label("Level R in dBV −6.10");
    // What leaks into the side without a tone is read over the tone of the other.
    let harness = calibrated(snapshots::tone_left(), LevelUnit::Dbr).open(DEFAULT);
    harness.get_by_label_contains("R in dBr −46.65");
}

#[test]
fn a_unit_that_is_missing_is_said_and_dbfs_stands_in() {
    let mut editor = Editor::showing(snapshots::tone_left());
    editor.preferences.level_unit = LevelUnit::Watts;
    let mut harness = editor.open(DEFAULT);
    harness.get_by_label("Level L −6.10");
    harness.get_by_label("Unit of levels: dBFS, no W").hover();
    harness.run_steps(60);
    harness.get_by_label("Levels are in dBFS: W needs the load resistance (Settings, Circuit).");
    harness.state_mut().settings.measure.load_ohms = Some(32.0);
    harness.run_steps(60);
    harness.get_by_label("Levels are in dBFS: W needs the voltage of 0 dBFS (Settings, Circuit).");
    harness.state_mut().settings.reference_volts = Some([2.0, 2.0]);
    harness.run();
    harness.get_by_label("Unit of levels: W");

    let mut editor = Editor::showing(snapshots::smpte());
    editor.preferences.level_unit = LevelUnit::Dbr;
    let mut harness = editor.open(DEFAULT);
    harness.get_by_label("Unit of levels: dBFS, no dBr");
    harness.state_mut().preferences.level_zero_dbfs = Some(-20.0);
    harness.run();
    harness.get_by_label("Unit of levels: dBr");
}

#[test]
fn units_are_chosen_in_settings_and_at_the_axis_and_grey_ones_cannot_be() {
    for opener in ["Settings", "Unit of levels: dBFS"] {
        let mut harness = Editor::showing(snapshots::tone_left()).open(DEFAULT);
        click(&mut harness, opener);
        let disabled = |harness: &Harness<'_, Editor>, label: &str| {
            let chip = harness.get_all_by_label(label).last().expect("a unit");
            chip.accesskit_node().is_disabled()
        };
        assert!(disabled(&harness, "dBV") && disabled(&harness, "V") && disabled(&harness, "W"));
        click(&mut harness, "dBr");
        assert_eq!(harness.state().preferences.level_unit, LevelUnit::Dbr);
        harness.state_mut().settings.reference_volts = Some([2.0, 2.0]);
        harness.run();
        assert!(!disabled(&harness, "dBV") && disabled(&harness, "W"));
    }
}

/// Types a text into the field with this hint's name, in the open popup.
fn type_into(harness: &mut Harness<'_, Editor>, index: usize, text: &str) {
    let field = harness.get_all_by_role(Role::TextInput).nth(index).expect("a field");
    field.focus();
    harness.run();
    harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
    harness.run();
    harness.get_all_by_role(Role::TextInput).nth(index).expect("a field").type_text(text);
    harness.run();
}

#[test]
fn ends_of_the_level_axis_are_typed_in_its_unit() {
    let mut harness = calibrated(snapshots::tone_left(), LevelUnit::Volts).open(DEFAULT);
    click(&mut harness, "Unit of levels: V");
    type_into(&mut harness, 0, "10 µV");
    let ends = |harness: &Harness<'_, Editor>| harness.state().preferences.ends_in(LevelUnit::Volts);
    assert!(ends(&harness).low_db.is_some_and(|db| (db + 100.0).abs() < 1e-3), "{:?}", ends(&harness));
    type_into(&mut harness, 1, "5 V");
    assert!(ends(&harness).high_db.is_some_and(|db| (db - 13.979).abs() < 1e-3), "{:?}", ends(&harness));
    // Refused in a sentence; the axis stays.
    let before = ends(&harness);
    for (text, sentence) in [
        ("1 µV", "Upper end: the lower end must be at least 6 dB below the upper end"),
        ("-3", "Upper end: expected a level in V, as in 100 nV, or nothing"),
    ] {
        type_into(&mut harness, 1, text);
        assert!(harness.query_by_label(sentence).is_some(), "{text}: {:?}", words(&harness));
        assert_eq!(ends(&harness), before);
    }
    type_into(&mut harness, 1, "2 V");
    harness.key_press(Key::Escape);
    harness.run();
    let ticks = words(&harness);
    assert!(
        ticks.iter().any(|tick| tick == "10 µV") && !ticks.iter().any(|tick| tick == "1 µV"),
        "{ticks:?}"
    );
    // They belong to the unit.
    assert_eq!(harness.state().preferences.ends_in(LevelUnit::Dbfs), LevelEnds::default());
}

#[test]
fn ends_of_the_frequency_axis_are_typed() {
    let mut harness = Editor::showing(snapshots::tone_left()).open(DEFAULT);
    click(&mut harness, "Settings");
    let frequencies = |harness: &Harness<'_, Editor>| harness.state().preferences.frequency_ends;
    let count = harness.get_all_by_role(Role::TextInput).count();
    // Stimulus, load, output, volts; then both frequencies, then both levels.
    assert_eq!(count, 8);
    type_into(&mut harness, 4, "100");
    type_into(&mut harness, 5, "5k");
    assert_eq!(frequencies(&harness), FrequencyEnds { low_hz: Some(100.0), high_hz: Some(5000.0) });
    type_into(&mut harness, 5, "90");
    let sentence = "Highest frequency: the lowest frequency must be at least a tenth below the highest";
    assert!(harness.query_by_label(sentence).is_some());
    assert_eq!(frequencies(&harness).high_hz, Some(5000.0));
    type_into(&mut harness, 5, "2 kHz");
    harness.key_press(Key::Escape);
    harness.run();
    let ticks = words(&harness);
    assert!(ticks.iter().any(|tick| tick == "2k Hz") && !ticks.iter().any(|tick| tick == "20"), "{ticks:?}");
}

#[test]
fn ends_that_no_signal_of_this_rate_has_are_ignored_while_it_plays() {
    let mut editor = Editor::showing(snapshots::tone_left());
    editor.preferences.frequency_ends = FrequencyEnds { low_hz: Some(50_000.0), high_hz: Some(90_000.0) };
    let harness = editor.open(DEFAULT);
    assert!(has(&harness, "1k"), "{:?}", words(&harness));
}

#[test]
fn settings_with_every_field_fit_into_the_smallest_window() {
    for unit in LevelUnit::ALL {
        let mut harness = calibrated(snapshots::tone_left(), unit).open(SMALLEST);
        click(&mut harness, "Settings");
        let cut = layout::cut(&harness);
        assert!(cut.is_empty(), "{unit:?}: {cut:?}");
    }
}

#[test]
fn the_table_has_every_harmonic_with_both_channels_and_scrolls() {
    let mut editor = Editor::showing(snapshots::dual_tone());
    editor.preferences.below_spectrum = BelowSpectrum::Table;
    let mut harness = editor.open(DEFAULT);
    for expected in ["L, dBFS", "R, dBFS", "dBc", "phase", "1994.0 Hz", "2206.0 Hz", "−147.1", "17.8°"] {
        assert!(has(&harness, expected), "{expected}: {:?}", words(&harness));
    }
    assert!(!has(&harness, "19.940 kHz"), "it begins with the second harmonic: {:?}", words(&harness));
    let hovered = Pos2::new(300.0, DEFAULT.y - 60.0);
    harness.hover_at(hovered);
    harness.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: Vec2::new(0.0, -400.0),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Wheel,
        modifiers: egui::Modifiers::NONE,
    });
    harness.run_steps(60);
    assert!(has(&harness, "19.940 kHz"), "{:?}", words(&harness));
}

#[test]
fn a_side_without_harmonics_says_why_in_the_table() {
    let mut editor = Editor::showing(snapshots::tone_left());
    editor.preferences.below_spectrum = BelowSpectrum::Table;
    for size in [SMALLEST, DEFAULT] {
        let harness =
            Editor { preferences: editor.preferences.clone(), ..Editor::showing(snapshots::tone_left()) }
                .open(size);
        let refused = layout::texts(&harness).into_iter().filter(|text| text.words == "not driven");
        assert!(
            refused
                .into_iter()
                .any(|text| text.seen().bottom() > size.y * 0.5 && text.seen().left() < size.x * 0.6)
        );
        assert!(has(&harness, "H2") || has(&harness, "2"));
    }
}

#[test]
fn the_residual_names_its_harmonics_and_its_uncertainty_and_reads_under_the_pointer() {
    let mut editor = Editor::showing(snapshots::dual_tone());
    editor.preferences.below_spectrum = BelowSpectrum::Residual;
    let mut harness = editor.open(DEFAULT);
    for expected in ["Residual, ppm of f", "H2–H20 · 95 %: ±0.600 ppm", "180°", "360°"] {
        assert!(has(&harness, expected), "{expected}: {:?}", words(&harness));
    }
    harness.hover_at(Pos2::new(300.0, DEFAULT.y - 80.0));
    harness.run_steps(4);
    let read = words(&harness);
    assert!(read.iter().any(|words| words == "±0.600 ppm"), "{read:?}");

    let mut editor = calibrated(snapshots::tone_left(), LevelUnit::Volts);
    editor.preferences.below_spectrum = BelowSpectrum::Residual;
    assert!(has(&editor.open(DEFAULT), "Residual, µV peak"));
}

#[test]
fn without_a_single_tone_the_residual_says_what_it_needs() {
    let mut snapshot = snapshots::smpte();
    let refusal = groundtruth_measure::Refusal::WrongStimulus { needs: "a single tone".into() };
    snapshot.residuals = std::sync::Arc::new(vec![Err(refusal.clone()), Err(refusal)]);
    let mut editor = Editor::showing(snapshot);
    editor.preferences.below_spectrum = BelowSpectrum::Residual;
    for size in [SMALLEST, DEFAULT] {
        let harness =
            Editor { preferences: editor.preferences.clone(), ..Editor::showing(editor.snapshot.clone()) }
                .open(size);
        assert!(has(&harness, "Needs a single tone."), "{:?}", words(&harness));
    }
}

#[test]
fn what_stands_below_is_chosen_there() {
    for size in [SMALLEST, DEFAULT] {
        let mut harness = Editor::showing(snapshots::dual_tone()).open(size);
        for (label, below) in [("table", BelowSpectrum::Table), ("residual", BelowSpectrum::Residual)] {
            click(&mut harness, label);
            assert_eq!(harness.state().preferences.below_spectrum, below);
        }
        click(&mut harness, if size == SMALLEST { "none" } else { "bars" });
        assert_eq!(harness.state().preferences.below_spectrum, BelowSpectrum::Bars);
    }
}

#[test]
fn a_capture_without_volts_is_not_drawn_over_volts_and_says_so() {
    let mut editor = calibrated(snapshots::tone_left(), LevelUnit::Dbfs);
    editor.session = session::crowd();
    let name = editor.session.captures[0].details().name.clone();
    editor.preferences.overlays = vec![editor.session.captures[0].id()];
    let mut harness = editor.open(Vec2::new(1500.0, 900.0));
    assert!(has(&harness, &name), "{:?}", words(&harness));
    harness.state_mut().preferences.level_unit = LevelUnit::Dbv;
    harness.run();
    let expected = format!("{name} (no dBV)");
    assert!(has(&harness, &expected), "{:?}", words(&harness));
    harness.state_mut().preferences.level_unit = LevelUnit::Dbr;
    harness.run();
    assert!(has(&harness, &name), "its own fundamental is its reference");
}
