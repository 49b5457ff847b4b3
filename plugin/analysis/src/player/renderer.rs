//! The player's thread: renders ahead of the audio thread until the signal has ended.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;
use std::time::{Duration, Instant};

use groundtruth_measure::generator::{Recipe, Signal};
use groundtruth_stream::playback::{EndReason, FrameFeeder, Playback};

use super::shared::Shared;

/// Renders one signal.
pub(crate) struct Renderer<'a> {
    playback: &'a Playback,
    shared: &'a Shared,
    feeder: FrameFeeder,
    sides: Vec<Vec<f64>>,
    frames: Vec<[f32; 2]>,
    nap: Duration,
    /// Frames played at the last look, and since when.
    progress: (u64, Instant),
}

impl<'a> Renderer<'a> {
    /// Frames rendered between two looks at what is asked.
    const BLOCK_FRAMES: usize = 2048;
    /// While audio flows.
    const FLOWING: Duration = Duration::from_millis(15);
    /// Longest nap while it does not.
    const IDLE: Duration = Duration::from_millis(125);
    /// For a host that is faster than real time.
    const RUSHED: Duration = Duration::from_millis(1);
    /// A signal that the host asks nothing of for this long is given up: it would begin when nobody expects it.
    const NO_AUDIO: Duration = Duration::from_secs(5);
    /// Time after the signal's end in which its last frames may still return to the input.
    const TAIL: Duration = Duration::from_secs(1);
    /// Longest wait for the audio thread to hand an ended run back.
    const HAND_BACK: Duration = Duration::from_secs(1);

    pub fn new(playback: &'a Playback, shared: &'a Shared, feeder: FrameFeeder) -> Renderer<'a> {
        Renderer {
            playback,
            shared,
            feeder,
            sides: vec![vec![0.0; Self::BLOCK_FRAMES]; 2],
            frames: Vec::with_capacity(Self::BLOCK_FRAMES),
            nap: Self::FLOWING,
            progress: (0, Instant::now()),
        }
    }

    /// Plays to the end. A panic ends the signal, not the host.
    pub fn run(mut self, recipe: &Recipe) {
        if catch_unwind(AssertUnwindSafe(|| self.play(recipe))).is_err() {
            self.shared.run().request_stop(EndReason::RendererFailed);
            self.withdraw(EndReason::RendererFailed);
        }
        self.playback_collected();
        let is_complete = self.shared.run().end().is_some_and(|end| end.reason == EndReason::Complete);
        let ended = Instant::now();
        while is_complete && ended.elapsed() < Self::TAIL && !self.shared.is_abandoned() {
            thread::park_timeout(Self::IDLE);
        }
    }

    fn play(&mut self, recipe: &Recipe) {
        let signal = match Signal::new(recipe) {
            Ok(signal) => signal,
            Err(reason) => return self.shared.set_impossible(reason),
        };
        let mut is_handed_over = false;
        while !self.is_over(is_handed_over) {
            self.fill(&signal);
            is_handed_over = is_handed_over || self.feeder.hand_over(self.playback);
            thread::park_timeout(self.nap);
        }
    }

    /// Fills the ring, unless it shall stop; chooses the next nap.
    fn fill(&mut self, signal: &Signal) {
        let free = self.feeder.free_frames();
        let is_rushed = 4 * free > self.feeder.ring_frames();
        self.nap = match (is_rushed, free) {
            (true, _) => Self::RUSHED,
            (false, 0) => (self.nap * 3 / 2).clamp(Self::FLOWING, Self::IDLE),
            (false, _) => Self::FLOWING,
        };
        while self.feeder.free_frames() > 0 && self.shared.run().stop_request().is_none() {
            signal.fill(self.feeder.next_frame(), &mut self.sides);
            let sample = |value: &f64| if value.is_finite() { *value as f32 } else { 0.0 };
            let pairs = self.sides[0].iter().zip(&self.sides[1]);
            self.frames.clear();
            self.frames.extend(pairs.map(|(left, right)| [sample(left), sample(right)]));
            self.feeder.feed(&self.frames);
        }
    }

    /// Whether there is nothing more to do for the signal.
    fn is_over(&mut self, is_handed_over: bool) -> bool {
        let run = self.shared.run();
        if run.end().is_some() {
            return true;
        }
        if let Some(reason) = run.stop_request() {
            let is_withdrawn = self.withdraw(reason);
            return is_withdrawn || !is_handed_over || self.shared.is_abandoned();
        }
        let played = run.played_frames();
        if played != self.progress.0 || !is_handed_over {
            self.progress = (played, Instant::now());
        }
        if self.progress.1.elapsed() > Self::NO_AUDIO {
            run.request_stop(EndReason::NoAudio);
            self.withdraw(EndReason::NoAudio);
            return true;
        }
        false
    }

    /// Takes the run back if the audio thread has not; ends the signal in any case.
    fn withdraw(&self, reason: EndReason) -> bool {
        let is_withdrawn = self.playback.withdraw();
        self.shared.set_end(reason);
        is_withdrawn
    }

    /// Frees the run, which the audio thread hands back at its end.
    fn playback_collected(&self) {
        let began = Instant::now();
        while self.shared.run().end().is_some()
            && !self.playback.collect()
            && began.elapsed() < Self::HAND_BACK
            && !self.shared.is_abandoned()
        {
            thread::park_timeout(Self::RUSHED);
        }
    }
}
