//! The bench track: its sections with their chief figures, how it lies in the recording, and its curves.

mod chief;
mod content;
mod control;
mod coupling;
mod distortion;
mod empty;
mod grid;
mod head;
mod levels;
mod list;
mod paint;
mod panel;
mod response;
mod run;
mod sheet;
mod shown;

use std::sync::Arc;

use egui::{Align, Rect, Ui, vec2};
use groundtruth_analysis::BenchProgress;
use groundtruth_measure::{BenchForm, Report};

use self::control::Control;
use self::empty::Empty;
use self::grid::Plots;
use self::run::Laid;
use self::sheet::SheetPage;
use self::shown::{Shown, Source};
use super::action::Action;
use super::player::{PlayerInput, PlayerSettings, PlayerView};
use super::scene::Scene;
use super::{draw, words};
use crate::editor::preferences::{BenchPage, BenchPreferences, Preferences};
use crate::editor::theme::{self, Palette};
use crate::session::SessionInput;

/// Width of the list, and in a narrow window.
const LIST: f32 = 236.0;
const NARROW_LIST: f32 = 180.0;
const NARROW_BELOW: f32 = 900.0;
/// Space around the list's text.
const MARGIN: f32 = 12.0;
/// Height of the list's heading.
const HEADING: f32 = 28.0;
/// Height that the run's lines may take from the list; more only if the list keeps its height.
const RUN: f32 = 48.0;

/// What the view shows, besides the preferences.
#[derive(Clone, Copy)]
pub struct Runs<'a> {
    /// The run in the stream.
    pub live: Option<&'a BenchProgress>,
    /// Captures with a run.
    pub session: &'a SessionInput,
}

impl<'a> Runs<'a> {
    fn chosen(self, preferences: &BenchPreferences) -> Option<Source<'a>> {
        Source::chosen(self.live, self.session, preferences)
    }

    /// The report of the live run, if that is shown and complete.
    pub fn complete(self, preferences: &BenchPreferences) -> Option<&'a Arc<Report>> {
        self.chosen(preferences)?.complete()
    }
}

/// State kept between frames.
#[derive(Default)]
pub struct BenchView {
    plots: Plots,
    empty: Empty,
    sheet: SheetPage,
}

impl BenchView {
    /// Paints the view into `area`.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        area: Rect,
        scene: &Scene<'_>,
        (runs, player): (Runs<'_>, (&PlayerInput, &mut PlayerView)),
        preferences: &mut Preferences,
        actions: &mut Vec<Action>,
    ) {
        let palette = Palette::of(preferences.theme);
        let width = if area.width() < NARROW_BELOW { NARROW_LIST } else { LIST };
        let (left, right) = area.split_left_right_at_x(area.left() + width.min(area.width()));
        let (input, view) = player;
        let keeps_playing = &mut preferences.keep_playing_when_closed;
        let control = Control {
            input,
            view,
            settings: PlayerSettings { keeps_playing, reference_volts: scene.declared.reference_volts },
        };
        let Some(source) = runs.chosen(&preferences.bench) else {
            panel(ui, left, &Shown::nothing(BenchForm::Full), control, palette, actions);
            self.empty.ui(ui, right, scene.sample_rate_hz().round() as u32, actions);
            return;
        };
        let shown = source.shown(&scene.declared, preferences.level_unit, &input.status);
        panel(ui, left, &shown, control, palette, actions);
        let (head, plots) = right.split_top_bottom_at_y(right.top() + head::HEIGHT);
        let others = (runs.session, runs.live.is_some());
        head::ui(ui, head, (source, &shown), others, &mut preferences.bench, palette);
        match preferences.bench.page {
            BenchPage::Curves => self.plots.ui(ui, plots, &shown, preferences, palette),
            BenchPage::Sheet => self.sheet.ui(ui, plots, (source, &scene.declared), palette, actions),
        }
    }

    /// A view without data with the same part of every plot.
    pub fn same_part(&self) -> BenchView {
        BenchView { plots: self.plots.same_part(), ..BenchView::default() }
    }

    /// Shows everything in every plot again.
    pub fn reset_zoom(&mut self) {
        self.plots.reset_zoom();
    }

    /// Removes every second cursor.
    pub fn clear_reference(&mut self) {
        self.plots.clear_reference();
    }
}

/// Places at the left, from the top down.
struct Places {
    heading: Rect,
    list: Rect,
    player: Rect,
    run: Rect,
}

impl Places {
    /// The list gets what heading, player and run leave; the run gives way to its least height.
    fn of(area: Rect, shown: &Shown<'_>, player_height: f32, run_height: f32) -> Places {
        let inner = area.shrink2(vec2(MARGIN, 8.0));
        let (heading, below) = inner.split_top_bottom_at_y(inner.top() + HEADING);
        let room = (below.height() - player_height).max(0.0);
        let run_height = run_height.min((room - list::high(shown)).max(RUN));
        let run_height = run_height.min((room - list::least(shown)).max(0.0));
        let list_height = list::height(shown, (room - run_height).max(0.0));
        let (list, below) = below.split_top_bottom_at_y(below.top() + list_height);
        let (player, run) = below.split_top_bottom_at_y((below.top() + player_height).min(inner.bottom()));
        Places { heading, list, player, run }
    }
}

/// Paints the column at the left.
fn panel(
    ui: &mut Ui,
    area: Rect,
    shown: &Shown<'_>,
    control: Control<'_>,
    palette: Palette,
    actions: &mut Vec<Action>,
) {
    ui.painter().rect_filled(area, 0.0, palette.panel);
    ui.painter().vline(area.right() - 0.5, area.y_range(), palette.hairline());
    let width = area.width() - 2.0 * MARGIN;
    let laid = Laid::new(ui, &run::lines(shown), width, palette);
    let places = Places::of(area, shown, control.height(ui, width), laid.height());
    let font = theme::sans(theme::TICK);
    let heading = words::bench::headings(shown.form, shown.heard_s, shown.length_s);
    let fits = |text: &&String| draw::width(ui.painter(), text, font.clone()) <= places.heading.width();
    if let Some(heading) = heading.iter().find(fits) {
        draw::text_in(ui.painter(), places.heading, Align::Min, heading, font.clone(), palette.quiet);
    }
    list::ui(ui, places.list, shown, palette);
    control.ui(ui, places.player, palette, actions);
    laid.paint(ui, places.run, palette);
}
