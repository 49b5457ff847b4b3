//! How each figure is compared: which value is better, and what it depends on.

use groundtruth_measure::{ChannelFigure as Channel, FigureId as Id, PairFigure as Pair};

use super::test::Scale;

/// Which value of a figure is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Better {
    /// The lower one.
    Lower,
    /// The higher one.
    Higher,
    /// The one nearer to 0.
    NearerZero,
    /// Neither: it describes the signal.
    Neither,
}

/// How a figure is compared.
#[derive(Clone, Copy, Debug)]
pub(super) struct Nature {
    pub(super) better: Better,
    /// Whether it depends on the frequency of the test tone.
    pub(super) depends_on_tone: bool,
    /// Whether it is read over the band of the settings.
    pub(super) depends_on_band: bool,
    /// A count or a sign, without uncertainty.
    pub(super) is_counted: bool,
}

/// How a figure is compared.
pub(super) fn nature(id: Id) -> Nature {
    Nature {
        better: better(id),
        depends_on_tone: depends_on_tone(id),
        depends_on_band: depends_on_band(id),
        is_counted: matches!(id, Id::Channel(Channel::Glitches) | Id::Pair(Pair::BalancePolarity)),
    }
}

/// Scale of the values in a unit.
pub(super) fn scale(unit: &str) -> Scale {
    if unit.starts_with("dB") || unit == "bit" { Scale::Decibels } else { Scale::Linear }
}

fn better(id: Id) -> Better {
    match id {
        Id::Channel(
            Channel::ThdF
            | Channel::ThdR
            | Channel::ThdnAes17
            | Channel::ThdnF
            | Channel::SplitHarmonics
            | Channel::SplitHum,
        ) => Better::Lower,
        Id::Channel(
            Channel::SplitSpurs | Channel::SplitNoise | Channel::EvenOddEven | Channel::EvenOddOdd,
        ) => Better::Lower,
        Id::Channel(
            Channel::NoiseRms
            | Channel::NoiseTotal
            | Channel::NoiseA
            | Channel::NoiseCcirRms
            | Channel::NoiseItu468,
        ) => Better::Lower,
        Id::Channel(
            Channel::NoiseDensity | Channel::Hum | Channel::Spurs | Channel::Glitches | Channel::TdnMultitone,
        ) => Better::Lower,
        Id::Channel(
            Channel::ImdSmpte | Channel::ImdDin | Channel::ImdDfd2 | Channel::ImdDfd3 | Channel::ImdCcif,
        ) => Better::Lower,
        Id::Pair(Pair::XtalkSelective | Pair::XtalkBroadband | Pair::XtalkCurve | Pair::XtalkNonlinear) => {
            Better::Lower
        }
        Id::Pair(Pair::XtalkCauseResistance | Pair::XtalkCauseCapacitance) => Better::Lower,
        Id::Channel(Channel::SinadIeee1057 | Channel::Enob | Channel::Snr | Channel::DrAes17) => {
            Better::Higher
        }
        Id::Channel(Channel::Dc) => Better::NearerZero,
        Id::Pair(Pair::BalanceLevel | Pair::BalanceCurve | Pair::BalanceDelay) => Better::NearerZero,
        Id::Channel(
            Channel::Frequency | Channel::FrequencyDrift | Channel::LevelFundamental | Channel::LevelRms,
        ) => Better::Neither,
        Id::Channel(Channel::LevelPeak | Channel::HumMains | Channel::TdnMultitoneCrest) => Better::Neither,
        Id::Pair(Pair::BalancePolarity) => Better::Neither,
        Id::Pair(Pair::Correlation | Pair::CorrelationCoherence) => Better::Neither,
    }
}

fn depends_on_tone(id: Id) -> bool {
    match id {
        Id::Channel(
            Channel::ThdF
            | Channel::ThdR
            | Channel::ThdnAes17
            | Channel::ThdnF
            | Channel::SplitHarmonics
            | Channel::SinadIeee1057,
        ) => true,
        Id::Channel(
            Channel::Enob
            | Channel::EvenOddEven
            | Channel::EvenOddOdd
            | Channel::Frequency
            | Channel::FrequencyDrift,
        ) => true,
        Id::Channel(
            Channel::ImdSmpte
            | Channel::ImdDin
            | Channel::ImdDfd2
            | Channel::ImdDfd3
            | Channel::ImdCcif
            | Channel::TdnMultitone,
        ) => true,
        Id::Channel(Channel::TdnMultitoneCrest) => true,
        Id::Pair(Pair::XtalkSelective | Pair::XtalkBroadband | Pair::XtalkNonlinear) => true,
        Id::Pair(Pair::XtalkCurve | Pair::BalanceLevel | Pair::BalanceCurve) => true,
        Id::Channel(
            Channel::LevelFundamental
            | Channel::LevelRms
            | Channel::LevelPeak
            | Channel::Dc
            | Channel::SplitHum,
        ) => false,
        Id::Channel(
            Channel::SplitSpurs
            | Channel::SplitNoise
            | Channel::NoiseRms
            | Channel::NoiseTotal
            | Channel::NoiseA,
        ) => false,
        Id::Channel(
            Channel::NoiseCcirRms
            | Channel::NoiseItu468
            | Channel::NoiseDensity
            | Channel::Snr
            | Channel::DrAes17,
        ) => false,
        Id::Channel(Channel::Hum | Channel::HumMains | Channel::Spurs | Channel::Glitches) => false,
        Id::Pair(Pair::XtalkCauseResistance) => false,
        Id::Pair(Pair::XtalkCauseCapacitance | Pair::BalanceDelay | Pair::BalancePolarity) => false,
        Id::Pair(Pair::Correlation | Pair::CorrelationCoherence) => false,
    }
}

fn depends_on_band(id: Id) -> bool {
    match id {
        Id::Channel(
            Channel::ThdF
            | Channel::ThdR
            | Channel::ThdnAes17
            | Channel::ThdnF
            | Channel::SplitHarmonics
            | Channel::SplitHum,
        ) => true,
        Id::Channel(
            Channel::SplitSpurs
            | Channel::SplitNoise
            | Channel::EvenOddEven
            | Channel::EvenOddOdd
            | Channel::Snr,
        ) => true,
        Id::Channel(
            Channel::NoiseRms
            | Channel::NoiseTotal
            | Channel::NoiseA
            | Channel::NoiseCcirRms
            | Channel::NoiseItu468,
        ) => true,
        Id::Channel(
            Channel::NoiseDensity | Channel::Hum | Channel::Spurs | Channel::TdnMultitone | Channel::DrAes17,
        ) => true,
        Id::Pair(Pair::XtalkBroadband | Pair::XtalkCurve | Pair::XtalkNonlinear | Pair::BalanceCurve) => true,
        Id::Pair(Pair::CorrelationCoherence) => true,
        Id::Channel(
            Channel::Frequency
            | Channel::FrequencyDrift
            | Channel::LevelFundamental
            | Channel::LevelRms
            | Channel::LevelPeak,
        ) => false,
        Id::Channel(
            Channel::Dc
            | Channel::SinadIeee1057
            | Channel::Enob
            | Channel::HumMains
            | Channel::Glitches
            | Channel::ImdSmpte,
        ) => false,
        Id::Channel(
            Channel::ImdDin
            | Channel::ImdDfd2
            | Channel::ImdDfd3
            | Channel::ImdCcif
            | Channel::TdnMultitoneCrest,
        ) => false,
        Id::Pair(Pair::XtalkSelective | Pair::XtalkCauseResistance | Pair::XtalkCauseCapacitance) => false,
        Id::Pair(Pair::BalanceLevel | Pair::BalanceDelay | Pair::BalancePolarity | Pair::Correlation) => {
            false
        }
    }
}
