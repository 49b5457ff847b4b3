//! The inputs that fuzzing kept, once each: what was found stays found.

use std::fs;
use std::path::{Path, PathBuf};

use groundtruth_fuzz::{Input, TARGETS, Target, memory};

#[global_allocator]
static ALLOCATOR: memory::Counting = memory::Counting;

fn replay(name: &str) {
    let (_, target) = TARGETS.iter().find(|(known, _)| *known == name).expect("a target of this name");
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let kept = used(&here.join("corpus").join(name), *target);
    assert!(kept > 0, "no input of {name} was kept");
    used(&here.join("../../plugin/cli/tests/fixtures"), *target);
}

/// How many inputs of a folder were for the target.
fn used(folder: &Path, target: Target) -> usize {
    let entries = fs::read_dir(folder).expect("a folder of the repository");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a readable folder").path()).collect();
    paths.sort();
    let looked_at = |path: &&PathBuf| {
        // Shown when the target panics.
        println!("{}", path.display());
        target(&fs::read(path).expect("a file of the repository")) == Input::Used
    };
    paths.iter().filter(looked_at).count()
}

#[test]
fn kept_wav_files_are_read_soundly() {
    replay("wav");
}

#[test]
fn kept_aiff_files_are_read_soundly() {
    replay("aiff");
}

#[test]
fn kept_flac_files_are_read_soundly() {
    replay("flac");
}

#[test]
fn kept_recordings_are_measured_soundly() {
    replay("measure");
}

#[test]
fn kept_reports_read_as_they_were_written() {
    replay("report");
}

#[test]
fn memory_is_counted_at_its_peak() {
    let ((), held) = memory::peak_bytes(|| {
        drop(vec![1u8; 3000]);
        drop(vec![1u8; 1000]);
    });
    assert_eq!(held, 3000);
}
