//! Level over frequency: both channels, labelled harmonics and hum, zoom and crosshair; and what stands below it.

mod below;
mod crosshair;
mod curves;
mod legend;
mod level_range;
mod level_unit;
mod markers;
mod overlays;
mod peaks;

use egui::{Painter, Rect, Response, Sense, Stroke, Ui, pos2};
use groundtruth_analysis::State;
use groundtruth_measure::DensityPoint;

use self::below::Below;
use self::crosshair::Axes;
use self::curves::{Curves, Shape};
use self::overlays::{Look, Overlay, Overlays};
use super::action::Action;
use super::axis::{FrequencyAxis, LevelAxis};
use super::columns::Column;
use super::cursor::Reference;
use super::level_scale::LevelScale;
use super::plot::{self, CurveStyle};
use super::scene::Scene;
use super::zoom::{Whole, Zoom};
use super::{draw, words};
use crate::editor::preferences::{FrequencyEnds, FrequencyScale, Preferences};
use crate::editor::theme;
use crate::session::SessionInput;

/// Smallest height of the level axis in dB.
const LEAST_DB: f32 = 6.0;

/// Curves and zoom, kept between frames.
#[derive(Default)]
pub struct SpectrumView {
    curves: Curves,
    overlays: Overlays,
    zoom: Zoom,
    reference: Reference,
    below: Below,
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
        let [upper, lower] = self.below.split(area, scene, preferences);
        let rect = plot::inside(upper);
        let button = overlays::choose(ui, rect, session, preferences, scene.palette, actions);
        let overlays = overlays::chosen(session, preferences, scene);
        self.plot(ui, rect, scene, preferences, (button, &overlays));
        self.below.ui(ui, lower, area.height(), scene, preferences);
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
        let scale = LevelScale::of_curves(scene);
        let (frequencies, levels) = self.axes(ui, &response, rect, scene, preferences, &scale);
        let painter = ui.painter();
        let across = plot::frequency_lines(&frequencies);
        let down = plot::level_lines_in(&levels, 34.0, scale.written());
        plot::grid(painter, rect, &across, &down, "Hz", scene.palette);
        let caption = level_unit::ui(ui, rect, scene, &scale, preferences);
        let Some(spectrum) = scene.traces.spectrum.as_ref().filter(|_| !scene.is_digital_silence()) else {
            draw::notice(painter, rect, &nothing_yet(scene), scene.palette);
            return;
        };

        let inner = painter.with_clip_rect(rect);
        let shape = shape(scene, preferences);
        let channels = self.curves.update(scene.traces, &frequencies, ui.pixels_per_point(), shape, &scale);
        let look =
            Look { shape, bandwidth_hz: bandwidth_hz(scene), column_width: 1.0 / ui.pixels_per_point() };
        self.overlays.paint(&inner, overlays, &frequencies, &levels, look);
        let held = if preferences.show_max_hold { channels.held() } else { Vec::new() };
        paint(&inner, channels, &held, &levels, scene);
        let legend = legend::paint(painter, caption, scene, !held.is_empty(), shape);
        overlays::names(painter, legend, button, overlays, scale.unit);
        let noise_hz = level_range::noise_width_hz(spectrum);
        floor_lines(&inner, scene, &frequencies, (&levels, &scale), noise_hz);
        markers::paint(&inner, rect, scene, &frequencies, &levels, [&channels.now(), &held]);
        let axes = Axes { across: frequencies, down: levels, is_true: shape.is_true(), scale: &scale };
        crosshair::ui(ui, &response, rect, scene, axes, &mut self.reference);
        self.zoom.paint(painter, rect, scene.palette);
    }

    /// The axes after the pointer's zoom.
    fn axes(
        &mut self,
        ui: &Ui,
        response: &Response,
        rect: Rect,
        scene: &Scene<'_>,
        preferences: &Preferences,
        scale: &LevelScale,
    ) -> (FrequencyAxis, LevelAxis) {
        let whole = whole(scene, preferences, scale);
        self.zoom.follow_unit(scale.unit);
        self.zoom.interact(ui, response, rect, whole);
        self.zoom.axes(rect, whole)
    }

    /// A view without data with the same zoom.
    pub fn same_part(&self) -> SpectrumView {
        SpectrumView {
            zoom: self.zoom.same_part(),
            reference: self.reference.clone(),
            below: self.below.clone(),
            ..SpectrumView::default()
        }
    }

    /// The largest lines of the visible range as text; `None` if there are none.
    pub fn peaks(&self, scene: &Scene<'_>, track: Option<&str>, preferences: &Preferences) -> Option<String> {
        let whole = whole(scene, preferences, &LevelScale::of_curves(scene));
        let (shown, _) = self.zoom.axes(Rect::ZERO, whole);
        let noise_hz = scene.traces.spectrum.as_deref().map(level_range::noise_width_hz)?;
        peaks::text(scene, track, [shown.low_hz, shown.high_hz], noise_hz)
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

/// Paints the curves; of music peaks and mean.
fn paint(painter: &Painter, channels: &Curves, held: &[&[Column]], levels: &LevelAxis, scene: &Scene<'_>) {
    let colours = scene.curve_colours();
    let main = CurveStyle { width: 1.1, band: 0.33 };
    let thin = CurveStyle { width: 1.0, band: 0.0 };
    let faint = |opacity| colours.map(|colour| draw::faint(colour, opacity));
    if scene.traces.is_music {
        plot::curves(painter, &channels.now(), levels, faint(theme::PEAK_OPACITY), thin);
        plot::curves(painter, &channels.mean(), levels, colours, CurveStyle { width: 1.5, ..main });
    } else {
        plot::curves(painter, &channels.now(), levels, colours, main);
    }
    plot::curves(painter, held, levels, faint(theme::HELD_OPACITY), thin);
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

/// The axes without zoom.
fn whole(scene: &Scene<'_>, preferences: &Preferences, scale: &LevelScale) -> Whole {
    Whole {
        scale: preferences.frequency_scale,
        limits_hz: limits_hz(scene, preferences),
        levels_db: level_range::whole_db(scene, preferences, scale),
        least_db: LEAST_DB,
    }
}

/// Lowest and highest frequency of the axis: those that the user typed, unless they lie beyond half the sample rate.
pub fn limits_hz(scene: &Scene<'_>, preferences: &Preferences) -> [f64; 2] {
    let low_hz = match preferences.frequency_scale {
        FrequencyScale::Log => 10.0,
        FrequencyScale::Linear => 0.0,
    };
    let highest_hz = (scene.sample_rate_hz() / 2.0).max(20.0);
    let FrequencyEnds { low_hz: low, high_hz: high } = preferences.frequency_ends;
    let typed = [low.unwrap_or(low_hz), high.unwrap_or(highest_hz).min(highest_hz)];
    if typed[1] < typed[0] * FrequencyEnds::LEAST_RATIO { [low_hz, highest_hz] } else { typed }
}

/// Noise bandwidth of the bins of music's mean; `None` for a test signal.
fn bandwidth_hz(scene: &Scene<'_>) -> Option<f64> {
    scene.traces.mean.as_deref().map(level_range::noise_width_hz)
}

/// Why there is no curve.
pub fn nothing_yet(scene: &Scene<'_>) -> String {
    match scene.snapshot.state {
        _ if scene.is_digital_silence() => words::NOTHING_BUT_ZEROS.to_owned(),
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
    painter: &Painter,
    scene: &Scene<'_>,
    across: &FrequencyAxis,
    (levels, scale): (&LevelAxis, &LevelScale),
    bin_hz: f64,
) {
    for (channel, density) in scene.density() {
        let colour = scene.palette.channel(channel);
        let point = |p: &DensityPoint| {
            let level_db = 10.0 * (p.power_per_hz * bin_hz).max(1e-40).log10();
            pos2(across.x_of(p.frequency_hz), levels.y_of(scale.db(channel, level_db) as f32))
        };
        let points: Vec<_> = density.iter().filter(|p| p.frequency_hz > 0.0).map(point).collect();
        let stroke = Stroke::new(1.3, colour.lerp_to_gamma(scene.palette.text, 0.35));
        painter.extend(egui::Shape::dashed_line(&points, stroke, 5.0, 4.0));
    }
}
