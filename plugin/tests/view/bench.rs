//! The Bench view: sections, plots and their choices, captures with a run, and what to do without one.

use egui::{Key, Pos2, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use groundtruth_analysis::{Played, PlayerStatus, Snapshot};
use groundtruth_captures::stimulus::Stimulus as Signal;
use groundtruth_measure::BenchForm;
use groundtruth_plugin::editor::preferences::{
    BenchPage, BenchPlot, CouplingCurve, LevelCurve, LevelUnit, Preferences, Quantity, ResponseCurve, Tab,
};
use groundtruth_plugin::editor::view::Action;
use groundtruth_plugin::files::Target;
use groundtruth_stream::StreamPlace;

use super::layout::{broken_run, texts};
use super::snapshots::stimuli::Stimulus;
use super::{DEFAULT, Editor, click, session, snapshots};

fn on_bench(mut editor: Editor) -> Harness<'static, Editor> {
    editor.preferences.tab = Tab::Bench;
    editor.open(DEFAULT)
}

fn open(stimulus: Stimulus) -> Harness<'static, Editor> {
    on_bench(Editor::showing(snapshots::of(stimulus)))
}

fn says(harness: &Harness<'_, Editor>, words: &str) -> bool {
    texts(harness).iter().any(|text| text.words.contains(words))
}

#[test]
fn a_complete_run_ticks_every_section_off_with_its_chief_figure() {
    let harness = open(Stimulus::Bench);
    let row = |name: &str| harness.get_by_label_contains(&format!("{name} measured")).rect();
    let tops = ["Silence", "997 Hz left", "SMPTE", "Multitone", "Level series", "Sweep right"].map(row);
    assert!(tops.windows(2).all(|pair| pair[0].top() < pair[1].top()), "in the track's order");
    harness.get_by_label_contains("997 Hz left measured THD −");
    harness.get_by_label_contains("997 Hz, −1 dB measured THD −");
    harness.get_by_label_contains("Silence measured −11");
    harness.get_by_label_contains("997 Hz, −60 dBFS measured DR 1");
    harness.get_by_label_contains("Level series measured 1 % at −");
    for words in ["QUICK BENCH TRACK · 27 s", "polarity kept · no dropouts", "mΩ shared return"] {
        assert!(says(&harness, words), "{words}");
    }
}

#[test]
fn the_delay_is_that_of_a_recording_or_of_a_loop_that_the_plugin_played() {
    let live = || Editor::showing(snapshots::of(Stimulus::Bench));
    assert!(!says(&on_bench(live()), "delay "), "of a stream it means nothing");
    let recorded = Editor { session: session::benched(), ..Editor::default() };
    assert!(says(&on_bench(recorded), "delay 1236.98 frames"));
    let looped = |generation| {
        let mut editor = live();
        let run = editor.snapshot.bench.as_ref().expect("a run");
        let place =
            run.report.as_ref().and_then(|report| report.run.as_ref()).expect("a report").delay_frames;
        let began = StreamPlace { generation, frame: place as u64 - 512 };
        let (name, length_s) = ("Quick bench track".to_owned(), run.length_s);
        let played =
            Played { name, played_s: length_s, length_s, level_dbfs: -12.0, channels: 2, began: Some(began) };
        editor.player.status = PlayerStatus::Complete(played);
        on_bench(editor)
    };
    let generation = live().snapshot.bench.expect("a run").generation;
    assert!(says(&looped(generation), "loop delay 512."), "10.7 ms at 48 kHz");
    assert!(!says(&looped(generation + 1), "delay "), "its frames are of another stream");
}

#[test]
fn the_sheet_has_figures_reasons_and_a_copy() {
    let mut editor = Editor::showing(snapshots::of(Stimulus::Bench));
    editor.settings.reference_volts = Some([2.0, 2.0]);
    editor.settings.measure.load_ohms = Some(32.0);
    editor.preferences.tab = Tab::Bench;
    // High enough for all sections without scrolling.
    let mut harness = editor.open(Vec2::new(1100.0, 1200.0));
    click(&mut harness, "sheet");
    assert_eq!(harness.state().preferences.bench.page, BenchPage::Sheet);
    for words in ["2.000 V at 0 dBFS, into 32 Ω", "Power at 1 % THD", "Crosstalk at 1 kHz", "L → R"] {
        assert!(says(&harness, words), "{words}");
    }
    click(&mut harness, "Copy sheet");
    let copied = harness.state().copied.clone().expect("copied");
    assert!(copied.contains("| Power at 1 % THD | mW |") && copied.contains("Conditions:"), "{copied}");
    click(&mut harness, "HTML…");
    click(&mut harness, "Browse…");
    let action = harness.state_mut().actions.pop().expect("chosen");
    let Action::SaveSheet(html, Target::Chosen(path)) = &action else { panic!("{action:?}") };
    assert!(html.contains("Power at 1 % THD") && path.ends_with("Groundtruth sheet.html"), "{path}");

    // Another circuit makes another sheet.
    harness.state_mut().settings.measure.load_ohms = None;
    harness.run();
    assert!(says(&harness, "no load given") && says(&harness, "not set"));
    click(&mut harness, "curves");
    assert!(says(&harness, "Response, dB re 1 kHz"));
}

#[test]
fn a_run_that_goes_on_has_a_running_section_and_the_rest_ahead() {
    let harness = open(Stimulus::BenchRunning);
    let running = texts(&harness).iter().filter(|text| text.words == "running").count();
    assert_eq!(running, 1);
    assert!(says(&harness, "17 of 27 s") && !says(&harness, "missing"));
    // Its sweeps are not there yet.
    assert!(says(&harness, "Comes with the sweeps at the end of the track"));
}

#[test]
fn a_broken_run_says_why_and_what_is_touched() {
    let harness = on_bench(Editor::showing(broken_run()));
    let missing = texts(&harness).iter().filter(|text| text.words == "missing").count();
    harness.get_by_label_contains("broken off: The stream stopped after 15.6 s");
    assert!(says(&harness, "The sweeps are missing in this run"));
    assert!(missing > 1 && says(&harness, &format!("{missing} sections missing")));
    harness.get_by_label_contains("fault at 7.753 s in 997 Hz, −1 dB, 48 frames missing; touches");
    assert!(says(&harness, "point here for more"));
    harness.get_by_label_contains("L inverted, R inverted · left and right exchanged");
}

#[test]
fn a_click_on_a_title_shows_its_plot_alone_and_another_all_four() {
    let mut harness = open(Stimulus::Bench);
    let before = harness.get_by_label("Response, dB re 1 kHz").rect();
    click(&mut harness, "Crosstalk over frequency, dB");
    assert_eq!(harness.state().preferences.bench.enlarged, Some(BenchPlot::Coupling));
    assert!(harness.query_by_label("Response, dB re 1 kHz").is_none());
    click(&mut harness, "Crosstalk over frequency, dB");
    assert_eq!(harness.get_by_label("Response, dB re 1 kHz").rect(), before);
}

#[test]
fn choices_at_the_plots_show_other_quantities() {
    let mut harness = open(Stimulus::Bench);
    for label in ["phase", "H3", "noise", "balance"] {
        click(&mut harness, label);
    }
    let chosen = &harness.state().preferences.bench;
    assert_eq!((chosen.response, chosen.harmonic), (ResponseCurve::Phase, Some(3)));
    assert_eq!((chosen.level, chosen.coupling), (LevelCurve::Noise, CouplingCurve::Balance));
    for title in ["Phase, degrees", "H3 over frequency, dB", "Noise over level, dB", "Balance R − L, dB"] {
        harness.get_by_label(title);
    }
    assert!(says(&harness, "worst "));
}

#[test]
fn levels_are_in_milliwatts_with_volts_and_load() {
    let mut editor = Editor::showing(snapshots::of(Stimulus::Bench));
    editor.settings.reference_volts = Some([4.0, 4.0]);
    editor.settings.measure.load_ohms = Some(32.0);
    editor.preferences.level_unit = LevelUnit::Watts;
    let harness = on_bench(editor);
    // 0 dBFS are 500 mW: a tone per side 12 dB and more below.
    for words in ["10 mW", "100 µW", "1 µW"] {
        assert!(texts(&harness).iter().any(|text| text.words == words), "{words}");
    }
    let caption = texts(&harness).into_iter().find(|text| text.words.starts_with("1 % at "));
    assert!(caption.is_some_and(|text| text.words.ends_with(" mW")));
}

#[test]
fn the_cursor_reads_both_sides_with_their_intervals() {
    let mut harness = open(Stimulus::Bench);
    harness.hover_at(Pos2::new(440.0, 240.0));
    harness.run_steps(3);
    let read = |start: &str| texts(&harness).into_iter().find(|text| text.words.starts_with(start));
    assert!(texts(&harness).iter().any(|text| text.words.contains("Hz · ")));
    let value = read("−0.0").or(read("0.0")).expect("the response is flat");
    assert!(value.words.contains(" dB ±"), "{}", value.words);
}

#[test]
fn a_complete_run_is_captured_in_place_of_the_momentary_figures() {
    for (stimulus, tab, expected) in [
        (Stimulus::Bench, Tab::Bench, Action::CaptureRun),
        (Stimulus::BenchRunning, Tab::Bench, Action::Capture),
        (Stimulus::Bench, Tab::Spectrum, Action::Capture),
    ] {
        let mut editor = Editor::showing(snapshots::of(stimulus));
        editor.preferences.tab = tab;
        let mut harness = editor.open(DEFAULT);
        click(&mut harness, "Capture");
        harness.key_press(Key::C);
        harness.run();
        assert_eq!(harness.state().actions, [expected.clone(), expected], "{stimulus:?} {tab:?}");
    }
}

#[test]
fn without_a_run_the_track_is_written_or_a_recording_imported() {
    let [width, height] = Preferences::SMALLEST_WINDOW;
    let mut editor = Editor::default();
    editor.preferences.tab = Tab::Bench;
    let mut harness = editor.open(Vec2::new(width, height));
    assert!(says(&harness, "Play the bench track through the amplifier"));
    click(&mut harness, "Import a recording…");
    assert_eq!(harness.state_mut().actions.pop(), Some(Action::ChooseImport));
    for (label, form, file) in [
        ("Write the track, 75 s…", BenchForm::Full, "Groundtruth bench track 48000.wav"),
        ("Quick form, 27 s…", BenchForm::Quick, "Groundtruth bench track quick 48000.wav"),
    ] {
        click(&mut harness, label);
        click(&mut harness, "Browse…");
        let action = harness.state_mut().actions.pop().expect("chosen");
        let Action::WriteStimulus(signal, 48_000, Target::Chosen(path)) = &action else {
            panic!("{action:?}")
        };
        assert_eq!(*signal, Signal::BenchTrack(form));
        assert!(path.ends_with(file), "{path}");
    }
}

#[test]
fn an_imported_recording_is_shown_at_once_and_another_by_the_menu() {
    let mut editor = Editor { session: session::benched(), ..Editor::showing(Snapshot::default()) };
    editor.preferences.tab = Tab::Bench;
    let mut harness = editor.open(DEFAULT);
    assert!(says(&harness, "Atlas B, bench"), "the newest one");
    harness.get_by_label("Run").click();
    harness.run();
    assert!(harness.query_by_label("now").is_none(), "there is no live run");
    click(&mut harness, "Atlas, bench");
    let id = harness.state().session.captures[1].id();
    assert_eq!(harness.state().preferences.bench.capture, Some(id));
    assert!(says(&harness, "Atlas, bench") && says(&harness, "mΩ shared return"));
}

#[test]
fn captures_with_a_run_are_compared_by_their_curves() {
    for (quantity, unit) in [
        (Quantity::Response, "dB re 1 kHz"),
        (Quantity::ThdOverFrequency, "dB"),
        (Quantity::ThdnOverLevel, "−20"),
    ] {
        let mut editor = Editor { session: session::benched(), ..Editor::default() };
        editor.preferences.tab = Tab::Compare;
        editor.preferences.compare.quantity = quantity;
        let hidden = editor.session.captures[0].id();
        editor.preferences.compare.hidden.insert(hidden);
        let mut harness = editor.open(DEFAULT);
        assert!(texts(&harness).iter().any(|text| text.words == unit), "{quantity:?}");
        assert!(!says(&harness, "needs the bench track"));
        click(&mut harness, "difference to A");
        assert!(!says(&harness, "needs the bench track"), "{quantity:?}");
        harness.state_mut().preferences.compare.hidden =
            harness.state().session.captures[1..].iter().map(|capture| capture.id()).collect();
        harness.run();
        assert!(says(&harness, "needs the bench track"), "{quantity:?}");
    }
}
