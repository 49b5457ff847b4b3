//! `groundtruth stimulus`: writes a test signal into a WAV file, block by block.

use std::io::BufWriter;
use std::process::ExitCode;

use groundtruth_captures::stimulus::write_wav;
use groundtruth_measure::generator::{NoSignal, Signal};

use crate::arguments::{StimulusArguments, WRONG_USAGE};
use crate::names::shown;
use crate::output_file;
use crate::progress::Progress;

/// Writes the file and returns the exit code.
pub fn run(arguments: &StimulusArguments) -> ExitCode {
    let signal = match signal(arguments) {
        Ok(signal) => signal,
        Err(reason) => {
            eprintln!("error: {reason}");
            return ExitCode::from(WRONG_USAGE);
        }
    };
    let fill = |file| {
        let progress = Progress::new(&shown(&arguments.output));
        write_wav(&signal, (arguments.bits.form(), arguments.rate), BufWriter::new(file), &progress)
    };
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
                arguments.length_s(),
                (10.0 * seconds).ceil() / 10.0
            )
        }
        _ => reason.to_string(),
    })?;
    fitting(signal, arguments)
}

/// A signal whose size fits a WAV's 32-bit length.
fn fitting(signal: Signal, arguments: &StimulusArguments) -> Result<Signal, String> {
    let rate = arguments.rate;
    match (signal.frames(), arguments.bits.form().most_frames()) {
        (0, _) => Err(format!("--length {}: use at least one frame, 1/{rate} s", arguments.length_s())),
        (frames, most) if frames > most => {
            let most_s = most / u64::from(rate);
            Err(format!(
                "--length {}: use {most_s} s or less, the capacity of a WAV file",
                arguments.length_s()
            ))
        }
        _ => Ok(signal),
    }
}
