//! What must hold whatever the bytes: one function per target, which panics where it does not.
//!
//! The fuzz targets (`targets/`, built by `cargo xtask fuzz`) feed these functions with what libFuzzer makes up; the
//! test `corpus` feeds them with the inputs that were kept, in every ordinary run. So a finding stays a test.
//!
//! Deliberately not here: known answers. That figures are right is for `tests/planted` to say.

mod flac_checksums;
pub mod memory;
mod readers;
mod recording;
mod report;
mod scenario;
pub mod soundness;

pub use readers::{aiff, flac, wav};
pub use recording::measure;
pub use report::report;

/// Whether an input was one for its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// It was looked at.
    Used,
    /// It belongs to another target, or holds too little to begin with.
    Foreign,
}

/// A target: looks at the bytes, panics where something does not hold.
pub type Target = fn(&[u8]) -> Input;

/// Every target by name; the name is also that of its corpus's folder.
pub const TARGETS: &[(&str, Target)] =
    &[("wav", wav), ("aiff", aiff), ("flac", flac), ("measure", measure), ("report", report)];

#[cfg(feature = "libfuzzer")]
#[doc(hidden)]
pub use libfuzzer_sys;

/// The program that libFuzzer drives: one [`Target`] under the counting allocator.
#[cfg(feature = "libfuzzer")]
#[macro_export]
macro_rules! fuzz_target {
    ($target:path) => {
        #[global_allocator]
        static ALLOCATOR: $crate::memory::Counting = $crate::memory::Counting;

        $crate::libfuzzer_sys::fuzz_target!(|bytes: &[u8]| -> $crate::libfuzzer_sys::Corpus {
            match $target(bytes) {
                $crate::Input::Used => $crate::libfuzzer_sys::Corpus::Keep,
                $crate::Input::Foreign => $crate::libfuzzer_sys::Corpus::Reject,
            }
        });
    };
}
