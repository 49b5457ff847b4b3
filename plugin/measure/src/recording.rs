//! Recordings of any length, measured from beginning to end.

use crate::{Report, Settings, measure_record};

/// Samples of a recording, readable from its start as often as asked.
pub trait Recording {
    /// Why frames cannot be read.
    type Error;

    /// Sample rate in Hz.
    fn sample_rate_hz(&self) -> f64;

    /// Number of channels, 1 or more.
    fn channels(&self) -> usize;

    /// Goes back to the first frame.
    fn rewind(&mut self) -> Result<(), Self::Error>;

    /// Replaces the content of `block` (one vector per channel) by the next frames, the same number on every
    /// channel; none at the end.
    fn read(&mut self, block: &mut [Vec<f64>]) -> Result<(), Self::Error>;
}

/// The figures of a whole recording. `progress` is told the frames read so far.
///
/// # Errors
///
/// Those of the recording.
pub fn measure<R: Recording>(
    recording: &mut R,
    settings: &Settings,
    progress: &mut dyn FnMut(u64),
) -> Result<Report, R::Error> {
    recording.rewind()?;
    let mut samples = vec![Vec::new(); recording.channels()];
    let mut block = samples.clone();
    loop {
        recording.read(&mut block)?;
        if block.iter().all(Vec::is_empty) {
            break;
        }
        samples.iter_mut().zip(&block).for_each(|(samples, block)| samples.extend(block));
        progress(samples[0].len() as u64);
    }
    let channels: Vec<&[f64]> = samples.iter().map(Vec::as_slice).collect();
    Ok(measure_record(recording.sample_rate_hz(), &channels, *settings))
}
