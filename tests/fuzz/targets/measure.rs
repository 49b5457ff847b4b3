//! Recordings of any samples, measured under any settings.
#![no_main]

groundtruth_fuzz::fuzz_target!(groundtruth_fuzz::measure);
