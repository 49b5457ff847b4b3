//! The list of sections: what is measured, what is being heard, what is missing.

use egui::{Align, Painter, Pos2, Rect, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};
use groundtruth_analysis::SectionState;
use groundtruth_measure::BenchSection;

use super::chief;
use super::shown::Shown;
use crate::editor::theme::{self, Palette};
use crate::editor::view::{draw, words};

/// Height of a section with its figure below its name, and beside it.
const HIGH: f32 = 36.0;
const LOW: f32 = 17.0;
/// Room for the mark.
const MARK: f32 = 18.0;

/// Height of the list with all figures below their names.
pub fn high(shown: &Shown<'_>) -> f32 {
    shown.sections.len() as f32 * HIGH
}

/// Least height that shows all sections.
pub fn least(shown: &Shown<'_>) -> f32 {
    shown.sections.len() as f32 * LOW
}

/// Height that the list wants within a height, with rows of one kind.
pub fn height(shown: &Shown<'_>, within: f32) -> f32 {
    /// Highest row with the figure beside its name.
    const LOOSE: f32 = 22.0;
    let count = shown.sections.len().max(1) as f32;
    let pitch = if within >= count * HIGH { HIGH } else { (within / count).min(LOOSE) };
    count * pitch.max(0.0)
}

/// Paints as many sections as fit.
pub fn ui(ui: &Ui, area: Rect, shown: &Shown<'_>, palette: Palette) {
    let pitch = area.height() / shown.sections.len().max(1) as f32;
    for (index, (section, state)) in shown.sections.iter().enumerate() {
        let top = area.top() + index as f32 * pitch;
        let row = Rect::from_min_size(pos2(area.left(), top), vec2(area.width(), pitch));
        if row.bottom() <= area.bottom() + 0.5 && row.height() >= LOW - 1.0 && row.width() > 2.0 * MARK {
            one(ui, row, shown, (*section, *state), palette);
        }
    }
}

fn one(
    ui: &Ui,
    row: Rect,
    shown: &Shown<'_>,
    (section, state): (BenchSection, SectionState),
    palette: Palette,
) {
    let name = words::bench::section(section);
    let chief = (state == SectionState::Measured).then(|| chief::of(shown, section)).flatten();
    let (painter, is_high) = (ui.painter(), row.height() >= HIGH - 1.0);
    let line = |top: f32, height: f32| {
        Rect::from_min_max(
            pos2(row.left() + MARK, row.top() + top),
            pos2(row.right(), row.top() + top + height),
        )
    };
    let upper = if is_high { line(2.0, 16.0) } else { line(0.0, row.height()) };
    mark(painter, pos2(row.left() + 6.0, upper.center().y), state, palette);
    let colour = if state == SectionState::Ahead { palette.quiet } else { palette.text };
    let font = theme::sans(if is_high { theme::BODY } else { theme::SMALL });
    let word = draw::text_in(painter, upper, Align::Min, name, font, colour);
    let lower = match is_high {
        true => line(17.0, 15.0),
        false => Rect::from_min_max(pos2(word.right() + 8.0, upper.top()), upper.max),
    };
    let align = if is_high { Align::Min } else { Align::Max };
    let forms = chief.as_ref().map_or(&[][..], |chief| &chief.forms);
    // Beside the names all figures are in their shortest form, below one another.
    let forms = if is_high { forms } else { &forms[forms.len().saturating_sub(1)..] };
    let said = beside(painter, lower.width(), state, forms);
    if let Some(said) = &said {
        let colour = if state == SectionState::Missing { palette.hum } else { palette.quiet };
        let font = if chief.is_some() { theme::mono(theme::TICK) } else { theme::sans(theme::TICK) };
        draw::text_in(painter, lower, align, said, font, colour);
    }
    let response = ui.interact(row, ui.scope_id().with(("section", name)), Sense::hover());
    let sentence = format!("{name} {}", said_of(state, said.as_deref()));
    response.widget_info(|| WidgetInfo::labeled(egui::Role::ListItem, true, sentence.trim_end()));
    if let Some(chief) = chief.filter(|chief| !chief.lines.is_empty()) {
        response.on_hover_text(chief.lines.join("\n"));
    }
}

/// The first form of the figure that fits, or the state in a word.
fn beside(painter: &Painter, width: f32, state: SectionState, forms: &[String]) -> Option<String> {
    let word = match state {
        SectionState::Running => Some(words::bench::RUNNING),
        SectionState::Missing => Some(words::bench::MISSING),
        SectionState::Ahead | SectionState::Measured => None,
    };
    let fits = |text: &&String| draw::width(painter, text, theme::mono(theme::TICK)) <= width;
    word.map(str::to_owned).or_else(|| forms.iter().find(fits).cloned())
}

/// What a screen reader says after the name.
fn said_of(state: SectionState, beside: Option<&str>) -> String {
    let measured = if state == SectionState::Measured { "measured" } else { "" };
    format!("{measured} {}", beside.unwrap_or_default()).trim().to_owned()
}

/// A tick, a broken ring, or a cross; nothing for what comes later.
fn mark(painter: &Painter, centre: Pos2, state: SectionState, palette: Palette) {
    let line = |from: [f32; 2], to: [f32; 2], colour| {
        let at = |[x, y]: [f32; 2]| centre + vec2(x, y);
        painter.line_segment([at(from), at(to)], Stroke::new(1.5, colour));
    };
    match state {
        SectionState::Measured => {
            line([-4.0, 0.5], [-1.2, 3.2], palette.better);
            line([-1.2, 3.2], [4.0, -3.2], palette.better);
        }
        SectionState::Running => {
            let turn = |part: usize| std::f32::consts::TAU * part as f32 / 24.0;
            let ring: Vec<Pos2> =
                (0..=24).map(|part| centre + 4.5 * egui::Vec2::angled(turn(part))).collect();
            painter.extend(Shape::dashed_line(&ring, Stroke::new(1.2, palette.text), 2.0, 1.6));
        }
        SectionState::Missing => {
            line([-3.2, -3.2], [3.2, 3.2], palette.hum);
            line([-3.2, 3.2], [3.2, -3.2], palette.hum);
        }
        SectionState::Ahead => (),
    }
}
