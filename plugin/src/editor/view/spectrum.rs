//! Level over frequency: both channels, labelled harmonics and hum, zoom and crosshair; below, the harmonics as bars, or
//! the stereo image of music.

mod bars;
mod crosshair;
mod curves;
mod legend;
mod markers;
mod overlays;
mod stereo;
mod zoom;

use egui::{Rect, Sense, Stroke, Ui, pos2};
use groundtruth_analysis::State;
use groundtruth_measure::{ChannelFigure, DensityPoint, Spectrum};

use self::bars::Bars;
use self::crosshair::Axes;
use self::curves::{Curves, Shape};
use self::overlays::{Look, Overlay, Overlays};
use self::zoom::Zoom;
use super::action::Action;
use super::axis::{FrequencyAxis, LevelAxis};
use super::cursor::Reference;
use super::plot::{self, CurveStyle};
use super::scene::Scene;
use super::{draw, words};
use crate::editor::preferences::{FrequencyScale, Preferences};
use crate::editor::theme;
use crate::session::SessionInput;

/// Height of what is under the plot, and least height of the view for showing it.
const LOWER_HEIGHT: f32 = 142.0;
const LOWER_FROM: f32 = 560.0;

/// Curves and zoom, kept between frames.
#[derive(Default)]
pub struct SpectrumView {
    curves: Curves,
    overlays: Overlays,
    zoom: Zoom,
    reference: Reference,
    /// Whether there was something under the plot with the newest reading: without one its room stays as it was.
    has_lower: bool,
}

impl SpectrumView {
    /// Paints the view into `area`.
    pub fn ui(
        &mut self,
        ui: &Ui,
        area: Rect,
        scene: &Scene<'_>,
        preferences: &mut Preferences,
        session: &SessionInput,
        actions: &mut Vec<Action>,
    ) {
        let (bars, has_stereo) = (Bars::new(scene), stereo::is_known(scene));
        self.has_lower = if scene.report.is_some() { bars.is_some() || has_stereo } else { self.has_lower };
        let is_room = self.has_lower && area.height() >= LOWER_FROM;
        let lower_height = if is_room { LOWER_HEIGHT } else { 0.0 };
        let (upper, lower) = area.split_top_bottom_at_y(area.bottom() - lower_height);
        let rect = plot::inside(upper);
        let button = overlays::choose(ui, rect, session, preferences, scene.palette, actions);
        let overlays = overlays::chosen(session, preferences, scene);
        self.plot(ui, rect, scene, preferences, (button, &overlays));
        if !is_room {
            return;
        }
        if has_stereo {
            stereo::paint(ui, lower, scene);
        } else if let Some(bars) = bars {
            bars.paint(ui.painter(), lower, scene);
        }
    }

    fn plot(
        &mut self,
        ui: &Ui,
        rect: Rect,
        scene: &Scene<'_>,
        preferences: &mut Preferences,
        (button, overlays): (Rect, &[Overlay]),
    ) {
        let response = ui.interact(rect, ui.scope_id().with("spectrum plot"), Sense::click_and_drag());
        let limits = limits_hz(scene, preferences.frequency_scale);
        let ends_db = [lowest_db(scene, preferences), highest_db(scene, preferences)];
        self.zoom.interact(ui, &response, rect, limits, ends_db, preferences);
        let (frequencies, levels) = self.zoom.axes(rect, limits, ends_db, preferences);

        let painter = ui.painter();
        let (across, down) = (plot::frequency_lines(&frequencies), plot::level_lines(&levels, 34.0));
        plot::grid(painter, rect, &across, &down, "Hz", scene.palette);
        let caption = plot::caption(painter, rect, "dBFS", scene.palette);
        let Some(spectrum) = &scene.traces.spectrum else {
            draw::notice(painter, rect, &nothing_yet(scene), scene.palette);
            return;
        };

        if scene.is_digital_silence() {
            draw::notice(painter, rect, words::NOTHING_BUT_ZEROS, scene.palette);
            return;
        }
        let inner = painter.with_clip_rect(rect);
        let shape = shape(scene, preferences);
        let channels = self.curves.update(scene.traces, &frequencies, ui.pixels_per_point(), shape);
        let look =
            Look { shape, bandwidth_hz: bandwidth_hz(scene), column_width: 1.0 / ui.pixels_per_point() };
        self.overlays.paint(&inner, overlays, &frequencies, &levels, look);
        let colours = scene.curve_colours();
        let main = CurveStyle { width: 1.1, band: 0.33 };
        if scene.traces.is_music {
            let faint = colours.map(|colour| draw::faint(colour, theme::PEAK_OPACITY));
            plot::curves(&inner, &channels.now(), &levels, faint, CurveStyle { width: 1.0, band: 0.0 });
            plot::curves(&inner, &channels.mean(), &levels, colours, CurveStyle { width: 1.5, ..main });
        } else {
            plot::curves(&inner, &channels.now(), &levels, colours, main);
        }
        if preferences.show_max_hold {
            let faint = colours.map(|colour| draw::faint(colour, theme::HELD_OPACITY));
            plot::curves(&inner, &channels.held(), &levels, faint, CurveStyle { width: 1.0, band: 0.0 });
        }
        let held = preferences.show_max_hold && !channels.held().is_empty();
        let legend = legend::paint(painter, caption, scene, held);
        overlays::names(painter, legend, button, overlays);
        floor_lines(&inner, scene, &frequencies, &levels, noise_width_hz(spectrum));
        let held = if preferences.show_max_hold { channels.held() } else { Vec::new() };
        markers::paint(&inner, rect, scene, &frequencies, &levels, [&channels.now(), &held]);
        let axes = Axes { across: frequencies, down: levels, is_true: shape.is_true() };
        crosshair::ui(ui, &response, rect, scene, axes, &mut self.reference);
        self.zoom.paint(painter, rect, scene.palette);
    }

    /// A view without data with the same zoom.
    pub fn same_part(&self) -> SpectrumView {
        SpectrumView {
            zoom: self.zoom.same_part(),
            reference: self.reference.clone(),
            has_lower: self.has_lower,
            ..SpectrumView::default()
        }
    }

    /// Shows the whole range again.
    pub fn reset_zoom(&mut self) {
        self.zoom.reset();
    }

    /// Removes the reference cursor.
    pub fn clear_reference(&mut self) {
        self.reference.clear();
    }
}

/// Music is drawn as peaks and mean, tilted and smoothed as the user chose.
fn shape(scene: &Scene<'_>, preferences: &Preferences) -> Shape {
    if !scene.traces.is_music {
        return Shape::default();
    }
    Shape {
        smoothing_per_octave: preferences.smoothing_per_octave,
        slope_db_per_octave: preferences.slope_db_per_octave,
    }
}

/// Lowest and highest frequency of the axis.
pub fn limits_hz(scene: &Scene<'_>, scale: FrequencyScale) -> [f64; 2] {
    let low_hz = match scale {
        FrequencyScale::Log => 10.0,
        FrequencyScale::Linear => 0.0,
    };
    [low_hz, (scene.sample_rate_hz() / 2.0).max(20.0)]
}

/// Lowest level of an axis that the user has not set, dBFS: what lies below comes from no converter.
const LOWEST_DBFS: f32 = -180.0;

/// The same for music, whose lowest parts in a short transform lie above it.
const LOWEST_OF_MUSIC_DBFS: f32 = -120.0;

/// Lower end of the level axis: the user's, or a lower one if the user has not chosen and the noise of a long transform
/// lies below it.
fn lowest_db(scene: &Scene<'_>, preferences: &Preferences) -> f32 {
    let chosen = preferences.level_low_dbfs;
    let Some(spectrum) =
        scene.traces.spectrum.as_ref().filter(|_| chosen == Preferences::default().level_low_dbfs)
    else {
        return chosen;
    };
    if scene.traces.is_music {
        return LOWEST_OF_MUSIC_DBFS;
    }
    let density = scene.density().into_iter().flat_map(|(_, points)| points);
    let density = density.map(|point| point.power_per_hz).filter(|power| *power > 0.0);
    let floor_db = 10.0 * (density.fold(f64::INFINITY, f64::min) * noise_width_hz(spectrum)).log10();
    // In steps of a grid line, so that the axis does not follow the noise's fluctuations.
    let below = ((floor_db as f32 - 2.0) / 20.0).floor() * 20.0;
    if floor_db.is_finite() { chosen.min(below.max(LOWEST_DBFS)) } else { chosen }
}

/// Upper end of the level axis: the user's, or a higher one if the user has not chosen and a tone with its label would reach
/// beyond it. A clipped tone's level may lie above 0 dBFS.
fn highest_db(scene: &Scene<'_>, preferences: &Preferences) -> f32 {
    /// Room for the label of a tone.
    const LABEL_DB: f64 = 3.0;
    /// A grid line's distance.
    const STEP_DB: f32 = 10.0;
    let chosen = preferences.level_high_dbfs;
    let tones = (0..scene.channels().len())
        .filter_map(|channel| scene.value(channel, ChannelFigure::LevelFundamental));
    let reaches = tones.fold(f64::NEG_INFINITY, f64::max) + LABEL_DB > f64::from(chosen);
    if reaches && chosen == Preferences::default().level_high_dbfs { chosen + STEP_DB } else { chosen }
}

/// Noise bandwidth of one bin, which converts a density to a bin's level.
fn noise_width_hz(spectrum: &Spectrum) -> f64 {
    spectrum.enbw_bins * spectrum.sample_rate_hz / spectrum.frames as f64
}

/// Noise bandwidth of the bins of music's mean; `None` for a test signal.
fn bandwidth_hz(scene: &Scene<'_>) -> Option<f64> {
    scene.traces.mean.as_deref().map(noise_width_hz)
}

/// Why there is no curve.
pub fn nothing_yet(scene: &Scene<'_>) -> String {
    match scene.snapshot.state {
        State::NoAudio if scene.is_previous => words::NO_AUDIO_YET.to_owned(),
        State::NoAudio => words::NO_AUDIO.to_owned(),
        State::Filling { frames, of } => words::filling(frames, of),
        State::Running => words::WAITING.to_owned(),
        State::Frozen => words::FROZEN_EMPTY.to_owned(),
        State::Failed => words::failed(scene.snapshot.message.as_deref()),
    }
}

/// The noise floor as shown in the spectrum: density times the noise bandwidth of one bin.
fn floor_lines(
    painter: &egui::Painter,
    scene: &Scene<'_>,
    across: &FrequencyAxis,
    levels: &LevelAxis,
    bin_hz: f64,
) {
    for (channel, density) in scene.density() {
        let colour = scene.palette.channel(channel);
        let point = |p: &DensityPoint| {
            let level_db = 10.0 * (p.power_per_hz * bin_hz).max(1e-40).log10();
            pos2(across.x_of(p.frequency_hz), levels.y_of(level_db as f32))
        };
        let points: Vec<_> = density.iter().filter(|p| p.frequency_hz > 0.0).map(point).collect();
        let stroke = Stroke::new(1.3, colour.lerp_to_gamma(scene.palette.text, 0.35));
        painter.extend(egui::Shape::dashed_line(&points, stroke, 5.0, 4.0));
    }
}
