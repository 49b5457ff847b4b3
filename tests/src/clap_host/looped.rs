//! A closed loop: what the plugin plays goes through a device and comes back as its input.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Instant;

use clack_host::prelude::*;

use super::stage::Stage;
use super::{Handlers, HostFault, Pace};
use crate::amplifier::Running;

/// Longest block, in frames.
pub(super) const MOST_FRAMES: usize = 4096;

/// Block sizes of a host.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Blocks {
    /// All of this many frames.
    Of(usize),
    /// Each of another length from 1 to 1500 frames.
    Varying,
}

impl Blocks {
    /// Length of a block by its number.
    pub fn frames(self, number: u64) -> usize {
        match self {
            Blocks::Of(frames) => frames.clamp(1, MOST_FRAMES),
            Blocks::Varying => 1 + (number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40) as usize % 1500,
        }
    }
}

/// The loop's device, and how it is played.
#[derive(Clone)]
pub struct Loop {
    /// What lies between the plugin's output and its input.
    pub device: Running,
    /// Gain of the recorder, below 1: a plugin that passes its input on would else let the loop ring.
    pub gain: f64,
    /// Rate in Hz.
    pub sample_rate_hz: f64,
    /// Frames by which the input comes after the output, no less than the longest block.
    pub latency_frames: usize,
    /// Block sizes.
    pub blocks: Blocks,
    /// Pace.
    pub pace: Pace,
}

/// A running loop.
pub struct Looped {
    thread: JoinHandle<Ended>,
    stop: Arc<AtomicBool>,
}

type Ended = (StoppedPluginAudioProcessor<Handlers>, [Vec<f32>; 2]);

impl Looped {
    pub(super) fn start(processor: StoppedPluginAudioProcessor<Handlers>, looped: Loop) -> Looped {
        let stop = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&stop);
        let thread = std::thread::Builder::new()
            .name(super::AUDIO_THREAD.to_owned())
            .spawn(move || run(looped, processor, &flag))
            .expect("the system starts a thread");
        Looped { thread, stop }
    }

    /// Ends it; the plugin's input from the first frame on.
    pub(super) fn stop(self) -> Result<Ended, HostFault> {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.join().map_err(|_| HostFault::AudioThread)
    }
}

fn run(mut looped: Loop, processor: StoppedPluginAudioProcessor<Handlers>, stop: &AtomicBool) -> Ended {
    let mut processor = match processor.start_processing() {
        Ok(started) => started,
        Err(error) => return (error.into_stopped_processor(), [Vec::new(), Vec::new()]),
    };
    let mut stage = Stage::new(MOST_FRAMES);
    let gain = looped.gain;
    let mut recorded = |input: [f64; 2]| looped.device.next(input).map(|sample| (gain * sample) as f32);
    // All that reached the input, and what the device has made for later blocks.
    let mut heard = [Vec::new(), Vec::new()];
    for _ in 0..looped.latency_frames {
        let frame = recorded([0.0; 2]);
        heard.iter_mut().zip(frame).for_each(|(side, sample)| side.push(sample));
    }
    let (mut played, mut number, started) = (0, 0, Instant::now());
    while !stop.load(Ordering::Relaxed) {
        let frames = looped.blocks.frames(number).min(looped.latency_frames);
        for (buffer, heard) in stage.input.iter_mut().zip(&heard) {
            buffer[..frames].copy_from_slice(&heard[played..played + frames]);
        }
        stage.process(&mut processor, frames, played as u64);
        for frame in 0..frames {
            let output = [0, 1].map(|side: usize| f64::from(stage.output[side][frame]));
            let input = recorded(output);
            heard.iter_mut().zip(input).for_each(|(side, sample)| side.push(sample));
        }
        played += frames;
        number += 1;
        looped.pace.keep(started, played as u64, looped.sample_rate_hz);
    }
    heard.iter_mut().for_each(|side| side.truncate(played));
    (processor.stop_processing(), heard)
}
