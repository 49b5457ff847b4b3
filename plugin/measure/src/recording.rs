//! Recordings of any length, measured from start to end without loading them.
//!
//! A first pass finds discontinuities and silence ([`survey`]); a second one takes the longest clean stretch in
//! consecutive records ([`records`]) through the same analysis as live audio.

mod analyse;
mod bench;
mod input;
mod measure;
mod parts;
mod plateaus;
mod records;
mod sections;
mod stepped;
mod stretch;
mod surroundings;
mod survey;
mod sweeps;
mod used;

pub use bench::listener::BenchListener;
pub use bench::listener::shown::{HeardRun, RunEnd, SectionState};
pub use input::Recording;
pub use measure::{measure, measure_record};
