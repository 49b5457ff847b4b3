//! Signals in, figures with uncertainty out.
//!
//! Every figure has a definition id ([`FigureId`]) whose meaning, unit and source stand in one table
//! ([`FigureId::definition`]), a 95 % interval, and a typed [`Refusal`] where the signal cannot give it.
//!
//! Deliberately not here: threads, clocks, files, hosts, drawing. The same samples give the same figures.
#![forbid(unsafe_code)]

mod analyzer;
mod figure;
mod refusal;
mod report;
mod settings;
mod spectrum;
pub mod units;

pub use analyzer::Analyzer;
pub use figure::{Definition, Figure, FigureId, Figures, Reading, Scope};
pub use refusal::Refusal;
pub use report::{
    ChannelReport, Glitch, Harmonic, HumLine, HumPattern, PairReport, Report, Source, Spur, Stimulus,
    StimulusKind,
};
pub use settings::{Averaging, Band, Mains, Settings, WindowKind};
pub use spectrum::{DensityPoint, Spectrum};
