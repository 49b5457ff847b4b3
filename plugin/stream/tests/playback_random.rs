//! A host and a renderer that do anything in any order: never a sample above the limit, never a step that the signal and
//! the fades do not explain, and the input bit for bit while nothing plays.
#![cfg(not(loom))]

use std::f64::consts::TAU;
use std::sync::Arc;

use groundtruth_stream::Format;
use groundtruth_stream::playback::{
    BlockContext, EndReason, FADE_S, FrameFeeder, FramePlayer, Playback, RunState,
};

const STEREO: Format = Format { sample_rate_hz: 8000.0, channels: 2, reference_channels: 0 };
const LIMIT: f32 = 0.25;

fn reason(state: &RunState) -> Option<EndReason> {
    state.end().map(|end| end.reason)
}

/// A small generator of random numbers, the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % count
    }
}

/// A host and a renderer that do anything at any time, and what has come out so far.
struct Chaos {
    dice: Dice,
    format: Format,
    player: FramePlayer,
    playback: Arc<Playback>,
    /// The newest run that was handed over and not withdrawn.
    run: Option<Arc<RunState>>,
    /// Frames of the signals: a sine at the limit, or anything.
    sine: Vec<[f32; 2]>,
    junk: Vec<[f32; 2]>,
    /// Whether junk may be heard.
    is_junk: bool,
    is_rolling: bool,
    /// Frames of the input so far.
    frame: u64,
    /// The last sample that came out, if the next may be compared with it.
    before: Option<f32>,
    /// Largest step that the signals and the fades explain.
    step: f32,
    started: u64,
    freed: u64,
    passed: u64,
}

const RATES_HZ: [f64; 3] = [1000.0, 4000.0, 8000.0];
/// Low, so that its slope does not hide a fade that is too steep.
const SIGNAL_HZ: f64 = 3.0;
const INPUT: f64 = 0.2;

impl Chaos {
    fn new() -> Chaos {
        let playback = Arc::new(Playback::new());
        let mut player = FramePlayer::new(playback.clone());
        player.activate(STEREO, false);
        let mut chaos = Chaos {
            dice: Dice(13),
            format: STEREO,
            player,
            playback,
            run: None,
            sine: Vec::new(),
            junk: Vec::new(),
            is_junk: false,
            is_rolling: false,
            frame: 0,
            before: None,
            step: 0.0,
            started: 0,
            freed: 0,
            passed: 0,
        };
        let strange = [f32::NAN, f32::INFINITY, -f32::INFINITY, 3.0, -3.0, f32::MAX];
        chaos.junk = (0..40_000).map(|_| [0, 1].map(|_| strange[chaos.dice.below(6) as usize])).collect();
        chaos.set_format(STEREO);
        chaos
    }

    fn set_format(&mut self, format: Format) {
        self.format = format;
        let rate_hz = format.sample_rate_hz;
        let sine = |frame: usize| f64::from(LIMIT) * (TAU * SIGNAL_HZ * frame as f64 / rate_hz).sin();
        self.sine = (0..40_000).map(|frame| [sine(frame) as f32, -sine(frame) as f32]).collect();
        let slope = TAU * SIGNAL_HZ / rate_hz * f64::from(LIMIT);
        self.step = (slope + 1.5 * f64::from(LIMIT) / (FADE_S * rate_hz) + 1e-6) as f32;
    }

    /// One random event.
    fn event(&mut self) {
        match self.dice.below(16) {
            0..3 => self.start(),
            3 => self.stop(),
            4 => self.player.reset(),
            5 => self.activate(),
            6 => self.is_rolling = !self.is_rolling,
            // The host bypasses: it calls nothing for a while.
            7 => (self.frame, self.before) = (self.frame + self.dice.below(10_000), None),
            8 | 9 => self.freed += u64::from(self.playback.collect()),
            10 if self.playback.withdraw() => (self.freed, self.run) = (self.freed + 1, None),
            _ => self.process(),
        }
    }

    fn is_over(&self) -> bool {
        self.run.as_ref().is_none_or(|run| reason(run).is_some())
    }

    /// Hands a run over, now and then while another one plays. The longest outlasts its ring: its renderer goes.
    fn start(&mut self) {
        if !self.is_over() && self.dice.below(4) > 0 {
            return;
        }
        let is_junk = self.dice.below(4) == 0;
        let length = [1, 2, 30, 500, 5000, 39_000][self.dice.below(6) as usize] + self.dice.below(1000);
        let mut feeder = FrameFeeder::new(self.format, length, LIMIT);
        let frames = if is_junk { &self.junk } else { &self.sine };
        feeder.feed(&frames[..feeder.free_frames()]);
        if feeder.hand_over(&self.playback) {
            self.started += 1;
            self.is_junk |= is_junk;
            self.run = Some(feeder.state().clone());
        }
    }

    fn stop(&mut self) {
        if let Some(run) = &self.run {
            run.request_stop(EndReason::Stopped);
        }
    }

    fn activate(&mut self) {
        let rate_hz = RATES_HZ[self.dice.below(3) as usize];
        let channels = 1 + self.dice.below(2) as usize;
        let was_off = self.player.is_off();
        self.set_format(Format { sample_rate_hz: rate_hz, channels, reference_channels: 0 });
        self.player.activate(self.format, false);
        // The host's audio begins anew: with the input, or with its fade.
        self.before = (!was_off).then_some(0.0);
    }

    fn process(&mut self) {
        let frames = [1, 2, 17, 64, 300, 2000][self.dice.below(6) as usize] + self.dice.below(40) as usize;
        let rate_hz = self.format.sample_rate_hz;
        let sample = |frame: u64| (INPUT * (TAU * SIGNAL_HZ * frame as f64 / rate_hz).sin()) as f32;
        let input: Vec<f32> = (self.frame..self.frame + frames as u64).map(sample).collect();
        let mut out = vec![input.clone(); self.format.channels];
        let is_idle = self.player.is_off() && self.is_over();
        self.player.process(&mut out, BlockContext { place: None, is_rolling: self.is_rolling });
        self.frame += frames as u64;
        for sample in out.iter().flatten() {
            assert!(sample.abs() <= LIMIT, "{sample}");
        }
        if is_idle {
            let bits = |samples: &[f32]| samples.iter().map(|sample| sample.to_bits()).collect::<Vec<_>>();
            assert!(out.iter().all(|out| bits(out) == bits(&input)), "off, so the input passes");
            self.is_junk = false;
            self.passed += 1;
        }
        self.check_steps(&out[0]);
    }

    /// Junk jumps by itself; otherwise no step is larger than the signal's slope and the fade's.
    fn check_steps(&mut self, out: &[f32]) {
        for (index, &sample) in out.iter().enumerate() {
            let step = self.before.map_or(0.0, |before| (sample - before).abs());
            assert!(
                self.is_junk || step <= self.step,
                "{step} at {index} of {}, {} allowed",
                out.len(),
                self.step
            );
            self.before = Some(sample);
        }
    }
}

fn survive(events: usize) {
    let mut chaos = Chaos::new();
    (0..events).for_each(|_| chaos.event());
    // Everything that was started comes back to be freed.
    chaos.stop();
    for _ in 0..100 {
        chaos.freed += u64::from(chaos.playback.withdraw()) + u64::from(chaos.playback.collect());
        chaos.process();
    }
    assert!(chaos.player.is_off());
    assert_eq!(chaos.started, chaos.freed);
    println!("{} runs, {} blocks passed untouched", chaos.started, chaos.passed);
    assert!(chaos.started > events as u64 / 50 && chaos.passed > events as u64 / 50);
}

#[test]
fn two_thousand_random_events_make_no_sample_too_loud_and_no_step() {
    survive(2000);
}

#[test]
#[ignore = "full: 200 000 random events"]
fn two_hundred_thousand_random_events_make_no_sample_too_loud_and_no_step() {
    survive(200_000);
}
