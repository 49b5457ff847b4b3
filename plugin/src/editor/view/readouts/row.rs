//! Rows and cells of the column, made from readings.

use groundtruth_measure::{ChannelFigure, Definition, Figure, FigureKey, Harmonic, Reading};

use crate::editor::view::format;
use crate::editor::view::scene::Scene;

/// Size of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Heading of a section.
    Heading,
    /// Main figures.
    Large,
    /// Explanations.
    Small,
}

impl Size {
    /// Height in points.
    pub fn height(self) -> f32 {
        match self {
            Size::Heading => 23.0,
            Size::Large => 25.0,
            Size::Small => 16.0,
        }
    }
}

/// Emphasis of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Main figures.
    Strong,
    /// Limits, refusals, explanations.
    Quiet,
    /// Faults, always with a word.
    Alert,
}

/// Subject of a tooltip.
#[derive(Clone, Copy, Debug)]
pub enum About<'a> {
    /// A figure of the report.
    Figure(&'static Definition, &'a Reading),
    /// A harmonic.
    Harmonic(&'a Harmonic),
    /// Something outside the report, with its definition id or name, and its meaning.
    Words(&'static str, &'static str),
}

/// One cell of a row.
#[derive(Clone, Debug)]
pub struct Cell<'a> {
    /// Name for screen readers: figure and channel.
    pub name: String,
    /// Text shown.
    pub text: String,
    /// Whether it is text instead of digits.
    pub words: bool,
    /// Whether it takes both figure columns.
    pub wide: bool,
    /// Emphasis.
    pub weight: Weight,
    /// Text copied by a click.
    pub copy: String,
    /// Subject of the tooltip.
    pub about: About<'a>,
    /// Further lines of the tooltip.
    pub list: Vec<String>,
}

/// One line of the column.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// Section it belongs to.
    pub section: &'static str,
    /// Its name.
    pub label: String,
    /// Its unit, shown small beside the name.
    pub unit: &'static str,
    /// Its size.
    pub size: Size,
    /// Priority; 0 is dropped last.
    pub rank: u8,
    /// Left and right figure.
    pub cells: [Option<Cell<'a>>; 2],
}

/// A section heading.
pub fn heading<'a>(section: &'static str, label: String) -> Row<'a> {
    Row { section, label, unit: "", size: Size::Heading, rank: 0, cells: [None, None] }
}

/// A single channel's figures are in the right column.
pub fn column(channels: usize, channel: usize) -> usize {
    if channels == 1 { 1 } else { channel }
}

/// Headings of the figure columns.
pub fn channel_names(scene: &Scene<'_>) -> [Option<String>; 2] {
    match scene.channels() {
        [] => ["L", "R"].map(|name| Some(name.to_owned())),
        [only] => [None, Some(only.name.clone())],
        [first, second, ..] => [Some(first.name.clone()), Some(second.name.clone())],
    }
}

/// A channel's figure; `None` if refused.
pub fn measured<'a>(scene: &Scene<'a>, channel: usize, id: ChannelFigure) -> Option<&'a Figure> {
    scene.reading(channel, id)?.figure()
}

/// A strong figure given as text.
pub fn plain<'a>(text: String, about: About<'a>) -> Cell<'a> {
    let copy = text.replace('−', "-");
    let (name, list) = (String::new(), Vec::new());
    Cell { name, text, words: false, wide: false, weight: Weight::Strong, copy, about, list }
}

/// A reading as a cell, with its refusal in two words.
pub fn from_reading<'a>(id: impl FigureKey, name: &str, reading: &'a Reading) -> Cell<'a> {
    let definition = id.definition();
    let (text, words, weight) = match reading {
        Reading::Measured(figure) => {
            let weight = if figure.limit { Weight::Quiet } else { Weight::Strong };
            (format::figure(figure), false, weight)
        }
        Reading::NotMeasurable(refusal) => (format::short_refusal(refusal).to_owned(), true, Weight::Quiet),
    };
    Cell {
        name: format!("{} {name}", definition.name),
        text,
        words,
        wide: false,
        weight,
        copy: format::copied(reading, definition.unit),
        about: About::Figure(definition, reading),
        list: Vec::new(),
    }
}

/// One figure for both channels.
pub fn figures<'a>(
    scene: &Scene<'a>,
    section: &'static str,
    label: &str,
    unit: &'static str,
    size: Size,
    rank: u8,
    id: ChannelFigure,
) -> Row<'a> {
    let mut row = Row { section, label: label.to_owned(), unit, size, rank, cells: [None, None] };
    let channels = scene.channels();
    for (index, channel) in channels.iter().take(2).enumerate() {
        if let Some(reading) = channel.figures.get(&id) {
            row.cells[column(channels.len(), index)] = Some(from_reading(id, &channel.name, reading));
        }
    }
    row
}

/// A figure in another form, only if measured.
pub fn derived<'a>(
    scene: &Scene<'a>,
    section: &'static str,
    label: &str,
    rank: u8,
    id: ChannelFigure,
    text: impl Fn(&Figure) -> Option<String>,
) -> Row<'a> {
    let mut row = figures(scene, section, label, "", Size::Small, rank, id);
    let channels = scene.channels().len();
    for channel in 0..channels.min(2) {
        let cell = &mut row.cells[column(channels, channel)];
        let text = measured(scene, channel, id).and_then(&text);
        *cell = cell.take().zip(text).map(|(cell, text)| Cell {
            name: format!("{} {label}", cell.name),
            copy: text.replace('−', "-"),
            text,
            weight: Weight::Quiet,
            ..cell
        });
    }
    row
}

/// Makes a row pale, with a dash where the figure above already gives the reason for its absence.
pub fn explaining(mut row: Row<'_>) -> Row<'_> {
    for cell in row.cells.iter_mut().flatten() {
        cell.weight = Weight::Quiet;
        if cell.words {
            cell.text = "–".to_owned();
        }
    }
    row
}
