//! Stereo audio in memory, to and from WAV files.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use hound::{SampleFormat, WavReader, WavSpec, WavWriter};

/// A stereo recording. Cheap to clone: the samples are shared.
#[derive(Clone, Debug)]
pub struct Clip {
    /// Sample rate in Hz.
    pub sample_rate_hz: f64,
    channels: Arc<[Vec<f32>; 2]>,
}

/// Why a file cannot be read as a clip.
#[derive(Debug)]
pub enum ClipFault {
    /// Not readable, or no WAV file.
    Wav(PathBuf, hound::Error),
    /// Neither mono nor stereo.
    Channels(PathBuf, u16),
}

impl fmt::Display for ClipFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ClipFault::Wav(path, error) => write!(f, "{}: {error}", path.display()),
            ClipFault::Channels(path, count) => {
                write!(f, "{}: {count} channels; a mono or stereo file is needed", path.display())
            }
        }
    }
}

impl std::error::Error for ClipFault {}

impl Clip {
    /// A clip of two equally long channels.
    ///
    /// # Panics
    /// When their lengths differ.
    pub fn new(sample_rate_hz: f64, left: Vec<f32>, right: Vec<f32>) -> Clip {
        assert_eq!(left.len(), right.len(), "both channels have every frame");
        Clip { sample_rate_hz, channels: Arc::new([left, right]) }
    }

    /// Frames in the clip.
    pub fn frames(&self) -> usize {
        self.channels[0].len()
    }

    /// Samples of channel 0 (left) or 1 (right).
    pub fn channel(&self, index: usize) -> &[f32] {
        &self.channels[index]
    }

    /// Reads a WAV file of integers or floats; mono plays on both channels.
    pub fn read(path: &Path) -> Result<Clip, ClipFault> {
        let fault = |error| ClipFault::Wav(path.to_owned(), error);
        let mut reader = WavReader::open(path).map_err(fault)?;
        let spec = reader.spec();
        if !(1..=2).contains(&spec.channels) {
            return Err(ClipFault::Channels(path.to_owned(), spec.channels));
        }
        let samples = read_samples(&mut reader).map_err(fault)?;
        let every = |offset: usize| {
            samples.iter().skip(offset).step_by(spec.channels.into()).copied().collect::<Vec<f32>>()
        };
        Ok(Clip::new(spec.sample_rate.into(), every(0), every(usize::from(spec.channels) - 1)))
    }

    /// Writes a WAV file of 32-bit floats.
    pub fn write(&self, path: &Path) -> Result<(), ClipFault> {
        let spec = WavSpec {
            channels: 2,
            sample_rate: self.sample_rate_hz as u32,
            bits_per_sample: 32,
            sample_format: SampleFormat::Float,
        };
        let write = || {
            let mut writer = WavWriter::create(path, spec)?;
            for (left, right) in self.channels[0].iter().zip(&self.channels[1]) {
                writer.write_sample(*left)?;
                writer.write_sample(*right)?;
            }
            writer.finalize()
        };
        write().map_err(|error| ClipFault::Wav(path.to_owned(), error))
    }
}

fn read_samples<R: std::io::Read>(reader: &mut WavReader<R>) -> Result<Vec<f32>, hound::Error> {
    let spec = reader.spec();
    match spec.sample_format {
        SampleFormat::Float => reader.samples::<f32>().collect(),
        SampleFormat::Int => {
            let full_scale = f64::from(1u32 << (spec.bits_per_sample - 1));
            let scale = |sample: i32| (f64::from(sample) / full_scale) as f32;
            reader.samples::<i32>().map(|sample| sample.map(scale)).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_float_file_comes_back_bit_for_bit() {
        let clip = Clip::new(48_000.0, vec![0.25, -1.5e-40, 1.0], vec![-0.0, 0.1, -3.0]);
        let path = std::env::temp_dir().join(format!("groundtruth-clip-{}.wav", std::process::id()));
        clip.write(&path).expect("written");
        let read = Clip::read(&path).expect("read");
        std::fs::remove_file(&path).expect("removed");
        let bits = |clip: &Clip| {
            let samples = clip.channel(0).iter().chain(clip.channel(1));
            samples.map(|sample| sample.to_bits()).collect::<Vec<u32>>()
        };
        assert_eq!(bits(&clip), bits(&read));
    }
}
