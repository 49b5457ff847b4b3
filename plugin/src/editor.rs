//! The editor: a guarded window around the framework's egui editor.
//!
//! A panic in editor code, or a window closed in a hurry, would abort the host if the framework's editor
//! were used as it comes; the types here stand between. Each opening gets a window state of its own, so
//! that nothing of an earlier one lingers.

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
pub mod preferences;
pub mod theme;
pub mod view;

use app::App;
use geometry::Geometry;
use guard::Opening;
pub use guard::{EditorHandle, GuardedWindow};

use crate::Task;
use crate::instance::Instance;

/// How often the window looks for the framework's own repaint requests. The analysis asks for frames
/// directly, so this is only what keeps a parameter change from the host from going unseen.
const REPAINT_POLL_INTERVAL: Duration = Duration::from_secs(1);

/// What helps where no window can be opened.
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
    /// An editor that has no window yet. `perform` does, or has done on the host's main thread, what the
    /// window asks for.
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
        // The framework tells the host no more than "failed".
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
        self.instance.set_track(info.name());
    }
}

fn resize_hint() -> ResizeHint {
    let [width, height] = preferences::Preferences::SMALLEST_WINDOW;
    ResizeHint::resizable().with_min_logical_size((width, height).into())
}
