//! Random signals like those of users: sounds, a slow twin of THD+N, a resampler, and cases that report their faults.
//!
//! Every case has a seed. The same seed draws the same signal on every machine, so that a fault can be reproduced.

pub use case::{Case, cases, shown};
pub use claims::{hum_claims, is_claimed, tone_claims};
pub use draw::{Draw, harmonics_sum_db};
pub use resampler::resampled;
pub use sounds::Sound;

mod case;
mod claims;
mod draw;
mod resampler;
mod sounds;
pub mod twin;
