//! Section and short label of each figure.

use groundtruth_measure::FigureId;

/// The section of a figure's row.
pub(super) fn section(id: FigureId) -> &'static str {
    let text = id.definition().id;
    let stem = text.split('.').next().unwrap_or(text);
    match stem {
        "frequency" | "level" | "dc" => "signal",
        "thd" | "thdn" | "sinad" | "enob" | "evenodd" => "distortion",
        "noise" | "snr" | "dr" | "hum" => "noise",
        "imd" | "tdn" => "intermodulation",
        "xtalk" => "crosstalk",
        _ => "match",
    }
}

/// The name of a figure without what its section's heading says.
pub(super) fn short(id: FigureId) -> &'static str {
    match id {
        FigureId::LevelRms => "Level rms",
        FigureId::SplitHarmonics => "harmonics",
        FigureId::SplitHum => "hum",
        FigureId::SplitSpurs => "spurs",
        FigureId::SplitNoise => "noise",
        FigureId::NoiseRms => "Floor",
        FigureId::NoiseTotal => "with hum, spurs",
        FigureId::NoiseA => "A-weighted",
        FigureId::NoiseCcirRms => "CCIR-RMS",
        FigureId::NoiseItu468 => "ITU-R 468",
        FigureId::NoiseDensity => "density",
        FigureId::Spurs => "other lines",
        FigureId::XtalkBroadband => "broadband",
        FigureId::XtalkCurve => "highest",
        FigureId::XtalkCauseResistance => "shared return",
        FigureId::XtalkCauseCapacitance => "coupling",
        _ => id.definition().name,
    }
}
