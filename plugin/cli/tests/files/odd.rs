//! Files that are measured in spite of irregularities, and their notes.

use groundtruth_captures::audio_file::Truncated;

use crate::planted::{Content, fixture, read};
use crate::wav_bytes::WavBytes;

/// Frames and notes of a file read without accepting damage.
fn frames_and_note(bytes: Vec<u8>) -> (usize, String) {
    let content = read(bytes, Truncated::Refuse).unwrap_or_else(|fault| panic!("{fault}"));
    (content.channels[0].len(), content.notes.join(" / "))
}

/// A WAV of 5 frames whose audio ends at byte 64, modified.
fn wav(change: impl FnOnce(&mut WavBytes)) -> Vec<u8> {
    let mut wav = WavBytes::counting(5);
    change(&mut wav);
    wav.bytes()
}

#[test]
fn odd_ends_of_wavs_are_measured_with_a_note() {
    let unfinished = "its header gives the audio no length (never finished): measured to the end of the file";
    let after = |bytes: &[u8]| {
        let tail = bytes.to_vec();
        move |wav: &mut WavBytes| {
            wav.after = tail;
            wav.riff_bytes = Some(56);
        }
    };
    let table = [
        (wav(|_| ()), 5, ""),
        (
            wav(|wav| wav.audio.push(7)),
            5,
            "the audio ends with 1 of the 4 bytes of a frame (byte 64): not measured",
        ),
        (wav(|wav| wav.audio.truncate(18)), 4, "the audio ends with 2 of the 4 bytes of a frame (byte 60)"),
        (wav(after(&[1; 12])), 5, "12 bytes after the last chunk (byte 64): not measured"),
        (
            wav(|wav| wav.after = WavBytes::chunk(b"data", &[0; 12])),
            5,
            "a second data chunk at byte 64 (12 bytes)",
        ),
        (wav(|wav| wav.after = WavBytes::chunk(b"LIST", b"INFO")), 5, ""),
        (wav(|wav| wav.after = b"LIST\xFF\0\0\0INFO".to_vec()), 5, ""),
        (wav(after(&[7])), 5, "1 byte after the last chunk (byte 64): not measured"),
        (wav(|wav| wav.data_bytes = Some(0)), 5, unfinished),
        (wav(|wav| (wav.riff_bytes, wav.data_bytes) = (Some(0), Some(0))), 5, unfinished),
    ];
    for (bytes, frames, note) in table {
        let (found, said) = frames_and_note(bytes);
        assert_eq!(found, frames, "{said}");
        assert!(
            said.starts_with(note) && said.is_empty() == note.is_empty(),
            "said: {said}\nexpected: {note}"
        );
    }
}

#[test]
fn an_unpadded_odd_chunk_before_the_audio_is_passed_over() {
    let mut odd = WavBytes::chunk(b"bext", b"odd");
    odd.pop();
    assert_eq!(frames_and_note(wav(|wav| wav.before = odd)), (5, String::new()));
}

/// Bytes 22 to 26 of the fixture count frames, 42 to 46 the bytes of its SSND chunk.
fn aiff(frames: u32, chunk_bytes: u32) -> Vec<u8> {
    let mut bytes = fixture("aiff-16bit-48k-stereo.aiff");
    assert_eq!(bytes[38..42], *b"SSND");
    bytes[22..26].copy_from_slice(&frames.to_be_bytes());
    bytes[42..46].copy_from_slice(&chunk_bytes.to_be_bytes());
    bytes
}

#[test]
fn aiffs_from_a_pipe_run_to_the_end() {
    let note = "its header gives the audio no length: measured to its end";
    let whole = 8 + 97 * 4;
    for (frames, chunk_bytes) in
        [(u32::MAX, u32::MAX), (0, 0), (0, 8), (0, u32::MAX), (0, whole), (0x1FC0_0000, 0x7F00_0008)]
    {
        assert_eq!(
            frames_and_note(aiff(frames, chunk_bytes)),
            (97, note.to_owned()),
            "{frames} {chunk_bytes}"
        );
    }
}

#[test]
fn an_aiff_of_no_frames_holds_no_audio() {
    let bytes = [&aiff(0, 8)[..54], b"NAME\0\0\0\x0Csome content"].concat();
    let said = read(bytes, Truncated::Refuse).err().map(|fault| fault.to_string());
    assert!(said.is_some_and(|said| said.starts_with("holds no audio (byte 54)")));
}

#[test]
fn an_aiff_whose_chunks_disagree_is_never_read_beyond_its_audio() {
    let bytes = [aiff(200, 8 + 97 * 4), b"NAME\0\0\x02\0".to_vec(), vec![b'x'; 512]].concat();
    let fault = read(bytes.clone(), Truncated::Refuse).err().map(|fault| fault.to_string());
    assert!(
        fault.is_some_and(|said| said.starts_with("is truncated at byte 442: 97 of 200 frames")),
        "refused"
    );
    let content = read(bytes, Truncated::Accept).expect("97 frames");
    assert_eq!(content.channels[1].len(), 97);
}

#[test]
fn id3_tags_in_front_of_any_format_are_passed_over() {
    let mut tag = b"ID3\x04\0\0\0\0\x02\x05".to_vec();
    tag.resize(10 + 261, b'x');
    for name in ["wav-16bit-48k-stereo.wav", "aiff-16bit-48k-stereo.aiff", "flac-16bit-44k1-stereo.flac"] {
        let tagged = [tag.clone(), tag.clone(), fixture(name)].concat();
        assert_eq!(frames_and_note(tagged), (97, String::new()), "{name}");
    }
}

#[test]
fn a_second_flac_stream_is_named() {
    let one = fixture("flac-16bit-44k1-stereo.flac");
    let (frames, note) = frames_and_note([one.clone(), one.clone()].concat());
    assert_eq!(frames, 97);
    assert_eq!(note, format!("another FLAC stream begins at byte {} and is not measured", one.len()));
}

#[test]
fn tags_behind_flac_are_passed_over() {
    let tagged = [fixture("flac-24bit-96k-mono.flac"), b"TAGsomething".to_vec()].concat();
    assert_eq!(frames_and_note(tagged), (97, String::new()));
}

#[test]
fn few_bits_are_said() {
    let said = "samples of 8 bits: their rounding is part of every figure";
    assert_eq!(frames_and_note(fixture("wav-8bit-48k-stereo.wav")), (97, said.to_owned()));
}

fn lifted(bytes: Vec<u8>) -> Content {
    assert!(read(bytes.clone(), Truncated::Refuse).is_err());
    read(bytes, Truncated::Accept).unwrap_or_else(|fault| panic!("{fault}"))
}

#[test]
fn what_contradicts_the_length_is_lifted_with_a_note() {
    let smooth = fixture("flac-24bit-48k-stereo-smooth.flac");
    let mut short = smooth.clone();
    // 36 bits of frames end at byte 26: 5000 instead of 9000, within the second block.
    short[22..26].copy_from_slice(&5000u32.to_be_bytes());
    let table = [
        (
            wav(|wav| wav.data_bytes = Some(8)),
            2,
            "goes on after the 2 frames that its header claims (byte 52)",
        ),
        (wav(|_| ())[..61].to_vec(), 4, "truncated at byte 61: 4 of 5 frames are there and measured"),
        (aiff(3, 8 + 97 * 4), 3, "goes on after the 3 frames that its header claims (byte 66)"),
        (smooth[..2500].to_vec(), 4096, "truncated at byte 2500: 4096 of 9000 frames"),
        (short, 5000, "goes on after the 5000 frames that its header claims"),
    ];
    for (bytes, frames, note) in table {
        let content = lifted(bytes);
        assert_eq!(content.channels[0].len(), frames, "{note}");
        assert!(content.notes[0].starts_with(note), "said: {:?}\nexpected: {note}", content.notes);
    }
}

#[test]
fn a_file_cut_anywhere_is_a_fault_or_what_is_there() {
    for name in ["wav-24bit-48k-stereo.wav", "aiff-24bit-48k-stereo.aiff", "flac-16bit-44k1-stereo.flac"] {
        let whole = fixture(name);
        for length in 0..whole.len() {
            let cut = whole[..length].to_vec();
            let fault = read(cut.clone(), Truncated::Refuse).err().map(|fault| fault.to_string());
            assert!(fault.is_some_and(|said| said.contains("; ")), "{name} cut at {length} is whole");
            if let Ok(content) = read(cut, Truncated::Accept) {
                assert!((1..97).contains(&content.channels[0].len()), "{name} cut at {length}");
                assert!(content.notes[0].starts_with("truncated at byte"), "{name}: {:?}", content.notes);
            }
        }
    }
}
