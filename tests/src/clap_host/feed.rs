//! The audio thread: a clip in blocks through the plugin, at a chosen pace, output compared with input.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use clack_host::prelude::*;

use super::stage::Stage;
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

impl Pace {
    /// Sleeps until that many frames since the start are due.
    pub(super) fn keep(self, started: Instant, frames: u64, sample_rate_hz: f64) {
        if let Pace::TimesRealTime(factor) = self {
            let due = Duration::from_secs_f64(frames as f64 / (sample_rate_hz * factor));
            std::thread::sleep(due.saturating_sub(started.elapsed()));
        }
    }
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
    stage: Stage,
}

impl Feed {
    fn new(clip: Clip, pace: Pace, repeat: bool, stop: Arc<AtomicBool>, frames: Arc<AtomicU64>) -> Feed {
        Feed { clip, pace, repeat, stop, frames, stage: Stage::new(BLOCK_FRAMES) }
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
            let is_processed = self.stage.process(&mut processor, frames, count.frames);
            count.failed_blocks += u64::from(!is_processed);
            count.altered_samples += self.stage.altered(frames);
            count.frames += frames as u64;
            self.frames.store(count.frames, Ordering::Relaxed);
            self.pace.keep(started, count.frames, self.clip.sample_rate_hz);
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
        for (channel, buffer) in self.stage.input.iter_mut().enumerate() {
            buffer[..frames].copy_from_slice(&self.clip.channel(channel)[first..first + frames]);
        }
        Some(frames)
    }
}
