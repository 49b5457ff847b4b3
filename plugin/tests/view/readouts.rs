//! The column of figures and the marks in the spectrum follow the stimulus.

use egui::{Pos2, Rect};
use egui_kittest::kittest::Queryable;
use groundtruth_analysis::Snapshot;
use groundtruth_captures::table::{self, Cell, ChannelColumn, Subject};
use groundtruth_measure::{Figure, PairFigure, Reading};
use groundtruth_plugin::editor::preferences::{Tab, Theme};
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
fn bars_are_the_products_of_a_pair_and_absent_without_a_tone() {
    assert!(words(snapshots::smpte()).iter().any(|text| text == "Products, dBFS"));
    assert!(words(snapshots::tone_left()).iter().any(|text| text == "Harmonics, dB re f"));
    for snapshot in
        [snapshots::programme(), snapshots::sweep(), snapshots::multitone(), snapshots::hot_noise()]
    {
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
