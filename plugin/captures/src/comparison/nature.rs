//! How each figure is compared: which value is better, and what it depends on.

use groundtruth_measure::FigureId;

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
pub(super) fn nature(id: FigureId) -> Nature {
    Nature {
        better: better(id),
        depends_on_tone: depends_on_tone(id),
        depends_on_band: depends_on_band(id),
        is_counted: matches!(id, FigureId::Glitches | FigureId::BalancePolarity),
    }
}

/// Scale of the values in a unit.
pub(super) fn scale(unit: &str) -> Scale {
    if unit.starts_with("dB") || unit == "bit" { Scale::Decibels } else { Scale::Linear }
}

fn better(id: FigureId) -> Better {
    use FigureId as Id;
    match id {
        Id::ThdF | Id::ThdR | Id::ThdnAes17 | Id::ThdnF | Id::SplitHarmonics | Id::SplitHum => Better::Lower,
        Id::SplitSpurs | Id::SplitNoise | Id::EvenOddEven | Id::EvenOddOdd => Better::Lower,
        Id::NoiseRms | Id::NoiseTotal | Id::NoiseA | Id::NoiseCcirRms | Id::NoiseItu468 => Better::Lower,
        Id::NoiseDensity | Id::Hum | Id::Spurs | Id::Glitches | Id::TdnMultitone => Better::Lower,
        Id::ImdSmpte | Id::ImdDin | Id::ImdDfd2 | Id::ImdDfd3 | Id::ImdCcif => Better::Lower,
        Id::XtalkSelective | Id::XtalkBroadband | Id::XtalkCurve | Id::XtalkNonlinear => Better::Lower,
        Id::XtalkCauseResistance | Id::XtalkCauseCapacitance => Better::Lower,
        Id::SinadIeee1057 | Id::Enob | Id::Snr | Id::DrAes17 => Better::Higher,
        Id::Dc | Id::BalanceLevel | Id::BalanceCurve | Id::BalanceDelay => Better::NearerZero,
        Id::Frequency | Id::FrequencyDrift | Id::LevelFundamental | Id::LevelRms => Better::Neither,
        Id::LevelPeak | Id::HumMains | Id::TdnMultitoneCrest | Id::BalancePolarity => Better::Neither,
        Id::Correlation | Id::CorrelationCoherence => Better::Neither,
    }
}

fn depends_on_tone(id: FigureId) -> bool {
    use FigureId as Id;
    match id {
        Id::ThdF | Id::ThdR | Id::ThdnAes17 | Id::ThdnF | Id::SplitHarmonics | Id::SinadIeee1057 => true,
        Id::Enob | Id::EvenOddEven | Id::EvenOddOdd | Id::Frequency | Id::FrequencyDrift => true,
        Id::ImdSmpte | Id::ImdDin | Id::ImdDfd2 | Id::ImdDfd3 | Id::ImdCcif | Id::TdnMultitone => true,
        Id::TdnMultitoneCrest | Id::XtalkSelective | Id::XtalkBroadband | Id::XtalkNonlinear => true,
        Id::XtalkCurve | Id::BalanceLevel | Id::BalanceCurve => true,
        Id::LevelFundamental | Id::LevelRms | Id::LevelPeak | Id::Dc | Id::SplitHum => false,
        Id::SplitSpurs | Id::SplitNoise | Id::NoiseRms | Id::NoiseTotal | Id::NoiseA => false,
        Id::NoiseCcirRms | Id::NoiseItu468 | Id::NoiseDensity | Id::Snr | Id::DrAes17 => false,
        Id::Hum | Id::HumMains | Id::Spurs | Id::Glitches | Id::XtalkCauseResistance => false,
        Id::XtalkCauseCapacitance | Id::BalanceDelay | Id::BalancePolarity => false,
        Id::Correlation | Id::CorrelationCoherence => false,
    }
}

fn depends_on_band(id: FigureId) -> bool {
    use FigureId as Id;
    match id {
        Id::ThdF | Id::ThdR | Id::ThdnAes17 | Id::ThdnF | Id::SplitHarmonics | Id::SplitHum => true,
        Id::SplitSpurs | Id::SplitNoise | Id::EvenOddEven | Id::EvenOddOdd | Id::Snr => true,
        Id::NoiseRms | Id::NoiseTotal | Id::NoiseA | Id::NoiseCcirRms | Id::NoiseItu468 => true,
        Id::NoiseDensity | Id::Hum | Id::Spurs | Id::TdnMultitone | Id::DrAes17 => true,
        Id::XtalkBroadband | Id::XtalkCurve | Id::XtalkNonlinear | Id::BalanceCurve => true,
        Id::CorrelationCoherence => true,
        Id::Frequency | Id::FrequencyDrift | Id::LevelFundamental | Id::LevelRms | Id::LevelPeak => false,
        Id::Dc | Id::SinadIeee1057 | Id::Enob | Id::HumMains | Id::Glitches | Id::ImdSmpte => false,
        Id::ImdDin | Id::ImdDfd2 | Id::ImdDfd3 | Id::ImdCcif | Id::TdnMultitoneCrest => false,
        Id::XtalkSelective | Id::XtalkCauseResistance | Id::XtalkCauseCapacitance => false,
        Id::BalanceLevel | Id::BalanceDelay | Id::BalancePolarity | Id::Correlation => false,
    }
}
