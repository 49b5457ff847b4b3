//! The cause of the crosstalk as text.

use egui::{Align, Painter, Rect, pos2, vec2};
use groundtruth_measure::{Figure, PairFigure, Reading, Refusal};

use crate::editor::theme;
use crate::editor::view::scene::Scene;
use crate::editor::view::{draw, format, words};

/// Height of a line.
const LINE: f32 = 17.0;

/// The text, and whether it is a finding.
pub struct Line {
    words: String,
    found: bool,
}

/// A line per direction with known causes; otherwise the requirements for them.
pub fn lines(scene: &Scene<'_>) -> Vec<Line> {
    let directions = [(0, 1, "L → R"), (1, 0, "R → L")];
    let known = directions.into_iter().filter_map(|(from, to, name)| Some((name, said(scene, from, to)?)));
    let line = |(name, said)| Line { words: format!("{name}: {said}"), found: true };
    let lines: Vec<Line> = known.map(line).collect();
    let is_asked = |(from, to, _): &(usize, usize, &str)| {
        let reading = scene.pair_reading(*from, *to, PairFigure::XtalkCauseResistance);
        matches!(reading, Some(Reading::NotMeasurable(Refusal::NotSet { .. })))
            && has_crosstalk(scene, *from, *to)
    };
    if lines.is_empty() && directions.iter().any(is_asked) {
        let words = words::CAUSE_NEEDS_LOAD.to_owned();
        return vec![Line { words, found: false }];
    }
    lines
}

/// Height of the lines, with the space around them.
pub fn height(lines: &[Line]) -> f32 {
    if lines.is_empty() { 0.0 } else { LINE * lines.len() as f32 + 4.0 }
}

/// Paints the lines into `area`.
pub fn paint(painter: &Painter, area: Rect, lines: &[Line], scene: &Scene<'_>) {
    for (index, line) in lines.iter().enumerate() {
        let left_top = pos2(area.left() + 18.0, area.top() + index as f32 * LINE);
        let place = Rect::from_min_size(left_top, vec2(area.width() - 40.0, LINE));
        let colour = if line.found { scene.palette.text } else { scene.palette.quiet };
        draw::text_in(painter, place, Align::Min, &line.words, theme::sans(theme::SMALL), colour);
    }
}

fn has_crosstalk(scene: &Scene<'_>, from: usize, to: usize) -> bool {
    let is_seen = |id| {
        let figure = scene.pair_reading(from, to, id).and_then(Reading::figure);
        figure.is_some_and(|figure| !figure.limit)
    };
    is_seen(PairFigure::XtalkSelective) || is_seen(PairFigure::XtalkCurve)
}

/// The causes of one direction; `None` if nothing is known about them.
fn said(scene: &Scene<'_>, from: usize, to: usize) -> Option<String> {
    let reading = |id| scene.pair_reading(from, to, id);
    let (shared, coupling) =
        (reading(PairFigure::XtalkCauseResistance)?, reading(PairFigure::XtalkCauseCapacitance)?);
    let part = |reading: &Reading, name: &str, scale: f64, unit: &str| {
        let spelled = |figure: &Figure| {
            let quantity = format::with_prefix(figure.value * scale, unit, 3);
            (figure.limit, words::cause(name, figure, &quantity))
        };
        reading.figure().map(spelled)
    };
    let parts = [part(shared, "a shared return", 1e-3, "Ω"), part(coupling, "a coupling", 1e-12, "F")];
    let is_found = |part: &&(bool, String)| !part.0;
    let any_found = parts.iter().flatten().any(|part| is_found(&part));
    // Other possible causes are omitted if one was found.
    let shown = parts.iter().flatten().filter(|part| !any_found || is_found(part));
    let shown: Vec<&str> = shown.map(|(_, words)| words.as_str()).collect();
    match shared {
        _ if !shown.is_empty() => Some(shown.join(" and ")),
        Reading::NotMeasurable(Refusal::AnotherPhase { phase_rad, .. }) => {
            Some(words::no_shared_return(*phase_rad))
        }
        _ => None,
    }
}
