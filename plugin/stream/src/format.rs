//! Format of a stream, constant between two activations.

/// Rate and channels of a stream.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Format {
    /// Sample rate in Hz, above 0.
    pub sample_rate_hz: f64,
    /// Main channels: 1 or 2.
    pub channels: usize,
    /// Reference channels (the sidechain): 0 or 2.
    pub reference_channels: usize,
}

impl Format {
    /// The ring holds at least this much audio, whatever the block size.
    pub const RING_S: f64 = 2.0;

    /// Two blocks of 16 384 frames, the longest that hosts send: at 1 kHz one of them alone is 16 s.
    const SHORTEST_RING_FRAMES: usize = 32_768;

    /// Frames that are guaranteed to fit into an empty ring.
    pub(crate) fn ring_frames(&self) -> usize {
        let running = (Self::RING_S * self.sample_rate_hz).ceil() as usize;
        running.max(Self::SHORTEST_RING_FRAMES)
    }

    /// Planes of a packet: main channels first, then reference channels.
    pub(crate) fn planes(&self) -> usize {
        self.channels + self.reference_channels
    }

    pub(crate) fn assert_valid(&self) {
        assert!(
            self.sample_rate_hz > 0.0 && self.sample_rate_hz <= 1e8,
            "sample rate {} Hz",
            self.sample_rate_hz
        );
        assert!(matches!(self.channels, 1 | 2), "{} channels", self.channels);
        assert!(matches!(self.reference_channels, 0 | 2), "{} reference channels", self.reference_channels);
    }
}
