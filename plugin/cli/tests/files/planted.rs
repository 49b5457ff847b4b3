//! Content of the fixtures: the same formulas as in `fixtures/write.py`.

use std::io::Cursor;
use std::path::PathBuf;

use groundtruth_captures::audio_file::{AudioFile, Fault, Truncated};
use groundtruth_measure::Recording;

/// One sample of the white signal, over all 32 bits.
pub fn white(frame: usize, channel: usize) -> i32 {
    let (frame, channel) = (frame as u32, channel as u32);
    frame.wrapping_mul(2_654_435_761).wrapping_add(channel.wrapping_mul(2_246_822_519)) as i32
}

/// One sample of the smooth signal of `frames` frames, left-justified.
pub fn smooth(frame: usize, channel: usize, frames: usize) -> i32 {
    let (frame, slope) = (frame as i32, frames as i32 / 16);
    (frame * frame / 16 - frame * slope) * (channel as i32 + 1) * 256
}

/// A fixture's bytes.
pub fn fixture(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    std::fs::read(path).expect("a fixture of the repository")
}

/// Content of a file in memory.
pub struct Content {
    pub sample_rate_hz: f64,
    pub channels: Vec<Vec<f64>>,
    pub notes: Vec<String>,
}

/// Reads everything, twice, as a measurement does.
pub fn read(bytes: Vec<u8>, truncated: Truncated) -> Result<Content, Fault> {
    let mut file = AudioFile::new(Cursor::new(bytes), truncated)?;
    let first = read_through(&mut file)?;
    let second = read_through(&mut file)?;
    let bits =
        |channels: &[Vec<f64>]| -> Vec<u64> { channels.iter().flatten().map(|x| x.to_bits()).collect() };
    assert_eq!(bits(&first), bits(&second), "a second reading gives the same");
    Ok(Content { sample_rate_hz: file.sample_rate_hz(), channels: first, notes: file.notes() })
}

fn read_through(file: &mut AudioFile<Cursor<Vec<u8>>>) -> Result<Vec<Vec<f64>>, Fault> {
    file.rewind()?;
    let mut channels = vec![Vec::new(); file.channels()];
    let mut block = channels.clone();
    loop {
        file.read(&mut block)?;
        assert!(block.iter().all(|samples| samples.len() == block[0].len()));
        if block[0].is_empty() {
            return Ok(channels);
        }
        channels.iter_mut().zip(&block).for_each(|(all, samples)| all.extend(samples));
    }
}
