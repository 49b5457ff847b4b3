//! Files of arbitrary bytes, read as by `groundtruth measure`.

use std::io::Cursor;

use groundtruth_captures::audio_file::{AudioFile, Fault, Truncated};
use groundtruth_measure::Recording;

use crate::{Input, flac_checksums, memory};

/// WAV, RF64 and BW64.
pub fn wav(bytes: &[u8]) -> Input {
    pcm(bytes, &[b"RIFF", b"RF64", b"BW64"])
}

/// AIFF and AIFF-C.
pub fn aiff(bytes: &[u8]) -> Input {
    pcm(bytes, &[b"FORM"])
}

/// FLAC: unchanged, which mostly ends at a wrong checksum, and again with corrected checksums.
pub fn flac(bytes: &[u8]) -> Input {
    if !(bytes.starts_with(b"fLaC") || bytes.starts_with(&[0xFF])) {
        return Input::Foreign;
    }
    assert_read_soundly(bytes, &Bounds::FLAC);
    if let Some(repaired) = flac_checksums::repaired(bytes) {
        assert_read_soundly(&repaired, &Bounds::FLAC);
    }
    Input::Used
}

fn pcm(bytes: &[u8], beginnings: &[&[u8]]) -> Input {
    if !beginnings.iter().any(|beginning| bytes.starts_with(beginning)) {
        return Input::Foreign;
    }
    assert_read_soundly(bytes, &Bounds::PCM);
    Input::Used
}

/// Limits for a reader's result.
struct Bounds {
    /// Most bytes of memory for an empty file.
    memory: usize,
    /// Most samples in total, per byte of the file.
    samples_per_byte: f64,
    /// Whether the file may hold values beyond full scale, NaN or infinities.
    is_any_float: bool,
}

impl Bounds {
    /// A buffer of 64 KiB; samples of a byte or more.
    const PCM: Bounds = Bounds { memory: 1 << 18, samples_per_byte: 1.0, is_any_float: true };
    /// Blocks of up to 65 536 frames of 8 channels, once as i64 and once as f64. A
    /// block needs 10 bytes: header (6), the subframes' (1 and a sample of 2) and checksum (2).
    const FLAC: Bounds =
        Bounds { memory: 1 << 24, samples_per_byte: 8.0 * 65_536.0 / 10.0, is_any_float: false };
    /// Most bytes of memory per byte of the file: an f64 per 8-bit sample in vectors that double, and the bytes.
    const MEMORY_PER_BYTE: usize = 20;
}

/// Reads twice, as a measurement does, accepting truncation; and once without, which must give the same result or a
/// fault.
fn assert_read_soundly(bytes: &[u8], bounds: &Bounds) {
    let lenient = assert_bounded(bytes, Truncated::Accept, 2, bounds);
    let strict = assert_bounded(bytes, Truncated::Refuse, 1, bounds);
    if let Ok(strict) = strict {
        assert_eq!(Some(strict), lenient.ok(), "a whole file reads the same with --allow-truncated");
    }
}

fn assert_bounded(
    bytes: &[u8],
    truncated: Truncated,
    passes: usize,
    bounds: &Bounds,
) -> Result<Content, Fault> {
    let (outcome, held) = memory::peak_bytes(|| read(bytes, truncated, passes, bounds));
    let most = bounds.memory + Bounds::MEMORY_PER_BYTE * bytes.len();
    assert!(held <= most, "{held} bytes of memory for a file of {} ({most} allowed)", bytes.len());
    match &outcome {
        Ok(content) => {
            let most = bytes.len() as f64 * bounds.samples_per_byte;
            assert!(content.samples as f64 <= most, "{content:?} from {} bytes", bytes.len());
        }
        Err(fault) => assert_clear(&fault.to_string()),
    }
    outcome
}

/// One line, with the remedy after the semicolon.
fn assert_clear(message: &str) {
    assert!(!message.contains(char::is_control), "more than a line: {message:?}");
    assert!(message.contains("; "), "nothing to do about: {message}");
}

/// What was read.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Content {
    channels: usize,
    samples: u64,
    /// Hash of every sample's bits, in order.
    hash: u64,
}

fn read(bytes: &[u8], truncated: Truncated, passes: usize, bounds: &Bounds) -> Result<Content, Fault> {
    let mut file = AudioFile::new(Cursor::new(bytes), truncated)?;
    let first = read_through(&mut file, bounds)?;
    for _ in 1..passes {
        file.rewind()?;
        assert_eq!(first, read_through(&mut file, bounds)?, "another reading gives the same");
    }
    Ok(first)
}

fn read_through(file: &mut AudioFile<Cursor<&[u8]>>, bounds: &Bounds) -> Result<Content, Fault> {
    /// A few bytes of FLAC can hold millions of equal samples: more than this number test nothing new.
    const ENOUGH_SAMPLES: u64 = 1 << 15;
    let channels = file.channels();
    assert!((1..=32).contains(&channels), "{channels} channels");
    assert!((1000.0..=3_072_000.0).contains(&file.sample_rate_hz()), "{} Hz", file.sample_rate_hz());
    let mut content = Content { channels, samples: 0, hash: 0 };
    let mut block = vec![Vec::new(); channels];
    while content.samples < ENOUGH_SAMPLES {
        file.read(&mut block)?;
        let frames = block[0].len();
        assert!(block.iter().all(|samples| samples.len() == frames), "channels of unequal length");
        if frames == 0 {
            break;
        }
        content.take(&block, bounds);
        let most = file.expected_frames().unwrap_or(u64::MAX);
        assert!(content.samples / channels as u64 <= most, "more than the claimed {most} frames");
    }
    assert!(content.samples > 0, "no frames and no fault");
    Ok(content)
}

impl Content {
    fn take(&mut self, block: &[Vec<f64>], bounds: &Bounds) {
        for sample in block.iter().flatten() {
            assert!(bounds.is_any_float || (-1.0..1.0).contains(sample), "{sample} is beyond full scale");
            self.hash = (self.hash ^ sample.to_bits()).wrapping_mul(0x0000_0100_0000_01B3).rotate_left(17);
            self.samples += 1;
        }
    }
}
