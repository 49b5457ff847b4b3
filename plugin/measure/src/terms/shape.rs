//! The number and length of the slices that a function takes.

use std::fmt;

/// Slices of another number, or of another length, than a function needs. Nothing was taken from them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrongShape {
    /// Slices needed, one per channel.
    pub expected_channels: usize,
    /// Slices given.
    pub channels: usize,
    /// Frames needed in each slice.
    pub expected_frames: usize,
    /// Frames in the first slice of another length; those needed if all have them.
    pub frames: usize,
}

impl WrongShape {
    /// Checks for `expected_channels` slices of `expected_frames` frames each.
    pub(crate) fn check<S>(
        channels: &[&[S]],
        expected_channels: usize,
        expected_frames: usize,
    ) -> Result<(), WrongShape> {
        let mut lengths = channels.iter().map(|samples| samples.len());
        let frames = lengths.find(|frames| *frames != expected_frames).unwrap_or(expected_frames);
        if channels.len() == expected_channels && frames == expected_frames {
            return Ok(());
        }
        Err(WrongShape { expected_channels, channels: channels.len(), expected_frames, frames })
    }

    /// Checks for `expected_channels` slices of one length.
    pub(crate) fn check_even<S>(channels: &[&[S]], expected_channels: usize) -> Result<(), WrongShape> {
        WrongShape::check(channels, expected_channels, channels.first().map_or(0, |samples| samples.len()))
    }
}

impl fmt::Display for WrongShape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let WrongShape { expected_channels, channels, expected_frames, frames } = self;
        write!(
            f,
            "needs {expected_channels} channels of {expected_frames} frames, got {channels} of {frames}"
        )
    }
}

impl std::error::Error for WrongShape {}
