//! Lines outside the model, and the surroundings of a model line.

use super::line_fit::FittedLine;

/// A line found in the noise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct SpurLine {
    pub(crate) bins: f64,
    pub(crate) power: f64,
    /// Variance of its amplitude over that of one record's.
    pub(crate) share: f64,
}

impl SpurLine {
    /// As a line, of unknown phase.
    pub(crate) fn line(&self) -> FittedLine {
        FittedLine { bins: self.bins, amplitude: self.power.sqrt().into() }
    }
}

/// The surroundings of a model line, in bins of a record.
#[derive(Clone, Debug, Default)]
pub(crate) struct Neighbourhood {
    pub(crate) bins: f64,
    /// Lines outside the model.
    pub(crate) spurs: Vec<SpurLine>,
    /// The line's power in the records' fits, if it was mixed with other lines.
    pub(crate) mixed: Option<f64>,
    /// Mean powers that the noise window would leave in the bins from [`LOBE_BINS`](crate::spectra::window::LOBE_BINS) below the line to as many above.
    pub(crate) left: Vec<f64>,
    /// Number of independent bins behind them.
    pub(crate) independent: f64,
}
