//! The spectrum of a recording, for plots.

use groundtruth_measure::{Analyzer, Averaging, Recording, Report, Settings};

use crate::spectrum_trace::SpectrumTrace;

/// More adds nothing that a plot shows.
const LONGEST_S: f64 = 30.0;

/// The spectrum of the frames that the figures are from, averaged over 30 s at most. `None` for less than
/// [`Settings::SHORTEST_FRAMES`].
pub(crate) fn spectrum_of<R: Recording>(
    recording: &mut R,
    report: &Report,
) -> Result<Option<SpectrumTrace>, R::Error> {
    let (rate_hz, channels) = (recording.sample_rate_hz(), recording.channels());
    let names: Vec<&str> = report.channels.iter().map(|channel| channel.name.as_str()).collect();
    let Some([first, used]) = report.channels.first().map(|channel| channel.used_frames) else {
        return Ok(None);
    };
    let used = used.min((LONGEST_S * rate_hz) as u64);
    let Some(frames) = record_frames(used) else { return Ok(None) };
    let settings = Settings {
        transform_frames: frames,
        averaging: Averaging::Infinite,
        ..report.settings.unwrap_or_default()
    };
    let mut analyzer = Analyzer::new(rate_hz, channels, settings);
    let mut records = Records::new(channels, frames, first, first + used);
    let mut block = vec![Vec::new(); channels];
    recording.rewind()?;
    while !records.is_complete() {
        recording.read(&mut block)?;
        if block[0].is_empty() {
            break;
        }
        records.take(&block, &mut analyzer);
    }
    Ok(analyzer.spectrum().and_then(|spectrum| SpectrumTrace::of(&spectrum, &names)))
}

/// The usual length of a transform, or the longest power of two that fits.
fn record_frames(used: u64) -> Option<usize> {
    let longest = Settings::DEFAULT.transform_frames;
    let frames = usize::try_from(used).map_or(longest, |used| used.min(longest));
    (frames >= Settings::SHORTEST_FRAMES).then(|| 1 << frames.ilog2())
}

/// Cuts a stretch of a recording into records that overlap by half.
struct Records {
    frames: usize,
    /// Position of the next frame to be read.
    position: u64,
    /// Frame behind the stretch.
    end: u64,
    /// First frame of the pending ones.
    first: u64,
    pending: Vec<Vec<f64>>,
}

impl Records {
    fn new(channels: usize, frames: usize, first: u64, end: u64) -> Records {
        Records { frames, position: 0, end, first, pending: vec![Vec::new(); channels] }
    }

    fn is_complete(&self) -> bool {
        self.position >= self.end
    }

    fn take(&mut self, block: &[Vec<f64>], analyzer: &mut Analyzer) {
        let read = block[0].len() as u64;
        let inside = |frame: u64| frame.clamp(self.position, self.position + read) - self.position;
        let (from, to) =
            (inside(self.first + self.pending[0].len() as u64) as usize, inside(self.end) as usize);
        for (pending, block) in self.pending.iter_mut().zip(block) {
            pending.extend_from_slice(&block[from.min(to)..to]);
        }
        self.position += read;
        while self.pending[0].len() >= self.frames {
            let record: Vec<&[f64]> = self.pending.iter().map(|samples| &samples[..self.frames]).collect();
            analyzer.push(self.first, &record).expect("records of the analyzer's length");
            let hop = self.frames / 2;
            self.pending.iter_mut().for_each(|samples| drop(samples.drain(..hop)));
            self.first += hop as u64;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_powers_of_two_that_fit() {
        assert_eq!(record_frames(1 << 20), Some(65_536));
        assert_eq!(record_frames(48_000), Some(32_768));
        assert_eq!(record_frames(4095), None);
    }
}
