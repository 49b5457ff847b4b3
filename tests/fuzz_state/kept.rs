//! States kept from fuzzing and from version 1, as they are and changed a little.

use std::fs;
use std::path::Path;

use groundtruth_fuzz::Input;
use groundtruth_fuzz::dice::Dice;
use groundtruth_fuzz_state::state;

/// Kept states, by name.
fn kept() -> Vec<(String, Vec<u8>)> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let entries = ["fuzz/corpus/state", "host/fixtures"].map(|folder| {
        fs::read_dir(tests.join(folder))
            .expect("a folder of the repository")
            .map(|entry| entry.expect("an entry"))
    });
    let read = |entry: fs::DirEntry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        (name, fs::read(entry.path()).expect("a file of the repository"))
    };
    let mut states: Vec<(String, Vec<u8>)> = entries.into_iter().flatten().map(read).collect();
    states.sort();
    states
}

#[test]
fn kept_states_are_loaded_and_saved_again() {
    for (name, bytes) in kept() {
        println!("{name}");
        assert_eq!(state(&bytes), Input::Used, "{name} is no state");
    }
}

/// A short version of libFuzzer's search.
#[test]
fn changed_states_are_loaded_and_saved_again() {
    const CHANGES_OF_EACH: u64 = 200;
    let mut dice = Dice::new();
    for (name, bytes) in kept() {
        for _ in 0..CHANGES_OF_EACH {
            let changed = dice.change(bytes.clone());
            println!("{name}: {}", changed.escape_ascii());
            state(&changed);
        }
    }
}
