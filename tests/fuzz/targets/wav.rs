//! WAV, RF64 and BW64 files.
#![no_main]

groundtruth_fuzz::fuzz_target!(groundtruth_fuzz::wav);
