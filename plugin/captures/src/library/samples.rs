//! The samples behind a capture.

use std::fs::File;
use std::io::{self, BufWriter};

use hound::{SampleFormat, WavSpec, WavWriter};

/// Samples of the stretch that was measured, for listening and for measuring again.
#[derive(Clone, Debug, PartialEq)]
pub struct Samples {
    /// Sample rate in Hz.
    pub sample_rate_hz: f64,
    /// One list per channel, all of one length; full scale is ±1.
    pub channels: Vec<Vec<f32>>,
}

/// Full scale of 24 bits.
const FULL_SCALE: f32 = 8_388_608.0;

impl Samples {
    /// Longest duration that is worth keeping, in seconds.
    pub const LONGEST_S: f64 = 30.0;
    /// Most samples of all channels together, whatever the duration: 256 MiB.
    pub const MOST: usize = 1 << 26;

    /// Frames to keep of a stretch of `frames`.
    pub fn kept_frames(sample_rate_hz: f64, channels: usize, frames: u64) -> u64 {
        let longest = (Self::LONGEST_S * sample_rate_hz) as u64;
        frames.min(longest).min((Self::MOST / channels.max(1)) as u64)
    }

    /// Writes a WAV file: 24 bits if these hold every sample exactly, otherwise floats.
    pub(super) fn write(&self, file: &File) -> io::Result<()> {
        let is_24_bit = self.channels.iter().flatten().all(|sample| integer(*sample).is_some());
        let (bits_per_sample, sample_format) =
            if is_24_bit { (24, SampleFormat::Int) } else { (32, SampleFormat::Float) };
        let channels = u16::try_from(self.channels.len()).ok().filter(|channels| *channels > 0);
        let channels = channels.ok_or_else(|| io::Error::other("a WAV file holds 1 to 65535 channels"))?;
        let sample_rate = self.sample_rate_hz.round() as u32;
        let spec = WavSpec { channels, sample_rate, bits_per_sample, sample_format };
        let mut writer = WavWriter::new(BufWriter::new(file), spec).map_err(io_error)?;
        for frame in 0..self.frames() {
            for samples in &self.channels {
                let sample = samples[frame];
                match integer(sample).filter(|_| is_24_bit) {
                    Some(integer) => writer.write_sample(integer),
                    None => writer.write_sample(sample),
                }
                .map_err(io_error)?;
            }
        }
        writer.finalize().map_err(io_error)
    }

    fn frames(&self) -> usize {
        self.channels.iter().map(Vec::len).min().unwrap_or(0)
    }
}

/// The sample as an integer of 24 bits, if it is one.
fn integer(sample: f32) -> Option<i32> {
    let scaled = sample * FULL_SCALE;
    (scaled.fract() == 0.0 && (-FULL_SCALE..FULL_SCALE).contains(&scaled)).then_some(scaled as i32)
}

fn io_error(error: hound::Error) -> io::Error {
    match error {
        hound::Error::IoError(error) => error,
        other => io::Error::other(other),
    }
}
