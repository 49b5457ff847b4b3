//! Where the track lies in the recording, and what is wrong with it.

use egui::text::LayoutJob;
use egui::{Galley, Rect, Sense, Ui, WidgetInfo};
use std::sync::Arc;

use super::shown::{Begins, Shown};
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
    let mut place = words::bench::run(
        delay(shown.begins, run.delay_frames, rate_hz),
        run.clock_ppm,
        &polarity,
        run.is_swapped,
    );
    if run.faults.is_empty() {
        place = format!("{place} · {}", words::bench::NO_DROPOUTS);
    }
    lines.push(Line { text: place, is_fault: false });
    lines
}

/// When the track was heard, where that means something to people.
fn delay(begins: Begins, frame: f64, rate_hz: f64) -> Option<String> {
    /// Longest delay of a loop, in seconds; what begins later was played by something else.
    const LONGEST_S: f64 = 2.0;
    match begins {
        Begins::InRecording => Some(words::bench::delay(frame)),
        Begins::Played { frame: played } => {
            let frames = frame - played as f64;
            // Timing is good to a small part of a frame.
            let is_loop = (-1.0..=LONGEST_S * rate_hz).contains(&frames);
            is_loop.then(|| words::bench::loop_delay(frames, rate_hz))
        }
        Begins::InStream => None,
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_delay_that_a_loop_can_have_is_one() {
        let at = |begins, frame| delay(begins, frame, 48_000.0);
        let played = Begins::Played { frame: 96_000 };
        assert_eq!(at(played, 96_512.42).as_deref(), Some("loop delay 512.42 frames (10.68 ms)"));
        assert_eq!(
            [at(played, 95_000.0), at(played, 400_000.0), at(Begins::InStream, 96_512.42)],
            [None, None, None]
        );
        assert_eq!(at(Begins::InRecording, -7.0).as_deref(), Some("delay −7.00 frames"));
    }
}
