//! The state of a whole instance, in bounded memory.
#![no_main]

use groundtruth_captures::pack::MOST_UNPACKED_BYTES;
use groundtruth_fuzz::{Input, memory};

/// A capture of the greatest length, parsed.
const MEMORY: usize = 64 * MOST_UNPACKED_BYTES;
/// Copies of a text in the state's fields, as text and as trees.
const MEMORY_PER_BYTE: usize = 2000;

fn state(bytes: &[u8]) -> Input {
    let (input, held) = memory::peak_bytes(|| groundtruth_fuzz_state::state(bytes));
    let most = MEMORY + MEMORY_PER_BYTE * bytes.len();
    assert!(held <= most, "{held} bytes of memory for a state of {}", bytes.len());
    input
}

groundtruth_fuzz::fuzz_target!(state);
