//! Recordings of exponential sweeps: crosstalk and balance over frequency.
//!
//! In an exponential sweep the n-th harmonic of the device arrives `L·ln n` before the linear response at the same
//! frequency, `L` being the time in which the frequency grows e times (Farina, AES 108th Convention, 2000; Novak,
//! Lotton, Simon, "Synchronized swept-sine", JAES 63, 2015). A response that is smooth over a band of width `W` is
//! gathered within `4/W` of its arrival by a 4-term window, so with `W·L·ln 2` well above 4 the harmonics stay out.
//!
//! The reference is not a model of the sweep but the driven side as it was recorded: what converters and clocks do to
//! both sides alike drops out, and nothing about the sweep need be told. Only its growth is read, to choose `W`.

mod gate;
mod listener;
mod plan;
mod regression;
mod report;
mod sources;
mod spectra;
#[cfg(test)]
mod tests;
mod track;

pub use listener::SweepListener;
pub(crate) use plan::may_be_one;
pub(crate) use report::complete;
pub(crate) use track::Tracker;
