//! Measures signals: figures with uncertainty.
//!
//! Every figure has a definition id ([`ChannelFigure`] or [`PairFigure`]), whose meaning and unit are in one table
//! ([`FigureKey::definition`]), a 95 % interval, and a typed [`Refusal`] if the signal does not allow it.
//!
//! This crate has no threads, clocks, files, hosts or drawing. The same samples give the same figures.
//!
//! ```
//! use groundtruth_measure::{ChannelFigure, Settings, measure_record};
//!
//! // A tone of 997 Hz at −6.02 dBFS with a third harmonic 60 dB below it.
//! let sine = |frame: u32, hz: f64| (std::f64::consts::TAU * hz * f64::from(frame) / 48_000.0).sin();
//! let samples: Vec<f64> = (0..48_000).map(|n| 0.5 * (sine(n, 997.0) + 1e-3 * sine(n, 2991.0))).collect();
//! let report = measure_record(48_000.0, &[&samples[..]], Settings::default());
//! let thd = report.channels[0].figures[&ChannelFigure::ThdF].figure().expect("a tone");
//! assert!((thd.value + 60.0).abs() < 1e-6 && thd.low <= thd.value && thd.value <= thd.high);
//! ```
#![forbid(unsafe_code)]

mod analyzer;
mod average;
mod bench;
mod figures;
pub mod generator;
mod glitch;
mod lines;
mod noise;
mod readings;
mod recording;
mod spectra;
mod stimulus;
mod sweep;
mod terms;
mod zoom;

pub use analyzer::Analyzer;
pub use figures::curve::{Curve, Point, Quantity};
pub use figures::difference::{Difference, DifferenceBound};
pub use figures::discontinuity::{Glitch, GlitchKind, Glitches};
pub use figures::figure::{
    Assumption, Better, Bound, ChannelFigure, Definition, DependsOn, Figure, FigureId, FigureKey, Figures,
    PairFigure, Reading,
};
pub use figures::measurement::Measurement;
pub use figures::refusal::Refusal;
pub use figures::report::{
    ChannelReport, CoherencePoint, CurvePoint, Density, Harmonic, HumLine, HumPattern, LeftOut,
    LeftOutReason, PairReport, ProductLine, Reason, Report, RoundingLines, Section, Source, Spur, Stimulus,
    StimulusKind, StoredReading, ToneLine, Used,
};
pub use figures::residual::ResidualWaveform;
pub use figures::run::{BenchForm, BenchSection, Run, RunFault, ThdLevel};
pub use figures::spectrum::{DensityPoint, Spectrum};
pub use glitch::GlitchScan;
pub use readings::output_impedance::{LoadedLevel, output_impedance};
pub use recording::{BenchListener, HeardRun, Recording, RunEnd, SectionState, measure, measure_record};
pub use stimulus::RelatedTones;
pub use sweep::SweepListener;
pub use terms::settings::{Averaging, Band, DeclaredStimulus, Mains, Settings, UnknownStimulus, WindowKind};
pub use terms::shape::WrongShape;
pub use terms::units;
pub use terms::weighting::{a_weighting_power, ccir_rms_power, itu468_power};
