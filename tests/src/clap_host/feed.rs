//! The audio thread: a clip in blocks through the plugin, at a chosen pace, output compared with input.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use clack_host::prelude::*;

use super::{AudioThread, Handlers, HostFault};
use crate::clip::Clip;

/// Frames of a block, a common size in DAWs.
pub(super) const BLOCK_FRAMES: usize = 512;

/// Name of every audio thread of this host.
pub const AUDIO_THREAD: &str = "host-audio";

/// Pace at which a clip is played.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pace {
    /// As fast as possible, announced to the plugin as an offline render.
    Offline,
    /// This many times real time; 1 is a live pass.
    TimesRealTime(f64),
}

/// Counts of a pass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PlayCount {
    /// Frames played.
    pub frames: u64,
    /// Samples whose bits the plugin changed; must be 0.
    pub altered_samples: u64,
    /// Blocks that the plugin refused; must be 0.
    pub failed_blocks: u64,
}

/// A running audio thread.
pub struct Playback {
    thread: AudioThread,
    stop: Arc<AtomicBool>,
    frames: Arc<AtomicU64>,
}

impl Playback {
    pub(super) fn start(
        processor: StoppedPluginAudioProcessor<Handlers>,
        clip: Clip,
        pace: Pace,
        repeat: bool,
    ) -> Playback {
        let stop = Arc::new(AtomicBool::new(false));
        let frames = Arc::new(AtomicU64::new(0));
        let (stop_flag, frame_count) = (Arc::clone(&stop), Arc::clone(&frames));
        let thread = std::thread::Builder::new()
            .name(AUDIO_THREAD.to_owned())
            .spawn(move || Feed::new(clip, pace, repeat, stop_flag, frame_count).run(processor))
            .expect("the system starts a thread");
        Playback { thread, stop, frames }
    }

    /// Whether the clip has been played to its end.
    pub fn is_finished(&self) -> bool {
        self.thread.is_finished()
    }

    /// Frames played so far.
    pub fn frames(&self) -> u64 {
        self.frames.load(Ordering::Relaxed)
    }

    pub(super) fn stop(self) -> Result<(StoppedPluginAudioProcessor<Handlers>, PlayCount), HostFault> {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.join().map_err(|_| HostFault::AudioThread)
    }
}

struct Feed {
    clip: Clip,
    pace: Pace,
    repeat: bool,
    stop: Arc<AtomicBool>,
    frames: Arc<AtomicU64>,
    input: [Vec<f32>; 2],
    sidechain: [Vec<f32>; 2],
    output: [Vec<f32>; 2],
    input_ports: AudioPorts,
    output_ports: AudioPorts,
}

impl Feed {
    fn new(clip: Clip, pace: Pace, repeat: bool, stop: Arc<AtomicBool>, frames: Arc<AtomicU64>) -> Feed {
        let stereo = || [vec![0.0; BLOCK_FRAMES], vec![0.0; BLOCK_FRAMES]];
        Feed {
            clip,
            pace,
            repeat,
            stop,
            frames,
            input: stereo(),
            sidechain: stereo(),
            output: stereo(),
            // Capacity for every channel of every port: the ports must never grow while pointers are held.
            input_ports: AudioPorts::with_capacity(4, 2),
            output_ports: AudioPorts::with_capacity(2, 1),
        }
    }

    fn run(
        mut self,
        processor: StoppedPluginAudioProcessor<Handlers>,
    ) -> (StoppedPluginAudioProcessor<Handlers>, PlayCount) {
        let mut count = PlayCount::default();
        let mut processor = match processor.start_processing() {
            Ok(started) => started,
            Err(error) => {
                count.failed_blocks = 1;
                return (error.into_stopped_processor(), count);
            }
        };
        let started = Instant::now();
        while !self.stop.load(Ordering::Relaxed) {
            let Some(frames) = self.load_block(count.frames) else { break };
            self.process(&mut processor, frames, &mut count);
            count.frames += frames as u64;
            self.frames.store(count.frames, Ordering::Relaxed);
            self.keep_pace(started, count.frames);
        }
        (processor.stop_processing(), count)
    }

    /// The next block into the input buffers; its length, or `None` at the end.
    fn load_block(&mut self, played: u64) -> Option<usize> {
        let length = self.clip.frames() as u64;
        if length == 0 || (played >= length && !self.repeat) {
            return None;
        }
        let first = (played % length) as usize;
        let frames = BLOCK_FRAMES.min(self.clip.frames() - first);
        for (channel, buffer) in self.input.iter_mut().enumerate() {
            buffer[..frames].copy_from_slice(&self.clip.channel(channel)[first..first + frames]);
        }
        Some(frames)
    }

    fn process(
        &mut self,
        processor: &mut StartedPluginAudioProcessor<Handlers>,
        frames: usize,
        count: &mut PlayCount,
    ) {
        // Poisoned, so that an output left unwritten is detected.
        self.output.iter_mut().for_each(|buffer| buffer.fill(f32::MAX));
        let inputs =
            self.input_ports.with_input_buffers([&mut self.input, &mut self.sidechain].map(|port| {
                AudioPortBuffer {
                    latency: 0,
                    channels: AudioPortBufferType::f32_input_only(
                        port.iter_mut().map(|buffer| InputChannel::variable(&mut buffer[..frames])),
                    ),
                }
            }));
        let mut outputs = self.output_ports.with_output_buffers([AudioPortBuffer {
            latency: 0,
            channels: AudioPortBufferType::f32_output_only(
                self.output.iter_mut().map(|buffer| &mut buffer[..frames]),
            ),
        }]);
        let mut events = EventBuffer::new();
        let result = processor.process(
            &inputs,
            &mut outputs,
            &InputEvents::empty(),
            &mut OutputEvents::from_buffer(&mut events),
            Some(count.frames),
            None,
        );
        count.failed_blocks += u64::from(result.is_err());
        for (input, output) in self.input.iter().zip(&self.output) {
            let altered = input[..frames].iter().zip(output).filter(|(a, b)| a.to_bits() != b.to_bits());
            count.altered_samples += altered.count() as u64;
        }
    }

    fn keep_pace(&self, started: Instant, frames: u64) {
        if let Pace::TimesRealTime(factor) = self.pace {
            let due = Duration::from_secs_f64(frames as f64 / (self.clip.sample_rate_hz * factor));
            std::thread::sleep(due.saturating_sub(started.elapsed()));
        }
    }
}
