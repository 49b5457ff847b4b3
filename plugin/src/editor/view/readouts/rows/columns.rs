//! The channels as columns of readouts.

use groundtruth_captures::Calibration;
use groundtruth_captures::table::{ChannelColumn, Row, channels};
use groundtruth_measure::{ChannelFigure, Figure, Reading, Refusal, StimulusKind};

use crate::editor::view::format;
use crate::editor::view::level_scale::LevelScale;
use crate::editor::view::readouts::line::{Entry, Line, Size, Weight};
use crate::editor::view::scene::Scene;

/// The scene's channels as columns of the table.
pub struct Columns<'a> {
    /// The frame's data.
    pub scene: Scene<'a>,
    /// The channels.
    pub channels: Vec<ChannelColumn<'a>>,
    /// Unit of the levels.
    pub scale: LevelScale,
    /// Their names; those of a stereo pair while there is no report.
    pub names: Vec<String>,
}

impl<'a> Columns<'a> {
    /// The channels of a scene, with their levels in volts if there is a calibration.
    pub fn new(scene: &Scene<'a>, calibration: Option<&'a Calibration>) -> Columns<'a> {
        let channels = scene.columns(calibration);
        let names = match channels.as_slice() {
            [] => ["L", "R"].map(str::to_owned).to_vec(),
            channels => channels.iter().map(|column| column.channel.name.clone()).collect(),
        };
        Columns { scene: *scene, channels, scale: LevelScale::new(scene), names }
    }

    /// The stimulus of the figures; `None` while there are none.
    pub fn kind(&self) -> Option<StimulusKind> {
        self.scene.report.map(|report| report.stimulus.kind)
    }

    /// The band after a heading: " · 20 Hz–20 kHz".
    pub fn band_suffix(&self) -> String {
        self.scene.report.map_or_else(String::new, |report| format!(" · {}", format::band(report.band_hz)))
    }

    /// A main line of a ratio in dB, below it the same in per cent, and its uncertainty.
    pub fn with_explanations(&self, lines: &mut Vec<Line<'a>>, section: &'static str, id: ChannelFigure) {
        lines.push(self.large(section, id));
        let percent = channels::percent(id, &self.channels);
        lines.push(self.line(section, Size::Small, 3, &percent).explaining());
        let uncertainty = self.small(section, 14, id).labelled("uncertainty").without_unit();
        lines.push(uncertainty.map(|_, entry| {
            let text = entry.cell.number()?.uncertainty("dB")?;
            let name = format!("{} uncertainty", entry.name);
            Some(Entry { copy: Some(text.clone()), name, ..entry.showing(text) })
        }));
    }

    /// A small line of one figure.
    pub fn small(&self, section: &'static str, rank: u8, id: ChannelFigure) -> Line<'a> {
        self.line(section, Size::Small, rank, &channels::figure(id, &self.channels))
    }

    /// A main line of one figure.
    pub fn large(&self, section: &'static str, id: ChannelFigure) -> Line<'a> {
        self.line(section, Size::Large, 0, &channels::figure(id, &self.channels))
    }

    pub fn line(&self, section: &'static str, size: Size, rank: u8, row: &Row<'a>) -> Line<'a> {
        Line::new(section, size, rank, row, &self.names)
    }

    /// Whether any channel has this figure.
    pub fn any_has(&self, id: ChannelFigure) -> bool {
        self.first(id).is_some()
    }

    /// The reason of the first channel that does not have the figure.
    pub fn first_refusal(&self, id: ChannelFigure) -> Option<&'a Refusal> {
        self.channels.iter().find_map(|column| match column.channel.figures.get(&id)? {
            Reading::Measured(_) => None,
            Reading::NotMeasurable(refusal) => Some(refusal),
        })
    }

    /// The figure of the first channel that has it.
    pub fn first(&self, id: ChannelFigure) -> Option<&'a Figure> {
        self.channels.iter().find_map(|column| column.channel.figures.get(&id).and_then(Reading::figure))
    }
}

/// A number of faults, in the colour of faults if there are any.
pub fn alerting(entry: Entry<'_>) -> Entry<'_> {
    let is_fault = entry.cell.number().is_some_and(|number| number.figure.value > 0.0);
    Entry { weight: if is_fault { Weight::Alert } else { Weight::Quiet }, ..entry }
}
