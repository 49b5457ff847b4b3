//! Every stimulus in every view, theme, size and scale: no text is cut off or covered, and nothing is painted across the
//! edge of its panel.

use egui::{Color32, Rect, Shape, Vec2};
use egui_kittest::Harness;
use groundtruth_plugin::editor::preferences::{Preferences, Tab, Theme};
use groundtruth_plugin::editor::theme::Palette;

use super::snapshots::stimuli::Stimulus;
use super::{DEFAULT, Editor, help, layout, session, snapshots};

/// Height of the header.
const HEADER: f32 = 46.0;

/// What takes the place of the plot and, in Bench and Compare, of the readouts too.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Page {
    Of(Tab),
    Help,
}

const PAGES: [Page; 6] = [
    Page::Of(Tab::Spectrum),
    Page::Of(Tab::Crosstalk),
    Page::Of(Tab::Noise),
    Page::Of(Tab::Bench),
    Page::Of(Tab::Compare),
    Page::Help,
];

/// Sizes in points, and pixels per point.
fn sizes() -> [(Vec2, f32); 4] {
    let [width, height] = Preferences::SMALLEST_WINDOW;
    [(DEFAULT, 1.0), (Vec2::new(width, height), 1.0), (Vec2::new(1500.0, 950.0), 1.0), (DEFAULT, 2.0)]
}

/// Lays out a stimulus in all views, themes, sizes and scales.
fn lay_out(stimulus: Stimulus) {
    let snapshot = snapshots::of(stimulus);
    let session = session::beside_pair(stimulus.name(), &snapshot);
    let mut faults = Vec::new();
    for theme in [Theme::Dark, Theme::Light] {
        for (size, scale) in sizes() {
            for page in PAGES {
                let mut editor = Editor { session: session.clone(), ..Editor::showing(snapshot.clone()) };
                let tab = if let Page::Of(tab) = page { tab } else { Tab::Spectrum };
                let show_max_hold = theme == Theme::Light;
                editor.preferences = Preferences { tab, theme, show_max_hold, ..Preferences::default() };
                if page == Page::Help {
                    editor.view.open_help();
                }
                let harness = editor.open_at(size, scale);
                let found = faults_of(&harness, page).into_iter();
                faults
                    .extend(found.map(|fault| format!("{page:?}, {theme:?}, {size:?} at {scale}: {fault}")));
            }
        }
    }
    assert!(faults.is_empty(), "{} faults of {stimulus:?}:\n{}", faults.len(), faults.join("\n"));
}

fn faults_of(harness: &Harness<'_, Editor>, page: Page) -> Vec<String> {
    let mut faults = match page {
        Page::Of(Tab::Compare) => layout::cut_but_for_scrolling(harness),
        Page::Of(_) => layout::cut(harness),
        Page::Help => help::cut_beside(harness),
    };
    faults.extend(layout::covered(harness));
    if !matches!(page, Page::Of(Tab::Bench | Tab::Compare)) {
        faults.extend(across_the_edge(harness));
    }
    faults
}

/// What is painted on both sides of the line between the plots and the readouts.
fn across_the_edge(harness: &Harness<'_, Editor>) -> Vec<String> {
    let window = harness.state().area.expect("a frame was drawn");
    let panel = Palette::of(harness.state().preferences.theme).panel;
    let mut painted = Vec::new();
    for clipped in &harness.output().shapes {
        collect(&clipped.shape, clipped.clip_rect.intersect(window), &mut painted);
    }
    let is_column = |(place, fill): &&(Rect, Color32)| {
        *fill == panel
            && place.right() >= window.right() - 0.5
            && place.height() > window.height() - HEADER - 1.0
    };
    let (column, _) = *painted.iter().find(is_column).expect("the readouts have a panel");
    let places = painted.iter().map(|(place, _)| *place).filter(|place| is_across(*place, column, window));
    places.map(|place| format!("painted across {}: {place:?}", column.left())).collect()
}

/// Whether something lies on both sides of the column's edge and is not the window's own background or line.
fn is_across(place: Rect, column: Rect, window: Rect) -> bool {
    /// Anti-aliasing reaches over an edge by less than a pixel.
    const SOFT: f32 = 1.0;
    let edge = column.left();
    let is_whole = place.width() >= window.width() - SOFT;
    let is_below = place.bottom() > column.top() + SOFT;
    place.left() < edge - SOFT && place.right() > edge + SOFT && is_below && !is_whole
}

#[test]
fn what_reaches_over_the_edge_is_found() {
    let window = Rect::from_min_max(egui::pos2(8.0, 8.0), egui::pos2(752.0, 472.0));
    let column = Rect::from_min_max(egui::pos2(478.0, 54.0), window.max);
    let at = |left: f32, right: f32, top: f32| {
        let place = Rect::from_min_max(egui::pos2(left, top), egui::pos2(right, top + 12.0));
        is_across(place, column, window)
    };
    assert!(at(400.0, 500.0, 100.0));
    assert!(!at(400.0, 478.5, 100.0) && !at(477.5, 700.0, 100.0), "on one side");
    assert!(!at(400.0, 500.0, 20.0), "in the header");
    assert!(!at(8.0, 752.0, 100.0), "of the window");
}

/// The visible place of each shape, with its fill.
fn collect(shape: &Shape, clip: Rect, painted: &mut Vec<(Rect, Color32)>) {
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| collect(shape, clip, painted)),
        Shape::Noop => {}
        shape => {
            let fill = if let Shape::Rect(rect) = shape { rect.fill } else { Color32::TRANSPARENT };
            let place = shape.visual_bounding_rect().intersect(clip);
            if place.is_positive() {
                painted.push((place, fill));
            }
        }
    }
}

/// One test for each stimulus; the list is complete, or the function after it does not compile.
macro_rules! of_every_stimulus {
    ($($name:ident: $stimulus:ident),* $(,)?) => {
        $(
            #[test]
            fn $name() {
                lay_out(Stimulus::$stimulus);
            }
        )*

        #[test]
        fn every_stimulus_has_a_test_and_a_name_of_its_own() {
            let tested = [$(Stimulus::$stimulus),*];
            for stimulus in Stimulus::ALL {
                match stimulus {
                    $(Stimulus::$stimulus => {})*
                }
                assert_eq!(tested.iter().filter(|other| **other == stimulus).count(), 1, "{stimulus:?}");
                assert_eq!(Stimulus::of(stimulus.name()), Some(stimulus));
            }
        }
    };
}

of_every_stimulus! {
    tone: Tone,
    both: Both,
    left: Left,
    right: Right,
    dual: Dual,
    smpte: Smpte,
    din: Din,
    dfd: Dfd,
    multitone: Multitone,
    interleaved: Interleaved,
    sweep: Sweep,
    silence: Silence,
    idle: Idle,
    music: Music,
    speech: Speech,
    noise: Noise,
    clipped: Clipped,
    mono: Mono,
    no_audio: NoAudio,
    bench: Bench,
    bench_running: BenchRunning,
}
