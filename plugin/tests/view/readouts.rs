//! The column of figures and the marks in the spectrum follow the stimulus.

use egui::{Pos2, Rect};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use groundtruth_analysis::Snapshot;
use groundtruth_captures::table::{self, Cell, ChannelColumn, Subject};
use groundtruth_measure::{Figure, HumLine, PairFigure, Reading};
use groundtruth_plugin::editor::preferences::{Preferences, Tab, Theme};
use groundtruth_plugin::editor::theme::Palette;

use super::{DEFAULT, Editor, layout, snapshots};

/// All words on the screen.
fn words(snapshot: Snapshot) -> Vec<String> {
    layout::texts(&Editor::showing(snapshot).open(DEFAULT)).into_iter().map(|text| text.words).collect()
}

#[test]
fn every_figure_of_two_tones_or_many_that_the_command_line_prints_is_in_the_readouts() {
    let states = [
        ("SMPTE", snapshots::smpte(), 24),
        ("DIN", snapshots::din(), 24),
        ("DFD", snapshots::dfd(), 24),
        ("a pair of no standard", snapshots::odd_pair(), 20),
        ("multitone", snapshots::multitone(), 6),
    ];
    for (name, snapshot, least) in states {
        let report = snapshot.report.clone().expect("a report");
        let harness = Editor::showing(snapshot).open(egui::Vec2::new(1100.0, 1100.0));
        let columns: Vec<ChannelColumn<'_>> =
            report.channels.iter().map(|channel| ChannelColumn { channel, calibrated: None }).collect();
        let mut seen = 0;
        let rows = table::of_channels(&columns);
        let is_own = |row: &&table::Row<'_>| {
            row.section == "intermodulation" || matches!(row.subject, Subject::Tone(_))
        };
        for row in rows.iter().filter(is_own) {
            for (cell, column) in row.cells.iter().zip(&columns) {
                let Cell::Value(number) = cell else { continue };
                let unit = if row.unit == "%" { " in %" } else { "" };
                let text = number.short().replace('-', "−");
                let label = format!("{} {}{unit} {text}", row.label, column.channel.name);
                assert!(harness.query_by_label(&label).is_some(), "{name}: {label}");
                seen += 1;
            }
        }
        assert!(seen >= least, "{name}: {seen} figures");
    }
}

#[test]
fn tones_and_products_are_marked_in_the_spectrum() {
    for (snapshot, marks) in [
        (snapshots::smpte(), &["f1", "f2", "2f2−f1"][..]),
        (snapshots::din(), &["f1", "f2", "2f2−f1"]),
        (snapshots::dfd(), &["f1", "f2", "f2−f1", "2f1−f2"]),
        (snapshots::odd_pair(), &["f1", "f2", "f2−f1", "f2+f1", "f2−2f1", "f2+2f1", "2f2−f1", "2f2+f1"]),
    ] {
        let texts = layout::texts(&Editor::showing(snapshot).open(DEFAULT));
        // The bars and the readouts have the same names.
        let plot = Rect::from_min_max(Pos2::ZERO, Pos2::new(DEFAULT.x - 330.0, DEFAULT.y - 160.0));
        let in_plot = texts.iter().filter(|text| plot.contains_rect(text.seen()));
        let in_plot: Vec<&str> = in_plot.map(|text| text.words.as_str()).collect();
        for mark in marks {
            assert!(in_plot.contains(mark), "{mark}: {in_plot:?}");
        }
    }
}

#[test]
fn a_product_that_is_not_seen_apart_from_a_tone_has_no_label() {
    // 6880 Hz and 7120 Hz are 2 points from the tone while the whole spectrum is shown.
    let texts = layout::texts(&Editor::showing(snapshots::smpte()).open(DEFAULT));
    let in_plot = |words: &str| {
        texts.iter().filter(|text| text.words == words && text.seen().right() < DEFAULT.x - 330.0).count()
    };
    // The labels of the bars alone.
    assert_eq!(["f2−2f1", "f2−f1", "f2+f1", "f2+2f1"].map(in_plot), [1, 1, 1, 1]);
    assert_eq!(["2f2−f1", "2f2+f1"].map(in_plot), [2, 2]);
}

#[test]
fn bars_are_the_products_of_a_pair_and_absent_without_a_tone() {
    assert!(words(snapshots::smpte()).iter().any(|text| text == "Products, dBFS"));
    assert!(words(snapshots::tone_left()).iter().any(|text| text == "Harmonics, dB re f"));
    for snapshot in [
        snapshots::programme(),
        snapshots::music(),
        snapshots::sweep(),
        snapshots::multitone(),
        snapshots::hot_noise(),
    ] {
        let words = words(snapshot);
        assert!(
            !words.iter().any(|text| text.contains("armonics") || text.contains("Products")),
            "{words:?}"
        );
    }
}

#[test]
fn a_pair_of_no_standard_says_so_and_what_each_method_needs() {
    let mut harness = Editor::showing(snapshots::odd_pair()).open(DEFAULT);
    harness.get_by_label("IMD DFD, 2nd order L no standard pair of tones").hover();
    harness.run_steps(60);
    harness.get_by_label("Needs an SMPTE pair, 60 Hz and 7 kHz at 4:1.");
    harness.get_by_label("Needs a DIN pair, 250 Hz and 8 kHz at 4:1.");
}

#[test]
fn a_multitone_has_its_residual_crest_factor_and_number_of_tones() {
    let mut harness = Editor::showing(snapshots::multitone()).open(DEFAULT);
    let words: Vec<String> = layout::texts(&harness).into_iter().map(|text| text.words).collect();
    for label in ["MULTITONE", "Tones", "crest", "TD+N", "residual"] {
        assert!(words.iter().any(|text| text == label), "{label}: {words:?}");
    }
    harness.get_by_label("Tones L 31").hover();
    harness.run_steps(60);
    harness.get_by_label_contains("dBFS each");
}

/// The widest filled rectangle of a colour.
fn widest(snapshot: Snapshot, colour: egui::Color32) -> f32 {
    let mut editor = Editor::showing(snapshot);
    editor.preferences.tab = Tab::Crosstalk;
    let harness = editor.open(DEFAULT);
    let shapes = harness.output().shapes.iter();
    let widths = shapes.filter_map(|clipped| match &clipped.shape {
        egui::Shape::Rect(rect) if rect.fill == colour => Some(rect.rect.width()),
        _ => None,
    });
    widths.fold(0.0, f32::max)
}

#[test]
fn the_bar_of_more_crosstalk_is_the_longer_one() {
    let colour = Palette::of(Theme::Dark).channels[0];
    let much = snapshots::tone_left();
    let mut little = much.clone();
    let report = std::sync::Arc::make_mut(little.report.as_mut().expect("a report"));
    let figure = Figure::within(-86.65, 0.01);
    report.pairs[0].figures.insert(PairFigure::XtalkSelective, Reading::Measured(figure));
    let (much, little) = (widest(much, colour), widest(little, colour));
    // 46.65 and 86.65 dB below the right end of a scale of 150 dB.
    assert!((much / little - 103.35 / 63.35).abs() < 0.01, "{much} and {little}");
}

#[test]
fn a_refused_noise_floor_is_not_drawn() {
    let on = |tab: Tab, snapshot: Snapshot| {
        let mut editor = Editor::showing(snapshot);
        editor.preferences.tab = tab;
        layout::texts(&editor.open(DEFAULT)).into_iter().map(|text| text.words).collect::<Vec<_>>()
    };
    let hot = snapshots::hot_noise();
    assert!(!hot.density.is_empty(), "the analysis does give a density");
    assert!(!on(Tab::Spectrum, hot.clone()).iter().any(|text| text == "noise floor"));
    let noise = on(Tab::Noise, hot);
    assert!(!noise.iter().any(|text| text.contains("removed")), "{noise:?}");
    assert!(noise.iter().any(|text| text.contains("mask the noise floor")), "{noise:?}");
    assert!(on(Tab::Spectrum, snapshots::tone_left()).iter().any(|text| text == "noise floor"));
}

#[test]
fn the_level_axis_ends_at_180_dbfs_unless_set_lower() {
    let labels = |low_dbfs: f32| {
        let mut editor = Editor::showing(snapshots::clean_tone());
        editor.preferences.level_low_dbfs = low_dbfs;
        layout::texts(&editor.open(DEFAULT)).into_iter().map(|text| text.words).collect::<Vec<_>>()
    };
    let default = labels(Preferences::default().level_low_dbfs);
    assert!(default.iter().any(|text| text == "−180") && !default.iter().any(|text| text == "−200"));
    assert!(labels(-200.0).iter().any(|text| text == "−200"));
}

/// Positions of the tips of all hum marks.
fn hum_marks(snapshot: Snapshot) -> Vec<Pos2> {
    let hum = Palette::of(Theme::Dark).hum;
    let harness = Editor::showing(snapshot).open(DEFAULT);
    let shapes = harness.output().shapes.iter();
    let marks = shapes.filter_map(|clipped| match &clipped.shape {
        egui::Shape::Path(path) if path.fill == hum => path.points.first().copied(),
        _ => None,
    });
    marks.collect()
}

#[test]
fn no_hum_mark_stands_over_a_tone() {
    let mut snapshot = snapshots::tone_left();
    let before = hum_marks(snapshot.clone());
    let report = std::sync::Arc::make_mut(snapshot.report.as_mut().expect("a report"));
    for channel in &mut report.channels {
        channel.hum_lines.push(HumLine { order: 20, frequency_hz: 997.0, level_dbfs: -52.0 });
    }
    assert_eq!(before.len(), 4);
    assert_eq!(hum_marks(snapshot), before);
}

#[test]
fn the_word_of_the_hum_stands_clear_of_the_line_of_a_tone() {
    let harness = Editor::showing(snapshots::smpte()).open(DEFAULT);
    let texts = layout::texts(&harness);
    let seen = |words: &str| texts.iter().find(|text| text.words == words).map(layout::Text::seen);
    let (tone, hum) = (seen("f1").expect("60 Hz"), seen("hum 50.02 Hz").expect("hum"));
    assert!(hum.right() < tone.center().x - 2.0, "{hum:?} over the line at {tone:?}");
}

#[test]
fn the_label_of_a_harmonic_stands_on_the_line_of_its_own_side() {
    // 10 times the left tone is 9970 Hz, 9 times the right one 9927 Hz and 40 dB higher.
    let mut snapshot = snapshots::dual_tone();
    let report = std::sync::Arc::make_mut(snapshot.report.as_mut().expect("a report"));
    for harmonic in &mut report.channels[0].harmonics {
        harmonic.limit = harmonic.limit && harmonic.order != 10;
    }
    let texts = layout::texts(&Editor::showing(snapshot).open(DEFAULT));
    let top = |words: &str| texts.iter().find(|text| text.words == words).map(|text| text.seen().top());
    let (tenth, ninth) = (top("10\u{a0}L").expect("10 L"), top("9\u{a0}R").expect("9 R"));
    assert!(tenth - ninth > 20.0, "{tenth} and {ninth}");
}

#[test]
fn a_copy_is_confirmed_beside_the_figure_for_a_moment() {
    let mut harness = Editor::showing(snapshots::tone_left()).open(DEFAULT);
    let signs = |harness: &Harness<'_, Editor>| {
        let texts = layout::texts(harness).into_iter();
        texts.filter(|text| text.words == "copied").map(|text| text.seen()).collect::<Vec<Rect>>()
    };
    assert!(signs(&harness).is_empty());
    let figure = harness.get_by_label("THD L −103.62").rect();
    harness.get_by_label("THD L −103.62").click();
    harness.run_steps(10);
    let shown = signs(&harness);
    let is_beside = |sign: &Rect| figure.y_range().contains(sign.center().y) && sign.right() < figure.right();
    assert!(shown.iter().any(is_beside), "{shown:?} beside {figure:?}");
    harness.remove_cursor();
    // 1.2 s of 60 frames each.
    harness.run_steps(80);
    assert!(signs(&harness).is_empty());
}

#[test]
fn only_what_has_content_offers_a_copy() {
    let hint = |label: &str| {
        let mut harness = Editor::showing(snapshots::tone_left()).open(DEFAULT);
        harness.get_by_label(label).hover();
        harness.run_steps(60);
        let texts = layout::texts(&harness).into_iter().map(|text| text.words);
        texts.filter(|words| words.contains("copy")).collect::<Vec<_>>()
    };
    assert_eq!(hint("THD L −103.62"), ["Click to copy"]);
    assert_eq!(hint("THD R not driven"), ["Click to copy the reason"]);
    assert!(hint("THD+N: hum R –").is_empty());
}

#[test]
fn max_hold_has_a_legend_while_it_is_shown() {
    let legend = |show_max_hold: bool| {
        let mut editor = Editor::showing(snapshots::tone_left());
        editor.preferences.show_max_hold = show_max_hold;
        layout::texts(&editor.open(DEFAULT)).iter().any(|text| text.words == "max hold")
    };
    assert_eq!([legend(false), legend(true)], [false, true]);
}

#[test]
fn lines_below_the_view_have_no_label() {
    let labels = |low_dbfs: f32| {
        let mut editor = Editor::showing(snapshots::tone_left());
        editor.preferences.level_low_dbfs = low_dbfs;
        let texts = layout::texts(&editor.open(DEFAULT)).into_iter();
        let plot = Rect::from_min_max(Pos2::new(60.0, 80.0), Pos2::new(DEFAULT.x - 330.0, DEFAULT.y - 170.0));
        texts.filter(|text| plot.contains_rect(text.seen())).map(|text| text.words).collect::<Vec<_>>()
    };
    // The third harmonic has −116 dBFS, the hum −96 dBFS.
    assert!(labels(-160.0).iter().any(|words| words == "3"));
    let high = labels(-80.0);
    assert!(high.iter().any(|words| words == "f") && high.len() == 1, "{high:?}");
}

#[test]
fn a_level_has_its_unit_in_the_smallest_window() {
    let [width, height] = Preferences::SMALLEST_WINDOW;
    for (name, snapshot, label) in [
        ("programme", snapshots::programme(), "RMS"),
        ("music", snapshots::music(), "RMS"),
        ("tone", snapshots::tone_left(), "Level"),
        ("multitone", snapshots::multitone(), "RMS"),
        ("SMPTE", snapshots::smpte(), "f1"),
    ] {
        let texts = layout::texts(&Editor::showing(snapshot).open(egui::Vec2::new(width, height)));
        let of = |words: &str| -> Vec<Rect> {
            texts.iter().filter(|text| text.words == words).map(layout::Text::seen).collect()
        };
        let column = width - 274.0;
        let label = of(label).into_iter().find(|text| text.left() > column).expect(name);
        let is_beside = |unit: Rect| {
            (unit.center().y - label.center().y).abs() < 4.0
                && (0.0..8.0).contains(&(unit.left() - label.right()))
        };
        assert!(of("dBFS").into_iter().any(is_beside), "{name}");
    }
}
