//! Size and scale of the window, computed here because the framework's own values are sometimes outdated.

use std::sync::Arc;

use nice_plug::editor::dpi::{LogicalSize, NativeSize, PhysicalSize, Size};
use nice_plug_egui::EguiEditorState;
use nice_plug_egui::baseview::WindowSize;
use parking_lot::Mutex;

use super::preferences::Preferences;

/// Known scale and size, across openings.
#[derive(Default)]
pub(super) struct Geometry(Mutex<Known>);

#[derive(Clone, Copy, Default)]
struct Known {
    /// `None` until queried.
    platform: Option<Platform>,
    host_scale: Option<f64>,
    /// Present while a window is open.
    size: Option<NativeSize<u32>>,
}

/// Screen properties from the platform, if available.
#[derive(Clone, Copy, Default)]
struct Platform {
    scale: Option<f64>,
    screen: Option<NativeSize<u32>>,
}

/// Longest side of a window in pixels: OpenGL drivers crash at far larger sizes.
const LONGEST_SIDE: u32 = 8192;

impl Known {
    fn platform(&mut self) -> Platform {
        *self.platform.get_or_insert_with(platform)
    }

    /// Pixels per point.
    fn scale(&mut self) -> f64 {
        self.platform().scale.or(self.host_scale).unwrap_or(1.0)
    }

    /// The nearest size not larger than the screen.
    fn within_screen(&mut self, wanted: NativeSize<u32>) -> NativeSize<u32> {
        let screen = self.platform().screen.unwrap_or(NativeSize::new(LONGEST_SIDE, LONGEST_SIDE));
        let side = |wanted: u32, screen: u32| wanted.min(screen).min(LONGEST_SIDE);
        NativeSize::new(side(wanted.width, screen.width), side(wanted.height, screen.height))
    }

    fn preferred(&mut self, preferences: &Preferences) -> NativeSize<u32> {
        let [width, height] = Preferences::SMALLEST_WINDOW;
        let points =
            LogicalSize::new(preferences.window_width.max(width), preferences.window_height.max(height));
        let pixels = NativeSize::from_size(points.into(), self.scale());
        self.within_screen(pixels)
    }
}

impl Geometry {
    /// Queries the platform for scale and screen, as each window does, and notes the host's scale.
    pub fn read_scale(&self, host_scale: Option<f64>) {
        let mut known = self.0.lock();
        known.platform = Some(platform());
        known.host_scale = host_scale.or(known.host_scale);
    }

    /// Notes a scale suggested by the host.
    pub fn set_host_scale(&self, scale: f64) {
        self.0.lock().host_scale = Some(scale);
    }

    /// Size of the open window, or of the next one.
    pub fn size(&self, preferences: &Preferences) -> NativeSize<u32> {
        let mut known = self.0.lock();
        known.size.unwrap_or_else(|| known.preferred(preferences))
    }

    /// The framework's window state for a new opening.
    ///
    /// In physical pixels if they are known: a logical size would be scaled with a factor that the window learns only
    /// later.
    pub fn window_state(&self, preferences: &Preferences) -> Arc<EguiEditorState> {
        let size: Size = self.0.lock().preferred(preferences).into();
        EguiEditorState::from_size(size, 1.0)
    }

    /// The nearest size that shows everything uncut, if the screen is large enough.
    pub fn adjusted(&self, wanted: NativeSize<u32>) -> NativeSize<u32> {
        let mut known = self.0.lock();
        let [width, height] = Preferences::SMALLEST_WINDOW;
        let smallest = NativeSize::<u32>::from_size(LogicalSize::new(width, height).into(), known.scale());
        let wanted = NativeSize::new(wanted.width.max(smallest.width), wanted.height.max(smallest.height));
        known.within_screen(wanted)
    }

    /// The nearest size not larger than the screen.
    pub fn within_screen(&self, wanted: NativeSize<u32>) -> NativeSize<u32> {
        self.0.lock().within_screen(wanted)
    }

    /// Notes the open window's size; returns it in points.
    pub fn resized(&self, size: WindowSize) -> LogicalSize<f32> {
        let points: LogicalSize<f64> = PhysicalSize::<f64>::from(size).to_logical(size.scale_factor);
        self.0.lock().size = Some(NativeSize::from_logical_or_physical(points, size.physical));
        points.cast()
    }

    /// Notes that the window has closed.
    pub fn closed(&self) {
        self.0.lock().size = None;
    }
}

/// The X server's screen, which spans all monitors, and its `Xft.dpi`, the usual source of the scale.
#[cfg(target_os = "linux")]
fn platform() -> Platform {
    use x11rb::connection::Connection;

    let Ok((connection, screen)) = x11rb::connect(None) else { return Platform::default() };
    let screen = connection.setup().roots.get(screen);
    let screen =
        screen.map(|root| NativeSize::new(root.width_in_pixels.into(), root.height_in_pixels.into()));
    let resources = x11rb::resource_manager::new_from_default(&connection).ok();
    let dots_per_inch: Option<u32> =
        resources.and_then(|resources| resources.get_value("Xft.dpi", "").ok().flatten());
    let scale = dots_per_inch.filter(|dots| *dots > 0).map(|dots| f64::from(dots) / 96.0);
    Platform { scale, screen }
}

#[cfg(not(target_os = "linux"))]
fn platform() -> Platform {
    Platform::default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on_screen(scale: Option<f64>, screen: Option<[u32; 2]>) -> Geometry {
        let screen = screen.map(|[width, height]| NativeSize::new(width, height));
        Geometry(Mutex::new(Known { platform: Some(Platform { scale, screen }), ..Known::default() }))
    }

    fn size(geometry: &Geometry, width: f32, height: f32) -> [u32; 2] {
        let preferences =
            Preferences { window_width: width, window_height: height, ..Preferences::default() };
        let NativeSize { width, height } = geometry.size(&preferences);
        [width, height]
    }

    #[test]
    fn a_restored_window_is_no_larger_than_the_screen_or_8192_pixels() {
        let desktop = || on_screen(None, Some([1920, 1080]));
        assert_eq!(size(&desktop(), 1100.0, 720.0), [1100, 720]);
        assert_eq!(size(&desktop(), 32_768.0, 32_768.0), [1920, 1080]);
        assert_eq!(size(&desktop(), 800.0, 32_768.0), [800, 1080]);
        assert_eq!(size(&on_screen(Some(2.0), Some([3840, 2160])), 1100.0, 1500.0), [2200, 2160]);
        assert_eq!(size(&on_screen(None, Some([30_000, 600])), 65_535.0, 480.0), [8192, 480]);
        assert_eq!(size(&on_screen(None, None), 32_768.0, 32_768.0), [8192, 8192]);
        // A scale at which the smallest window exceeds the drawable size.
        assert_eq!(size(&on_screen(Some(100.0), None), 1.0, 1.0), [8192, 8192]);
    }

    #[test]
    fn a_requested_size_lies_between_the_smallest_window_and_the_screen() {
        let geometry = on_screen(None, Some([1920, 1080]));
        for (wanted, given) in [
            ([0, 0], [760, 480]),
            ([900, 100], [900, 480]),
            ([32_768, 32_768], [1920, 1080]),
            ([u32::MAX, 700], [1920, 700]),
        ] {
            let adjusted = geometry.adjusted(NativeSize::new(wanted[0], wanted[1]));
            assert_eq!([adjusted.width, adjusted.height], given, "{wanted:?}");
        }
    }
}
