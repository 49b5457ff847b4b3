//! From an average to the report: every definition is measured or refused.

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
mod report;
mod tone;

pub(crate) use report::{records, report, too_short};
