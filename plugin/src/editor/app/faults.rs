//! Panics while drawing: caught, shown, and retried after a change.

use std::panic::{AssertUnwindSafe, catch_unwind};

use egui::{Ui, Vec2};

use crate::editor::view::words;

/// Pause before drawing is retried after a fault, in seconds: each try prints the panic to the host's error stream.
const PAUSE_S: f64 = 1.0;

/// The last fault, until a frame is drawn without one.
#[derive(Default)]
pub struct Faults {
    last: Option<Fault>,
}

struct Fault {
    window: Vec2,
    at_s: f64,
}

impl Faults {
    /// Draws a frame, or a message while there is a fault. Returns whether `draw` panicked: its state may then be half
    /// changed. The panic is not propagated, because on the window's thread it would end the host.
    ///
    /// A fault caused by the window's size is cleared by the next size, any other is retried every [`PAUSE_S`].
    pub fn draw(&mut self, ui: &mut Ui, draw: impl FnOnce(&mut Ui)) -> bool {
        let (window, now_s) = (ui.max_rect().size(), ui.input(|input| input.time));
        let must_wait = |fault: &Fault| fault.window == window && now_s - fault.at_s < PAUSE_S;
        if self.last.as_ref().is_some_and(must_wait) {
            show(ui);
            return false;
        }
        let panicked = catch_unwind(AssertUnwindSafe(|| draw(ui))).is_err();
        self.last = panicked.then_some(Fault { window, at_s: now_s });
        if panicked {
            show(ui);
        }
        panicked
    }
}

fn show(ui: &mut Ui) {
    ui.ctx().request_repaint_after_secs(PAUSE_S as f32);
    // Covers whatever was painted before the panic.
    ui.painter().rect_filled(ui.max_rect(), 0.0, ui.visuals().panel_fill);
    ui.heading(words::DISPLAY_FAULT);
    ui.label(words::DISPLAY_FAULT_MEANING);
}

#[cfg(test)]
mod tests {
    use egui::{Pos2, Rect};

    use super::*;

    /// A window that counts how often it was drawn, and panics while its height is below 200.
    #[derive(Default)]
    struct Window {
        context: egui::Context,
        faults: Faults,
        drawn: usize,
        sick: bool,
    }

    impl Window {
        /// Labels painted in a frame.
        fn frame(&mut self, height: f32, time_s: f64) -> Vec<String> {
            let screen = Rect::from_min_size(Pos2::ZERO, Vec2::new(900.0, height));
            let input =
                egui::RawInput { screen_rect: Some(screen), time: Some(time_s), ..Default::default() };
            let (faults, drawn, sick) = (&mut self.faults, &mut self.drawn, self.sick);
            let mut draw = |ui: &mut Ui| {
                *drawn += 1;
                ui.horizontal(|ui| {
                    ui.label("half a row");
                    assert!(!sick && height >= 200.0, "a fault in the view");
                });
            };
            let mut output = self.context.run_ui(input, |ui| _ = faults.draw(ui, &mut draw));
            // Nothing is rendered here; egui requires the deltas to be cleared.
            output.textures_delta.clear();
            let text = |shape: &egui::epaint::ClippedShape| match &shape.shape {
                egui::Shape::Text(text) => Some(text.galley.text().to_owned()),
                _ => None,
            };
            output.shapes.iter().filter_map(text).collect()
        }

        fn shows_failure(&mut self, height: f32, time_s: f64) -> bool {
            let labels = self.frame(height, time_s);
            labels.iter().any(|label| label.contains("Internal error"))
        }
    }

    #[test]
    fn a_fault_of_one_size_is_over_with_the_next() {
        let mut window = Window::default();
        assert_eq!(window.frame(600.0, 0.0), ["half a row"]);
        assert!(window.shows_failure(100.0, 0.1));
        assert_eq!(window.frame(600.0, 0.2), ["half a row"]);
        assert!(window.shows_failure(110.0, 0.3));
    }

    #[test]
    fn a_fault_is_tried_again_after_a_pause_and_not_with_every_frame() {
        let mut window = Window { sick: true, ..Window::default() };
        assert!((0..10).all(|frame| window.shows_failure(600.0, f64::from(frame) * 0.09)));
        assert_eq!(window.drawn, 1);
        assert!(window.shows_failure(600.0, 1.1));
        assert_eq!(window.drawn, 2);
        window.sick = false;
        assert!(window.shows_failure(600.0, 1.2));
        assert_eq!(window.frame(600.0, 2.2), ["half a row"]);
        assert_eq!(window.frame(600.0, 2.3), ["half a row"]);
    }
}
