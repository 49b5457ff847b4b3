//! Every format against known samples, bit for bit.

use groundtruth_captures::audio_file::Truncated;

use crate::planted::{Content, fixture, read, smooth, white};
use crate::wav_bytes::WavBytes;

/// Frames of the white fixtures.
const FRAMES: usize = 97;

/// Compares the first frames of `Content` with the samples that `expected` gives for frame and channel.
fn assert_holds(name: &str, content: &Content, frames: usize, expected: impl Fn(usize, usize) -> f64) {
    for (index, channel) in content.channels.iter().enumerate() {
        assert_eq!(channel.len(), frames, "{name}: frames");
        for (frame, sample) in channel.iter().enumerate() {
            assert_eq!(*sample, expected(frame, index), "{name}: channel {index}, frame {frame}");
        }
    }
}

fn assert_white(name: &str, rate_hz: f64, channels: usize, bits: u32) {
    let content = read(fixture(name), Truncated::Refuse).unwrap_or_else(|fault| panic!("{name} {fault}"));
    assert_eq!(content.sample_rate_hz, rate_hz, "{name}: rate");
    assert_eq!(content.channels.len(), channels, "{name}: channels");
    let step = 2f64.powi(1 - bits as i32);
    assert_holds(name, &content, FRAMES, |frame, channel| {
        f64::from(white(frame, channel) >> (32 - bits)) * step
    });
}

#[test]
fn wav_of_every_width_reads_as_written() {
    assert_white("wav-8bit-48k-stereo.wav", 48_000.0, 2, 8);
    assert_white("wav-16bit-48k-stereo.wav", 48_000.0, 2, 16);
    assert_white("wav-24bit-48k-stereo.wav", 48_000.0, 2, 24);
    assert_white("wav-32bit-48k-stereo.wav", 48_000.0, 2, 32);
    assert_white("wav-f32-48k-stereo.wav", 48_000.0, 2, 24);
    assert_white("wav-f64-48k-stereo.wav", 48_000.0, 2, 32);
}

#[test]
fn extensible_rf64_and_odd_wavs_read_as_written() {
    assert_white("wav-extensible-24bit-192k-5channels.wav", 192_000.0, 5, 24);
    assert_white("wav-extensible-f32-48k-stereo.wav", 48_000.0, 2, 24);
    assert_white("rf64-24bit-96k-stereo.wav", 96_000.0, 2, 24);
    assert_white("wav-24bit-44k1-mono-odd.wav", 44_100.0, 1, 24);
}

#[test]
fn aiff_of_every_width_and_byte_order_reads_as_written() {
    assert_white("aiff-8bit-48k-stereo.aiff", 48_000.0, 2, 8);
    assert_white("aiff-16bit-48k-stereo.aiff", 48_000.0, 2, 16);
    assert_white("aiff-24bit-48k-stereo.aiff", 48_000.0, 2, 24);
    assert_white("aiff-32bit-48k-stereo.aiff", 48_000.0, 2, 32);
    assert_white("aifc-f32-48k-stereo.aiff", 48_000.0, 2, 24);
    assert_white("aifc-f64-48k-stereo.aiff", 48_000.0, 2, 32);
    assert_white("aifc-sowt-16bit-44k1-stereo.aiff", 44_100.0, 2, 16);
}

#[test]
fn flac_reads_as_written() {
    assert_white("flac-8bit-48k-stereo.flac", 48_000.0, 2, 8);
    assert_white("flac-16bit-44k1-stereo.flac", 44_100.0, 2, 16);
    assert_white("flac-24bit-96k-mono.flac", 96_000.0, 1, 24);
}

#[test]
fn predicted_flac_of_several_blocks_reads_as_written() {
    let name = "flac-24bit-48k-stereo-smooth.flac";
    let content = read(fixture(name), Truncated::Refuse).expect("a good file");
    assert_holds(name, &content, 9000, |frame, channel| {
        f64::from(smooth(frame, channel, 9000)) / 2f64.powi(31)
    });
}

#[test]
fn chunks_around_the_audio_are_passed_over() {
    let mut wav = WavBytes::counting(5);
    wav.before = [WavBytes::chunk(b"JUNK", &[0; 28]), WavBytes::chunk(b"bext", b"odd")].concat();
    wav.after = [WavBytes::chunk(b"LIST", b"INFO"), b"TAG and whatever a tag may hold".to_vec()].concat();
    let content = read(wav.bytes(), Truncated::Refuse).expect("a good file");
    assert_holds("chunks", &content, 5, |frame, channel| (1 + 2 * frame + channel) as f64 / 32_768.0);
}

#[test]
fn a_chunk_after_odd_audio_is_found_with_and_without_padding() {
    for padding in [&[][..], &[0]] {
        let mut wav = WavBytes::counting(0);
        (wav.channels, wav.bits, wav.audio) = (1, 24, vec![7; 9]);
        wav.after = [padding, &WavBytes::chunk(b"LIST", b"INFOsomething")].concat();
        let content = read(wav.bytes(), Truncated::Refuse).expect("a good file");
        assert_eq!(content.channels[0].len(), 3);
    }
}

#[test]
fn lengths_left_open_by_streaming_writers_run_to_the_end() {
    let sox = 0x7FFF_F000;
    for (riff_bytes, data_bytes) in [(0, 0), (36, 0), (u32::MAX, u32::MAX), (sox + 36, sox)] {
        let mut wav = WavBytes::counting(5);
        (wav.riff_bytes, wav.data_bytes) = (Some(riff_bytes), Some(data_bytes));
        let content = read(wav.bytes(), Truncated::Refuse).expect("a good file");
        assert_eq!(content.channels[1].len(), 5, "claimed {data_bytes}");
    }
}

#[test]
fn floats_that_are_no_numbers_pass() {
    let mut wav = WavBytes::counting(0);
    (wav.tag, wav.channels, wav.bits) = (3, 1, 32);
    wav.audio = [f32::NAN, f32::INFINITY, 0.5].iter().flat_map(|sample| sample.to_le_bytes()).collect();
    let content = read(wav.bytes(), Truncated::Refuse).expect("a good file");
    let samples = &content.channels[0];
    assert!(samples[0].is_nan() && samples[1] == f64::INFINITY && samples[2] == 0.5);
}

#[test]
fn blocks_join_without_a_seam_in_long_files() {
    let frames = 40_000usize;
    let mut wav = WavBytes::counting(0);
    wav.audio = (0..2 * frames).flat_map(|sample| (sample as i16).to_le_bytes()).collect();
    let content = read(wav.bytes(), Truncated::Refuse).expect("a good file");
    assert_holds("long", &content, frames, |frame, channel| {
        f64::from((2 * frame + channel) as i16) / 32_768.0
    });
}
