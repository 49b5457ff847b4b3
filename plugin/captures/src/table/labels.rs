//! Section and short label of each figure.

use groundtruth_measure::{ChannelFigure, Definition, FigureId, PairFigure};

/// The section of a figure's row.
pub(super) fn section(definition: &Definition) -> &'static str {
    let stem = definition.id.split('.').next().unwrap_or(definition.id);
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
        FigureId::Channel(ChannelFigure::LevelRms) => "RMS",
        FigureId::Channel(ChannelFigure::SplitHarmonics) => "harmonic part",
        FigureId::Channel(ChannelFigure::SplitHum) => "hum part",
        FigureId::Channel(ChannelFigure::SplitSpurs) => "spur part",
        FigureId::Channel(ChannelFigure::SplitNoise) => "noise part",
        FigureId::Channel(ChannelFigure::NoiseRms) => "Floor",
        FigureId::Channel(ChannelFigure::NoiseTotal) => "with hum, spurs",
        FigureId::Channel(ChannelFigure::NoiseA) => "A-weighted",
        FigureId::Channel(ChannelFigure::NoiseCcirRms) => "CCIR-RMS",
        FigureId::Channel(ChannelFigure::NoiseItu468) => "ITU-R 468",
        FigureId::Channel(ChannelFigure::NoiseDensity) => "density",
        FigureId::Channel(ChannelFigure::Spurs) => "other lines",
        FigureId::Channel(ChannelFigure::ImdSmpte) => "SMPTE",
        FigureId::Channel(ChannelFigure::ImdDin) => "DIN",
        FigureId::Channel(ChannelFigure::ImdDfd2) => "DFD 2nd",
        FigureId::Channel(ChannelFigure::ImdDfd3) => "DFD 3rd",
        FigureId::Channel(ChannelFigure::ImdCcif) => "CCIF",
        FigureId::Channel(ChannelFigure::TdnMultitoneCrest) => "crest",
        FigureId::Pair(PairFigure::XtalkBroadband) => "broadband",
        FigureId::Pair(PairFigure::XtalkCurve) => "highest",
        FigureId::Pair(PairFigure::XtalkCauseResistance) => "shared return",
        FigureId::Pair(PairFigure::XtalkCauseCapacitance) => "coupling",
        _ => id.definition().name,
    }
}
