//! Runs on the window's thread: draws frames until the window closes.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use groundtruth_analysis::{Snapshot, SnapshotReader};
use nice_plug::context::gui::GuiContext;
use nice_plug_egui::baseview::{HandlerError, WindowContext, WindowSize};
use nice_plug_egui::{Frame, NiceEguiApp};

use self::faults::Faults;
use self::picture::Shown;
use super::geometry::Geometry;
use super::guard::Opening;
use super::history::SettingsHistory;
use super::preferences::{Preferences, Tab};
use super::view::{Action, PictureScale, PlayerInput, View, ViewInput, words};
use crate::Task;
use crate::files::{self, Target};
use crate::instance::Instance;
use crate::instances;
use crate::jobs;
use crate::playing::PlayOrder;
use crate::settings::InstrumentSettings;
use crate::shelf;

mod capture;
mod faults;
mod picture;

thread_local! {
    /// The window drawn by this thread; unlike the app it cannot leave its thread.
    static WINDOW: RefCell<Option<WindowContext>> = const { RefCell::new(None) };
}

/// The app of one opening. Dropping it means "closed".
pub(super) struct App {
    instance: Arc<Instance>,
    geometry: Arc<Geometry>,
    opening: Arc<Opening>,
    perform: Arc<dyn Fn(Task) + Send + Sync>,
    snapshots: Option<SnapshotReader>,
    view: View,
    /// Instances shown beside the captures.
    watched: BTreeSet<u64>,
    faults: Faults,
    history: SettingsHistory,
}

impl App {
    pub fn new(
        instance: Arc<Instance>,
        geometry: Arc<Geometry>,
        opening: Arc<Opening>,
        perform: Arc<dyn Fn(Task) + Send + Sync>,
    ) -> App {
        App {
            instance,
            geometry,
            opening,
            perform,
            snapshots: None,
            view: View::new(),
            watched: BTreeSet::new(),
            faults: Faults::default(),
            history: SettingsHistory::default(),
        }
    }

    fn draw(&mut self, ui: &mut egui::Ui) {
        let Some(snapshots) = &mut self.snapshots else { return };
        let mut settings = self.instance.settings();
        let before = self.instance.preferences();
        let mut preferences = before.clone();
        let restored = self.instance.last_report();
        let track = self.instance.track();
        let session = instances::seen_from(&self.instance, &drawn(&self.watched, &preferences));
        let input = ViewInput {
            snapshot: snapshots.latest(),
            restored: restored.as_deref(),
            settings: &mut settings,
            preferences: &mut preferences,
            history: &mut self.history,
            frozen: self.instance.is_frozen(),
            take: self.instance.take(),
            track: track.as_deref(),
            session: &session,
            messages: &self.instance.messages(),
            work: &jobs::shown(),
            player: &PlayerInput {
                status: self.instance.player_status(),
                confirmed_dbfs: self.instance.confirmed_level_dbfs(),
            },
        };
        let actions = self.view.ui(ui, input);
        if preferences != before {
            self.instance.set_preferences(preferences);
        }
        if !actions.is_empty() {
            ui.request_repaint();
        }
        for action in actions {
            self.act(ui, action, settings);
        }
        if instances::take_changes() {
            (self.perform)(Task::ReportChanges);
        }
    }
}

/// The tracks whose captures the open view draws: making one of each costs a millisecond per record.
fn drawn(watched: &BTreeSet<u64>, preferences: &Preferences) -> BTreeSet<u64> {
    let is_drawn = |id: &&u64| preferences.tab == Tab::Compare || preferences.overlay_track == Some(**id);
    watched.iter().filter(is_drawn).copied().collect()
}

impl App {
    /// Carries out an action of the view; `settings` are those that it edited.
    fn act(&mut self, ui: &egui::Ui, action: Action, settings: InstrumentSettings) {
        match action {
            Action::SetFrozen(frozen) => (self.perform)(Task::SetFrozen(frozen)),
            Action::SetTake(take) => (self.perform)(Task::SetTake(take)),
            Action::SettingsChanged => {
                self.instance.set_settings(settings);
                self.instance.host_link().note_change();
            }
            Action::Restart => self.instance.restart(),
            Action::ClearMaxHold => self.instance.clear_max_hold(),
            Action::Capture => self.capture(capture::keep),
            Action::CaptureRun => self.capture(capture::keep_run),
            Action::EditCapture(id, details) => instances::edit(id, &details),
            Action::DeleteCapture(id) => instances::remove(id),
            Action::UndoCaptures => instances::undo(),
            Action::RedoCaptures => instances::redo(),
            Action::ShowLive(id, is_shown) => self.show_live(id, is_shown),
            Action::AddToSession(id) => shelf::add_to_session(&self.instance, id),
            Action::DeleteFromLibrary(id) => shelf::delete(&self.instance, id),
            Action::Import(text) => files::import(&self.instance, &text),
            Action::ChooseImport => files::import_chosen(&self.instance),
            Action::Export(export, target) => files::export(&self.instance, files::produce(export), target),
            Action::SaveSheet(html, target) => {
                files::export(&self.instance, Box::new(|_| Ok(html.into_bytes())), target);
            }
            Action::SavePicture(scale, target) => self.save_picture(ui, scale, target),
            Action::WriteStimulus(stimulus, sample_rate, target) => {
                files::export(&self.instance, files::produce_stimulus(stimulus, sample_rate), target);
            }
            Action::Play(order, confirms) => self.play(order, confirms),
            Action::StopPlayer => self.instance.stop_player(),
            Action::CancelWork(id) => jobs::cancel(id),
            Action::DismissMessage => self.instance.dismiss_message(),
        }
    }

    /// Shows what an instance measures beside the captures, or does so no longer.
    fn show_live(&mut self, id: u64, is_shown: bool) {
        let is_change = if is_shown { self.watched.insert(id) } else { self.watched.remove(&id) };
        if is_change {
            instances::watch(id, is_shown);
        }
    }

    /// Plays a signal, whose level the user may just have agreed to; if that cannot be, says why.
    fn play(&self, order: PlayOrder, confirms: bool) {
        if confirms {
            self.instance.confirm_level_dbfs(order.level_dbfs);
        }
        let name = words::player::name(order.signal);
        if let Err(reason) = self.instance.play(order, &name) {
            self.instance.note(words::player::refused(&reason));
        }
    }

    /// Takes a picture of what the window shows now.
    fn save_picture(&mut self, ui: &egui::Ui, scale: PictureScale, target: Option<Target>) {
        let Some(snapshots) = &mut self.snapshots else { return };
        let shown = Shown { snapshot: snapshots.latest(), view: &self.view, watched: &self.watched, ui };
        picture::save(&self.instance, shown, scale, target);
    }

    /// Keeps what is measured now; if that cannot be, says why.
    fn capture(&mut self, keep: impl Fn(&Arc<Instance>, &Snapshot) -> Result<(), String>) {
        let Some(snapshots) = &mut self.snapshots else { return };
        if let Err(reason) = keep(&self.instance, snapshots.latest()) {
            self.instance.note(reason);
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
        WINDOW.set(Some(frame.baseview_window().clone()));
        self.resized(frame.baseview_window().size());
        self.opening.keep_context(context);
        let opening = self.opening.clone();
        let repaint = self.opening.clone();
        self.instance.session.show_in(Some(Arc::new(move || repaint.request_repaint())));
        let (viewer, snapshots) = self.instance.open_viewer(Box::new(move || opening.request_repaint()));
        self.snapshots = Some(snapshots);
        shelf::open();
        self.opening.begin(&self.instance, viewer);
        Ok(())
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut Frame) {
        self.opening.set_drawn();
        let mut faults = std::mem::take(&mut self.faults);
        if faults.draw(ui, |ui| self.draw(ui)) {
            self.view = View::new();
        }
        self.faults = faults;
    }

    /// A closing window is resized to stop its thread.
    fn resized(&mut self, size: WindowSize) {
        if self.opening.is_closing() {
            WINDOW.with_borrow(|window| window.iter().for_each(WindowContext::request_close));
            return;
        }
        let points = self.geometry.resized(size);
        // Hosts sometimes shrink a window to nothing; that is not a preference.
        let [width, height] = Preferences::SMALLEST_WINDOW;
        let mut preferences = self.instance.preferences();
        preferences.window_width = points.width.max(width);
        preferences.window_height = points.height.max(height);
        self.instance.set_preferences(preferences);
    }
}

impl Drop for App {
    fn drop(&mut self) {
        WINDOW.set(None);
        self.instance.session.show_in(None);
        self.watched.iter().for_each(|id| instances::watch(*id, false));
        self.opening.end(&self.instance);
        let was_opened = self.snapshots.is_some();
        if was_opened {
            shelf::close(&self.instance);
        }
    }
}
