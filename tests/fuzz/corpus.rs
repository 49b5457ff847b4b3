//! The inputs kept from fuzzing, once each, as regression tests.

use std::fs;
use std::path::{Path, PathBuf};

use groundtruth_fuzz::dice::Dice;
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

/// Number of inputs of a folder that belong to the target.
fn used(folder: &Path, target: Target) -> usize {
    let looked_at = |path: &&PathBuf| {
        // Shown when the target panics.
        println!("{}", path.display());
        target(&fs::read(path).expect("a file of the repository")) == Input::Used
    };
    files(folder).iter().filter(looked_at).count()
}

/// A folder's files, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder of the repository");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a readable folder").path()).collect();
    paths.sort();
    paths
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

/// Kept files and fixtures with a few bytes changed, cut out, repeated or cut off: a short version of libFuzzer's
/// search.
#[test]
fn changed_files_are_read_soundly() {
    const CHANGES_OF_EACH: u64 = 60;
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["corpus/wav", "corpus/aiff", "corpus/flac", "../../plugin/cli/tests/fixtures"];
    let mut dice = Dice::new();
    for path in folders.iter().flat_map(|folder| files(&here.join(folder))) {
        let whole = fs::read(&path).expect("a file of the repository");
        for _ in 0..CHANGES_OF_EACH {
            let changed = dice.change(whole.clone());
            println!("{}: {}", path.display(), changed.escape_ascii());
            for target in READERS {
                target(&changed);
            }
        }
    }
}

const READERS: [Target; 3] = [groundtruth_fuzz::wav, groundtruth_fuzz::aiff, groundtruth_fuzz::flac];

#[test]
fn kept_recordings_are_measured_soundly() {
    replay("measure");
}

#[test]
fn kept_reports_read_as_they_were_written() {
    replay("report");
}

#[test]
fn kept_captures_read_as_they_were_written() {
    replay("capture");
}

#[test]
fn kept_packed_captures_are_unpacked_or_refused() {
    replay("packed");
}

/// Kept captures with a few bytes changed: a short version of libFuzzer's search.
#[test]
fn changed_captures_are_read_or_refused() {
    const CHANGES_OF_EACH: u64 = 40;
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut dice = Dice::new();
    for (name, target) in TARGETS.iter().filter(|(name, _)| ["capture", "packed"].contains(name)) {
        for path in files(&here.join("corpus").join(name)) {
            let whole = fs::read(&path).expect("a file of the repository");
            for _ in 0..CHANGES_OF_EACH {
                let changed = dice.change(whole.clone());
                println!("{}: {}", path.display(), changed.escape_ascii());
                target(&changed);
            }
        }
    }
}

#[test]
fn memory_is_counted_at_its_peak() {
    let ((), held) = memory::peak_bytes(|| {
        drop(vec![1u8; 3000]);
        drop(vec![1u8; 1000]);
    });
    assert_eq!(held, 3000);
}
