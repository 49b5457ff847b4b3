//! Reports with known figures, for [`super`].

use std::f64::consts::PI;

use groundtruth_measure::{
    ChannelFigure, ChannelReport, CoherencePoint, Figure, FigureKey, Figures, Harmonic, HumLine, HumPattern,
    PairFigure, PairReport, Reading, Refusal, Report, Source, Spur, Stimulus, StimulusKind,
};

use super::{FLOOR_DBFS, RATE_HZ};

pub fn report(tones_hz: &[Option<f64>]) -> Report {
    let names: Vec<&str> = if tones_hz.len() == 1 { vec!["M"] } else { vec!["L", "R"] };
    let driven = tones_hz.iter().flatten().count();
    let kind = if driven > 1 { StimulusKind::DualTone } else { StimulusKind::Tone };
    let tones =
        names.iter().zip(tones_hz).map(|(name, tone)| ((*name).to_owned(), tone.iter().copied().collect()));
    let channels = names.iter().zip(tones_hz).map(|(name, tone)| channel(name, *tone)).collect();
    let pairs = if names.len() == 2 {
        vec![pair("L", "R", tones_hz[0].is_some()), pair("R", "L", tones_hz[1].is_some())]
    } else {
        Vec::new()
    };
    Report {
        schema: Report::SCHEMA.to_owned(),
        version: Report::VERSION.to_owned(),
        settings: None,
        source: Source { sample_rate_hz: RATE_HZ, frames: 65_536, records: Some(16), ..Source::default() },
        band_hz: [20.0, 20_000.0],
        stimulus: Stimulus { kind, tones_hz: tones.collect() },
        channels,
        pairs,
        sections: Vec::new(),
        curves: Vec::new(),
        run: None,
    }
}

pub fn measured(value: f64, half: f64) -> Reading {
    Reading::Measured(Figure::within(value, half))
}

fn channel(name: &str, tone_hz: Option<f64>) -> ChannelReport {
    let figures = ChannelFigure::ALL.iter().map(|&id| (id, channel_reading(id, tone_hz))).collect();
    ChannelReport {
        harmonics: tone_hz.map(harmonics).unwrap_or_default(),
        hum_lines: hum_lines(),
        hum_pattern: Some(HumPattern::GroundLoop),
        spurs: vec![
            Spur { frequency_hz: 15_734.2, level_dbfs: -131.4 },
            Spur { frequency_hz: 8200.0, level_dbfs: -134.0 },
        ],
        ..ChannelReport::new(name, [0, 65_536], figures)
    }
}

fn channel_reading(id: ChannelFigure, tone_hz: Option<f64>) -> Reading {
    match (id, tone_hz) {
        (ChannelFigure::NoiseRms, _) => measured(FLOOR_DBFS, 0.04),
        (ChannelFigure::NoiseA, _) => measured(-116.8, 0.06),
        (ChannelFigure::NoiseCcirRms, _) => measured(-113.1, 0.06),
        (ChannelFigure::NoiseItu468, _) => measured(-106.2, 0.08),
        (ChannelFigure::NoiseDensity, _) => measured(-157.8, 0.04),
        (ChannelFigure::Spurs, _) => measured(-129.5, 0.3),
        (ChannelFigure::Glitches, _) => measured(0.0, 0.0),
        (ChannelFigure::NoiseTotal, _) => measured(-93.66, 0.02),
        (ChannelFigure::Hum, _) => measured(-93.70, 0.02),
        (ChannelFigure::HumMains, _) => measured(50.02, 0.0008),
        (ChannelFigure::LevelRms, Some(_)) => measured(-6.1, 0.001),
        (ChannelFigure::LevelRms, None) => measured(-52.75, 0.001),
        (ChannelFigure::LevelPeak, Some(_)) => measured(-6.09, 0.001),
        (ChannelFigure::LevelPeak, None) => measured(-52.6, 0.001),
        (ChannelFigure::Dc, _) => measured(0.000_01, 1e-7),
        (_, None) => Reading::NotMeasurable(Refusal::NotDriven { below_db: 46.65 }),
        (ChannelFigure::Frequency, Some(hz)) => measured(hz, 2e-7),
        (ChannelFigure::LevelFundamental, _) => measured(-6.10, 0.0005),
        (ChannelFigure::ThdF | ChannelFigure::ThdR | ChannelFigure::SplitHarmonics, _) => {
            measured(-103.62, 0.02)
        }
        (ChannelFigure::ThdnAes17 | ChannelFigure::ThdnF, _) => measured(-87.46, 0.01),
        (ChannelFigure::SplitHum, _) => measured(-87.60, 0.01),
        (ChannelFigure::SplitSpurs, _) => measured(-142.1, 1.4),
        (ChannelFigure::SplitNoise, _) => measured(-108.7, 0.04),
        (ChannelFigure::Snr, _) => measured(108.7, 0.04),
        (ChannelFigure::EvenOddEven, _) => measured(-138.2, 0.6),
        (ChannelFigure::EvenOddOdd, _) => measured(-103.62, 0.02),
        (ChannelFigure::SinadIeee1057, _) => measured(87.4, 0.01),
        (ChannelFigure::Enob, _) => measured(15.2, 0.01),
        _ => Reading::NotMeasurable(Refusal::WrongStimulus {
            needs: "an SMPTE pair, 60 Hz and 7 kHz at 4:1".into(),
        }),
    }
}

fn harmonics(tone_hz: f64) -> Vec<Harmonic> {
    (2..=20)
        .map(|order| {
            let level_dbc = harmonic_dbc(order);
            let limit = level_dbc < -146.0;
            let half = if limit { 6.0 } else { 0.3 };
            Harmonic {
                order,
                frequency_hz: f64::from(order) * tone_hz,
                level_dbc: Some(level_dbc.max(-148.0)),
                phase_rad: 0.31,
                low: Some(level_dbc - half),
                high: Some(level_dbc + half),
                limit,
                aliased: false,
            }
        })
        .collect()
}

fn pair(from: &str, to: &str, driven: bool) -> PairReport {
    let refused = || Reading::NotMeasurable(Refusal::NotDriven { below_db: 46.65 });
    let selective = Figure { phase_rad: Some(PI), ..Figure::within(-46.65, 0.01) };
    let mut figures = Figures::new();
    for (id, reading) in [
        (PairFigure::XtalkSelective, Reading::Measured(selective)),
        (PairFigure::XtalkBroadband, measured(-46.61, 0.01)),
        (PairFigure::BalanceLevel, measured(-0.003, 0.001)),
        (PairFigure::BalanceDelay, measured(0.0, 0.001)),
        (PairFigure::Correlation, measured(-0.9987, 0.0001)),
        (PairFigure::CorrelationCoherence, measured(0.957, 0.004)),
        (
            PairFigure::XtalkCauseResistance,
            Reading::NotMeasurable(Refusal::NotSet { setting: "the load resistance in Ω".into() }),
        ),
        (
            PairFigure::XtalkCauseCapacitance,
            Reading::NotMeasurable(Refusal::NotSet { setting: "the load resistance in Ω".into() }),
        ),
    ] {
        let shared = [PairFigure::Correlation, PairFigure::CorrelationCoherence];
        figures.insert(id, if driven || shared.contains(&id) { reading } else { refused() });
    }
    PairReport { coherence: coherence(), ..PairReport::new(from, to, figures) }
}

/// Least at the mains.
fn coherence() -> Vec<CoherencePoint> {
    (-17..=13)
        .map(|third| {
            let coherence = if third == -13 { 0.62 } else { 0.97 };
            let frequency_hz = 1000.0 * 10f64.powf(f64::from(third) / 10.0);
            CoherencePoint { frequency_hz, coherence, low: coherence - 0.02, high: coherence + 0.02 }
        })
        .collect()
}

/// Level of a harmonic over the fundamental; every third order lies at the noise.
pub fn harmonic_dbc(order: u32) -> f64 {
    if order % 2 == 1 { -98.0 - 4.0 * f64::from(order) } else { -137.0 - 2.0 * f64::from(order) }
}

pub fn hum_lines() -> Vec<HumLine> {
    [(1, -96.2), (2, -104.0), (3, -99.1), (5, -110.4)]
        .map(|(order, level_dbfs)| HumLine { order, frequency_hz: 50.02 * f64::from(order), level_dbfs })
        .to_vec()
}
