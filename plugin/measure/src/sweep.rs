//! Recordings of exponential sweeps: crosstalk and balance over frequency.
//!
//! In an exponential sweep the n-th harmonic of the device arrives `L·ln n` before the linear response at the same
//! frequency, where `L` is the time in which the frequency grows e times (Farina, AES 108th Convention, 2000; Novak,
//! Lotton, Simon, "Synchronized swept-sine", JAES 63, 2015). A 4-term window gathers a response that is smooth over a
//! band of width `W` within `4/W` of its arrival, so with `W·L·ln 2` well above 4 the harmonics are excluded.
//!
//! The reference is not a model of the sweep but the recorded driven channel: effects of converters and clocks common
//! to both channels cancel, and the sweep need not be specified. Only its growth is measured, to choose `W`.

mod gate;
mod listener;
mod plan;
mod regression;
mod sources;
mod spectra;
mod swept;
#[cfg(test)]
mod tests;
mod track;

pub use listener::SweepListener;
pub(crate) use plan::may_be_one;
pub(crate) use swept::Swept;
pub(crate) use track::Tracker;
