//! The audio thread's end.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::end::{End, EndReason};
use super::fade::Fade;
use super::piece::{Slope, apply, next_piece, write};
use super::run::{Playback, Run};
use crate::format::Format;
use crate::place::StreamPlace;
use crate::real_time::outruns;

/// What the host says of a block.
#[derive(Clone, Copy, Debug, Default)]
pub struct BlockContext {
    /// Place of its first frame in the captured input; `None` if that is not captured.
    pub place: Option<StreamPlace>,
    /// Whether the host's transport is rolling.
    pub is_rolling: bool,
}

/// Replaces the output of the audio thread by a run's frames. `Send` but not `Sync`: one thread at a time.
///
/// The input fades out, then the signal fades in; at its end it fades out, then the input fades in. The two are never
/// mixed.
#[derive(Debug)]
pub struct FramePlayer {
    playback: Arc<Playback>,
    format: Option<Format>,
    fade: Fade,
    declared_offline: bool,
    run: Option<Box<Run>>,
    /// A run that has ended while the one before it was not taken away yet: nothing is freed on the audio thread.
    held: Option<Box<Run>>,
    /// Position of the input in its fade; at its end the input passes untouched.
    input_at: u32,
}

impl FramePlayer {
    /// Longest wait for a renderer that delivers nothing.
    const PATIENCE: Duration = Duration::from_secs(2);
    const NAP: Duration = Duration::from_millis(1);
    /// Most frames that must be in the ring at once besides a fade: hosts that render offline may send long blocks.
    const LONGEST_PIECE: usize = 4096;

    /// A player that plays nothing.
    pub fn new(playback: Arc<Playback>) -> FramePlayer {
        let fade = Fade::at(1.0);
        FramePlayer {
            playback,
            format: None,
            fade,
            declared_offline: false,
            run: None,
            held: None,
            input_at: fade.frames(),
        }
    }

    /// Prepares for a stream. A run in progress ends at once: the host has interrupted the audio.
    pub fn activate(&mut self, format: Format, is_offline: bool) {
        let is_same = self.format == Some(format);
        let was_off = self.is_off();
        self.finish(if is_same { EndReason::HostReset } else { EndReason::FormatChanged });
        self.format = Some(format);
        self.fade = Fade::at(format.sample_rate_hz);
        self.input_at = if was_off { self.fade.frames() } else { 0 };
        self.declared_offline = is_offline;
    }

    /// Ends a run in progress, with a fade in the following blocks.
    ///
    /// # Realtime
    /// One plain store.
    pub fn reset(&mut self) {
        if let Some(run) = &mut self.run {
            run.end(EndReason::HostReset);
        }
    }

    /// Whether the output is the input: nothing plays or fades.
    pub fn is_off(&self) -> bool {
        self.run.is_none() && self.input_at == self.fade.frames()
    }

    /// Processes one block in place: it holds the input, and then what is to be heard. A second channel plays the signal's
    /// right side; a single one plays the left.
    ///
    /// # Realtime
    /// Nothing plays: one relaxed load, and no sample is touched. Otherwise wait-free, one copy, no allocation, lock or
    /// system call. The clock is read (no system call on the usual platforms) at the start of a run and when the ring
    /// runs low. Waits, in naps of 1 ms, only in an offline pass: set by [`FramePlayer::activate`], or proven by frames
    /// played in less than half of their duration.
    pub fn process<S: AsMut<[f32]>>(&mut self, block: &mut [S], context: BlockContext) {
        if self.is_off() && self.held.is_none() && self.playback.next.is_empty() {
            return;
        }
        let frames = block.iter_mut().map(|samples| samples.as_mut().len()).min().unwrap_or(0);
        self.adopt();
        self.observe(context.is_rolling);
        let played_before = self.run.as_ref().map_or(0, |run| run.played_frames);
        let mut from = 0;
        while from < frames {
            let left = (frames - from).min(Self::LONGEST_PIECE);
            let done = match &self.run {
                None if self.input_at == self.fade.frames() => break,
                None => self.fade_input(block, from, left, Slope::Rising),
                Some(run) if self.input_at > 0 && run.end.is_none() => {
                    self.fade_input(block, from, left, Slope::Falling)
                }
                Some(_) => self.play(block, from, left, context.place, played_before),
            };
            from += done;
        }
        if let Some(run) = &self.run {
            run.state.set_played(run.played_frames);
        }
    }

    /// Takes the next run, if there is one and none plays.
    fn adopt(&mut self) {
        if let Some(held) = self.held.take() {
            self.held = self.playback.used.put(held).err();
        }
        if self.run.is_some() || self.held.is_some() {
            return;
        }
        self.run = self.playback.next.take();
        let fits = |run: &Run| Some(run.format) == self.format;
        if self.run.as_ref().is_some_and(|run| !fits(run)) {
            self.finish(EndReason::FormatChanged);
        }
    }

    /// Notes what would end the run.
    fn observe(&mut self, is_rolling: bool) {
        let Some(run) = &mut self.run else { return };
        if let Some(reason) = run.state.stop_request() {
            run.end(reason);
        }
        if run.has_rolled && !is_rolling {
            run.end(EndReason::TransportStopped);
        }
        run.has_rolled |= is_rolling;
    }

    /// Fades the input up or down; returns how many frames of it.
    fn fade_input<S: AsMut<[f32]>>(
        &mut self,
        block: &mut [S],
        from: usize,
        left: usize,
        slope: Slope,
    ) -> usize {
        let whole = self.fade.frames();
        let way = if slope == Slope::Rising { whole - self.input_at } else { self.input_at };
        let count = left.min(way as usize);
        for samples in block.iter_mut() {
            apply(&mut samples.as_mut()[from..from + count], self.input_at, slope, self.fade);
        }
        self.input_at = slope.after(self.input_at, count);
        count
    }

    /// Plays the next frames of the run, or ends it; returns how many frames.
    fn play<S: AsMut<[f32]>>(
        &mut self,
        block: &mut [S],
        from: usize,
        left: usize,
        place: Option<StreamPlace>,
        played_before: u64,
    ) -> usize {
        let reserve = u64::from(self.fade.frames());
        let declared_offline = self.declared_offline;
        let Some(run) = &mut self.run else { return 0 };
        let needed = run.remaining().min(left as u64 + reserve) as usize;
        if run.end.is_none()
            && !run.holds(needed)
            && !wait_for_frames(run, needed, declared_offline, played_before)
        {
            run.end(EndReason::Underrun);
        }
        let (slope, count) = next_piece(run, left, self.fade.frames());
        if count == 0 {
            let reason = run.end.unwrap_or(EndReason::Complete);
            self.finish(reason);
            return 0;
        }
        if run.began.is_none() {
            run.began = Some(Instant::now());
            run.state.set_began(place.map(|at| StreamPlace { frame: at.frame + from as u64, ..at }));
        }
        write(run, block, from..from + count, slope, self.fade);
        run.played_frames += count as u64;
        run.gain_at = slope.after(run.gain_at, count);
        count
    }

    /// Ends the run, if there is one, and hands it back.
    fn finish(&mut self, reason: EndReason) {
        let Some(run) = self.run.take() else { return };
        let end = End { reason: run.end.unwrap_or(reason), frame: run.played_frames };
        run.state.set_played(end.frame);
        run.state.set_end(end);
        self.held = self.playback.used.put(run).err();
    }
}

/// Waits for the renderer, if the pass is proven or declared to be offline; whether `needed` frames are there.
///
/// Frames of the present block prove nothing, since a live host may be a block ahead.
#[cold]
fn wait_for_frames(run: &mut Run, needed: usize, declared_offline: bool, played_before: u64) -> bool {
    let now = Instant::now();
    let took = run.began.map_or(Duration::ZERO, |began| now.duration_since(began).saturating_sub(run.waited));
    if !(declared_offline || outruns(played_before, run.format.sample_rate_hz, took.as_secs_f64())) {
        return false;
    }
    let mut there = run.consumer.slots();
    let mut progress = now;
    while there < needed
        && progress.elapsed() < FramePlayer::PATIENCE
        && !run.consumer.is_abandoned()
        && run.state.stop_request().is_none()
    {
        std::thread::sleep(FramePlayer::NAP);
        let now_there = run.consumer.slots();
        if now_there != there {
            (there, progress) = (now_there, Instant::now());
        }
    }
    run.waited += now.elapsed();
    // The renderer may have added the rest before it went.
    run.consumer.slots() >= needed
}

impl Drop for FramePlayer {
    fn drop(&mut self) {
        self.finish(EndReason::InstanceGone);
    }
}
