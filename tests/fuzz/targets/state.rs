//! The state of a whole instance.
#![no_main]

groundtruth_fuzz::fuzz_target!(groundtruth_fuzz::state);
