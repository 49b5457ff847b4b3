//! Captures in files and in sessions, from arbitrary bytes.

use std::path::{Component, Path};

use base64::Engine;
use base64::prelude::BASE64_STANDARD_NO_PAD as BASE64;
use groundtruth_captures::library::{file_name, summary_of};
use groundtruth_captures::pack::{MOST_UNPACKED_BYTES, PackedCapture, PackedCaptures};
use groundtruth_captures::{Capture, Details};
use ulid::Ulid;

use crate::{Input, memory};

/// A text that reads as a capture is written so that it reads as the same one, a list shows it with the same id and
/// details, and its name makes a file in the library. What cannot be read is refused by both.
pub fn capture(bytes: &[u8]) -> Input {
    let Ok(text) = str::from_utf8(bytes) else { return Input::Foreign };
    assert_inside(text);
    match Capture::from_json(text) {
        Err(reason) => {
            assert!(summary_of(bytes).is_err(), "a list shows what cannot be read: {reason}");
        }
        Ok(capture) => assert_kept(&capture, bytes),
    }
    Input::Used
}

fn assert_kept(capture: &Capture, bytes: &[u8]) {
    assert_inside(&capture.details.name);
    let again = Capture::from_json(&capture.to_json()).expect("what was written can be read");
    let twice = Capture::from_json(&again.to_json()).expect("what was written can be read");
    assert_eq!(again, twice, "a capture changes as it is written and read");
    match summary_of(bytes) {
        Ok(summary) => assert_eq!((summary.id, &summary.details), (capture.id, &capture.details)),
        Err(reason) => assert!(reason.contains("its schema is \"groundtruth.report/1\""), "{reason}"),
    }
    let summary = summary_of(again.to_json().as_bytes()).expect("a list shows what was written");
    assert_eq!((summary.id, &summary.details), (again.id, &again.details));
}

/// A file name is one part of a path, whatever it is made from.
fn assert_inside(name: &str) {
    let made = file_name(name);
    assert!(Path::new(&made).components().eq([Component::Normal(made.as_ref())]), "{made:?}");
    assert!(made.len() <= 121 && !made.contains(char::is_control), "{made:?}");
}

/// The captures of a state: as JSON, and as the compressed part of one capture. Memory is bounded whatever they claim,
/// and what cannot be read is saved as it was.
pub fn packed(bytes: &[u8]) -> Input {
    /// A capture of the greatest length, in vectors that double, and what it takes parsed.
    const MEMORY: usize = 64 * MOST_UNPACKED_BYTES;
    let ((), held) = memory::peak_bytes(|| {
        if let Some(state) = str::from_utf8(bytes).ok().and_then(|text| PackedCaptures::from_json(text).ok())
        {
            let again = PackedCaptures::from_json(&state.to_json()).expect("what was written can be read");
            assert_eq!(again.captures, state.captures);
            assert_eq!(again.set_aside.len(), state.set_aside.len());
            state.captures.iter().for_each(assert_unpacks_or_refuses);
        }
        let (id, details) = (Ulid::nil(), Details::default());
        assert_unpacks_or_refuses(&PackedCapture { id, details, blob: BASE64.encode(bytes) });
    });
    assert!(held <= MEMORY, "{held} bytes of memory for {}", bytes.len());
    Input::Used
}

/// What a packed capture holds is a capture that packs again, or is refused with its name.
pub fn assert_unpacks_or_refuses(packed: &PackedCapture) {
    match packed.unpack() {
        Err(error) => assert!(!error.name.is_empty()),
        Ok(capture) => {
            let Ok(again) = PackedCapture::pack(&capture) else { return };
            let once = again.unpack().expect("what was packed can be unpacked");
            assert_eq!((&once.details, once.id), (&capture.details, capture.id));
        }
    }
}
