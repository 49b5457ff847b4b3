//! What runs on the window's thread: one frame after another, until the window goes.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use groundtruth_analysis::SnapshotReader;
use nice_plug::context::gui::GuiContext;
use nice_plug_egui::baseview::{HandlerError, WindowSize};
use nice_plug_egui::{Frame, NiceEguiApp};

use super::geometry::Geometry;
use super::guard::Opening;
use super::preferences::Preferences;
use super::view::{Action, View, ViewInput};
use crate::Task;
use crate::instance::Instance;

/// The app of one opening. Its drop is the event "closed".
pub(super) struct App {
    instance: Arc<Instance>,
    geometry: Arc<Geometry>,
    opening: Arc<Opening>,
    run_on_main_thread: Arc<dyn Fn(Task) + Send + Sync>,
    snapshots: Option<SnapshotReader>,
    view: View,
    has_failed: bool,
}

impl App {
    pub fn new(
        instance: Arc<Instance>,
        geometry: Arc<Geometry>,
        opening: Arc<Opening>,
        run_on_main_thread: Arc<dyn Fn(Task) + Send + Sync>,
    ) -> App {
        App {
            instance,
            geometry,
            opening,
            run_on_main_thread,
            snapshots: None,
            view: View::new(),
            has_failed: false,
        }
    }

    fn draw(&mut self, ui: &mut egui::Ui) {
        let Some(snapshots) = &mut self.snapshots else { return };
        let mut settings = self.instance.settings();
        let before = self.instance.preferences();
        let mut preferences = before.clone();
        let restored = self.instance.last_report();
        let track = self.instance.track();
        let input = ViewInput {
            snapshot: snapshots.latest(),
            restored: restored.as_deref(),
            settings: &mut settings,
            preferences: &mut preferences,
            frozen: self.instance.is_frozen(),
            track: track.as_deref(),
            messages: &self.instance.messages(),
        };
        let actions = self.view.ui(ui, input);
        if preferences != before {
            self.instance.set_preferences(preferences);
        }
        for action in actions {
            match action {
                Action::SetFrozen(frozen) => (self.run_on_main_thread)(Task::SetFrozen(frozen)),
                Action::SettingsChanged => self.instance.set_settings(settings),
                Action::Restart => self.instance.restart(),
                Action::ClearMaxHold => self.instance.clear_max_hold(),
                Action::DismissMessage => self.instance.dismiss_message(),
            }
        }
    }
}

impl NiceEguiApp for App {
    fn build(
        &mut self,
        context: egui::Context,
        _host: GuiContext,
        frame: &mut Frame,
    ) -> Result<(), HandlerError> {
        // The keyboard zoom would resize the host's window.
        context.options_mut(|options| options.zoom_with_keyboard = false);
        self.resized(frame.baseview_window().size());
        self.opening.keep_context(context);
        let opening = self.opening.clone();
        let (viewer, snapshots) = self.instance.open_viewer(Box::new(move || opening.request_repaint()));
        self.snapshots = Some(snapshots);
        self.opening.begin(&self.instance, viewer);
        Ok(())
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut Frame) {
        self.opening.set_drawn();
        if !self.has_failed {
            self.has_failed = panics(|| self.draw(ui));
        }
        if self.has_failed {
            show_failure(ui);
        }
    }

    fn resized(&mut self, size: WindowSize) {
        let points = self.geometry.resized(size);
        // Hosts squeeze a window to nothing at times; that is no preference.
        let [width, height] = Preferences::SMALLEST_WINDOW;
        let mut preferences = self.instance.preferences();
        preferences.window_width = points.width.max(width);
        preferences.window_height = points.height.max(height);
        self.instance.set_preferences(preferences);
    }
}

impl Drop for App {
    fn drop(&mut self) {
        self.opening.end(&self.instance);
    }
}

/// Whether `draw` panicked. The panic goes no further: from the window's thread it would end the host.
fn panics(draw: impl FnOnce()) -> bool {
    catch_unwind(AssertUnwindSafe(draw)).is_err()
}

fn show_failure(ui: &mut egui::Ui) {
    ui.heading("Internal error in the display");
    ui.label("The audio is not affected. Closing the window and opening it again starts afresh.");
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Labels in what a frame paints.
    fn frame(context: &egui::Context, draw: impl FnMut(&mut egui::Ui)) -> Vec<String> {
        let mut output = context.run_ui(egui::RawInput::default(), draw);
        // Nothing is rendered here; egui insists on being told so.
        output.textures_delta.clear();
        let text = |shape: &egui::epaint::ClippedShape| match &shape.shape {
            egui::Shape::Text(text) => Some(text.galley.text().to_owned()),
            _ => None,
        };
        output.shapes.iter().filter_map(text).collect()
    }

    #[test]
    fn a_panic_amid_a_frame_leaves_a_message_and_the_frames_after_it_alive() {
        let context = egui::Context::default();
        let mut failed = false;
        for _ in 0..3 {
            let labels = frame(&context, |ui| {
                if !failed {
                    failed = panics(|| {
                        ui.horizontal(|ui| {
                            ui.label("half a row");
                            panic!("a fault in the view");
                        });
                    });
                }
                if failed {
                    show_failure(ui);
                }
            });
            assert!(labels.iter().any(|label| label.contains("Internal error")), "{labels:?}");
        }
        assert_eq!(frame(&context, |ui| drop(ui.label("as before"))), ["as before"]);
    }
}
