//! Where the track lies in the recording, and what is wrong with it.

use egui::text::LayoutJob;
use egui::{Galley, Rect, Sense, Ui, WidgetInfo};
use std::sync::Arc;

use super::shown::Shown;
use crate::editor::theme::{self, Palette};
use crate::editor::view::words;

/// Space between two lines.
const BETWEEN: f32 = 4.0;

/// A line, and whether something is wrong.
#[derive(Debug, PartialEq)]
pub struct Line {
    pub text: String,
    pub is_fault: bool,
}

/// What is wrong first, then where the track lies; empty before the first report.
pub fn lines(shown: &Shown<'_>) -> Vec<Line> {
    let fault = |text: String| Line { text, is_fault: true };
    let mut lines: Vec<Line> =
        shown.broken.map(|reason| fault(words::bench::broken(reason))).into_iter().collect();
    let Some((report, run)) = shown.report.and_then(|report| Some((report, report.run.as_ref()?))) else {
        return lines;
    };
    let missing =
        shown.sections.iter().filter(|(_, state)| *state == groundtruth_analysis::SectionState::Missing);
    match missing.count() {
        0 => (),
        count => lines.push(fault(words::bench::missing(count))),
    }
    let rate_hz = report.source.sample_rate_hz;
    lines.extend(run.faults.iter().map(|one| fault(words::bench::fault(one, rate_hz))));
    let polarity = words::bench::polarity(run.polarity.iter());
    let mut place = words::bench::run(run.delay_frames, run.clock_ppm, &polarity, run.is_swapped);
    if run.faults.is_empty() {
        place = format!("{place} · {}", words::bench::NO_DROPOUTS);
    }
    lines.push(Line { text: place, is_fault: false });
    lines
}

/// Lines laid out to a width.
pub struct Laid {
    galleys: Vec<Arc<Galley>>,
    text: String,
}

impl Laid {
    pub fn new(ui: &Ui, lines: &[Line], width: f32, palette: Palette) -> Laid {
        let galley = |line: &Line| {
            let colour = if line.is_fault { palette.hum } else { palette.quiet };
            let job = LayoutJob::simple(line.text.clone(), theme::sans(theme::TICK), colour, width.max(1.0));
            ui.painter().layout_job(job)
        };
        let text: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        Laid { galleys: lines.iter().map(galley).collect(), text: text.join("\n") }
    }

    /// Height of all lines.
    pub fn height(&self) -> f32 {
        self.galleys.iter().map(|galley| galley.size().y + BETWEEN).sum()
    }

    /// Paints the lines that fit, and whether there are more; the hint has all of them.
    pub fn paint(&self, ui: &Ui, area: Rect, palette: Palette) {
        if self.galleys.is_empty() || !area.is_positive() {
            return;
        }
        let painter = ui.painter();
        let more =
            painter.layout_no_wrap(words::bench::MORE.to_owned(), theme::sans(theme::TICK), palette.quiet);
        let mut top = area.top();
        for (index, galley) in self.galleys.iter().enumerate() {
            let is_last = index + 1 == self.galleys.len();
            let room = area.bottom() - top - if is_last { 0.0 } else { more.size().y + BETWEEN };
            if galley.size().y > room {
                if more.size().y <= area.bottom() - top && more.size().x <= area.width() {
                    painter.galley(egui::pos2(area.left(), top), more, palette.quiet);
                }
                break;
            }
            painter.galley(egui::pos2(area.left(), top), galley.clone(), palette.quiet);
            top += galley.size().y + BETWEEN;
        }
        let response = ui.interact(area, ui.scope_id().with("bench run"), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(egui::Role::Status, true, &self.text));
        response.on_hover_text(&self.text);
    }
}
