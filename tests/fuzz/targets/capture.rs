//! JSON read as a capture of the library.
#![no_main]

groundtruth_fuzz::fuzz_target!(groundtruth_fuzz::capture);
