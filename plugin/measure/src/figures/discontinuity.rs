//! Discontinuities as a report lists them.

use serde::{Deserialize, Serialize};

/// A discontinuity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Glitch {
    /// First frame concerned.
    pub frame: u64,
    /// Frames concerned.
    pub frames: u64,
    /// Its kind.
    pub kind: GlitchKind,
}

/// The discontinuities of one channel.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Glitches {
    /// In order; of very many the first and the newest.
    pub listed: Vec<Glitch>,
    /// Number of all.
    pub count: u64,
}

/// Kind of a discontinuity. No figure is measured across one, except clipping.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GlitchKind {
    /// Frames are missing.
    Dropped,
    /// Frames were played twice.
    Repeated,
    /// Frames are digital silence.
    Zeroed,
    /// The tones' phase jumps by an amount that no whole number of frames explains.
    PhaseJump,
    /// Outlying samples; the tones continue as before.
    Click,
    /// The tones' frequency changes; their phase is continuous.
    ClockStep,
    /// Crests are flat.
    Clipped,
    /// Samples are NaN or infinite.
    NotFinite,
    /// A kind written by a later version.
    #[serde(other)]
    Unknown,
}

impl GlitchKind {
    /// Whether figures must not be measured across it.
    pub(crate) fn breaks(self) -> bool {
        self != GlitchKind::Clipped
    }

    /// Whether it changes the phase or frequency of tones.
    pub(crate) fn moves_tones(self) -> bool {
        use GlitchKind::{ClockStep, Dropped, PhaseJump, Repeated};
        matches!(self, Dropped | Repeated | PhaseJump | ClockStep)
    }

    /// Its name in the report: `phase_jump`.
    pub fn id(self) -> &'static str {
        match self {
            GlitchKind::Dropped => "dropped",
            GlitchKind::Repeated => "repeated",
            GlitchKind::Zeroed => "zeroed",
            GlitchKind::PhaseJump => "phase_jump",
            GlitchKind::Click => "click",
            GlitchKind::ClockStep => "clock_step",
            GlitchKind::Clipped => "clipped",
            GlitchKind::NotFinite => "not_finite",
            GlitchKind::Unknown => "unknown",
        }
    }

    /// Display name: `phase jump`.
    pub fn words(self) -> String {
        self.id().replace('_', " ")
    }
}
