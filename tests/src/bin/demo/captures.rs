//! Captures played in the demo.

use std::path::{Path, PathBuf};

use groundtruth_measure::Band;
use groundtruth_tests::amplifier::{Amplifier, Drive, KnownAnswers};
use groundtruth_tests::clip::{Clip, ClipFault};

/// One recording with its name.
pub struct Capture {
    /// For display and file names: `single_ended`.
    pub name: String,
    /// The recording.
    pub clip: Clip,
    /// Expected figures, if known.
    pub known: Option<KnownAnswers>,
}

/// The AES17 test tone, at half of full scale on the left side alone.
const DRIVE: Drive = Drive { frequency_hz: 997.0, amplitude: 0.5 };

const SAMPLE_RATE_HZ: f64 = 48_000.0;
const SECONDS: usize = 10;

/// The model amplifier single-ended and balanced; leaves the files beside the pictures.
pub fn of_the_model(folder: &Path) -> Result<Vec<Capture>, ClipFault> {
    let topologies = [("single_ended", Amplifier::single_ended()), ("balanced", Amplifier::balanced())];
    let make = |(name, amplifier): (&str, Amplifier)| {
        let path = folder.join(format!("{name}.wav"));
        let frames = SECONDS * SAMPLE_RATE_HZ as usize;
        amplifier.capture(DRIVE, SAMPLE_RATE_HZ, frames, 1).write(&path)?;
        println!("made {}", path.display());
        let band_hz = [Band::AUDIO.low_hz, Band::AUDIO.high_hz];
        Ok(Capture {
            name: name.to_owned(),
            // Read back, so that the file itself is played.
            clip: Clip::read(&path)?,
            known: Some(amplifier.answers(DRIVE, SAMPLE_RATE_HZ, band_hz)),
        })
    };
    topologies.into_iter().map(make).collect()
}

/// Anyone's files.
pub fn of_files(files: &[PathBuf]) -> Result<Vec<Capture>, ClipFault> {
    let read = |path: &PathBuf| {
        let stem = path.file_stem().unwrap_or(path.as_os_str());
        Ok(Capture { name: stem.to_string_lossy().into_owned(), clip: Clip::read(path)?, known: None })
    };
    files.iter().map(read).collect()
}
