//! Files that cannot be measured, and their error messages.

use groundtruth_captures::audio_file::Truncated;

use crate::planted::{fixture, read};
use crate::wav_bytes::WavBytes;

fn message(bytes: Vec<u8>) -> String {
    match read(bytes, Truncated::Refuse) {
        Ok(content) => panic!("read {} channels", content.channels.len()),
        Err(fault) => fault.to_string(),
    }
}

/// A good WAV of 5 frames (64 bytes), made bad.
fn wav(change: impl FnOnce(&mut WavBytes)) -> Vec<u8> {
    let mut wav = WavBytes::counting(5);
    change(&mut wav);
    wav.bytes()
}

fn assert_says(table: Vec<(Vec<u8>, &str)>) {
    for (bytes, expected) in table {
        let said = message(bytes);
        assert!(said.starts_with(expected), "said: {said}\nexpected: {expected}");
        assert!(said.contains("; "), "nothing to do about: {said}");
        assert!(!said.contains('\n'), "more than a line: {said}");
    }
}

#[test]
fn files_that_are_no_audio_are_named() {
    assert_says(vec![
        (vec![], "is empty (0 bytes)"),
        (b"RI".to_vec(), "ends at byte 2 within the name of its format"),
        (b"once upon a time".to_vec(), "has an unknown format (byte 0: \"once\")"),
        (fixture("refused-ogg.ogg"), "is Ogg (byte 0)"),
        (fixture("refused-caf.caf"), "is CAF (byte 0)"),
        (fixture("refused-wave64.w64"), "is Wave64 (byte 0)"),
        (b"ID3\x04\x00".to_vec(), "is an ID3 tag without audio (byte 0)"),
        ([b"ID3\x04\0\0\0\0\0\x02..".as_slice(), &[0xFF, 0xFB, 0x90, 0x64]].concat(), "is MP3"),
        (b"RIFF\x04\x00\x00\x00AVI ".to_vec(), "is a RIFF file without WAVE in it"),
    ]);
}

#[test]
fn samples_in_other_forms_are_refused_by_name() {
    assert_says(vec![
        (fixture("refused-wav-mulaw.wav"), "holds µ-law (byte 20)"),
        (fixture("refused-wav-adpcm.wav"), "holds IMA ADPCM (byte 20)"),
        (fixture("refused-aifc-alaw.aiff"), "holds samples compressed as 'alaw' (byte 50)"),
        (wav(|wav| wav.bits = 0), "holds 0-bit integers (byte 34)"),
        (wav(|wav| wav.tag = 0x1234), "holds samples of format 0x1234 (byte 20)"),
        (wav(|wav| (wav.tag, wav.bits) = (3, 16)), "holds 16-bit floats (byte 34)"),
    ]);
}

#[test]
fn impossible_headers_are_refused_with_their_place() {
    assert_says(vec![
        (wav(|wav| wav.channels = 0), "its header states a number of channels of 0 (byte 22), not 1 to 32"),
        (wav(|wav| wav.channels = 65_535), "its header states a number of channels of 65535 (byte 22)"),
        (wav(|wav| wav.rate_hz = 0), "its header states a sample rate of 0 Hz (byte 24)"),
        (wav(|wav| wav.rate_hz = u32::MAX), "its header states a sample rate of 4294967295 Hz (byte 24)"),
        (wav(|wav| wav.frame_bytes = Some(0)), "its header states a frame length of 0 (byte 32)"),
        (flac_claiming(36, 5, 2), "its header states a depth of 3 bits (byte 20)"),
    ]);
}

#[test]
fn files_shorter_than_they_claim_are_refused_with_their_place() {
    let cut = |name: &str, bytes: usize| fixture(name)[..bytes].to_vec();
    assert_says(vec![
        (wav(|_| ())[..40].to_vec(), "ends at byte 40 within a chunk's name and length"),
        (wav(|_| ())[..30].to_vec(), "chunk 'fmt ' at byte 12 declares 16 bytes, but 10 follow"),
        (wav(|_| ())[..36].to_vec(), "has no 'data' chunk up to byte 36"),
        (wav(|_| ())[..44].to_vec(), "is truncated at byte 44: 0 of 5 frames are there"),
        (wav(|_| ())[..60].to_vec(), "is truncated at byte 60: 4 of 5 frames are there"),
        (wav(|wav| wav.data_bytes = Some(4_000_000_000)), "is truncated at byte 64: 5 of 1000000000 frames"),
        (cut("aiff-24bit-48k-stereo.aiff", 400), "is truncated at byte 400: 57 of 97 frames are there"),
        (cut("rf64-24bit-96k-stereo.wav", 200), "is truncated at byte 200: 16 of 97 frames are there"),
        (cut("flac-24bit-48k-stereo-smooth.flac", 2500), "is truncated at byte 2500: 4096 of 9000 frames"),
        (cut("flac-16bit-44k1-stereo.flac", 20), "chunk 'META' at byte 4 declares 34 bytes, but 12 follow"),
    ]);
}

#[test]
fn lengths_beyond_all_files_are_refused() {
    let mut bytes = fixture("rf64-24bit-96k-stereo.wav");
    assert_eq!(bytes[12..16], *b"ds64");
    bytes[28..36].copy_from_slice(&(u64::MAX - 2).to_le_bytes());
    let said = message(bytes);
    assert!(
        said.starts_with("is truncated at byte 686: 97 of 3074457345618258602 frames are there"),
        "{said}"
    );
}

#[test]
fn files_without_audio_are_refused() {
    assert_says(vec![
        (wav(|wav| wav.audio.clear()), "holds no audio (byte 44)"),
        (
            wav(|wav| wav.before = b"JUNK\xF0\xFF\xFF\xFF".to_vec()),
            "chunk 'JUNK' at byte 12 declares 4294967280 bytes",
        ),
    ]);
}

#[test]
fn audio_beyond_the_claim_is_refused() {
    let said = "goes on after the 2 frames that its header claims (byte 52)";
    let mut aiff = fixture("aiff-16bit-48k-stereo.aiff");
    aiff[22..26].copy_from_slice(&3u32.to_be_bytes());
    assert_says(vec![
        (wav(|wav| wav.data_bytes = Some(8)), said),
        (aiff, "goes on after the 3 frames that its header claims (byte 66)"),
    ]);
}

#[test]
fn a_damaged_flac_frame_is_named_with_its_place() {
    let mut bytes = fixture("flac-24bit-48k-stereo-smooth.flac");
    let at = bytes.len() - 100;
    bytes[at] ^= 1;
    let said = message(bytes);
    assert!(said.starts_with("is damaged in the FLAC frame at byte "), "{said}");
    assert!(said.contains("after 8192 frames"), "{said}");
}

#[test]
fn flac_whose_samples_are_not_those_encoded_is_refused() {
    let mut bytes = fixture("flac-16bit-44k1-stereo.flac");
    bytes[30] ^= 1;
    let said = message(bytes);
    assert!(
        said.starts_with("its samples differ from those encoded: their MD5 is not the one at byte 26"),
        "{said}"
    );
}

#[test]
fn every_byte_of_a_flac_frame_is_guarded_by_a_checksum() {
    let bytes = fixture("flac-16bit-44k1-stereo.flac");
    let first = bytes.windows(2).rposition(|two| two == [0xFF, 0xF8]).expect("a frame");
    for at in first..bytes.len() {
        let mut bytes = bytes.clone();
        bytes[at] ^= 0x10;
        assert!(read(bytes, Truncated::Accept).is_err(), "byte {at} was changed unnoticed");
    }
}

/// A FLAC of 16 bits at 44.1 kHz with a false header: replaces bits `low` and up of its packed fields.
fn flac_claiming(low: u32, bits: u32, value: u64) -> Vec<u8> {
    let mut bytes = fixture("flac-16bit-44k1-stereo.flac");
    let fields = u64::from_be_bytes(bytes[18..26].try_into().expect("eight bytes"));
    let mask = ((1 << bits) - 1) << low;
    bytes[18..26].copy_from_slice(&(fields & !mask | value << low).to_be_bytes());
    bytes
}

#[test]
fn flac_frames_that_contradict_their_header_are_refused() {
    let (rate, depth) = (flac_claiming(44, 20, 48_000), flac_claiming(36, 5, 23));
    for (bytes, reason) in [
        // The smallest depth that is left of another.
        (flac_claiming(36, 5, 7), "after 0 frames (its bit depth is not the stream's)"),
        (depth, "after 0 frames (its bit depth is not the stream's)"),
        (rate, "after 0 frames (its sample rate is not the stream's)"),
        (flac_claiming(41, 3, 0), "after 0 frames (its number of channels is not the stream's)"),
    ] {
        let said = message(bytes);
        assert!(said.starts_with("is damaged in the FLAC frame at byte "), "{said}");
        assert!(said.contains(reason), "{said}");
    }
}

#[test]
fn a_truncated_file_is_read_when_asked_for() {
    let bytes = wav(|_| ())[..60].to_vec();
    let content = read(bytes, Truncated::Accept).expect("four frames");
    assert_eq!(content.channels[0].len(), 4);
    let flac = fixture("flac-24bit-48k-stereo-smooth.flac")[..2500].to_vec();
    let content = read(flac, Truncated::Accept).expect("one block");
    assert_eq!(content.channels[0].len(), 4096);
}
