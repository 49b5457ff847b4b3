//! The stimulus: tones recognised in the record itself, or declared and searched there.
//!
//! A *tone* is a line that
//! - stands 20 dB above the density around it: stationary noise reaches 13 dB once in a thousand records;
//! - holds most of the power of its octave, with itself at the middle: the partials of music do not, and no harmonic of
//!   its own lies there;
//! - is steady: the fitted sine leaves less than −30 dB of it in its own main lobe. A tone that starts, stops or glides
//!   inside the record leaves much more.
//!
//! It is not mains hum by the rule of section 1 of the measurement contract. The tones of a multitone ([`multitone`])
//! share their octaves and are regularly spaced instead; a declared tone ([`declared`]) only has to be present.

mod declared;
mod multitone;
mod recognise;
mod related;
mod search;
mod tones;

pub(crate) use multitone::FEWEST_TONES;
pub(crate) use recognise::recognise;
pub use related::RelatedTones;
pub(crate) use search::UNSTEADY;
pub(crate) use tones::{LOWEST_BINS, NOT_DRIVEN_DB, Obstacle, Stimulus};
