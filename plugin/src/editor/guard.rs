//! The types between host and window: an orderly closing, and no panic that reaches the host.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use egui::ViewportCommand;
use nice_plug::editor::dpi::NativeSize;
use nice_plug::editor::{HostMainThreadCaller, HostMethods, ParentWindowHandle, SpawnedEditor};
use nice_plug_egui::EguiEditorHandle;
use nice_plug_egui::baseview;
use parking_lot::Mutex;

use super::geometry::Geometry;
use crate::instance::{Instance, Viewer};

/// How long closing waits for the window's thread. 30 to 50 ms is what it takes.
const CLOSING_TIMEOUT: Duration = Duration::from_millis(500);
const CLOSING_POLL: Duration = Duration::from_millis(2);

/// What host side and window side of one opening share.
#[derive(Default)]
pub(super) struct Opening {
    closing: AtomicBool,
    /// Inside a window of the host, without which nothing is ever drawn.
    attached: AtomicBool,
    hidden: AtomicBool,
    /// The first frame has been drawn.
    drawn: AtomicBool,
    context: Mutex<Option<egui::Context>>,
    viewer: Mutex<Option<Viewer>>,
}

impl Opening {
    /// Keeps the window's context, by which frames are asked for.
    pub fn keep_context(&self, context: egui::Context) {
        *self.context.lock() = Some(context);
    }

    /// The window draws from now on.
    pub fn begin(&self, instance: &Instance, viewer: Viewer) {
        let mut own = self.viewer.lock();
        *own = Some(viewer);
        instance.set_viewer_shown(viewer, !self.hidden.load(Ordering::Acquire));
    }

    /// The window is gone.
    pub fn end(&self, instance: &Instance) {
        if let Some(viewer) = self.viewer.lock().take() {
            instance.close_viewer(viewer);
        }
    }

    /// A frame has been drawn; from the first one on more may be asked for.
    pub fn set_drawn(&self) {
        self.drawn.store(true, Ordering::Release);
    }

    /// Asks for a frame, if anybody would see it: a hidden window draws at full rate when asked to.
    ///
    /// The first frame comes by itself when the window is mapped. Asked for earlier, baseview 0.4.2 sends its request to
    /// the X server before it listens for the answer, misses it, and never draws (one opening in six on a busy machine).
    pub fn request_repaint(&self) {
        if self.drawn.load(Ordering::Acquire)
            && !self.hidden.load(Ordering::Acquire)
            && let Some(context) = self.context.lock().as_ref()
        {
            context.request_repaint();
        }
    }

    /// The window is inside one of the host's.
    pub fn set_attached(&self) {
        self.attached.store(true, Ordering::Release);
    }

    /// Whether the host is taking the window down.
    pub fn is_closing(&self) -> bool {
        self.closing.load(Ordering::Acquire)
    }

    fn set_hidden(&self, instance: &Instance, hidden: bool) {
        let own = self.viewer.lock();
        self.hidden.store(hidden, Ordering::Release);
        if let Some(viewer) = *own {
            instance.set_viewer_shown(viewer, !hidden);
        }
    }

    fn close(&self) {
        self.closing.store(true, Ordering::Release);
        self.hidden.store(true, Ordering::Release);
    }
}

/// The framework's handle, with our sizes and flags.
pub struct EditorHandle {
    inner: EguiEditorHandle,
    opening: Arc<Opening>,
    instance: Arc<Instance>,
    geometry: Arc<Geometry>,
}

/// The framework's window, closed in an orderly way when dropped.
pub struct GuardedWindow {
    inner: Option<baseview::Window>,
    opening: Arc<Opening>,
}

/// Puts our types around what the framework opened.
pub(super) fn guarded(
    spawned: SpawnedEditor<EguiEditorHandle>,
    opening: Arc<Opening>,
    instance: Arc<Instance>,
    geometry: Arc<Geometry>,
) -> SpawnedEditor<EditorHandle> {
    let window = GuardedWindow { inner: Some(spawned.window), opening: opening.clone() };
    SpawnedEditor { handle: EditorHandle { inner: spawned.handle, opening, instance, geometry }, window }
}

/// A window that closes itself posts a task to the host; while the host is closing it, that task would
/// find the editor half gone.
pub(super) fn quiet_when_closing(host: HostMethods, opening: Arc<Opening>) -> HostMethods {
    let caller = QuietCaller { inner: host.main_thread_caller, opening };
    HostMethods { callbacks: host.callbacks, main_thread_caller: Box::new(caller) }
}

struct QuietCaller {
    inner: Box<dyn HostMainThreadCaller>,
    opening: Arc<Opening>,
}

impl HostMainThreadCaller for QuietCaller {
    fn call_main_thread(&mut self) {
        if !self.opening.is_closing() {
            self.inner.call_main_thread();
        }
    }
}

impl GuardedWindow {
    /// The framework's window, there until dropped.
    fn with<R>(&self, act: impl FnOnce(&baseview::Window) -> R) -> Option<R> {
        self.inner.as_ref().map(act)
    }
}

impl Drop for GuardedWindow {
    /// Asks the window to close itself with its next frame, waits for its thread, then lets go of it. The framework's own drop
    /// often returns without joining that thread, and re-raises its panic where it ends the host.
    fn drop(&mut self) {
        self.opening.close();
        let Some(window) = self.inner.take() else { return };
        // In a statement of its own: the lock must not be held while waiting.
        let context = self.opening.context.lock().take();
        match context {
            Some(context) if self.opening.attached.load(Ordering::Acquire) => {
                close_by_itself(&context, &window)
            }
            _ => wait_until_running(&window),
        }
        // A panic of the window's thread was reported when it happened; here it has nowhere to go.
        let _ = catch_unwind(AssertUnwindSafe(|| drop(window)));
    }
}

fn close_by_itself(context: &egui::Context, window: &baseview::Window) {
    context.send_viewport_cmd(ViewportCommand::Close);
    context.request_repaint();
    let deadline = Instant::now() + CLOSING_TIMEOUT;
    while window.is_open() && Instant::now() < deadline {
        std::thread::sleep(CLOSING_POLL);
    }
}

/// A window's event loop forgets a stop that comes before it runs; its thread would then be joined for ever.
/// The answer to any request says that it runs, and the size that the window has changes nothing.
fn wait_until_running(window: &baseview::Window) {
    // Refused only by a thread that has ended.
    let _ = window.resize(window.size());
}

impl nice_plug::editor::EditorHandle for EditorHandle {
    type Window = GuardedWindow;
    type Error = baseview::Error;

    fn run_until_closed(mut window: GuardedWindow) -> Result<(), baseview::Error> {
        window.inner.take().map_or(Ok(()), baseview::Window::run_until_closed)
    }

    fn set_parent(&self, parent: ParentWindowHandle, window: &GuardedWindow) -> Result<(), baseview::Error> {
        self.opening.set_attached();
        window.with(|window| self.inner.set_parent(parent, window)).unwrap_or(Ok(()))
    }

    fn show(&self, window: &GuardedWindow) -> Result<(), baseview::Error> {
        self.opening.set_hidden(&self.instance, false);
        window.with(|window| self.inner.show(window)).unwrap_or(Ok(()))
    }

    fn hide(&self, window: &GuardedWindow) -> Result<(), baseview::Error> {
        self.opening.set_hidden(&self.instance, true);
        window.with(|window| self.inner.hide(window)).unwrap_or(Ok(()))
    }

    fn set_size(&self, size: NativeSize<u32>, window: &GuardedWindow) -> Result<(), baseview::Error> {
        let size = self.geometry.within_screen(size);
        window.with(|window| self.inner.set_size(size, window)).unwrap_or(Ok(()))
    }

    fn host_main_thread_callback(&self, window: &GuardedWindow) {
        window.with(|window| self.inner.host_main_thread_callback(window));
    }

    fn adjust_size(&self, size: NativeSize<u32>, _window: &GuardedWindow) -> Option<NativeSize<u32>> {
        Some(self.geometry.adjusted(size))
    }

    fn set_fallback_scale_factor(&self, scale: f64, window: &GuardedWindow) -> Result<(), baseview::Error> {
        self.geometry.set_host_scale(scale);
        window.with(|window| self.inner.set_fallback_scale_factor(scale, window)).unwrap_or(Ok(()))
    }

    fn state_changed(&self) {
        self.opening.request_repaint();
    }

    fn param_value_changed(&self, _id: &str, _normalized_value: f32) {
        self.opening.request_repaint();
    }

    fn param_modulation_changed(&self, _id: &str, _modulation_offset: f32) {}
}

impl Drop for EditorHandle {
    fn drop(&mut self) {
        self.opening.close();
        self.opening.end(&self.instance);
        self.instance.set_host(None);
        self.geometry.closed();
    }
}
