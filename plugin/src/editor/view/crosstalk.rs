//! Crosstalk in both directions: as bars, over frequency, and over the last minute; its cause, or the reason for its
//! absence.

mod cause;
mod curve;
mod key;
mod strip_chart;

use egui::{Align, Color32, Painter, Rect, Shape, Stroke, Ui, pos2, vec2};
use groundtruth_captures::table::reason;
use groundtruth_measure::{Figure, PairFigure, Reading, Refusal, StimulusKind};

use super::cursor::Reference;
use super::scene::Scene;
use super::{draw, format, words};
use crate::editor::preferences::Preferences;
use crate::editor::theme;

/// Crosstalk at the left end of the scale, where the bars begin, dB: the longer a bar, the more crosstalk.
const LOWEST_DB: f64 = -150.0;
/// Space for text beside the bars.
const WORDS: f32 = 168.0;
/// Least height of a plot beside another one.
const LEAST_PLOT: f32 = 170.0;

/// Paints the view into `area`; `reference` is the curve's second cursor.
pub fn ui(ui: &Ui, area: Rect, scene: &Scene<'_>, preferences: &Preferences, reference: &mut Reference) {
    let painter = ui.painter();
    if scene.channels().len() == 1 {
        draw::notice(painter, area, words::NEEDS_TWO_CHANNELS, scene.palette);
        return;
    }
    let bars_height = (area.height() * 0.40).clamp(168.0, 250.0);
    let (bars, below) = area.split_top_bottom_at_y(area.top() + bars_height);
    paint_bars(painter, bars, scene);
    let causes = cause::lines(scene);
    let (words, plots) = below.split_top_bottom_at_y(below.top() + cause::height(&causes));
    cause::paint(painter, words, &causes, scene);
    if !curve::is_known(scene) {
        strip_chart::ui(ui, plots, scene);
        return;
    }
    let both = strip_chart::has_levels(scene) && plots.height() >= 2.0 * LEAST_PLOT;
    let curve_height = if both { plots.height() * 0.55 } else { plots.height() };
    let (over_frequency, last_minute) = plots.split_top_bottom_at_y(plots.top() + curve_height);
    curve::ui(ui, over_frequency, scene, preferences.frequency_scale, reference);
    if both {
        strip_chart::ui(ui, last_minute, scene);
    }
}

fn paint_bars(painter: &Painter, area: Rect, scene: &Scene<'_>) {
    let field = Rect::from_min_max(area.min + vec2(18.0 + WORDS, 16.0), area.max - vec2(28.0, 40.0));
    scale(painter, field, scene);
    for (index, (from, to)) in [(0, 1), (1, 0)].into_iter().enumerate() {
        let height = field.height() / 2.0;
        let row = Rect::from_min_size(
            pos2(field.left(), field.top() + index as f32 * height),
            vec2(field.width(), height),
        );
        direction(painter, row, scene, from, to);
    }
    let band = scene.report.map_or_else(String::new, |report| format!(", {}", format::band(report.band_hz)));
    let of_sweep = scene.report.is_some_and(|report| report.stimulus.kind == StimulusKind::Sweep);
    let legend = words::bars_legend(of_sweep, &band);
    let place = Rect::from_min_max(
        pos2(area.left() + 18.0, field.bottom() + 20.0),
        pos2(field.right(), area.bottom()),
    );
    draw::text_in(painter, place, Align::Max, &legend, theme::sans(theme::TICK), scene.palette.quiet);
}

fn scale(painter: &Painter, field: Rect, scene: &Scene<'_>) {
    let step = if field.width() < 380.0 { 40 } else { 20 };
    for level_db in (0..=-(LOWEST_DB as i32)).step_by(step).map(|level| -f64::from(level)) {
        let x = x_of(field, level_db);
        painter.vline(x, field.y_range(), Stroke::new(1.0, scene.palette.grid));
        let place = Rect::from_min_size(pos2(x - 20.0, field.bottom() + 4.0), vec2(40.0, 14.0));
        let label = format::fixed(level_db, 0);
        draw::text_in(painter, place, Align::Center, &label, theme::sans(theme::TICK), scene.palette.quiet);
    }
}

fn x_of(field: Rect, level_db: f64) -> f32 {
    field.right() - field.width() * (level_db / LOWEST_DB).clamp(0.0, 1.0) as f32
}

fn direction(painter: &Painter, row: Rect, scene: &Scene<'_>, from: usize, to: usize) {
    let palette = scene.palette;
    let colour = palette.channels[from];
    let name = if from == 0 { "L → R" } else { "R → L" };
    let words = Words::of_direction(scene, from, to);
    let left = Rect::from_min_max(pos2(row.left() - WORDS, row.top()), pos2(row.left() - 14.0, row.bottom()));
    let line = |offset: f32, height: f32| {
        Rect::from_min_size(pos2(left.left(), row.center().y + offset), vec2(left.width(), height))
    };
    draw::text_in(painter, line(-31.0, 18.0), Align::Min, name, theme::sans(15.0), palette.text);
    let (font, weight) =
        if words.measured { (theme::LARGE, palette.text) } else { (theme::BODY, palette.quiet) };
    let font = if words.measured { theme::mono(font) } else { theme::sans(font) };
    let weight = if words.limit { palette.quiet } else { weight };
    draw::text_in(painter, line(-12.0, 24.0), Align::Min, &words.value, font, weight);
    draw::text_in(
        painter,
        line(13.0, 16.0),
        Align::Min,
        &words.phase,
        theme::sans(theme::SMALL),
        palette.quiet,
    );

    let bar = Rect::from_center_size(row.center(), vec2(row.width(), (row.height() * 0.42).min(34.0)));
    if let Some(figure) = words.figure {
        let filled = Rect::from_min_max(bar.min, pos2(x_of(row, figure.value), bar.bottom()));
        draw::bar(painter, filled, colour, figure.limit);
    } else {
        draw::notice(painter, row, &words.reason, palette);
    }
    if let Some(Reading::Measured(broadband)) = scene.pair_reading(from, to, PairFigure::XtalkBroadband) {
        dashed(painter, x_of(row, broadband.value), bar.expand2(vec2(0.0, 6.0)), palette.text);
    }
}

fn dashed(painter: &Painter, x: f32, along: Rect, colour: Color32) {
    let ends = [pos2(x, along.top()), pos2(x, along.bottom())];
    painter.extend(Shape::dashed_line(&ends, Stroke::new(1.5, colour), 4.0, 3.0));
}

/// Text for one direction.
struct Words<'a> {
    value: String,
    phase: String,
    reason: String,
    figure: Option<&'a Figure>,
    measured: bool,
    limit: bool,
}

impl<'a> Words<'a> {
    /// At the driven frequency; for a sweep, which has none, at the highest point.
    fn of_direction(scene: &Scene<'a>, from: usize, to: usize) -> Words<'a> {
        let selective = scene.pair_reading(from, to, PairFigure::XtalkSelective);
        let highest = scene.pair_reading(from, to, PairFigure::XtalkCurve);
        match (selective, highest) {
            (Some(Reading::NotMeasurable(_)), Some(highest @ Reading::Measured(_))) => {
                Words { phase: words::HIGHEST.to_owned(), ..Words::of(Some(highest)) }
            }
            (Some(Reading::NotMeasurable(refusal)), _) => {
                let of = Words::of(selective);
                // Which of its tones the measurement took for a test tone is of no use.
                let value = if scene.is_programme() { words::NO_TEST_TONE.to_owned() } else { of.value };
                Words { value, reason: why_not(scene, refusal), ..of }
            }
            _ => Words::of(selective),
        }
    }

    fn of(reading: Option<&'a Reading>) -> Words<'a> {
        let mut said = Words {
            value: "–".to_owned(),
            phase: String::new(),
            reason: String::new(),
            figure: None,
            measured: false,
            limit: false,
        };
        match reading {
            None => {}
            Some(Reading::Measured(figure)) => {
                said.value = format!("{} dB", format::figure(figure));
                said.limit = figure.limit;
                said.phase = match figure.phase_rad {
                    _ if figure.limit => words::AT_THE_NOISE.to_owned(),
                    Some(phase_rad) => phase_sentence(phase_rad),
                    None => String::new(),
                };
                (said.measured, said.figure) = (true, Some(figure));
            }
            Some(Reading::NotMeasurable(refusal)) => {
                said.value = reason::short(refusal).to_owned();
                said.reason = format::refusal(refusal);
            }
        }
        said
    }
}

/// What to do where there is no crosstalk, or else the reason for that.
fn why_not(scene: &Scene<'_>, refusal: &Refusal) -> String {
    match refusal {
        Refusal::Glides { .. } => words::CROSSTALK_AFTER_SWEEP.to_owned(),
        _ if scene.is_programme() => words::CROSSTALK_NEEDS_TONE.to_owned(),
        _ => format::refusal(refusal),
    }
}

/// Degrees and their meaning: "180.0°, inverted"; only degrees if they have no name.
fn phase_sentence(phase_rad: f64) -> String {
    let (degrees, word) = (format::degrees(phase_rad), format::phase_word(phase_rad));
    if word.ends_with('°') { degrees } else { format!("{degrees}, {word}") }
}
