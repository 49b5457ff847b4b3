//! `groundtruth stimulus`: writes a test signal into a WAV file, block by block.

use std::fs::File;
use std::io::{self, BufWriter};
use std::process::ExitCode;

use groundtruth_measure::generator::{NoSignal, Quantiser, Signal};
use hound::{SampleFormat, WavSpec, WavWriter};

use crate::arguments::{Bits, StimulusArguments, WRONG_USAGE};
use crate::names::shown;
use crate::output_file;
use crate::progress::Progress;

/// Left and right.
const CHANNELS: u16 = 2;

/// Writes the file and returns the exit code.
pub fn run(arguments: &StimulusArguments) -> ExitCode {
    let signal = match signal(arguments) {
        Ok(signal) => signal,
        Err(reason) => {
            eprintln!("error: {reason}");
            return ExitCode::from(WRONG_USAGE);
        }
    };
    let fill = |file| write_wav(&signal, arguments, file);
    match output_file::write(&arguments.output, arguments.force, fill) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: {error}", shown(&arguments.output));
            ExitCode::FAILURE
        }
    }
}

fn signal(arguments: &StimulusArguments) -> Result<Signal, String> {
    let signal = Signal::new(&arguments.recipe()?).map_err(|reason| match reason {
        NoSignal::TooShort { needed_frames } => {
            let seconds = needed_frames as f64 / f64::from(arguments.rate);
            format!(
                "--length {}: this sweep needs {:.1} s or more",
                arguments.length,
                (10.0 * seconds).ceil() / 10.0
            )
        }
        _ => reason.to_string(),
    })?;
    fitting(signal, arguments)
}

/// A signal whose size fits a WAV's 32-bit length.
fn fitting(signal: Signal, arguments: &StimulusArguments) -> Result<Signal, String> {
    /// Bytes of the longest header.
    const HEADER: u64 = 128;
    let rate = arguments.rate;
    let frame_bytes = u64::from(CHANNELS * spec(arguments.bits, rate).bits_per_sample / 8);
    match (signal.frames(), (u64::from(u32::MAX) - HEADER) / frame_bytes) {
        (0, _) => Err(format!("--length {}: use at least one frame, 1/{rate} s", arguments.length)),
        (frames, most) if frames > most => {
            let most_s = most / u64::from(rate);
            Err(format!("--length {}: use {most_s} s or less, the capacity of a WAV file", arguments.length))
        }
        _ => Ok(signal),
    }
}

fn spec(bits: Bits, sample_rate: u32) -> WavSpec {
    let (bits_per_sample, sample_format) = match bits {
        Bits::Integer16 => (16, SampleFormat::Int),
        Bits::Integer24 => (24, SampleFormat::Int),
        Bits::Float32 => (32, SampleFormat::Float),
    };
    WavSpec { channels: CHANNELS, sample_rate, bits_per_sample, sample_format }
}

fn write_wav(signal: &Signal, arguments: &StimulusArguments, file: File) -> io::Result<()> {
    let spec = spec(arguments.bits, arguments.rate);
    let mut writer = WavWriter::new(BufWriter::new(file), spec).map_err(io_error)?;
    let progress = Progress::new(&shown(&arguments.output));
    match spec.sample_format {
        SampleFormat::Float => {
            each_sample(signal, &progress, |_, sample| writer.write_sample(sample as f32))?;
        }
        SampleFormat::Int => {
            // One dither sequence per side, the same in every run.
            let mut sides = [1, 2].map(|seed| Quantiser::new(u32::from(spec.bits_per_sample), seed));
            each_sample(signal, &progress, |side, sample| writer.write_sample(sides[side].quantise(sample)))?;
        }
    }
    writer.finalize().map_err(io_error)
}

/// Passes on the samples in the file's order, with the side of each.
fn each_sample(
    signal: &Signal,
    progress: &Progress,
    mut write: impl FnMut(usize, f64) -> hound::Result<()>,
) -> io::Result<()> {
    const BLOCK_FRAMES: u64 = 16_384;
    let mut block = vec![Vec::new(); usize::from(CHANNELS)];
    for first in (0..signal.frames()).step_by(BLOCK_FRAMES as usize) {
        let frames = BLOCK_FRAMES.min(signal.frames() - first) as usize;
        block.iter_mut().for_each(|samples| samples.resize(frames, 0.0));
        signal.fill(first, &mut block);
        for frame in 0..frames {
            for (side, samples) in block.iter().enumerate() {
                write(side, samples[frame]).map_err(io_error)?;
            }
        }
        progress.set((first + frames as u64) as f64 / signal.frames() as f64);
    }
    Ok(())
}

fn io_error(error: hound::Error) -> io::Error {
    match error {
        hound::Error::IoError(error) => error,
        other => io::Error::other(other),
    }
}
