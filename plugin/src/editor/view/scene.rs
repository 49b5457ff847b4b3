//! Data shared by all parts of a frame.

use egui::Color32;
use groundtruth_analysis::{Snapshot, State};
use groundtruth_captures::Calibration;
use groundtruth_captures::table::ChannelColumn;
use groundtruth_measure::{
    ChannelFigure, ChannelReport, DensityPoint, PairFigure, PairReport, Reading, Report, StimulusKind,
};

use super::monitor::Traces;
use super::seen;
use crate::editor::preferences::{LevelChoice, Sides};
use crate::editor::theme::Palette;
use crate::settings::InstrumentSettings;

/// One frame's data and palette.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// Colours; pale if the figures are not of what is played now.
    pub palette: Palette,
    /// Newest state of the analysis.
    pub snapshot: &'a Snapshot,
    /// The curves of the spectrum's plot.
    pub traces: &'a Traces,
    /// Figures shown: the snapshot's, else the restored ones.
    pub report: Option<&'a Report>,
    is_programme: bool,
    /// Whether the figures are from before: of an earlier session, or before a restart.
    pub is_previous: bool,
    /// Declared circuit settings.
    pub declared: InstrumentSettings,
    /// Unit that the user chose for levels.
    pub level: LevelChoice,
}

/// Where a frame's figures and curves come from.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// Newest state of the analysis, or of before a restart.
    pub snapshot: &'a Snapshot,
    /// Whether it is of before.
    pub is_kept: bool,
    /// The report of an earlier session, in place of a missing one.
    pub restored: Option<&'a Report>,
}

impl<'a> Source<'a> {
    /// The report shown.
    pub fn report(&self) -> Option<&'a Report> {
        self.snapshot.report.as_deref().or(self.restored)
    }

    /// Whether it is of no test signal: music, speech or noise.
    pub fn is_programme(&self) -> bool {
        self.report().is_some_and(|report| report.stimulus.kind == StimulusKind::Programme)
    }
}

impl<'a> Scene<'a> {
    /// Figures of what is played no longer are pale.
    pub fn new(
        palette: Palette,
        source: Source<'a>,
        traces: &'a Traces,
        declared: InstrumentSettings,
    ) -> Scene<'a> {
        let snapshot = source.snapshot;
        let report = source.report();
        let is_silent = snapshot.state == State::NoAudio;
        let is_previous = source.is_kept || (snapshot.report.is_none() && report.is_some());
        let palette = if is_previous || is_silent { palette.greyed() } else { palette };
        Scene {
            palette,
            snapshot,
            traces,
            report,
            is_programme: source.is_programme(),
            is_previous,
            declared,
            level: LevelChoice::default(),
        }
    }

    /// With levels in the unit that the user chose.
    pub fn with_levels_in(self, level: LevelChoice) -> Scene<'a> {
        Scene { level, ..self }
    }

    /// As [`Source::is_programme`].
    pub fn is_programme(&self) -> bool {
        self.is_programme
    }

    /// Name of a curve of the spectrum: that of its channel, or mid and side.
    pub fn curve_name(&self, curve: usize) -> &'a str {
        match self.traces.sides {
            Sides::LeftRight => self.channel_name(curve),
            Sides::MidSide => ["mid", "side"][curve % 2],
        }
    }

    /// Colours of the spectrum's curves.
    pub fn curve_colours(&self) -> [Color32; 2] {
        match self.traces.sides {
            Sides::LeftRight => self.palette.channels,
            Sides::MidSide => self.palette.mid_side,
        }
    }

    /// Whether every sample is 0.
    pub fn is_digital_silence(&self) -> bool {
        self.report.is_some_and(seen::is_digital_silence)
    }

    /// Channels of the report, left first; empty without one.
    pub fn channels(&self) -> &'a [ChannelReport] {
        self.report.map_or(&[], |report| &report.channels)
    }

    /// Name of a channel; empty without a report.
    pub fn channel_name(&self, channel: usize) -> &'a str {
        self.channels().get(channel).map_or("", |channel| channel.name.as_str())
    }

    /// The channels as columns of the table, with their levels in volts if there is a calibration.
    pub fn columns(&self, calibration: Option<&'a Calibration>) -> Vec<ChannelColumn<'a>> {
        let calibrated = |index: usize| calibration.and_then(|calibration| calibration.channels.get(index));
        let channels = self.channels().iter().enumerate();
        channels.map(|(index, channel)| ChannelColumn { channel, calibrated: calibrated(index) }).collect()
    }

    /// A channel's reading.
    pub fn reading(&self, channel: usize, id: ChannelFigure) -> Option<&'a Reading> {
        self.channels().get(channel)?.figures.get(&id)
    }

    /// A channel's measured value; `None` if refused.
    pub fn value(&self, channel: usize, id: ChannelFigure) -> Option<f64> {
        self.reading(channel, id)?.figure().map(|figure| figure.value)
    }

    /// The channels' levels in volts, if the voltage of a full-scale sine is set.
    pub fn calibration(&self) -> Option<Calibration> {
        let (report, volts) = (self.report?, self.declared.reference_volts?);
        let volts = &volts[..report.channels.len().min(volts.len())];
        Calibration::of(report, volts, self.declared.measure.load_ohms).ok()?
    }

    /// The pair from the first to the second channel, or back.
    pub fn pair(&self, from: usize, to: usize) -> Option<&'a PairReport> {
        let channels = self.channels();
        let (from, to) = (channels.get(from)?, channels.get(to)?);
        self.report?.pair(&from.name, &to.name)
    }

    /// A reading of the pair from the first to the second channel, or back.
    pub fn pair_reading(&self, from: usize, to: usize, id: PairFigure) -> Option<&'a Reading> {
        self.pair(from, to)?.figures.get(&id)
    }

    /// Noise density of the channels that have noise: what is refused, or −∞, is not drawn.
    pub fn density(&self) -> Vec<(usize, &'a [DensityPoint])> {
        let density = self.snapshot.density.iter().map(Vec::as_slice).enumerate();
        let has_noise = |channel: usize| {
            self.value(channel, ChannelFigure::NoiseRms).is_some_and(|level| level > f64::NEG_INFINITY)
        };
        density.filter(|(channel, _)| has_noise(*channel)).collect()
    }

    /// Sample rate of the data shown; 48 kHz if there is none.
    pub fn sample_rate_hz(&self) -> f64 {
        self.snapshot
            .context
            .map(|context| context.sample_rate_hz)
            .or(self.report.map(|report| report.source.sample_rate_hz))
            .filter(|rate| *rate > 0.0)
            .unwrap_or(48_000.0)
    }
}
