//! AIFF and AIFF-C files.
#![no_main]

groundtruth_fuzz::fuzz_target!(groundtruth_fuzz::aiff);
