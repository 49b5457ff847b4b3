//! The newest frames of each channel as one contiguous slice.

/// Holds the last `window_frames` of each channel contiguously.
///
/// Twice the window is kept: new frames are appended, and after a window's worth of them the newer half moves to the
/// front. That copies each frame once more, but never while a record is read.
#[derive(Debug, Default)]
pub(crate) struct History {
    window_frames: usize,
    end: usize,
    channels: Vec<Vec<f32>>,
}

impl History {
    pub fn new(channels: usize, window_frames: usize) -> History {
        History { window_frames, end: 0, channels: vec![vec![0.0; 2 * window_frames]; channels] }
    }

    /// Discards all frames.
    pub fn clear(&mut self) {
        self.end = 0;
    }

    /// Appends a run of at most `window_frames` frames, one slice per channel.
    pub fn append<'a>(&mut self, frames: usize, plane: impl Fn(usize) -> &'a [f32]) {
        if self.end + frames > 2 * self.window_frames {
            let keep = self.window_frames.min(self.end);
            for channel in &mut self.channels {
                channel.copy_within(self.end - keep..self.end, 0);
            }
            self.end = keep;
        }
        for (index, channel) in self.channels.iter_mut().enumerate() {
            channel[self.end..self.end + frames].copy_from_slice(plane(index));
        }
        self.end += frames;
    }

    /// The last window of every channel; requires that many frames to have arrived.
    pub fn windows(&self) -> Vec<&[f32]> {
        self.newest(self.window_frames)
    }

    /// The last frames of every channel, at most a window; requires that many to have arrived.
    pub fn newest(&self, frames: usize) -> Vec<&[f32]> {
        self.channels.iter().map(|channel| &channel[self.end - frames..self.end]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_holds_the_newest_frames_whatever_the_runs() {
        let signal: Vec<f32> = (0..1000).map(|frame| frame as f32).collect();
        for run in [1, 3, 16, 63, 64] {
            let mut history = History::new(2, 64);
            let mut end = 0;
            for samples in signal.chunks(run) {
                history.append(samples.len(), |_| samples);
                end += samples.len();
                if end >= 64 {
                    let expected = &signal[end - 64..end];
                    assert_eq!(history.windows(), [expected, expected]);
                }
            }
        }
    }
}
