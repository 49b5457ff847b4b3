//! A picture of the view as a PNG file. The framework cannot read its window back, so the view is drawn once more,
//! without a window, and painted by the processor.

use std::io;
use std::sync::Arc;

use egui::util::IdTypeMap;
use egui::{Context, FullOutput, Pos2, RawInput, Rect, Vec2, ViewportId};
use groundtruth_analysis::Snapshot;
use groundtruth_measure::Report;

use self::raster::{Image, Textures};
use super::history::SettingsHistory;
use super::preferences::Preferences;
use super::view::{PictureScale, PlayerInput, View, ViewInput};
use crate::session::SessionInput;
use crate::settings::InstrumentSettings;

pub mod raster;

/// Everything that a picture shows, taken when it is asked for. Messages, popups and the pointer are not in it.
pub struct Picture {
    /// Newest state of the analysis.
    pub snapshot: Snapshot,
    /// Last reading of a restored session.
    pub restored: Option<Arc<Report>>,
    /// The instance's settings.
    pub settings: InstrumentSettings,
    /// Tab and theme among them.
    pub preferences: Preferences,
    /// Whether the display is frozen.
    pub frozen: bool,
    /// Number of the take.
    pub take: i32,
    /// Name of the host's track.
    pub track: Option<String>,
    /// The captures.
    pub session: SessionInput,
    /// A view of the same part; see [`View::same_part`].
    pub view: View,
    /// How far the window's lists are scrolled.
    pub scrolled: IdTypeMap,
    /// Size of the view in points.
    pub size: Vec2,
    /// Pixels per point, whatever the window has.
    pub scale: PictureScale,
}

/// Frames until sizes and scrolled places hold.
const FRAMES: usize = 3;

impl Picture {
    /// Draws and paints the view.
    pub fn paint(mut self) -> Image {
        let context = Context::default();
        context.memory_mut(|memory| memory.data = std::mem::take(&mut self.scrolled));
        let pixels_per_point = self.scale.pixels_per_point();
        let mut textures = Textures::default();
        let mut shapes = Vec::new();
        for _ in 0..FRAMES {
            let output = self.frame(&context);
            textures.apply(&output.textures_delta);
            shapes = output.shapes.clone();
            output.drop_without_applying_deltas();
        }
        let primitives = context.tessellate(shapes, pixels_per_point);
        let [width, height] = [self.size.x, self.size.y].map(|side| (side * pixels_per_point).round());
        let mut image = Image::new(width as usize, height as usize);
        raster::paint(&mut image, &primitives, &textures, pixels_per_point);
        image
    }

    fn frame(&mut self, context: &Context) -> FullOutput {
        let mut input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, self.size)),
            max_texture_side: Some(8192),
            ..RawInput::default()
        };
        let viewport = input.viewports.entry(ViewportId::ROOT).or_default();
        viewport.native_pixels_per_point = Some(self.scale.pixels_per_point());
        context.run_ui(input, |ui| {
            let input = ViewInput {
                snapshot: &self.snapshot,
                restored: self.restored.as_deref(),
                settings: &mut self.settings,
                preferences: &mut self.preferences,
                history: &mut SettingsHistory::default(),
                frozen: self.frozen,
                take: self.take,
                track: self.track.as_deref(),
                session: &self.session,
                messages: &[],
                work: &[],
                player: &PlayerInput::default(),
            };
            // Without a user there are no actions.
            _ = self.view.ui(ui, input);
        })
    }
}

/// The image as a PNG file that says how large it is meant to be shown.
pub fn png(image: &Image, scale: PictureScale) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut encoded = || -> Result<(), png::EncodingError> {
        let too_large = |_| io::Error::from(io::ErrorKind::FileTooLarge);
        let [width, height] =
            [image.width(), image.height()].map(|side| u32::try_from(side).map_err(too_large));
        let mut encoder = png::Encoder::new(&mut bytes, width?, height?);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_source_srgb(png::SrgbRenderingIntent::Perceptual);
        let dots_per_metre = (scale.pixels_per_point() * 96.0 / 0.0254).round() as u32;
        encoder.set_pixel_dims(Some(png::PixelDimensions {
            xppu: dots_per_metre,
            yppu: dots_per_metre,
            unit: png::Unit::Meter,
        }));
        let mut writer = encoder.write_header()?;
        writer.write_image_data(image.bytes())?;
        writer.finish()
    };
    encoded().map_err(|error| error.to_string())?;
    Ok(bytes)
}
