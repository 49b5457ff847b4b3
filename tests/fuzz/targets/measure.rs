//! Arbitrary recordings, measured with any settings.
#![no_main]

groundtruth_fuzz::fuzz_target!(groundtruth_fuzz::measure);
