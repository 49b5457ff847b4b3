//! Properties that hold for any input bytes: one function per target, which panics on a violation.
//!
//! The fuzz targets (`targets/`, built by `cargo xtask fuzz`) call these functions with libFuzzer's inputs; the test
//! `corpus` calls them with the inputs kept, in every ordinary run. So a finding remains a test.
//!
//! The plugin's state has a package of its own, `groundtruth-fuzz-state`: the framework brings an allocator, and this
//! one counts with another.
//!
//! The correctness of figures is tested in `tests/planted`.

mod captures;
pub mod dice;
mod flac_checksums;
pub mod memory;
mod readers;
mod recording;
mod report;
mod scenario;
pub mod soundness;

pub use captures::{assert_unpacks_or_refuses, capture, packed};
pub use readers::{aiff, flac, wav};
pub use recording::measure;
pub use report::report;

/// Whether an input was suitable for its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// It was examined.
    Used,
    /// It belongs to another target, or is too short.
    Foreign,
}

/// A target: examines the bytes and panics on a violation.
pub type Target = fn(&[u8]) -> Input;

/// Every target by name; the name is also that of its corpus's folder.
pub const TARGETS: &[(&str, Target)] = &[
    ("wav", wav),
    ("aiff", aiff),
    ("flac", flac),
    ("measure", measure),
    ("report", report),
    ("capture", capture),
    ("packed", packed),
];

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
