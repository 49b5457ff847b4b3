//! One channel of a run, with its circuit.

use groundtruth_measure::{
    BenchSection, Bound, ChannelFigure, ChannelReport, Curve, Figure, Quantity, Refusal, Report, Run,
    ThdLevel, units,
};

use super::circuit::ChannelCircuit;
use super::outcome::{Outcome, figure_of};
use crate::table::number::{fixed, significant};

/// A channel of the recording.
pub(super) struct Channel<'a> {
    report: &'a Report,
    run: &'a Run,
    pub(super) figures: &'a ChannelReport,
    pub(super) circuit: ChannelCircuit,
}

impl<'a> Channel<'a> {
    pub(super) fn new(
        report: &'a Report,
        run: &'a Run,
        figures: &'a ChannelReport,
        circuit: ChannelCircuit,
    ) -> Channel<'a> {
        Channel { report, run, figures, circuit }
    }

    pub(super) fn name(&self) -> &'a str {
        &self.figures.name
    }

    pub(super) fn figure(&self, id: ChannelFigure) -> Outcome {
        figure_of(&self.figures.figures, id)
    }

    /// This channel in a section.
    pub(super) fn in_section(&self, section: BenchSection) -> Result<&'a ChannelReport, Refusal> {
        let found = self.report.sections.iter().find(|measured| measured.name == Some(section));
        let mut channels = found.into_iter().flat_map(|measured| &measured.channels);
        channels.find(|channel| channel.name == self.name()).ok_or(Refusal::SectionMissing { section })
    }

    /// A curve of this channel; otherwise the section is missing that it comes from.
    pub(super) fn curve(&self, quantity: Quantity, section: BenchSection) -> Result<&'a Curve, Refusal> {
        let is_own = |curve: &&Curve| curve.quantity == quantity && curve.channels == [self.name()];
        self.report.curves.iter().find(is_own).ok_or(Refusal::SectionMissing { section })
    }

    /// The level in dBFS at which THD passes a limit. If it stays below, the highest level at which it surely does is a lower
    /// bound.
    pub(super) fn level_at_thd(&self, thd_percent: f64) -> Outcome {
        let section = BenchSection::Levels;
        let is_own = |level: &&ThdLevel| level.channel == self.name() && level.thd_percent == thd_percent;
        let level = self.run.thd_levels.iter().find(is_own).ok_or(Refusal::SectionMissing { section })?;
        if let Some(value) = level.level_dbfs {
            let (low, high) = (level.low.unwrap_or(value), level.high.unwrap_or(value));
            return Ok(Figure { low, high, ..Figure::exact(value) });
        }
        let limit_db = units::amplitude_to_db(thd_percent / 100.0);
        let points = &self.curve(Quantity::ThdOverLevel, section)?.points;
        let surely = points.iter().rev().find(|point| point.figure.value.max(point.figure.high) < limit_db);
        let surely = surely.ok_or(Refusal::DistortedThroughout { thd_percent })?;
        Ok(Figure { limit: true, bound: Bound::Lower, ..Figure::exact(surely.at) })
    }

    /// The level of the sweeps and of the last step of the level series in dBFS, the highest of the track.
    pub(super) fn top_dbfs(&self) -> Option<f64> {
        self.run.thd_levels.iter().find(|level| level.channel == self.name()).map(|level| level.highest_dbfs)
    }

    /// A level in the best unit that is known: `35.2 mW`, `1.06 V` or `-12.0 dBFS`.
    pub(super) fn level_words(&self, level_dbfs: f64) -> String {
        let level = Figure::exact(level_dbfs);
        match (self.circuit.in_milliwatts(&level), self.circuit.in_volts(&level)) {
            (Ok(power), _) => format!("{} mW", significant(power.value, 3)),
            (Err(_), Ok(volts)) => format!("{} V", significant(volts.value, 3)),
            _ => format!("{} dBFS", fixed(level_dbfs, 1)),
        }
    }
}
