//! Every view in every state at every size: no text is cut off or covered. Every stimulus: `matrix`.

use std::sync::Arc;

use egui::epaint::{ClippedShape, TextShape};
use egui::{Color32, Rect, Shape, Vec2};
use egui_kittest::Harness;
use groundtruth_analysis::{BenchEnd, PlayerStatus, SectionState, Snapshot};
use groundtruth_measure::{BenchSection, RunFault};
use groundtruth_plugin::editor::preferences::{
    BenchPage, BenchPlot, BenchPreferences, ComparePreferences, CouplingCurve, LevelCurve, LevelUnit, Lower,
    Preferences, Quantity, ResponseCurve, Sort, Tab, Theme,
};
use groundtruth_plugin::editor::view::PlayerInput;
use groundtruth_plugin::jobs::Work;
use groundtruth_plugin::session::SessionInput;

use super::snapshots::stimuli::Stimulus;
use super::{DEFAULT, Editor, player, session, snapshots};

/// Text on the screen.
pub struct Text {
    pub words: String,
    pub colour: Color32,
    /// Where there is ink.
    ink: Rect,
    /// Visible part of the area it is painted on.
    clip: Rect,
    elided: bool,
}

impl Text {
    /// Where its ink is seen; a quarter of a point may be the rounding of a glyph.
    pub fn seen(&self) -> Rect {
        self.ink.shrink(0.25).intersect(self.clip)
    }

    /// Where there is ink, and the visible part of the area it is painted on.
    pub fn places(&self) -> (Rect, Rect) {
        (self.ink, self.clip)
    }
}

/// Every piece of text of the newest frame.
pub fn texts(harness: &Harness<'_, Editor>) -> Vec<Text> {
    let mut found = Vec::new();
    for ClippedShape { clip_rect, shape, .. } in &harness.output().shapes {
        collect(shape, *clip_rect, &mut found);
    }
    found
}

fn collect(shape: &Shape, clip: Rect, found: &mut Vec<Text>) {
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| collect(shape, clip, found)),
        Shape::Text(TextShape { pos, galley, fallback_color, .. }) if !galley.text().trim().is_empty() => {
            let section = galley.job.sections.first().map(|section| section.format.color);
            found.push(Text {
                words: galley.text().to_owned(),
                colour: section.filter(|colour| *colour != Color32::PLACEHOLDER).unwrap_or(*fallback_color),
                ink: galley.mesh_bounds.translate(pos.to_vec2()),
                clip,
                elided: galley.elided,
            });
        }
        _ => {}
    }
}

/// Text not completely within the window and the area it is painted on.
pub fn cut(harness: &Harness<'_, Editor>) -> Vec<String> {
    let window = harness.ctx.content_rect();
    let is_cut = |text: &Text| {
        // Half a point: a glyph's ink may round up to the next pixel.
        let place = window.intersect(text.clip).expand(0.5);
        text.elided || !place.contains_rect(text.ink)
    };
    texts(harness)
        .iter()
        .filter(|text| is_cut(text))
        .map(|text| format!("{:?} at {:?}", text.words, text.ink))
        .collect()
}

/// The same without text that a list or table goes on with, below or at the right.
pub fn cut_but_for_scrolling(harness: &Harness<'_, Editor>) -> Vec<String> {
    /// Height of the buttons below the list.
    const FOOT: f32 = 44.0;
    let window = harness.ctx.content_rect();
    let goes_on = |text: &Text| {
        let is_end =
            [0.0, FOOT].iter().any(|foot| (window.bottom() - foot - text.clip.bottom()).abs() < 20.0);
        let below = text.ink.bottom() > text.clip.bottom() && is_end;
        let right = text.ink.right() > window.right() - 16.0;
        below || right
    };
    let place = |text: &Text| window.intersect(text.clip).expand(0.5);
    texts(harness)
        .iter()
        .filter(|text| !goes_on(text) && (text.elided || !place(text).contains_rect(text.ink)))
        .map(|text| format!("{:?} at {:?}", text.words, text.ink))
        .collect()
}

/// Pairs of overlapping text.
pub fn covered(harness: &Harness<'_, Editor>) -> Vec<String> {
    let texts: Vec<Text> = texts(harness).into_iter().filter(|text| text.seen().is_positive()).collect();
    let mut found = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let meets = |other: &&Text| text.seen().intersects(other.seen());
        let others = texts[index + 1..].iter().filter(meets);
        found.extend(
            others.map(|other| format!("{:?} over {:?} at {:?}", text.words, other.words, other.ink)),
        );
    }
    found
}

fn with_session(session: SessionInput, lower: Lower) -> Editor {
    let mut editor = Editor { session, ..Editor::default() };
    editor.preferences.compare.lower = lower;
    editor
}

fn with_baseline() -> Editor {
    let mut editor = with_session(session::with_loopback(), Lower::Figures);
    editor.preferences.compare.baseline = Some(editor.session.captures[2].id());
    editor
}

fn of_quantity(session: SessionInput, quantity: Quantity) -> Editor {
    let mut editor = with_session(session, Lower::Figures);
    editor.preferences.compare = ComparePreferences {
        quantity,
        level_match: true,
        only_differences: true,
        sort: Some(Sort { figure: "thd.f".to_owned(), place: "L".to_owned(), is_reversed: true }),
        ..editor.preferences.compare
    };
    editor
}

/// A run with everything wrong that a run can have.
pub fn broken_run() -> Snapshot {
    let mut snapshot = snapshots::of(Stimulus::BenchRunning);
    let progress = Arc::make_mut(snapshot.bench.as_mut().expect("a run"));
    let reason = "The stream stopped after 15.6 s of the track.".to_owned();
    progress.end = Some(BenchEnd::Broken(reason));
    for (_, state) in &mut progress.sections {
        *state = if *state == SectionState::Measured { *state } else { SectionState::Missing };
    }
    let report = Arc::make_mut(progress.report.as_mut().expect("a report"));
    let run = report.run.as_mut().expect("a run");
    run.is_swapped = true;
    run.polarity.values_mut().for_each(|sign| *sign = -1);
    let fault = |section, frame, late_frames| RunFault {
        section,
        frame,
        frames: 48,
        late_frames,
        figures: run.figures.get(&section).cloned().unwrap_or_default(),
    };
    run.faults = vec![
        fault(BenchSection::Tone, 372_144, -48.0),
        fault(BenchSection::Multitone, 594_576, 0.0),
        fault(BenchSection::QuietTone, 694_576, 12.0),
    ];
    snapshot
}

fn of_bench(snapshot: Snapshot, change: impl Fn(&mut BenchPreferences)) -> Editor {
    let mut editor = Editor { session: session::benched(), ..Editor::showing(snapshot) };
    change(&mut editor.preferences.bench);
    editor.settings.reference_volts = Some([2.0, 2.05]);
    editor.settings.measure.load_ohms = Some(32.0);
    editor.preferences.level_unit = LevelUnit::Watts;
    editor
}

fn playing(editor: Editor, status: PlayerStatus) -> Editor {
    Editor { player: PlayerInput { status, confirmed_dbfs: Some(-12.0) }, ..editor }
}

fn asking(mut editor: Editor) -> Editor {
    editor.view.ask_player();
    editor
}

fn on_sheet(chosen: &mut BenchPreferences) {
    chosen.page = BenchPage::Sheet;
}

/// A run of which nothing is measured yet.
pub fn without_report() -> Snapshot {
    let mut snapshot = snapshots::of(Stimulus::BenchRunning);
    Arc::make_mut(snapshot.bench.as_mut().expect("a run")).report = None;
    snapshot
}

/// States of the Bench view.
fn bench_states() -> Vec<(&'static str, Editor)> {
    let complete = || snapshots::of(Stimulus::Bench);
    let enlarged = |plot| of_bench(complete(), |chosen| chosen.enlarged = Some(plot));
    let others = |chosen: &mut BenchPreferences| {
        chosen.response = ResponseCurve::Phase;
        chosen.harmonic = Some(3);
        chosen.level = LevelCurve::Crosstalk;
        chosen.coupling = CouplingCurve::Balance;
    };
    let delays = |chosen: &mut BenchPreferences| {
        others(chosen);
        chosen.response = ResponseCurve::Delay;
        chosen.level = LevelCurve::Noise;
    };
    vec![
        ("nothing yet", Editor::default()),
        ("nothing yet, asking", asking(Editor::default())),
        ("nothing yet, playing", playing(Editor::default(), player::running(2))),
        ("a broken run", Editor::showing(broken_run())),
        ("a broken run, asking", asking(Editor::showing(broken_run()))),
        ("a broken run, playing", playing(Editor::showing(broken_run()), player::running(1))),
        ("a broken run, not played", playing(Editor::showing(broken_run()), player::broken())),
        (
            "with a message",
            Editor { messages: vec!["The band is unreadable.".to_owned()], ..Editor::default() },
        ),
        ("a capture with a run", of_bench(Snapshot::default(), |_| ())),
        ("a run in watts", of_bench(complete(), |_| ())),
        ("phase, H3, crosstalk, balance", of_bench(complete(), others)),
        ("delay, H3, noise, balance", of_bench(complete(), delays)),
        ("sheet of a run", of_bench(complete(), on_sheet)),
        ("sheet of a capture", of_bench(Snapshot::default(), on_sheet)),
        ("sheet of a broken run", of_bench(broken_run(), on_sheet)),
        ("sheet, nothing yet", of_bench(without_report(), on_sheet)),
        ("response alone", enlarged(BenchPlot::Response)),
        ("distortion alone", enlarged(BenchPlot::Distortion)),
        ("levels alone", enlarged(BenchPlot::Levels)),
        ("crosstalk alone", enlarged(BenchPlot::Coupling)),
    ]
}

/// Every state of a view that is not simply a stimulus, by name; those are in `matrix`.
pub fn states() -> Vec<(&'static str, Editor)> {
    let restored =
        || Editor { restored: snapshots::dual_tone().report.as_deref().cloned(), ..Editor::default() };
    let message = || Editor {
        messages: vec!["The band is unreadable.".to_owned()],
        ..Editor::showing(snapshots::tone_left())
    };
    let in_volts = || {
        let mut editor = Editor::showing(snapshots::dual_tone());
        editor.settings.reference_volts = Some([2.0, 2.05]);
        editor.settings.measure.load_ohms = Some(32.0);
        editor
    };
    let working = || {
        let work = |id, title: &str, share| Work { id, title: title.to_owned(), share };
        let work = vec![work(1, "Importing 3 files", 0.37), work(2, "Exporting Groundtruth.html", 1.0)];
        Editor { work, session: session::pair(), ..Editor::showing(snapshots::tone_left()) }
    };
    let clipping = || {
        let mut editor = Editor::showing(snapshots::dual_tone());
        editor.snapshot.meters[0].clipped_samples = 12;
        editor
    };
    vec![
        ("clipping", clipping()),
        ("tone on the left", Editor::showing(snapshots::tone_left())),
        ("a tone on each side", Editor::showing(snapshots::dual_tone())),
        ("programme", Editor::showing(snapshots::programme())),
        ("everything refused", Editor::showing(snapshots::troubled())),
        ("sweep", Editor::showing(snapshots::sweep())),
        ("a pair of no standard", Editor::showing(snapshots::odd_pair())),
        ("a clean tone", Editor::showing(snapshots::clean_tone())),
        ("in volts", in_volts()),
        ("limits", Editor::showing(snapshots::limits())),
        ("one channel", Editor::showing(snapshots::mono())),
        ("nothing yet", Editor::showing(Snapshot::default())),
        ("restored", restored()),
        ("with a message", message()),
        ("with work", working()),
        ("two captures", with_session(session::pair(), Lower::Figures)),
        ("claims", with_session(session::pair(), Lower::Claims)),
        ("twelve captures", with_session(session::crowd(), Lower::Figures)),
        ("with a baseline", with_baseline()),
        ("harmonics of twelve", of_quantity(session::crowd(), Quantity::Harmonics)),
        ("balance", of_quantity(session::swept(), Quantity::Balance)),
    ]
}

/// The states that concern a view: those of the bench track only where they are seen.
pub fn states_on(tab: Tab) -> Vec<(&'static str, Editor)> {
    match tab {
        Tab::Bench => bench_states(),
        Tab::Compare => states().into_iter().chain(compared_runs()).collect(),
        Tab::Spectrum | Tab::Crosstalk | Tab::Noise => states(),
    }
}

/// Curves of the bench track side by side.
fn compared_runs() -> [(&'static str, Editor); 3] {
    [
        ("response", of_quantity(session::benched(), Quantity::Response)),
        ("THD over frequency", of_quantity(session::benched(), Quantity::ThdOverFrequency)),
        ("THD+N over level", of_quantity(session::benched(), Quantity::ThdnOverLevel)),
    ]
}

#[test]
fn no_word_is_cut_or_covered_in_any_view_state_and_size() {
    let [width, height] = Preferences::SMALLEST_WINDOW;
    let mut faults = Vec::new();
    for size in [Vec2::new(width, height), Vec2::new(900.0, 600.0), DEFAULT, Vec2::new(1800.0, 1100.0)] {
        for tab in [Tab::Spectrum, Tab::Crosstalk, Tab::Noise, Tab::Bench, Tab::Compare] {
            for (name, mut editor) in states_on(tab) {
                let Preferences { compare, bench, level_unit, .. } = editor.preferences.clone();
                editor.preferences = Preferences {
                    tab,
                    theme: Theme::Light,
                    show_max_hold: true,
                    compare,
                    bench,
                    level_unit,
                    ..Preferences::default()
                };
                let harness = editor.open(size);
                let scrolls = tab == Tab::Compare || name.starts_with("sheet");
                let cut = if scrolls { cut_but_for_scrolling(&harness) } else { cut(&harness) };
                for fault in cut.into_iter().chain(covered(&harness)) {
                    faults.push(format!("{name}, {tab:?}, {size:?}: {fault}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
