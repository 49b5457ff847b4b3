//! The packed captures of a session.
#![no_main]

groundtruth_fuzz::fuzz_target!(groundtruth_fuzz::packed);
