//! Test signals as WAV files: what the command line and the editor offer, with the same defaults.

use std::io::{self, Seek, Write};

use groundtruth_measure::BenchForm;
use groundtruth_measure::generator::{Level, NoSignal, Quantiser, Recipe, Sides, Signal, SignalKind};
use hound::{SampleFormat, WavSpec, WavWriter};

use crate::import::Progress;

/// Left and right.
const CHANNELS: u16 = 2;

/// Peak level, in dBFS.
pub const LEVEL_DBFS: f64 = -6.0;
/// Highest peaks of the bench track, in dBFS: a device with 12 dB of gain too much still does not clip its recorder.
pub const BENCH_LEVEL_DBFS: f64 = -12.0;
/// Duration, in seconds.
pub const LENGTH_S: u32 = 30;
/// Frequency of a single tone, in Hz.
pub const TONE_HZ: f64 = 997.0;
/// Frequencies of one tone on the left and one on the right, in Hz.
pub const DUAL_HZ: [f64; 2] = [997.0, 1499.0];
/// Tones of a multitone per channel.
pub const MULTITONE_TONES: usize = 31;
/// Where a sweep begins and ends, in Hz.
pub const SWEEP_HZ: [f64; 2] = [20.0, 20_000.0];
/// Silence before, between and after sweeps, in seconds, for rooms and reverberant devices.
pub const SWEEP_PAUSE_S: f64 = 0.5;

/// Test signals with all their defaults.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stimulus {
    /// One tone on both channels.
    Tone,
    /// One tone on the left.
    ToneLeft,
    /// One tone on the right.
    ToneRight,
    /// One tone on the left, another on the right.
    Dual,
    /// SMPTE intermodulation signal.
    Smpte,
    /// DIN intermodulation signal.
    Din,
    /// Difference-frequency signal.
    Dfd,
    /// Many tones, the same on both channels.
    Multitone,
    /// Many tones, interleaved between the channels.
    InterleavedMultitone,
    /// A sweep on the left, then on the right.
    Sweep,
    /// Dither alone.
    Silence,
    /// The bench track.
    BenchTrack(BenchForm),
}

impl Stimulus {
    /// The signal in full.
    pub fn recipe(self, sample_rate: u32) -> Recipe {
        let tone = |sides| SignalKind::Tone { frequency_hz: TONE_HZ, sides };
        let kind = match self {
            Stimulus::Tone => tone(Sides::Both),
            Stimulus::ToneLeft => tone(Sides::Left),
            Stimulus::ToneRight => tone(Sides::Right),
            Stimulus::Dual => SignalKind::DualTone(DUAL_HZ),
            Stimulus::Smpte => SignalKind::SMPTE,
            Stimulus::Din => SignalKind::DIN,
            Stimulus::Dfd => SignalKind::DFD,
            Stimulus::Multitone => SignalKind::Multitone { tones: MULTITONE_TONES },
            Stimulus::InterleavedMultitone => SignalKind::InterleavedMultitone { tones: MULTITONE_TONES },
            Stimulus::Sweep => sweep(SWEEP_HZ, Sides::Each, sample_rate),
            Stimulus::Silence => SignalKind::Silence,
            Stimulus::BenchTrack(form) => return bench(form, BENCH_LEVEL_DBFS, sample_rate),
        };
        let frames = u64::from(LENGTH_S) * u64::from(sample_rate);
        let level = Level::PeakDbfs(LEVEL_DBFS);
        Recipe { kind, level, sample_rate_hz: f64::from(sample_rate), frames }
    }
}

/// A sweep with [`SWEEP_PAUSE_S`] of silence around it.
pub fn sweep([low_hz, high_hz]: [f64; 2], sides: Sides, sample_rate: u32) -> SignalKind {
    let pause_frames = (SWEEP_PAUSE_S * f64::from(sample_rate)) as u64;
    SignalKind::Sweep { low_hz, high_hz, sides, pause_frames }
}

/// The bench track with its highest peaks at a level.
pub fn bench(form: BenchForm, top_dbfs: f64, sample_rate: u32) -> Recipe {
    let sample_rate_hz = f64::from(sample_rate);
    let frames = (form.length_s() * sample_rate_hz).round() as u64;
    Recipe { kind: SignalKind::BenchTrack { form }, level: Level::PeakDbfs(top_dbfs), sample_rate_hz, frames }
}

/// Sample formats of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SampleForm {
    /// 16-bit integers, dithered.
    Integer16,
    /// 24-bit integers, dithered.
    Integer24,
    /// 32-bit floats.
    Float32,
}

impl SampleForm {
    fn spec(self, sample_rate: u32) -> WavSpec {
        let (bits_per_sample, sample_format) = match self {
            SampleForm::Integer16 => (16, SampleFormat::Int),
            SampleForm::Integer24 => (24, SampleFormat::Int),
            SampleForm::Float32 => (32, SampleFormat::Float),
        };
        WavSpec { channels: CHANNELS, sample_rate, bits_per_sample, sample_format }
    }

    /// Frames that fit a WAV's 32-bit length.
    pub fn most_frames(self) -> u64 {
        /// Bytes of the longest header.
        const HEADER: u64 = 128;
        let frame_bytes = CHANNELS * self.spec(0).bits_per_sample / 8;
        (u64::from(u32::MAX) - HEADER) / u64::from(frame_bytes)
    }
}

/// Writes a signal as a WAV file, block by block.
///
/// # Errors
///
/// The system's; [`io::ErrorKind::Interrupted`] if `progress` is cancelled.
pub fn write_wav(
    signal: &Signal,
    (form, sample_rate): (SampleForm, u32),
    file: impl Write + Seek,
    progress: &impl Progress,
) -> io::Result<()> {
    let spec = form.spec(sample_rate);
    let mut writer = WavWriter::new(file, spec).map_err(io_error)?;
    match spec.sample_format {
        SampleFormat::Float => {
            each_sample(signal, progress, |_, sample| writer.write_sample(sample as f32))?;
        }
        SampleFormat::Int => {
            // One dither sequence per side, the same in every run.
            let mut sides = [1, 2].map(|seed| Quantiser::new(u32::from(spec.bits_per_sample), seed));
            each_sample(signal, progress, |side, sample| writer.write_sample(sides[side].quantise(sample)))?;
        }
    }
    writer.finalize().map_err(io_error)
}

/// A stimulus as the bytes of a WAV file with 24-bit integers.
///
/// # Errors
///
/// Why the signal cannot be had at this rate, or that `progress` is cancelled.
pub fn wav_bytes(
    stimulus: Stimulus,
    sample_rate: u32,
    progress: &impl Progress,
) -> Result<Vec<u8>, StimulusError> {
    let signal = Signal::new(&stimulus.recipe(sample_rate)).map_err(StimulusError::NoSignal)?;
    let mut bytes = io::Cursor::new(Vec::new());
    write_wav(&signal, (SampleForm::Integer24, sample_rate), &mut bytes, progress)
        .map_err(StimulusError::Write)?;
    Ok(bytes.into_inner())
}

/// Why a stimulus is not written.
#[derive(Debug)]
pub enum StimulusError {
    /// No such signal at this sample rate.
    NoSignal(NoSignal),
    /// Writing failed or was cancelled.
    Write(io::Error),
}

impl std::fmt::Display for StimulusError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            StimulusError::NoSignal(reason) => write!(f, "not at this sample rate: {reason}"),
            StimulusError::Write(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for StimulusError {}

/// Passes on the samples in the file's order, with the side of each.
fn each_sample(
    signal: &Signal,
    progress: &impl Progress,
    mut write: impl FnMut(usize, f64) -> hound::Result<()>,
) -> io::Result<()> {
    const BLOCK_FRAMES: u64 = 16_384;
    let mut block = vec![Vec::new(); usize::from(CHANNELS)];
    for first in (0..signal.frames()).step_by(BLOCK_FRAMES as usize) {
        if progress.is_cancelled() {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let frames = BLOCK_FRAMES.min(signal.frames() - first) as usize;
        block.iter_mut().for_each(|samples| samples.resize(frames, 0.0));
        signal.fill(first, &mut block);
        for frame in 0..frames {
            for (side, samples) in block.iter().enumerate() {
                write(side, samples[frame]).map_err(io_error)?;
            }
        }
        progress.set_share((first + frames as u64) as f64 / signal.frames() as f64);
    }
    Ok(())
}

fn io_error(error: hound::Error) -> io::Error {
    match error {
        hound::Error::IoError(error) => error,
        other => io::Error::other(other),
    }
}
