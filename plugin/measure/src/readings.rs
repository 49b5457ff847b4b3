//! From an average to its figures: every definition is measured or refused.

mod balance;
pub(crate) mod cause;
mod channel;
mod context;
pub(crate) mod delay;
mod hum;
mod intermodulation;
mod lines;
mod multitone;
pub(crate) mod output_impedance;
mod pair;
mod residual;
mod section;
mod tone;

pub(crate) use section::{measured, records, residuals, too_short};
