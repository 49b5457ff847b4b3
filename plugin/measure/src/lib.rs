//! Signals in, figures with uncertainty out.
//!
//! Every figure has a definition id ([`FigureId`]) whose meaning, unit and source stand in one table
//! ([`FigureId::definition`]), a 95 % interval, and a typed [`Refusal`] where the signal cannot give it.
//!
//! Deliberately not here: threads, clocks, files, hosts, drawing. The same samples give the same figures.
#![forbid(unsafe_code)]

mod analyzer;
mod average;
mod band_bins;
mod cause;
mod coherence;
mod delay;
mod display;
mod estimate;
mod exact_transform;
mod figure;
pub mod generator;
mod glitch;
mod line_fit;
mod lineless;
mod mains;
mod model;
mod noise;
mod noise_window;
mod output_impedance;
mod overlap;
mod peaks;
mod quasi_peak;
mod readings;
mod record;
mod recording;
mod refusal;
mod report;
mod residual;
mod response;
mod settings;
mod spectrum;
mod spurs;
mod stimulus;
mod sweep;
mod tally;
mod tone_fit;
mod track;
pub mod units;
mod warp;
mod weighting;
mod window;
mod word_length;
mod workspace;
mod zoom;

pub use analyzer::Analyzer;
pub use figure::{Assumption, Bound, Definition, Figure, FigureId, Figures, Reading, Scope};
pub use glitch::GlitchScan;
pub use output_impedance::{LoadedLevel, output_impedance};
pub use recording::{Recording, measure, measure_record};
pub use refusal::Refusal;
pub use report::{
    ChannelReport, CoherencePoint, CurvePoint, Density, Glitch, Harmonic, HumLine, HumPattern, LeftOut,
    LeftOutReason, PairReport, Report, RoundingLines, Section, Source, Spur, Stimulus, StimulusKind,
    ToneLine, Used,
};
pub use settings::{Averaging, Band, Mains, Settings, ToldStimulus, UnknownStimulus, WindowKind};
pub use spectrum::{DensityPoint, Spectrum};
pub use stimulus::RelatedTones;
pub use sweep::SweepListener;
pub use weighting::{a_weighting_power, ccir_rms_power, itu468_power};
