//! Captures to keep.

use std::fs;
use std::path::Path;

use groundtruth_captures::Capture;
use groundtruth_captures::library::{Library, Samples};
use tempfile::TempDir;
use ulid::Ulid;

/// A capture as version 1 wrote it: a real recording with all details.
pub const VERSION_1: &str = include_str!("../fixtures/capture-1.json");

/// A capture with this name and a new id.
pub fn capture(name: &str) -> Capture {
    let mut capture = Capture::from_json(VERSION_1).expect("a capture of version 1");
    capture.id = Ulid::generate();
    capture.details.name = name.to_owned();
    capture
}

/// Samples that 24 bits hold.
pub fn samples(frames: usize) -> Samples {
    let ramp = |channel: usize| (0..frames).map(move |frame| (frame * 7 + channel) as f32 / 8_388_608.0);
    Samples { sample_rate_hz: 48_000.0, channels: (0..2).map(|channel| ramp(channel).collect()).collect() }
}

/// A library in a fresh folder.
pub fn library() -> (TempDir, Library) {
    let folder = tempfile::tempdir().expect("a writable folder");
    let library = Library::open(folder.path().join("library"));
    (folder, library)
}

/// All names in a folder, sorted.
pub fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
