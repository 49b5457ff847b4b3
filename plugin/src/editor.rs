//! The editor: a guarded window around the framework's egui editor.
//!
//! With the framework's editor alone, a panic in editor code, or closing a window quickly, would abort the host; the
//! types here prevent that. Each opening gets a new window state, without remains of an earlier one.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use nice_plug::context::gui::GuiContext;
use nice_plug::editor::dpi::NativeSize;
use nice_plug::editor::{HostMethods, ParentWindowHandle, ResizeHint, SpawnedEditor};
use nice_plug::prelude::TrackInfo;
use nice_plug_egui::{EguiNiceSettings, RepaintNotifier, create_egui_editor};

mod app;
mod geometry;
mod guard;
pub mod history;
pub mod picture;
pub mod preferences;
pub mod theme;
pub mod view;

use app::App;
use geometry::Geometry;
use guard::Opening;
pub use guard::{EditorHandle, GuardedWindow};

use crate::Task;
use crate::instance::Instance;

/// Polling interval for the framework's own repaint requests. The analysis requests frames directly, so this only
/// ensures that parameter changes from the host are shown.
const REPAINT_POLL_INTERVAL: Duration = Duration::from_secs(1);

/// Requirements to report when no window can be opened.
const NEEDS: &str = if cfg!(target_os = "linux") {
    "It needs an X11 display (or XWayland), named in DISPLAY, and OpenGL. Analysis and audio go on without it."
} else {
    "Analysis and audio go on without it."
};

/// The editor of one instance; opens windows.
pub struct Editor {
    instance: Arc<Instance>,
    geometry: Arc<Geometry>,
    perform: Arc<dyn Fn(Task) + Send + Sync>,
}

impl Editor {
    /// An editor without a window yet. `perform` carries out what the window requests, or schedules it on the host's
    /// main thread.
    pub fn new(instance: Arc<Instance>, perform: impl Fn(Task) + Send + Sync + 'static) -> Editor {
        Editor { instance, geometry: Arc::default(), perform: Arc::new(perform) }
    }

    fn open(
        &self,
        parent: Option<ParentWindowHandle>,
        wait_for_parent: bool,
        fallback_scale_factor: Option<f64>,
        context: GuiContext,
        host: Option<HostMethods>,
    ) -> Result<SpawnedEditor<EditorHandle>, Box<dyn Error>> {
        let parent = parent.map(guard::checked_parent).transpose()?;
        let opening = Arc::new(Opening::default());
        let settings = EguiNiceSettings::new()
            .with_tile("Groundtruth")
            .with_resize_hint(resize_hint())
            .with_repaint_poll_interval(REPAINT_POLL_INTERVAL);
        let app =
            App::new(self.instance.clone(), self.geometry.clone(), opening.clone(), self.perform.clone());
        self.geometry.read_scale(fallback_scale_factor);
        let state = self.geometry.window_state(&self.instance.preferences());
        let editor = create_egui_editor(state, RepaintNotifier::new(), settings, app)
            .ok_or("the framework gives no editor")?;
        let host = host.map(|host| guard::quiet(host, opening.clone(), context.plugin_api()));
        let spawned = nice_plug::editor::Editor::spawn(
            &editor,
            parent,
            wait_for_parent,
            fallback_scale_factor,
            context.clone(),
            host,
        )
        .map_err(|fault| format!("{fault}. {NEEDS}"))?;
        self.instance.set_host(Some(context));
        Ok(guard::guarded(spawned, opening, self.instance.clone(), self.geometry.clone()))
    }
}

impl nice_plug::editor::Editor for Editor {
    type Handle = EditorHandle;

    fn spawn(
        &self,
        parent: Option<ParentWindowHandle>,
        wait_for_parent: bool,
        fallback_scale_factor: Option<f64>,
        context: GuiContext,
        host: Option<HostMethods>,
    ) -> Result<SpawnedEditor<EditorHandle>, Box<dyn Error>> {
        let opened = self.open(parent, wait_for_parent, fallback_scale_factor, context, host);
        // The framework only reports "failed" to the host.
        opened.inspect_err(|fault| {
            self.instance.report(format!("The editor could not be opened: {fault}"));
        })
    }

    fn size(&self) -> NativeSize<u32> {
        self.geometry.size(&self.instance.preferences())
    }

    fn resize_hint(&self) -> ResizeHint {
        resize_hint()
    }

    fn track_info_updated(&self, info: TrackInfo) {
        self.instance.set_track(&info);
    }
}

fn resize_hint() -> ResizeHint {
    let [width, height] = preferences::Preferences::SMALLEST_WINDOW;
    ResizeHint::resizable().with_min_logical_size((width, height).into())
}
