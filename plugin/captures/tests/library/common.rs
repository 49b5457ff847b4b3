//! Captures to keep.

use std::fs;
use std::path::Path;

use groundtruth_captures::library::{Library, Samples};
use groundtruth_captures::{Capture, SpectrumTrace, Trace};
use tempfile::TempDir;
use ulid::Ulid;

/// A capture as version 1 wrote it: a real recording with all details.
pub const VERSION_1: &str = include_str!("../fixtures/capture-1.json");

/// A capture with this name and a new id.
pub fn capture(name: &str) -> Capture {
    let mut capture = Capture::from_json(VERSION_1).expect("a capture of version 1");
    capture.id = Ulid::generate();
    capture.details.name = name.to_owned();
    capture.spectrum = Some(spectrum());
    capture
}

/// A spectrum of the usual length, of noise: levels that hardly compress.
fn spectrum() -> SpectrumTrace {
    let mut state = 1u32;
    let mut levels_dbfs = |steps: f32| -> Vec<f32> {
        let mut level_dbfs = |_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            ((state >> 8) as f32 / (1 << 24) as f32 * 20.0 * steps).floor() / steps - 150.0
        };
        (0..SpectrumTrace::COLUMNS).map(&mut level_dbfs).collect()
    };
    let mut trace = |name: &str| Trace {
        name: name.to_owned(),
        min_dbfs: levels_dbfs(100.0),
        max_dbfs: levels_dbfs(100.0),
        power_dbfs: levels_dbfs(10.0),
    };
    SpectrumTrace { low_hz: 10.0, high_hz: 24_000.0, channels: vec![trace("L"), trace("R")] }
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
