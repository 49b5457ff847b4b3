//! Recordings of any length, measured from beginning to end without holding them.
//!
//! A first pass looks for what breaks the recording and where it is silent ([`survey`]); a second one takes the longest
//! clean stretch in records ([`records`]) that follow each other through the same analysis as live audio.

mod analyse;
mod input;
mod measure;
mod plateaus;
mod records;
mod sections;
mod stepped;
mod stretch;
mod survey;
mod sweeps;
mod used;

pub use input::Recording;
pub use measure::{measure, measure_record};
