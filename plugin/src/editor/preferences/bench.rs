//! What the Bench view shows.

use serde::{Deserialize, Serialize};
use ulid::Ulid;

/// What the Bench view shows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct BenchPreferences {
    /// The capture whose run is shown; the live run if `None` or if the session has no such capture.
    pub capture: Option<Ulid>,
    /// What is shown of the response.
    pub response: ResponseCurve,
    /// Order of the harmonic that is shown over frequency, from 2 to 9; THD if `None`.
    pub harmonic: Option<u32>,
    /// What is shown over level.
    pub level: LevelCurve,
    /// What is shown of both channels together.
    pub coupling: CouplingCurve,
    /// Curves or sheet.
    pub page: BenchPage,
    /// The plot that has the whole area.
    pub enlarged: Option<BenchPlot>,
}

/// Pages of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BenchPage {
    /// Its curves.
    #[default]
    Curves,
    /// The reviewer's sheet.
    Sheet,
}

/// The plots of the Bench view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BenchPlot {
    /// Gain, phase or delay over frequency.
    Response,
    /// THD and harmonics over frequency.
    Distortion,
    /// Distortion, noise and crosstalk over level.
    Levels,
    /// Crosstalk or balance over frequency.
    Coupling,
}

impl BenchPlot {
    /// All plots, row by row.
    pub const ALL: [BenchPlot; 4] =
        [BenchPlot::Response, BenchPlot::Distortion, BenchPlot::Levels, BenchPlot::Coupling];
}

/// What is shown of the response.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResponseCurve {
    /// Gain relative to that at 1 kHz.
    #[default]
    Level,
    /// Phase less the run's delay and polarity.
    Phase,
    /// Delay of the envelope less the run's delay.
    Delay,
}

/// What is shown over level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LevelCurve {
    /// THD+N.
    #[default]
    Thdn,
    /// THD.
    Thd,
    /// Noise floor relative to the tone.
    Noise,
    /// What arrives on the other channel, relative to the tone.
    Crosstalk,
}

/// What is shown of both channels together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CouplingCurve {
    /// Crosstalk both ways.
    #[default]
    Crosstalk,
    /// One channel over the other.
    Balance,
}
