//! Size and scale of the window, computed here because the framework's own figures are stale at times.

use std::sync::Arc;

use nice_plug::editor::dpi::{LogicalSize, NativeSize, PhysicalSize, Size};
use nice_plug_egui::EguiEditorState;
use nice_plug_egui::baseview::WindowSize;
use parking_lot::Mutex;

use super::preferences::Preferences;

/// What is known of scale and size, across openings.
#[derive(Default)]
pub(super) struct Geometry(Mutex<Known>);

#[derive(Clone, Copy, Default)]
struct Known {
    /// `None` until asked; `Some(None)` where the platform names no scale.
    platform_scale: Option<Option<f64>>,
    host_scale: Option<f64>,
    /// Present while a window is open.
    size: Option<NativeSize<u32>>,
}

impl Geometry {
    /// Asks the platform for its scale anew, as each window does, and notes the host's.
    pub fn read_scale(&self, host_scale: Option<f64>) {
        let mut known = self.0.lock();
        known.platform_scale = Some(platform_scale());
        known.host_scale = host_scale.or(known.host_scale);
    }

    /// Notes a scale that the host suggests.
    pub fn set_host_scale(&self, scale: f64) {
        self.0.lock().host_scale = Some(scale);
    }

    /// Pixels per point: the platform's where it names one, else the host's, else 1.
    pub fn scale(&self) -> f64 {
        let mut known = self.0.lock();
        known.platform_scale.get_or_insert_with(platform_scale).or(known.host_scale).unwrap_or(1.0)
    }

    /// Size of the open window, or of the next one.
    pub fn size(&self, preferences: &Preferences) -> NativeSize<u32> {
        let open = self.0.lock().size;
        open.unwrap_or_else(|| NativeSize::from_size(preferred(preferences).into(), self.scale()))
    }

    /// The framework's window state for a new opening.
    ///
    /// In physical pixels where there are any: a logical size would be scaled with a factor that the
    /// window only learns later.
    pub fn window_state(&self, preferences: &Preferences) -> Arc<EguiEditorState> {
        let size: Size = NativeSize::<u32>::from_size(preferred(preferences).into(), self.scale()).into();
        EguiEditorState::from_size(size, 1.0)
    }

    /// The nearest size that shows everything uncut.
    pub fn adjusted(&self, wanted: NativeSize<u32>) -> NativeSize<u32> {
        let [width, height] = Preferences::SMALLEST_WINDOW;
        let smallest = NativeSize::<u32>::from_size(LogicalSize::new(width, height).into(), self.scale());
        NativeSize::new(wanted.width.max(smallest.width), wanted.height.max(smallest.height))
    }

    /// Notes the open window's size; returns it in points.
    pub fn resized(&self, size: WindowSize) -> LogicalSize<f32> {
        let points: LogicalSize<f64> = PhysicalSize::<f64>::from(size).to_logical(size.scale_factor);
        self.0.lock().size = Some(NativeSize::from_logical_or_physical(points, size.physical));
        points.cast()
    }

    /// Notes that the window is gone.
    pub fn closed(&self) {
        self.0.lock().size = None;
    }
}

fn preferred(preferences: &Preferences) -> LogicalSize<f32> {
    let [width, height] = Preferences::SMALLEST_WINDOW;
    LogicalSize::new(preferences.window_width.max(width), preferences.window_height.max(height))
}

/// The X server's `Xft.dpi`, where set: what every toolkit there takes for the scale.
#[cfg(target_os = "linux")]
fn platform_scale() -> Option<f64> {
    let (connection, _) = x11rb::connect(None).ok()?;
    let resources = x11rb::resource_manager::new_from_default(&connection).ok()?;
    let dots_per_inch: u32 = resources.get_value("Xft.dpi", "").ok()??;
    (dots_per_inch > 0).then(|| f64::from(dots_per_inch) / 96.0)
}

#[cfg(not(target_os = "linux"))]
fn platform_scale() -> Option<f64> {
    None
}
