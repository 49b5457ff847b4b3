//! A figure: a value with its interval, or the reason why it cannot be measured.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::figures::refusal::Refusal;

/// A measured value with its 95 % interval.
///
/// −∞ is a valid level (digital silence); NaN and +∞ never occur. In JSON −∞ is `null` with `"limit": true`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// The value in the unit of its definition; for a limit the end of the interval that `bound` names.
    pub value: f64,
    /// Lower end of the 95 % interval, same unit.
    pub low: f64,
    /// Upper end of the 95 % interval, same unit.
    pub high: f64,
    /// True when `value` is only a bound of the true value (the signal lies within 3σ of the noise).
    pub limit: bool,
    /// The side on which a limit bounds the true value; [`Bound::Upper`] where `limit` is false.
    pub bound: Bound,
    /// Phase in (−π, π], only where the definition has one (crosstalk: undriven minus driven).
    pub phase_rad: Option<f64>,
    /// Period of the value if it is only known modulo that, in the figure's unit: a delay read from one tone.
    pub modulo: Option<f64>,
    /// Assumption behind the value that the interval does not cover.
    pub assumes: Option<Assumption>,
}

/// The side on which a limit bounds the true value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// The true value is at most the limit: levels, ratios to the fundamental.
    #[default]
    Upper,
    /// The true value is at least the limit: SNR, SINAD, ENOB, dynamic range.
    Lower,
}

impl Bound {
    /// Whether it bounds from above.
    pub(crate) fn is_upper(&self) -> bool {
        *self == Bound::Upper
    }

    /// `≤` or `≥`.
    pub fn sign(self) -> &'static str {
        match self {
            Bound::Upper => "≤",
            Bound::Lower => "≥",
        }
    }
}

/// An assumption behind a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Assumption {
    /// The output impedance is not set.
    #[serde(rename = "as if Zo were 0")]
    NoOutputImpedance,
    /// An assumption written by a later version.
    #[serde(other, rename = "more than this version knows")]
    Unknown,
}

impl Assumption {
    /// The text beside the value, the same as in the JSON.
    pub fn words(self) -> &'static str {
        match self {
            Assumption::NoOutputImpedance => "as if Zo were 0",
            Assumption::Unknown => "more than this version knows",
        }
    }
}

impl Figure {
    /// A figure exact except for rounding; −∞ is a limit.
    pub fn exact(value: f64) -> Figure {
        Figure {
            value,
            low: value,
            high: value,
            limit: value == f64::NEG_INFINITY,
            bound: Bound::Upper,
            phase_rad: None,
            modulo: None,
            assumes: None,
        }
    }

    /// A value with a symmetric interval.
    pub fn within(value: f64, half: f64) -> Figure {
        Figure { low: value - half, high: value + half, ..Figure::exact(value) }
    }
}

/// The result for one id.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading {
    /// The signal allows the measurement.
    Measured(Figure),
    /// The signal does not, for this reason.
    NotMeasurable(Refusal),
}

impl Reading {
    /// The figure, if there is one.
    pub fn figure(&self) -> Option<&Figure> {
        match self {
            Reading::Measured(figure) => Some(figure),
            Reading::NotMeasurable(_) => None,
        }
    }
}

/// Readings by definition, in the order of the definitions.
pub type Figures<Id> = BTreeMap<Id, Reading>;

/// Text for one figure in the tooltip, report and manual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Definition {
    /// The definition id, stable for ever: `thd.f`.
    pub id: &'static str,
    /// Display name.
    pub name: &'static str,
    /// Unit of value and interval; empty for pure numbers.
    pub unit: &'static str,
    /// Which of two values is better.
    pub better: Better,
    /// What has to be the same for two values to be compared.
    pub depends_on: DependsOn,
    /// Its meaning in one sentence.
    pub meaning: &'static str,
}

/// Which of two values of a figure is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// The lower one.
    Lower,
    /// The higher one.
    Higher,
    /// The one nearer to 0.
    NearerZero,
    /// Neither: it describes the signal.
    Neither,
}

/// Conditions that a figure depends on, besides the device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DependsOn {
    /// The frequencies of the test tones.
    pub tone: bool,
    /// The band of the settings.
    pub band: bool,
}

impl DependsOn {
    const NOTHING: DependsOn = DependsOn { tone: false, band: false };
    const TONE: DependsOn = DependsOn { tone: true, band: false };
    const BAND: DependsOn = DependsOn { tone: false, band: true };
    const TONE_AND_BAND: DependsOn = DependsOn { tone: true, band: true };
}

/// A definition id of a channel or a pair, where both are handled together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FigureId {
    /// Of one channel.
    Channel(ChannelFigure),
    /// Of an ordered pair of channels.
    Pair(PairFigure),
}

impl FigureId {
    /// Every id, in report order.
    pub fn all() -> impl Iterator<Item = FigureId> {
        let channel = ChannelFigure::ALL.iter().map(|id| FigureId::Channel(*id));
        channel.chain(PairFigure::ALL.iter().map(|id| FigureId::Pair(*id)))
    }

    /// Id, name, unit and meaning.
    pub fn definition(self) -> &'static Definition {
        match self {
            FigureId::Channel(id) => id.definition(),
            FigureId::Pair(id) => id.definition(),
        }
    }

    /// The figure with a definition id.
    pub fn from_id(id: &str) -> Option<FigureId> {
        FigureId::all().find(|figure| figure.definition().id == id)
    }
}

impl From<ChannelFigure> for FigureId {
    fn from(id: ChannelFigure) -> FigureId {
        FigureId::Channel(id)
    }
}

impl From<PairFigure> for FigureId {
    fn from(id: PairFigure) -> FigureId {
        FigureId::Pair(id)
    }
}

/// A definition id as the key of [`Figures`]: [`ChannelFigure`] for the figures of one channel, [`PairFigure`] for those of two.
///
/// An id of a pair among the figures of a channel does not compile:
///
/// ```compile_fail,E0308
/// use groundtruth_measure::{Figures, ChannelFigure, PairFigure};
///
/// let figures = Figures::<ChannelFigure>::new();
/// figures.get(&PairFigure::XtalkSelective);
/// ```
pub trait FigureKey: Copy + Ord + fmt::Debug + fmt::Display + Into<FigureId> + 'static {
    /// Every id, in report order.
    const ALL: &'static [Self];

    /// Id, name, unit and meaning.
    fn definition(self) -> &'static Definition;

    /// The variant of a definition id.
    fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|figure| figure.definition().id == id)
    }
}

macro_rules! figures {
    ($(#[$doc:meta])* $name:ident { $($variant:ident: $id:literal, $title:literal, $unit:literal, $better:ident, $depends_on:ident, $meaning:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $(#[doc = $meaning] $variant,)* }

        impl FigureKey for $name {
            const ALL: &'static [$name] = &[$($name::$variant,)*];

            fn definition(self) -> &'static Definition {
                match self {
                    $($name::$variant => {
                        const D: Definition = Definition {
                            id: $id,
                            name: $title,
                            unit: $unit,
                            better: Better::$better,
                            depends_on: DependsOn::$depends_on,
                            meaning: $meaning,
                        };
                        &D
                    })*
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.definition().id)
            }
        }
    };
}

figures! {
    /// The figures of one channel.
    ChannelFigure {
        Frequency: "frequency", "Frequency", "Hz", Neither, TONE, "Frequency of the fundamental, by least-squares fit (IEEE 1057).";
        FrequencyDrift: "frequency.drift", "Drift", "ppm", Neither, TONE, "Change of the fundamental's frequency from the record's start to its end, positive when it rises.";
        LevelFundamental: "level.fundamental", "Level", "dBFS", Neither, NOTHING, "Level of the fundamental; a full-scale sine reads 0.00 dBFS (AES17).";
        LevelRms: "level.rms", "RMS level", "dBFS", Neither, NOTHING, "20·lg(√2·rms) of everything, DC included (AES17).";
        LevelPeak: "level.peak", "Peak", "dBFS", Neither, NOTHING, "20·lg of the largest absolute sample.";
        Dc: "dc", "DC", "FS", NearerZero, NOTHING, "Mean of the record, as a fraction of full scale.";
        ThdF: "thd.f", "THD", "dB", Lower, TONE_AND_BAND, "Root-sum-square of the harmonics in band over the fundamental.";
        ThdR: "thd.r", "THD, total form", "dB", Lower, TONE_AND_BAND, "Root-sum-square of the harmonics in band over fundamental and harmonics together (IEC 60268-3).";
        ThdnAes17: "thdn.aes17", "THD+N", "dB", Lower, TONE_AND_BAND, "Everything in band but the fundamental, hum included, over the total rms (AES17 6.3.1).";
        ThdnF: "thdn.f", "THD+N, fundamental form", "dB", Lower, TONE_AND_BAND, "Everything in band but the fundamental, over the fundamental.";
        SinadIeee1057: "sinad.ieee1057", "SINAD", "dB", Higher, TONE, "Fitted sine over everything else from 0 to fs/2 but DC (IEEE 1057).";
        Enob: "enob", "ENOB", "bit", Higher, TONE, "Effective number of bits: (SINAD − 1.76 − level)/6.02.";
        SplitHarmonics: "thdn.split.harmonics", "THD+N: harmonics", "dB", Lower, TONE_AND_BAND, "The harmonics' share of THD+N, same reference.";
        SplitHum: "thdn.split.hum", "THD+N: hum", "dB", Lower, BAND, "The mains hum's share of THD+N, same reference.";
        SplitSpurs: "thdn.split.spurs", "THD+N: spurs", "dB", Lower, BAND, "The share of other lines in THD+N, same reference.";
        SplitNoise: "thdn.split.noise", "THD+N: noise", "dB", Lower, BAND, "The noise's share of THD+N, same reference.";
        EvenOddEven: "evenodd.even", "Even harmonics", "dB", Lower, TONE_AND_BAND, "Root-sum-square of the even harmonics in band over the fundamental.";
        EvenOddOdd: "evenodd.odd", "Odd harmonics", "dB", Lower, TONE_AND_BAND, "Root-sum-square of the odd harmonics in band over the fundamental.";
        NoiseRms: "noise.rms", "Noise floor", "dBFS", Lower, BAND, "Noise in band after tones, harmonics, hum and spurs are cut out.";
        NoiseTotal: "noise.total", "Noise with hum and spurs", "dBFS", Lower, BAND, "Everything in band but the stimulus and its harmonics.";
        NoiseA: "noise.a", "Noise, A-weighted", "dBFS", Lower, BAND, "The noise floor through the A curve of IEC 61672.";
        NoiseCcirRms: "noise.ccir_rms", "Noise, CCIR-RMS", "dBFS", Lower, BAND, "The noise floor through the ITU-R 468 curve lowered by 5.63 dB, true rms.";
        NoiseItu468: "noise.itu468", "Noise, ITU-R 468", "dBFS", Lower, BAND, "The noise floor through the ITU-R 468 curve and its quasi-peak detector; a steady 1 kHz sine reads its level.";
        NoiseDensity: "noise.density", "Noise density", "dBFS/√Hz", Lower, BAND, "The noise floor per √Hz, mean over the band; over frequency in the list beside the figures.";
        Snr: "snr", "SNR", "dB", Higher, BAND, "Fundamental over the noise floor in band.";
        DrAes17: "dr.aes17", "Dynamic range", "dB", Higher, BAND, "0 dBFS over the CCIR-RMS residual of 997 Hz at −60 dBFS (AES17 6.4.1).";
        Hum: "hum", "Hum", "dBFS", Lower, BAND, "Root-sum-square of the mains line and its harmonics.";
        HumMains: "hum.mains", "Mains frequency", "Hz", Neither, NOTHING, "Frequency of the mains, from all its lines together.";
        Spurs: "spurs", "Other lines", "dBFS", Lower, BAND, "Root-sum-square of the lines in band that are neither stimulus, harmonic nor hum; a limit where none stands out.";
        Glitches: "glitches", "Glitches", "", Lower, NOTHING, "Discontinuities found: frames missing, repeated or zeroed, phase jumps, clicks, clock steps, clipping, samples that are no numbers.";
        ImdSmpte: "imd.smpte", "IMD SMPTE", "dB", Lower, TONE, "Sidebands of 7 kHz at ±60 and ±120 Hz, arithmetic within a pair, over the 7 kHz tone.";
        ImdDin: "imd.din", "IMD DIN", "dB", Lower, TONE, "Sidebands of 8 kHz at ±250 and ±500 Hz, arithmetic within a pair, over the 8 kHz tone.";
        ImdDfd2: "imd.dfd2", "IMD DFD, 2nd order", "dB", Lower, TONE, "Difference tone over the sum of both amplitudes (IEC 60268-3).";
        ImdDfd3: "imd.dfd3", "IMD DFD, 3rd order", "dB", Lower, TONE, "2f1−f2 and 2f2−f1 over the sum of both amplitudes (IEC 60268-3).";
        ImdCcif: "imd.ccif", "IMD CCIF", "dB", Lower, TONE, "Difference tone over the rms sum of both tones: 3.01 dB above the DFD form.";
        TdnMultitone: "tdn.multitone", "TD+N", "dB", Lower, TONE_AND_BAND, "Everything in band that is not a tone of the multitone, over that and this side's tones; needs 30 tones.";
        TdnMultitoneCrest: "tdn.multitone.crest", "Crest factor", "dB", Neither, TONE, "Peak over rms of the multitone as it was captured.";
    }
}

figures! {
    /// The figures of an ordered pair of channels: from the driven or reference one to the other.
    PairFigure {
        XtalkSelective: "xtalk.selective", "Crosstalk", "dB", Lower, TONE, "The driven tone as it appears on the undriven channel, over the driven one, at its frequency alone; of a multitone the tone nearest 1 kHz.";
        XtalkBroadband: "xtalk.broadband", "Crosstalk, broadband", "dB", Lower, TONE_AND_BAND, "Everything in band on the undriven channel over the driven one: noise and hum included (AES17 6.5.2).";
        XtalkCurve: "xtalk.curve", "Crosstalk, worst in band", "dB", Lower, TONE_AND_BAND, "Highest point in band of the crosstalk over frequency.";
        XtalkNonlinear: "xtalk.nonlinear", "Cross-modulation", "dB", Lower, TONE_AND_BAND, "Products of both sides' tones on the second side, root-sum-square over that side's own tone.";
        XtalkCauseResistance: "xtalk.cause.resistance", "Shared return", "mΩ", Lower, NOTHING, "Common return resistance that explains the crosstalk's flat, inverted part at the given load; read as if Zo were 0 while no output impedance is set.";
        XtalkCauseCapacitance: "xtalk.cause.capacitance", "Coupling", "pF", Lower, NOTHING, "Coupling capacitance that explains the crosstalk's part that rises by 6 dB per octave at +90°. A delay between the channels looks the same: the interval allows for 10 ns.";
        BalanceLevel: "balance.level", "Balance", "dB", NearerZero, TONE, "Level of the one channel less that of the other, at the common tone, of a multitone the one nearest 1 kHz.";
        BalanceDelay: "balance.delay", "Delay", "samples", NearerZero, NOTHING, "Delay of the one channel against the other, positive when late: from one tone by its phase, modulo its period; from a multitone or a sweep by the slope of the phases.";
        BalancePolarity: "balance.polarity", "Polarity", "", Neither, NOTHING, "+1 where the one channel has the polarity of the other, −1 where it is inverted; from several frequencies at once, not from one tone.";
        BalanceCurve: "balance.curve", "Balance, worst in band", "dB", NearerZero, TONE_AND_BAND, "Balance over frequency where it departs farthest from its value nearest to 1 kHz, less that value.";
        Correlation: "correlation", "Correlation", "", Neither, NOTHING, "Zero-lag correlation of the two channels, −1 to 1.";
        CorrelationCoherence: "correlation.coherence", "Coherence", "", Neither, BAND, "Mean over third octaves in band of the magnitude-squared coherence of the two channels, 0 to 1.";
    }
}

/// Intermediate result: a figure or the reason why there is none.
pub(crate) type Outcome = Result<Figure, Refusal>;
