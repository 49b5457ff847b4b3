//! The inputs kept from fuzzing, once each, as regression tests.

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
    let mut dice = Dice(1);
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

/// Pseudo-random numbers, the same in every run (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % count.max(1) as u64) as usize
    }

    /// Half of the changes fall into the first bytes, where headers are.
    fn change(&mut self, mut bytes: Vec<u8>) -> Vec<u8> {
        const HEADER: usize = 80;
        for _ in 0..=self.below(3) {
            let reach = if self.below(2) == 0 { bytes.len().min(HEADER) } else { bytes.len() };
            let at = self.below(reach);
            let end = (at + 1 + self.below(8)).min(bytes.len());
            match self.below(5) {
                _ if bytes.is_empty() => {}
                0 => bytes[at] ^= 1 << self.below(8),
                1 => bytes[at..end].fill([0, 0x7F, 0x80, 0xFF][self.below(4)]),
                2 => bytes.truncate(at),
                3 => drop(bytes.drain(at..end)),
                _ => bytes.extend_from_within(at..),
            }
        }
        bytes
    }
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
fn kept_captures_read_as_they_were_written() {
    replay("capture");
}

#[test]
fn kept_packed_captures_are_unpacked_or_refused() {
    replay("packed");
}

#[test]
fn kept_states_are_loaded_and_saved_again() {
    replay("state");
}

/// Kept captures and states with a few bytes changed: a short version of libFuzzer's search.
#[test]
fn changed_captures_and_states_are_read_or_refused() {
    const CHANGES_OF_EACH: u64 = 40;
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut dice = Dice(1);
    for (name, target) in TARGETS.iter().filter(|(name, _)| ["capture", "packed", "state"].contains(name)) {
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
