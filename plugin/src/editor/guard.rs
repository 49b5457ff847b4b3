//! The types between host and window: ensure orderly closing and keep panics from reaching the host.

use std::error::Error;
use std::ffi::c_ulong;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use nice_plug::editor::dpi::NativeSize;
use nice_plug::editor::{HostMainThreadCaller, HostMethods, ParentWindowHandle, SpawnedEditor};
use nice_plug::prelude::PluginApi;
use nice_plug_egui::EguiEditorHandle;
use nice_plug_egui::baseview::{self, HandlerError};
use parking_lot::Mutex;

use super::geometry::Geometry;
use crate::instance::{Instance, Viewer};
use crate::instances;

/// Longest wait for the window's thread on closing.
const CLOSING_TIMEOUT: Duration = Duration::from_millis(500);
const CLOSING_POLL: Duration = Duration::from_millis(2);

/// State shared by the host side and the window side of one opening.
#[derive(Default)]
pub(super) struct Opening {
    closing: AtomicBool,
    hidden: AtomicBool,
    /// The first frame has been drawn.
    drawn: AtomicBool,
    context: Mutex<Option<egui::Context>>,
    viewer: Mutex<Option<Viewer>>,
}

impl Opening {
    /// Stores the window's context, used to request frames.
    pub fn keep_context(&self, context: egui::Context) {
        *self.context.lock() = Some(context);
    }

    /// Notes that the window starts to draw.
    pub fn begin(&self, instance: &Instance, viewer: Viewer) {
        let mut own = self.viewer.lock();
        *own = Some(viewer);
        instance.set_viewer_shown(viewer, !self.hidden.load(Ordering::Acquire));
    }

    /// Notes that the window has closed.
    pub fn end(&self, instance: &Instance) {
        if let Some(viewer) = self.viewer.lock().take() {
            instance.close_viewer(viewer);
        }
    }

    /// Notes that a frame has been drawn; after the first one more may be requested.
    pub fn set_drawn(&self) {
        self.drawn.store(true, Ordering::Release);
    }

    /// Requests a frame if it would be visible: a hidden window draws at full rate when asked to.
    ///
    /// The first frame is drawn automatically when the window is mapped. Before that, baseview 0.4.2 sends its request
    /// to the X server before it listens for the answer, misses it, and never draws (one opening in six on a busy
    /// machine).
    pub fn request_repaint(&self) {
        if self.drawn.load(Ordering::Acquire)
            && !self.hidden.load(Ordering::Acquire)
            && let Some(context) = self.context.lock().as_ref()
        {
            context.request_repaint();
        }
    }

    /// Whether the host is closing the window.
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

/// Wraps the framework's window in the types above.
pub(super) fn guarded(
    spawned: SpawnedEditor<EguiEditorHandle>,
    opening: Arc<Opening>,
    instance: Arc<Instance>,
    geometry: Arc<Geometry>,
) -> SpawnedEditor<EditorHandle> {
    let window = GuardedWindow { inner: Some(spawned.window), opening: opening.clone() };
    SpawnedEditor { handle: EditorHandle { inner: spawned.handle, opening, instance, geometry }, window }
}

/// A window that closes itself posts a task to the host; while the host is closing it, that task would find the editor
/// half destroyed.
///
/// In VST3 the framework gives every such task to a helper thread if the host has no run loop, and the helper panics
/// while an editor is open. The tasks report sizes chosen by the window itself, which ours never does: in VST3 none is
/// sent.
pub(super) fn quiet(host: HostMethods, opening: Arc<Opening>, api: PluginApi) -> HostMethods {
    let is_silent = api == PluginApi::Vst3;
    let caller = QuietCaller { inner: host.main_thread_caller, opening, is_silent };
    HostMethods { callbacks: host.callbacks, main_thread_caller: Box::new(caller) }
}

struct QuietCaller {
    inner: Box<dyn HostMainThreadCaller>,
    opening: Arc<Opening>,
    is_silent: bool,
}

impl HostMainThreadCaller for QuietCaller {
    fn call_main_thread(&mut self) {
        if !self.is_silent && !self.opening.is_closing() {
            self.inner.call_main_thread();
        }
    }
}

impl GuardedWindow {
    /// The framework's window, present until dropped.
    fn with<R>(&self, act: impl FnOnce(&baseview::Window) -> R) -> Option<R> {
        self.inner.as_ref().map(act)
    }
}

impl Drop for GuardedWindow {
    /// Stops the window's thread, waits for it, and then drops the window. The framework's own drop often returns
    /// without joining that thread, and re-raises its panic where it ends the host.
    fn drop(&mut self) {
        self.opening.close();
        let Some(window) = self.inner.take() else { return };
        if cfg!(target_os = "linux") {
            end_thread(&window);
        }
        // A panic of the window's thread was reported when it happened; here it cannot be propagated.
        let _ = catch_unwind(AssertUnwindSafe(|| drop(window)));
    }
}

/// Resizes the window by a pixel: its thread passes the new size to the app before any request to the server, and the
/// app of a closing window then stops the thread.
///
/// Frames and stops from outside are less reliable: a window without a parent gets no frame, and an event loop ignores
/// a stop that comes before it runs.
fn end_thread(window: &baseview::Window) {
    let size = window.size().physical;
    let other = NativeSize::new(if size.width > 1 { size.width - 1 } else { 2 }, size.height);
    // Refused if the thread has ended, or, after the app received the size, if the window is gone.
    let _ = window.resize(other);
    let deadline = Instant::now() + CLOSING_TIMEOUT;
    while window.is_open() && Instant::now() < deadline {
        std::thread::sleep(CLOSING_POLL);
    }
}

/// The parent in the framework's form.
///
/// # Errors
/// If the window's id is invalid: the framework would panic in a call from the host.
pub(super) fn checked_parent(parent: ParentWindowHandle) -> Result<ParentWindowHandle, NoWindow> {
    match parent {
        ParentWindowHandle::XlibWindow(id) if u32::try_from(id).is_ok_and(|id| id != 0) => Ok(parent),
        ParentWindowHandle::XlibWindow(id) => Err(NoWindow { id }),
        _ => Ok(parent),
    }
}

/// The host named an invalid parent window.
#[derive(Debug)]
pub(super) struct NoWindow {
    id: c_ulong,
}

impl fmt::Display for NoWindow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the host's parent window has the id {}, which is no X11 window. The host has to name one of its display.",
            self.id
        )
    }
}

impl Error for NoWindow {}

impl nice_plug::editor::EditorHandle for EditorHandle {
    type Window = GuardedWindow;
    type Error = baseview::Error;

    fn run_until_closed(mut window: GuardedWindow) -> Result<(), baseview::Error> {
        window.inner.take().map_or(Ok(()), baseview::Window::run_until_closed)
    }

    fn set_parent(&self, parent: ParentWindowHandle, window: &GuardedWindow) -> Result<(), baseview::Error> {
        let checked = checked_parent(parent).map_err(|fault| HandlerError::from(fault).into());
        let set = |parent| window.with(|window| self.inner.set_parent(parent, window)).unwrap_or(Ok(()));
        // The framework only reports "failed" to the host.
        checked.and_then(set).inspect_err(|fault: &baseview::Error| {
            self.instance.report(format!("The editor could not be put into the host's window: {fault}"));
        })
    }

    fn show(&self, window: &GuardedWindow) -> Result<(), baseview::Error> {
        self.opening.set_hidden(&self.instance, false);
        window.with(|window| self.inner.show(window)).unwrap_or(Ok(()))
    }

    fn hide(&self, window: &GuardedWindow) -> Result<(), baseview::Error> {
        self.opening.set_hidden(&self.instance, true);
        report_changes(&self.instance);
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

/// Tells the host of changes that it has not let us report: some never call back.
fn report_changes(instance: &Instance) {
    if instance.host_link().is_main_thread() {
        instances::report_changes();
    }
}

impl Drop for EditorHandle {
    fn drop(&mut self) {
        self.opening.close();
        self.opening.end(&self.instance);
        self.instance.set_host(None);
        self.geometry.closed();
        report_changes(&self.instance);
    }
}
