//! Captures in the state of a session.

use groundtruth_captures::pack::{MOST_PACKED_BYTES, PackProblem, PackedCapture, PackedCaptures};

use base64::Engine;
use base64::prelude::BASE64_STANDARD_NO_PAD as BASE64;

use crate::common::capture;

fn packed(name: &str) -> PackedCapture {
    PackedCapture::pack(&capture(name)).expect("short enough")
}

#[test]
fn a_capture_is_unpacked_as_it_was_packed() {
    let kept = capture("Amp");
    let state =
        PackedCaptures { captures: vec![PackedCapture::pack(&kept).expect("packed")], set_aside: Vec::new() };
    let read = PackedCaptures::from_json(&state.to_json()).expect("an array");
    assert_eq!(read, state);
    assert_eq!(read.captures[0].unpack().expect("unpacked"), kept);
    assert!(state.to_json().len() < 48 * 1024, "{} bytes", state.to_json().len());
}

#[test]
fn details_are_changed_without_unpacking() {
    let mut packed = packed("Amp");
    let blob = packed.blob.clone();
    packed.details.name = "Amp, warm".to_owned();
    packed.details.price = "€ 99".to_owned();
    let unpacked = packed.unpack().expect("unpacked");
    assert_eq!((&unpacked.details, &packed.blob), (&packed.details, &blob));
}

#[test]
fn a_damaged_blob_is_named_and_the_others_load() {
    type Damage<'a> = (&'a str, &'a dyn Fn(&str) -> String);
    let damages: &[Damage] = &[
        ("cut", &|blob| blob[..blob.len() / 2].to_owned()),
        ("not Base64", &|blob| format!("!{blob}")),
        ("empty", &|_| String::new()),
        ("another capture", &|_| packed("Other").blob),
        ("no JSON", &|_| BASE64.encode(deflated(b"nothing"))),
        ("changed", &|blob| blob.chars().rev().collect()),
    ];
    for (what, damage) in damages {
        let mut captures = vec![packed("Amp 1"), packed("Amp 2"), packed("Amp 3")];
        captures[1].blob = damage(&captures[1].blob);
        let text = PackedCaptures { captures, set_aside: Vec::new() }.to_json();
        let read = PackedCaptures::from_json(&text).expect("an array");
        let results: Vec<_> = read.captures.iter().map(PackedCapture::unpack).collect();
        assert!(results[0].is_ok() && results[2].is_ok(), "{what}");
        let error = results[1].as_ref().expect_err(what);
        assert!(matches!(error.problem, PackProblem::Damaged(_)), "{what}: {error}");
        assert!(error.to_string().starts_with("Amp 2: is damaged"), "{what}: {error}");
        assert_eq!(read.to_json(), text, "{what}: kept as it is");
    }
}

#[test]
fn a_damaged_part_of_a_state_is_set_aside_and_saved_again() {
    let whole = serde_json::to_string(&packed("Amp 1")).expect("JSON");
    let nameless = "{\"id\":7}";
    let named = "{\"id\":\"?\",\"details\":{\"name\":\"Amp 2\"},\"blob\":\"\"}";
    let read = PackedCaptures::from_json(&format!("[{nameless},{whole},{named},null]")).expect("an array");
    assert_eq!(read.captures.len(), 1);
    let aside: Vec<&str> = read.set_aside.iter().map(|aside| aside.name.as_str()).collect();
    assert_eq!(aside, ["capture 1", "Amp 2", "capture 4"]);
    assert_eq!(read.to_json(), format!("[{whole},{nameless},{named},null]"));
    assert!(PackedCaptures::from_json("{}").is_err());
}

#[test]
fn a_blob_that_unpacks_to_too_much_is_refused() {
    // 1 GB of spaces in a megabyte.
    let mut bomb = packed("Amp");
    bomb.blob = BASE64.encode(deflated(&vec![b' '; 1 << 30]));
    let error = bomb.unpack().expect_err("too long");
    assert_eq!(error.problem, PackProblem::Bomb);
}

#[test]
fn a_capture_that_a_session_cannot_keep_is_refused_with_its_length() {
    let mut kept = capture("Amp");
    // Letters in an order that does not compress.
    let mut state = 1u64;
    let letters = std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from(b'!' + (state % 90) as u8)
    });
    kept.details.notes = letters.take(MOST_PACKED_BYTES).collect();
    let error = PackedCapture::pack(&kept).expect_err("too long");
    assert!(matches!(error.problem, PackProblem::TooLong { bytes } if bytes > MOST_PACKED_BYTES), "{error}");
    assert!(error.to_string().contains("save it in the library"), "{error}");
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("in memory");
    encoder.finish().expect("in memory")
}
