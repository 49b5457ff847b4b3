//! The last minute as an image. Time runs on a fixed grid of slots in a ring, so that a new record repaints only its
//! own slots.

mod read;

use egui::{Align2, Color32, ColorImage, Painter, Rect, Shape, TextureHandle, TextureOptions, Ui, pos2};
use groundtruth_analysis::{Spectrogram, SpectrogramColumn};

use super::colour_map::{self, STEPS};
use crate::editor::preferences::{FrequencyScale, Theme};
use crate::editor::theme;
use crate::editor::view::axis::FrequencyAxis;
use crate::editor::view::plot::{self, GridLine};
use crate::editor::view::scene::Scene;
use crate::editor::view::{draw, format, words};

/// Length of a slot in seconds, and number of slots: a minute.
const SLOT_S: f64 = 0.1;
const SLOTS: usize = 600;
const BANDS: usize = Spectrogram::BANDS;
/// Levels at the ends of the colours, dBFS.
const QUIETEST_DBFS: f32 = -160.0;
const LOUDEST_DBFS: f32 = -20.0;

/// The ring of slots and its image.
#[derive(Default)]
pub struct SpectrogramTexture {
    /// Colour index per slot and band; slot after slot, lowest band first.
    levels: Vec<u8>,
    /// Slot of the newest column, counted from the stream's start.
    newest_slot: Option<i64>,
    newest_frame: u64,
    sample_rate_hz: f64,
    colours: Option<(Theme, [Color32; STEPS])>,
    texture: Option<TextureHandle>,
}

impl SpectrogramTexture {
    /// Adds new columns and paints the image with its axes.
    pub fn ui(&mut self, ui: &Ui, area: Rect, scene: &Scene<'_>, theme: Theme) {
        let painter = ui.painter();
        let rect = plot::inside(area);
        let columns = &scene.snapshot.spectrogram.columns;
        if columns.is_empty() {
            plot::caption(painter, rect, "Last minute", scene.palette);
            draw::notice(painter, rect, words::NO_SPECTROGRAM, scene.palette);
            return;
        }
        let record_s = scene.snapshot.settings.transform_frames as f64 / scene.sample_rate_hz();
        let dirty = self.take_in(columns.iter().map(|column| &**column), record_s);
        self.upload(ui, dirty, theme);
        self.paint(painter, rect, scene);
        legend(painter, rect, scene, &self.colours);
        let span_s = SLOT_S * SLOTS as f64;
        read::cursor(ui, rect, scene, frequency_axis(rect, scene), span_s, record_s);
    }

    /// Writes columns newer than the last ones into their slots; returns the slots written, oldest first.
    fn take_in<'a>(
        &mut self,
        columns: impl DoubleEndedIterator<Item = &'a SpectrogramColumn> + Clone,
        record_s: f64,
    ) -> Dirty {
        let Some(newest) = columns.clone().next_back() else { return Dirty::Nothing };
        let restarted = newest.end_frame < self.newest_frame || newest.sample_rate_hz != self.sample_rate_hz;
        if restarted || self.levels.is_empty() {
            self.levels = vec![0; SLOTS * BANDS];
            self.newest_slot = None;
            self.newest_frame = 0;
            self.sample_rate_hz = newest.sample_rate_hz;
        }
        let mut dirty = if restarted || self.newest_slot.is_none() { Dirty::All } else { Dirty::Nothing };
        let known = self.newest_slot.map(|_| self.newest_frame);
        for column in columns.filter(|column| known.is_none_or(|known| column.end_frame > known)) {
            let written = self.write(column, record_s);
            dirty = dirty.and(written);
        }
        dirty
    }

    /// A column covers the time since the previous one, limited to the length of its own record.
    fn write(&mut self, column: &SpectrogramColumn, record_s: f64) -> std::ops::RangeInclusive<i64> {
        let slot = (column.end_frame as f64 / column.sample_rate_hz / SLOT_S) as i64;
        let reach = ((record_s / SLOT_S).ceil() as i64).clamp(1, SLOTS as i64 - 1);
        let after_newest = self.newest_slot.map_or(slot, |newest| (newest + 1).min(slot));
        let first = after_newest.max(slot - SLOTS as i64 + 1);
        for covered in first..=slot {
            let shown = covered > slot - reach;
            let start = covered.rem_euclid(SLOTS as i64) as usize * BANDS;
            // If two columns fall into one slot, the louder one is kept, so that no click is lost.
            let fresh = self.newest_slot.is_none_or(|newest| covered > newest);
            for (level, dbfs) in self.levels[start..start + BANDS].iter_mut().zip(&column.levels_dbfs) {
                let index = if shown { quantised(*dbfs) } else { 0 };
                *level = if fresh { index } else { index.max(*level) };
            }
        }
        self.newest_slot = Some(slot.max(self.newest_slot.unwrap_or(slot)));
        self.newest_frame = column.end_frame;
        first..=slot
    }

    fn upload(&mut self, ui: &Ui, dirty: Dirty, theme: Theme) {
        if self.colours.as_ref().is_none_or(|(of, _)| *of != theme) {
            self.colours = Some((theme, colour_map::colours(theme)));
            self.texture = None;
        }
        let Some((_, colours)) = &self.colours else { return };
        let options = TextureOptions::LINEAR;
        match (&mut self.texture, dirty) {
            (Some(texture), Dirty::Slots(slots)) => {
                for slot in slots {
                    let slot = slot.rem_euclid(SLOTS as i64) as usize;
                    texture.set_partial([slot, 0], image(&self.levels, slot..slot + 1, colours), options);
                }
            }
            (Some(_), Dirty::Nothing) => {}
            (texture, _) => {
                let whole = image(&self.levels, 0..SLOTS, colours);
                *texture = Some(ui.ctx().load_texture("spectrogram", whole, options));
            }
        }
    }

    fn paint(&self, painter: &Painter, rect: Rect, scene: &Scene<'_>) {
        let axis = frequency_axis(rect, scene);
        let high_hz = axis.high_hz;
        if let (Some(texture), Some(newest)) = (&self.texture, self.newest_slot) {
            let top = share_above(high_hz);
            let seam = (newest.rem_euclid(SLOTS as i64) + 1) as f32 / SLOTS as f32;
            let cut = rect.left() + rect.width() * (1.0 - seam);
            let (older, newer) = rect.split_left_right_at_x(cut);
            for (place, from, to) in [(older, seam, 1.0), (newer, 0.0, seam)] {
                let uv = Rect::from_min_max(pos2(from, top), pos2(to, 1.0));
                painter.image(texture.id(), place, uv, Color32::WHITE);
            }
        }
        let frequencies: Vec<GridLine> = [20.0, 100.0, 1000.0, 10_000.0, 20_000.0]
            .into_iter()
            .filter(|hz| *hz < high_hz && (rect.height() > 150.0 || *hz != 20_000.0))
            .map(|hz| GridLine { at: axis.x_of(hz), label: format::frequency_tick(hz) })
            .collect();
        labels_only(painter, rect, &frequencies, scene);
        plot::caption(painter, rect, "Last minute, louder channel", scene.palette);
    }
}

/// The axis runs upwards: low frequencies at the bottom.
fn frequency_axis(rect: Rect, scene: &Scene<'_>) -> FrequencyAxis {
    FrequencyAxis {
        scale: FrequencyScale::Log,
        low_hz: Spectrogram::LOW_HZ,
        high_hz: (scene.sample_rate_hz() / 2.0).min(Spectrogram::HIGH_HZ),
        x: egui::Rangef::new(rect.bottom(), rect.top()),
    }
}

/// Slots of the image that are out of date.
#[derive(Debug, PartialEq)]
enum Dirty {
    Nothing,
    Slots(std::ops::RangeInclusive<i64>),
    All,
}

impl Dirty {
    fn and(self, slots: std::ops::RangeInclusive<i64>) -> Dirty {
        match self {
            Dirty::All => Dirty::All,
            Dirty::Nothing => Dirty::Slots(slots),
            Dirty::Slots(before) if slots.end() - before.start() < SLOTS as i64 / 2 => {
                Dirty::Slots((*before.start()).min(*slots.start())..=*slots.end())
            }
            Dirty::Slots(_) => Dirty::All,
        }
    }
}

/// Share of the image's height above a frequency.
fn share_above(frequency_hz: f64) -> f32 {
    let place = (frequency_hz / Spectrogram::LOW_HZ).ln() / (Spectrogram::HIGH_HZ / Spectrogram::LOW_HZ).ln();
    (1.0 - place).clamp(0.0, 1.0) as f32
}

fn quantised(dbfs: f32) -> u8 {
    let share = (dbfs - QUIETEST_DBFS) / (LOUDEST_DBFS - QUIETEST_DBFS);
    (share.clamp(0.0, 1.0) * (STEPS - 1) as f32) as u8
}

/// Slots as an image, highest band on top.
fn image(levels: &[u8], slots: std::ops::Range<usize>, colours: &[Color32; STEPS]) -> ColorImage {
    let size = [slots.len(), BANDS];
    let pixels = (0..BANDS)
        .rev()
        .flat_map(|band| slots.clone().map(move |slot| colours[usize::from(levels[slot * BANDS + band])]))
        .collect();
    ColorImage::new(size, pixels)
}

fn labels_only(painter: &Painter, rect: Rect, down: &[GridLine], scene: &Scene<'_>) {
    let font = theme::sans(theme::TICK);
    for line in down {
        let at = pos2(rect.left() - 8.0, draw::held(line.at, rect.y_range().shrink(6.0)));
        painter.text(at, Align2::RIGHT_CENTER, &line.label, font.clone(), scene.palette.quiet);
    }
    let step = if rect.width() < 420.0 { 20 } else { 10 };
    for age_s in (0..=60).step_by(step) {
        let x = rect.right() - rect.width() * age_s as f32 / 60.0;
        let label =
            if age_s == 0 { "now".to_owned() } else { format!("{} s", format::fixed(-f64::from(age_s), 0)) };
        painter.text(
            pos2(x, rect.bottom() + 5.0),
            Align2::CENTER_TOP,
            label,
            font.clone(),
            scene.palette.quiet,
        );
    }
}

/// The colours with the levels at their ends, above the image at the right.
fn legend(painter: &Painter, rect: Rect, scene: &Scene<'_>, colours: &Option<(Theme, [Color32; STEPS])>) {
    let Some((_, colours)) = colours else { return };
    let font = theme::sans(theme::TICK);
    let middle = rect.top() - 14.0;
    let loudest = format!("{} dBFS", format::fixed(LOUDEST_DBFS.into(), 0));
    let right = painter.text(
        pos2(rect.right(), middle),
        Align2::RIGHT_CENTER,
        loudest,
        font.clone(),
        scene.palette.quiet,
    );
    let bar =
        Rect::from_min_max(pos2(right.left() - 98.0, middle - 4.0), pos2(right.left() - 8.0, middle + 4.0));
    let mut mesh = egui::Mesh::default();
    for step in 0..=16u32 {
        let x = bar.left() + bar.width() * step as f32 / 16.0;
        let colour = colours[((STEPS - 1) as u32 * step / 16) as usize];
        mesh.colored_vertex(pos2(x, bar.top()), colour);
        mesh.colored_vertex(pos2(x, bar.bottom()), colour);
        if step > 0 {
            let base = 2 * step - 2;
            mesh.add_triangle(base, base + 1, base + 2);
            mesh.add_triangle(base + 1, base + 2, base + 3);
        }
    }
    painter.add(Shape::mesh(mesh));
    let quietest = format::fixed(QUIETEST_DBFS.into(), 0);
    painter.text(pos2(bar.left() - 8.0, middle), Align2::RIGHT_CENTER, quietest, font, scene.palette.quiet);
}

#[cfg(test)]
mod tests;
