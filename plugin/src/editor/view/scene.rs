//! Data shared by all parts of a frame.

use groundtruth_analysis::{Snapshot, State};
use groundtruth_captures::Calibration;
use groundtruth_captures::table::ChannelColumn;
use groundtruth_measure::{
    ChannelFigure, ChannelReport, DensityPoint, PairFigure, PairReport, Reading, Report,
};

use super::monitor;
use crate::editor::theme::Palette;
use crate::settings::InstrumentSettings;

/// One frame's data and palette.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// Colours; pale if the figures are not of what is played now.
    pub palette: Palette,
    /// Newest state of the analysis.
    pub snapshot: &'a Snapshot,
    /// Figures shown: the snapshot's, else the restored ones.
    pub report: Option<&'a Report>,
    /// Whether the figures are from before: of an earlier session, or before a restart.
    pub is_previous: bool,
    /// Declared circuit settings.
    pub declared: InstrumentSettings,
}

impl<'a> Scene<'a> {
    /// The snapshot's own report, or else the restored one. Figures of what is played no longer are pale.
    pub fn new(
        palette: Palette,
        snapshot: &'a Snapshot,
        restored: Option<&'a Report>,
        declared: InstrumentSettings,
    ) -> Scene<'a> {
        let report = snapshot.report.as_deref();
        let is_silent = snapshot.state == State::NoAudio;
        let is_previous = report.is_none() && restored.is_some();
        let palette = if is_previous || is_silent { palette.greyed() } else { palette };
        Scene { palette, snapshot, report: report.or(restored), is_previous, declared }
    }

    /// The figures of a snapshot that are from before a restart, in pale colours.
    pub fn of_previous(palette: Palette, snapshot: &'a Snapshot, declared: InstrumentSettings) -> Scene<'a> {
        let report = snapshot.report.as_deref();
        Scene { palette: palette.greyed(), snapshot, report, is_previous: true, declared }
    }

    /// Whether music or speech plays: no test signal, and figures of now.
    pub fn is_programme(&self) -> bool {
        !self.is_previous && monitor::is_programme(self.snapshot, self.report)
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

    /// Noise density of the channels whose noise is measured: what is refused is not drawn.
    pub fn density(&self) -> Vec<(usize, &'a [DensityPoint])> {
        let density = self.snapshot.density.iter().map(Vec::as_slice).enumerate();
        density.filter(|(channel, _)| self.value(*channel, ChannelFigure::NoiseRms).is_some()).collect()
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
