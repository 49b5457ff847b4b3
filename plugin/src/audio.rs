//! The audio thread's part: copies each block to the ring, and lets it pass unchanged unless the user has the plugin play.
//!
//! It must not use thread-locals, logs, or any way of waking a thread.

use std::sync::Arc;

use groundtruth_stream::capture::FrameSender;
use groundtruth_stream::playback::{BlockContext, FramePlayer, Playback};
use groundtruth_stream::{Format, StreamPlace};
use nice_plug::prelude::{AudioIOLayout, AuxiliaryBuffers, Buffer, NonZeroU32, Transport};

/// State owned by the audio thread: its ends of the streams, the one to the analysis once activated.
pub(crate) struct AudioEnd {
    sender: Option<FrameSender>,
    player: FramePlayer,
}

impl AudioEnd {
    /// Passes audio unchanged. Signals to play come through `playback`.
    pub fn new(playback: Arc<Playback>) -> AudioEnd {
        AudioEnd { sender: None, player: FramePlayer::new(playback) }
    }

    /// Creates a new stream, unless the current one has the same format: hosts may activate repeatedly. In either case
    /// a new generation starts. `connect` makes the stream; without one nothing is sent. A signal that plays ends.
    pub fn activate(
        &mut self,
        format: Format,
        is_offline: bool,
        connect: impl FnOnce(Format) -> Option<FrameSender>,
    ) {
        if self.sender.as_ref().is_none_or(|sender| sender.format() != format) {
            self.sender = connect(format);
        }
        if let Some(sender) = &mut self.sender {
            sender.reset();
            sender.set_offline(is_offline);
        }
        self.player.activate(format, is_offline);
    }

    /// Starts a new generation with the next block, and ends a signal that plays.
    ///
    /// # Realtime
    /// Plain stores.
    pub fn reset(&mut self) {
        self.player.reset();
        if let Some(sender) = &mut self.sender {
            sender.reset();
        }
    }

    /// Sends one block if somebody listens; then replaces it if something plays.
    ///
    /// # Realtime
    /// Nobody listening and nothing playing: two relaxed loads. Otherwise one copy each; see [`FrameSender::push`] and
    /// [`FramePlayer::process`].
    #[cfg_attr(feature = "rtsan", rtsan_standalone::nonblocking)]
    pub fn process(&mut self, main: &mut Buffer<'_>, aux: &AuxiliaryBuffers<'_>, transport: &Transport) {
        let place = self.send(main, aux, transport);
        self.player.process(main.as_slice(), BlockContext { place, is_rolling: transport.playing });
    }

    /// Sends one block if somebody listens; returns its place in the stream.
    fn send(
        &mut self,
        main: &Buffer<'_>,
        aux: &AuxiliaryBuffers<'_>,
        transport: &Transport,
    ) -> Option<StreamPlace> {
        let sender = self.sender.as_mut().filter(|sender| sender.is_listened_to())?;
        let position = play_position_frames(transport, sender.format().sample_rate_hz);
        let sidechain = aux.inputs.first().map(|sidechain| sidechain.as_slice_immutable());
        // Its slices may keep an earlier block's length; the sender checks each.
        let reference = sidechain.filter(|channels| channels.iter().any(|samples| !is_silent(samples)));
        sender.push(main.as_slice_immutable(), reference, position);
        Some(sender.place_of_last(main.samples()))
    }

    /// Whether the pass that ends was an offline one, so that its last record should be awaited.
    pub fn outran_real_time(&self) -> bool {
        self.sender.as_ref().is_some_and(FrameSender::outran_real_time)
    }
}

/// The stream's format under a layout.
pub(crate) fn format(layout: &AudioIOLayout, sample_rate_hz: f32) -> Format {
    let channels = layout.main_input_channels.map_or(1, NonZeroU32::get) as usize;
    let reference_channels = layout.aux_input_ports.first().map_or(0, |port| port.get()) as usize;
    Format { sample_rate_hz: f64::from(sample_rate_hz), channels, reference_channels }
}

/// Whether all samples are zero, as for an unconnected input: there is no other indication, and checking costs less
/// than copying. Stops at the first chunk that is not.
fn is_silent(samples: &[f32]) -> bool {
    let is_zero = |chunk: &[f32]| chunk.iter().fold(0, |bits, sample| bits | sample.to_bits()) << 1 == 0;
    samples.chunks(64).all(is_zero)
}

/// The host's position of the block's first frame. VST3 gives frames, CLAP seconds; the framework's own conversions
/// fall back to beats, which are wrong after tempo changes.
fn play_position_frames(transport: &Transport, sample_rate_hz: f64) -> Option<i64> {
    let from_seconds = || transport.pos_seconds.map(|seconds| (seconds * sample_rate_hz).round() as i64);
    transport.pos_samples.or_else(from_seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_of_either_sign_are_silence_and_nothing_else_is() {
        let mut samples = vec![0.0f32; 1000];
        samples[3] = -0.0;
        assert!(is_silent(&samples) && is_silent(&[]));
        for (place, sample) in [(0, 1e-45), (63, -1.0), (64, f32::NAN), (999, f32::INFINITY)] {
            let mut samples = samples.clone();
            samples[place] = sample;
            assert!(!is_silent(&samples), "{sample} at {place}");
        }
    }

    #[test]
    fn the_play_position_comes_in_frames_or_seconds_but_never_from_beats() {
        let mut transport = Transport::new(48_000.0);
        transport.pos_beats = Some(4.0);
        transport.tempo = Some(120.0);
        assert_eq!(play_position_frames(&transport, 48_000.0), None);
        transport.pos_seconds = Some(1.5);
        assert_eq!(play_position_frames(&transport, 48_000.0), Some(72_000));
        transport.pos_samples = Some(-7);
        assert_eq!(play_position_frames(&transport, 48_000.0), Some(-7));
    }
}
