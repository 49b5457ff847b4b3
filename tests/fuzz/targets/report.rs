//! JSON read as a report.
#![no_main]

groundtruth_fuzz::fuzz_target!(groundtruth_fuzz::report);
