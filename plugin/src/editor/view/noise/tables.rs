//! The weighted figures and the mains lines, side by side.

use std::collections::BTreeMap;

use egui::{Align, Color32, FontId, Painter, Rect, pos2, vec2};
use groundtruth_captures::table::number::Number;
use groundtruth_captures::table::{Cell, Row, channels, reason};
use groundtruth_measure::{ChannelFigure, Reading, Refusal, StimulusKind};

use crate::editor::theme;
use crate::editor::view::level_scale::LevelScale;
use crate::editor::view::scene::Scene;
use crate::editor::view::unit::Unit;
use crate::editor::view::{draw, format, readouts, words};

const ROW: f32 = 17.0;
/// Width of a figure with two decimals, and of one with one.
const WIDE_FIGURE: f32 = 67.0;
const NARROW_FIGURE: f32 = 54.0;

/// Most mains lines listed; further ones are in the report.
const MOST_LINES: usize = 8;

/// Preferred height of both tables.
pub fn height(scene: &Scene<'_>) -> f32 {
    let lines = scene.channels().iter().map(|channel| channel.hum_lines.len()).max().unwrap_or(0);
    (lines.clamp(WEIGHTINGS.len(), MOST_LINES) + 1) as f32 * ROW + 12.0
}

/// Paints both tables.
pub fn paint(painter: &Painter, area: Rect, scene: &Scene<'_>) {
    let inner = Rect::from_min_max(area.min + vec2(18.0, 4.0), area.max - vec2(22.0, 4.0));
    let left_width = (inner.width() * 0.54).clamp(220.0, 310.0);
    let (left, right) = inner.split_left_right_at_x(inner.left() + left_width);
    weightings(&Table { painter, area: left, figure_width: WIDE_FIGURE, scene });
    let right = Rect::from_min_max(right.min + vec2(22.0, 0.0), right.max);
    hum(&Table {
        painter,
        area: right.with_max_x(right.right().min(right.left() + 280.0)),
        figure_width: NARROW_FIGURE,
        scene,
    });
}

/// A table with a name and one figure per channel in each row.
struct Table<'a> {
    painter: &'a Painter,
    area: Rect,
    figure_width: f32,
    scene: &'a Scene<'a>,
}

impl Table<'_> {
    /// Rows that fit under the heading.
    fn capacity(&self) -> usize {
        ((self.area.height() / ROW) as usize).saturating_sub(1)
    }

    fn line(&self, row: usize, from: f32, to: f32) -> Rect {
        let top = self.area.top() + row as f32 * ROW;
        Rect::from_min_max(pos2(from, top), pos2(to, top + ROW))
    }

    /// Number of figures in each row.
    fn count(&self) -> usize {
        self.scene.channels().len().max(1)
    }

    fn name_place(&self, row: usize) -> Rect {
        let figures = self.figure_width * self.count() as f32;
        self.line(row, self.area.left(), self.area.right() - figures + 4.0)
    }

    fn name(&self, row: usize, name: &str, colour: Color32) {
        draw::text_in(
            self.painter,
            self.name_place(row),
            Align::Min,
            name,
            theme::sans(theme::SMALL),
            colour,
        );
    }

    fn figure(&self, row: usize, channel: usize, text: &str, font: FontId, colour: Color32) {
        let right = self.area.right() - self.figure_width * (self.count() - 1 - channel) as f32;
        draw::text_in(
            self.painter,
            self.line(row, right - self.figure_width + 2.0, right),
            Align::Max,
            text,
            font,
            colour,
        );
    }

    /// The longer title if it fits, else its short form.
    fn heading(&self, title: &str, longer: &str) {
        let room = self.name_place(0).width();
        let fits = draw::width(self.painter, longer, theme::sans(theme::SMALL)) <= room;
        self.name(0, if fits { longer } else { title }, self.scene.palette.quiet);
        for (index, channel) in self.scene.channels().iter().enumerate() {
            let colour = self.scene.palette.channel(index);
            self.figure(0, index, &channel.name, theme::sans(theme::SMALL), colour);
        }
    }
}

const WEIGHTINGS: [ChannelFigure; 8] = [
    ChannelFigure::NoiseRms,
    ChannelFigure::NoiseA,
    ChannelFigure::NoiseCcirRms,
    ChannelFigure::NoiseTotal,
    ChannelFigure::Snr,
    ChannelFigure::NoiseItu468,
    ChannelFigure::Spurs,
    ChannelFigure::NoiseDensity,
];

fn weightings(table: &Table<'_>) {
    let report = table.scene.report;
    let band = report.map_or_else(String::new, |report| format!(" · {}", format::band(report.band_hz)));
    let scale = LevelScale::new(table.scene);
    let title = format!("Noise, {}", scale.written().sign());
    table.heading(&title, &format!("{title}{band}"));
    if let Some(word) = nothing(table.scene) {
        table.name(1, word, table.scene.palette.quiet);
        return;
    }
    let columns = table.scene.columns(None);
    let rows = WEIGHTINGS.into_iter().map(|id| channels::figure(id, &columns)).filter(is_possible);
    for (index, row) in rows.take(table.capacity()).enumerate() {
        // The heading has the unit of levels.
        let name = match row.unit.strip_prefix("dBFS").unwrap_or(row.unit) {
            "" => row.short_label.to_string(),
            unit => format!("{}, {unit}", row.short_label),
        };
        table.name(index + 1, &name, table.scene.palette.quiet);
        for (channel, cell) in row.cells.iter().enumerate() {
            let text = |number: &Number| figure_text(number, row.unit, &scale, table.scene, channel);
            if let Some((text, font, colour)) = styled(cell, text, table.scene) {
                table.figure(index + 1, channel, &text, font, colour);
            }
        }
    }
}

/// A number as text, levels in the chosen unit; that of a density has the same prefix, and its name has the rest of the
/// unit.
fn figure_text(number: &Number, unit: &str, scale: &LevelScale, scene: &Scene<'_>, channel: usize) -> String {
    let (to, offset_db) = match unit {
        "dBFS" => (scale.written(), scale.offset_db(channel)),
        "dBFS/√Hz" => {
            let to = if scale.density().has_prefix() { Unit::Volts } else { scale.density() };
            (to, scale.density_offset_db(scene, channel))
        }
        _ => return format::number(number),
    };
    let (number, sign) = LevelScale::raised(to, offset_db, number);
    to.short(&number, sign, 3)
}

/// Why no figure of noise can be read, whatever the weighting.
fn nothing(scene: &Scene<'_>) -> Option<&'static str> {
    let is_sweep = scene.report.is_some_and(|report| report.stimulus.kind == StimulusKind::Sweep);
    match () {
        _ if scene.is_digital_silence() => Some("silence"),
        _ if is_sweep || scene.is_programme() => Some(words::MASKED),
        _ => None,
    }
}

/// Whether the stimulus allows the figure in any channel.
fn is_possible(row: &Row<'_>) -> bool {
    let is_other = |cell: &Cell<'_>| matches!(cell, Cell::Missing(Refusal::WrongStimulus { .. }));
    row.cells.is_empty() || !row.cells.iter().all(is_other)
}

fn styled(
    cell: &Cell<'_>,
    text: impl Fn(&Number) -> String,
    scene: &Scene<'_>,
) -> Option<(String, FontId, Color32)> {
    let palette = scene.palette;
    match cell {
        Cell::Empty => None,
        Cell::Text(words) => Some((words.clone(), theme::sans(theme::SMALL), palette.text)),
        Cell::Value(number) => {
            let colour = if number.figure.limit { palette.quiet } else { palette.text };
            Some((text(number), theme::mono(theme::BODY), colour))
        }
        Cell::Missing(refusal) => {
            Some((reason::short(refusal).to_owned(), theme::sans(theme::SMALL), palette.quiet))
        }
    }
}

/// Frequency of a mains line, and its level in each channel.
type HumLine = (f64, Vec<Option<f64>>);

/// The mains lines of all channels by order; only the strongest if they do not all fit.
fn hum(table: &Table<'_>) {
    let channels = table.scene.channels();
    let mut lines: BTreeMap<u32, HumLine> = BTreeMap::new();
    for (index, channel) in channels.iter().enumerate() {
        for line in &channel.hum_lines {
            let entry =
                lines.entry(line.order).or_insert_with(|| (line.frequency_hz, vec![None; channels.len()]));
            entry.1[index] = Some(line.level_dbfs);
        }
    }
    let pattern = channels.iter().find_map(|channel| channel.hum_pattern);
    let pattern =
        pattern.map_or_else(String::new, |pattern| format!(" · {}", readouts::pattern_words(pattern)));
    let scale = LevelScale::new(table.scene);
    let title = format!("Hum, {}", scale.written().sign());
    table.heading(&title, &format!("{title}{pattern}"));
    if lines.is_empty() {
        let word = match (nothing(table.scene), table.scene.reading(0, ChannelFigure::Hum)) {
            (Some(word), _) => word,
            (None, None) => "–",
            (None, Some(Reading::NotMeasurable(refusal))) => reason::short(refusal),
            (None, Some(Reading::Measured(_))) => "none found",
        };
        table.name(1, word, table.scene.palette.quiet);
        return;
    }
    let shown = strongest(lines.into_values().collect(), table.capacity());
    for (row, (frequency_hz, levels)) in shown.into_iter().enumerate() {
        let name = format!("{} Hz", format::fixed(frequency_hz, 1));
        table.name(row + 1, &name, table.scene.palette.hum);
        for (channel, level) in levels.into_iter().enumerate() {
            let text = level.map_or_else(|| "–".to_owned(), |level| scale.short(channel, level));
            table.figure(row + 1, channel, &text, theme::mono(theme::SMALL), table.scene.palette.text);
        }
    }
}

/// The strongest lines, in order of frequency.
fn strongest(mut lines: Vec<HumLine>, count: usize) -> Vec<HumLine> {
    let loudest = |line: &HumLine| line.1.iter().flatten().copied().fold(f64::NEG_INFINITY, f64::max);
    lines.sort_by(|a, b| loudest(b).total_cmp(&loudest(a)));
    lines.truncate(count);
    lines.sort_by(|a, b| a.0.total_cmp(&b.0));
    lines
}
