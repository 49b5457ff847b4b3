//! Recordings become captures: figures, spectrum, and the samples behind them.

use std::fmt::{self, Display, Formatter};
use std::io::{Read, Seek};
use std::path::Path;

use groundtruth_measure::{DeclaredStimulus, Recording, Report, Settings, measure};

use crate::audio_file::{AudioFile, Fault};
use crate::calibration::Calibration;
use crate::capture::Capture;
use crate::library::Samples;
use crate::measured::Measured;
use crate::recording_spectrum::spectrum_of;

/// How a recording becomes a capture.
#[derive(Clone, Copy, Debug, Default)]
pub struct Conditions<'a> {
    /// Settings of the measurement.
    pub settings: Settings,
    /// RMS voltage of a full-scale sine: for all channels, for each, or none.
    pub reference_volts: &'a [f64],
    /// Whether the capture gets a spectrum for plots.
    pub spectrum: bool,
    /// Whether the samples behind it are kept.
    pub samples: bool,
}

/// Who waits for long work.
pub trait Progress {
    /// Notes the share that is done, 0 to 1.
    fn set_share(&self, share: f64);

    /// Whether the work should end early.
    fn is_cancelled(&self) -> bool {
        false
    }
}

/// Why a recording gives no capture. The text is the rest of a sentence that begins with the file.
#[derive(Debug)]
pub enum ImportError {
    /// The file cannot be read.
    Fault(Fault),
    /// The band lies above the file's frequencies.
    Band {
        /// Lower edge of the band.
        low_hz: f64,
        /// Half the file's sample rate.
        highest_hz: f64,
    },
    /// A declared tone lies above the file's frequencies.
    Tone {
        /// Its frequency.
        tone_hz: f64,
        /// Half the file's sample rate.
        highest_hz: f64,
    },
    /// The voltages do not suit the file.
    Calibration(String),
    /// [`Progress::is_cancelled`].
    Cancelled,
}

impl Display for ImportError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            ImportError::Fault(fault) => fault.fmt(f),
            ImportError::Band { low_hz, highest_hz } => write!(
                f,
                "the band begins at {low_hz} Hz, above half the sample rate, {highest_hz} Hz: choose a lower band"
            ),
            ImportError::Tone { tone_hz, highest_hz } => write!(
                f,
                "the declared stimulus has a tone of {tone_hz} Hz: use one below half the sample rate, {highest_hz} Hz"
            ),
            ImportError::Calibration(reason) => f.write_str(reason),
            ImportError::Cancelled => f.write_str("the import was cancelled"),
        }
    }
}

impl std::error::Error for ImportError {}

/// Measures an open file. The report names it as `source` and holds the notes about it.
///
/// # Errors
///
/// [`ImportError`], except for the calibration.
pub fn report<R: Read + Seek>(
    file: &mut AudioFile<R>,
    source: &Path,
    settings: &Settings,
    progress: &dyn Progress,
) -> Result<Report, ImportError> {
    check_reach(settings, file.sample_rate_hz() / 2.0)?;
    let mut watched = Watched { file, progress };
    let mut report = measure(&mut watched, settings, &mut |share| progress.set_share(share))?;
    report.source.file = Some(source.display().to_string());
    report.source.notes = file.notes();
    Ok(report)
}

/// Measures an open file, and makes a capture of it under a name; with its samples if they are wanted.
///
/// # Errors
///
/// [`ImportError`].
pub fn recording<R: Read + Seek>(
    file: &mut AudioFile<R>,
    source: &Path,
    name: &str,
    conditions: &Conditions<'_>,
    progress: &dyn Progress,
) -> Result<(Capture, Option<Samples>), ImportError> {
    let settings = &conditions.settings;
    let report = report(file, source, settings, progress)?;
    let calibration = Calibration::of(&report, conditions.reference_volts, settings.load_ohms);
    let calibration = calibration.map_err(ImportError::Calibration)?;
    let mut watched = Watched { file, progress };
    let spectrum = if conditions.spectrum { spectrum_of(&mut watched, &report)? } else { None };
    let samples = if conditions.samples { Some(samples(&mut watched, &report)?) } else { None };
    Ok((Capture { spectrum, ..Capture::new(name, Measured { report, calibration }) }, samples))
}

/// Name of a file's capture: that of the file without its ending.
pub fn name_of(file: &Path) -> String {
    file.file_stem().unwrap_or(file.as_os_str()).to_string_lossy().into_owned()
}

/// Band and stimulus must lie within the file's frequency range.
fn check_reach(settings: &Settings, highest_hz: f64) -> Result<(), ImportError> {
    let low_hz = settings.band.low_hz;
    if low_hz >= highest_hz {
        return Err(ImportError::Band { low_hz, highest_hz });
    }
    let tones_hz = match settings.declared {
        Some(DeclaredStimulus::Tone(hz)) => [hz, hz],
        Some(DeclaredStimulus::DualTone(pair_hz) | DeclaredStimulus::TwinTone(pair_hz)) => pair_hz,
        _ => return Ok(()),
    };
    match tones_hz.into_iter().find(|hz| *hz >= highest_hz) {
        Some(tone_hz) => Err(ImportError::Tone { tone_hz, highest_hz }),
        None => Ok(()),
    }
}

/// The beginning of the measured stretch.
fn samples<R: Recording>(file: &mut R, report: &Report) -> Result<Samples, R::Error> {
    let used = report.used_frames();
    let frames = Samples::kept_frames(file.sample_rate_hz(), file.channels(), used.end - used.start) as usize;
    let sample_rate_hz = file.sample_rate_hz();
    let mut samples = Samples { sample_rate_hz, channels: vec![Vec::new(); file.channels()] };
    let mut block = vec![Vec::new(); file.channels()];
    file.rewind()?;
    let mut skip = used.start as usize;
    while samples.channels[0].len() < frames {
        file.read(&mut block)?;
        let read = block[0].len();
        if read == 0 {
            break;
        }
        let begin = skip.min(read);
        let end = read.min(begin + frames - samples.channels[0].len());
        for (kept, block) in samples.channels.iter_mut().zip(&block) {
            kept.extend(block[begin..end].iter().map(|sample| *sample as f32));
        }
        skip -= begin;
    }
    Ok(samples)
}

/// A file whose reading ends when the work is cancelled.
struct Watched<'a, R> {
    file: &'a mut AudioFile<R>,
    progress: &'a dyn Progress,
}

impl<R: Read + Seek> Recording for Watched<'_, R> {
    type Error = ImportError;

    fn sample_rate_hz(&self) -> f64 {
        self.file.sample_rate_hz()
    }

    fn channels(&self) -> usize {
        self.file.channels()
    }

    fn expected_frames(&self) -> Option<u64> {
        self.file.expected_frames()
    }

    fn rewind(&mut self) -> Result<(), ImportError> {
        self.file.rewind().map_err(ImportError::Fault)
    }

    fn read(&mut self, block: &mut [Vec<f64>]) -> Result<(), ImportError> {
        if self.progress.is_cancelled() {
            return Err(ImportError::Cancelled);
        }
        self.file.read(block).map_err(ImportError::Fault)
    }
}
