//! Parameters of a signal, and why they may be invalid.

use std::fmt;

use crate::figures::run::BenchForm;

/// The signal to generate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recipe {
    /// Kind of signal.
    pub kind: SignalKind,
    /// Level of each side that plays.
    pub level: Level,
    /// Sample rate in Hz.
    pub sample_rate_hz: f64,
    /// Total length, pauses included.
    pub frames: u64,
}

/// Kinds of signal. Frequencies in Hz, above 0 and below half the sample rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SignalKind {
    /// Digital silence.
    Silence,
    /// One tone.
    Tone {
        /// Its frequency.
        frequency_hz: f64,
        /// Which sides play it.
        sides: Sides,
    },
    /// One tone on the left, another on the right.
    DualTone([f64; 2]),
    /// Two tones at once on both sides.
    TwinTone {
        /// Their frequencies.
        frequencies_hz: [f64; 2],
        /// Amplitude of the first over that of the second.
        ratio: f64,
    },
    /// Tones in equal steps of log frequency, 20 Hz to 20 kHz, the same on both sides.
    Multitone {
        /// How many, 2 or more.
        tones: usize,
    },
    /// One multitone per side with interleaved frequencies, so that crosstalk can be measured both ways.
    InterleavedMultitone {
        /// How many on each side, 2 or more.
        tones: usize,
    },
    /// An exponential sweep whose phase is a whole number of turns at its start (Novak, Lotton, Simon, JAES 63, 2015).
    Sweep {
        /// Where it starts.
        low_hz: f64,
        /// Where it ends, at most.
        high_hz: f64,
        /// [`Sides::Each`] plays it left, then right.
        sides: Sides,
        /// Silence before, between and after sweeps.
        pause_frames: u64,
    },
    /// The bench track; its level is that of the highest peaks.
    BenchTrack {
        /// Its form.
        form: BenchForm,
    },
}

impl SignalKind {
    /// SMPTE RP120: 60 Hz and 7 kHz, 4:1.
    pub const SMPTE: SignalKind = SignalKind::TwinTone { frequencies_hz: [60.0, 7000.0], ratio: 4.0 };
    /// DIN 45403: 250 Hz and 8 kHz, 4:1.
    pub const DIN: SignalKind = SignalKind::TwinTone { frequencies_hz: [250.0, 8000.0], ratio: 4.0 };
    /// IEC 60268-3, difference-frequency distortion: 19 and 20 kHz, 1:1.
    pub const DFD: SignalKind = SignalKind::TwinTone { frequencies_hz: [19_000.0, 20_000.0], ratio: 1.0 };
}

/// Which sides play.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sides {
    /// Left alone.
    Left,
    /// Right alone.
    Right,
    /// Both, the same.
    Both,
    /// One after the other, left first; a tone, which has no end, plays on both.
    Each,
}

/// A level in dBFS; a full-scale sine has 0 dBFS by either definition.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Level {
    /// Level of the largest sample.
    PeakDbfs(f64),
    /// AES17: `20·lg(√2·rms)`. For a sweep, without its fades.
    RmsDbfs(f64),
}

/// Why a signal cannot be generated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NoSignal {
    /// A frequency above half the sample rate, or sweep ends in the wrong order.
    Frequency {
        /// The requested frequency.
        frequency_hz: f64,
        /// It must lie above 0 and below this.
        below_hz: f64,
    },
    /// Peaks would pass full scale.
    TooLoud {
        /// The requested peak.
        peak_dbfs: f64,
    },
    /// Too few or too many tones, or a NaN or infinite ratio or level.
    Parameter,
    /// Too short for a sweep.
    TooShort {
        /// Frames that a sweep would need.
        needed_frames: u64,
    },
}

impl fmt::Display for NoSignal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoSignal::Frequency { frequency_hz, below_hz } => {
                write!(f, "{frequency_hz} Hz is not above 0 and below {below_hz} Hz")
            }
            NoSignal::TooLoud { peak_dbfs } => write!(f, "its peaks would reach {peak_dbfs:+.2} dBFS"),
            NoSignal::Parameter => f.write_str("a number of tones, ratio, rate or level is out of range"),
            NoSignal::TooShort { needed_frames } => write!(f, "a sweep needs {needed_frames} frames"),
        }
    }
}

impl std::error::Error for NoSignal {}
