//! Every stimulus, as a device under test returns it: the one source of the gallery, the preview, the layout tests and
//! the comparison with the command line.
#![allow(dead_code, reason = "shared by several programs, each using a part")]

use std::f64::consts::PI;

use groundtruth_measure::generator::{Level, Quantiser, Recipe, Sides, Signal, SignalKind};

pub mod bench;
mod sounds;

use sounds::Random;

/// Sample rate of every stimulus, in Hz.
pub const RATE_HZ: f64 = 48_000.0;
/// Noise of the device in 20 Hz to 20 kHz, dBFS.
pub const FLOOR_DBFS: f64 = -114.8;
/// Fourteen records of the default length, which overlap by three quarters.
const FRAMES: usize = 65_536 + 13 * 16_384;
/// A sweep on each side, and pauses: a sweep is known to be over after half a second.
const SWEEP_FRAMES: usize = 8 * 48_000;
const PAUSE_FRAMES: u64 = 36_000;

/// Samples, channel by channel.
#[derive(Clone)]
pub struct Recording {
    /// Sample rate in Hz.
    pub rate_hz: f64,
    /// All of one length; full scale is ±1.
    pub channels: Vec<Vec<f32>>,
}

/// What is played, and through what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stimulus {
    /// 997 Hz on both sides in 24 bits, without a device.
    Tone,
    /// 997 Hz on both sides of the device.
    Both,
    /// 997 Hz on the left.
    Left,
    /// 997 Hz on the right.
    Right,
    /// A tone per side.
    Dual,
    /// 60 Hz and 7 kHz, 4:1.
    Smpte,
    /// 250 Hz and 8 kHz, 4:1.
    Din,
    /// 19 and 20 kHz, 1:1.
    Dfd,
    /// 31 tones, the same on both sides.
    Multitone,
    /// 62 tones, every second one on the left, the others on the right.
    Interleaved,
    /// A sweep on the left, then on the right.
    Sweep,
    /// Digital silence.
    Silence,
    /// The device without a signal.
    Idle,
    /// Chords on a beat, in stereo.
    Music,
    /// Vowels in bursts, in the middle.
    Speech,
    /// White noise, independent on each side.
    Noise,
    /// A tone 3 dB beyond full scale.
    Clipped,
    /// 997 Hz on a channel alone.
    Mono,
    /// As [`Stimulus::Both`], stopped after playing.
    NoAudio,
    /// The quick bench track, heard to its end.
    Bench,
    /// The same, of which a bit more than half was heard.
    BenchRunning,
}

impl Stimulus {
    /// Every stimulus.
    pub const ALL: [Stimulus; 21] = [
        Stimulus::Tone,
        Stimulus::Both,
        Stimulus::Left,
        Stimulus::Right,
        Stimulus::Dual,
        Stimulus::Smpte,
        Stimulus::Din,
        Stimulus::Dfd,
        Stimulus::Multitone,
        Stimulus::Interleaved,
        Stimulus::Sweep,
        Stimulus::Silence,
        Stimulus::Idle,
        Stimulus::Music,
        Stimulus::Speech,
        Stimulus::Noise,
        Stimulus::Clipped,
        Stimulus::Mono,
        Stimulus::NoAudio,
        Stimulus::Bench,
        Stimulus::BenchRunning,
    ];

    /// Its name in file names and on the preview's command line.
    pub fn name(self) -> &'static str {
        match self {
            Stimulus::Tone => "tone",
            Stimulus::Both => "both",
            Stimulus::Left => "left",
            Stimulus::Right => "right",
            Stimulus::Dual => "dual",
            Stimulus::Smpte => "smpte",
            Stimulus::Din => "din",
            Stimulus::Dfd => "dfd",
            Stimulus::Multitone => "multitone",
            Stimulus::Interleaved => "interleaved",
            Stimulus::Sweep => "sweep",
            Stimulus::Silence => "silence",
            Stimulus::Idle => "idle",
            Stimulus::Music => "music",
            Stimulus::Speech => "speech",
            Stimulus::Noise => "noise-signal",
            Stimulus::Clipped => "clipped",
            Stimulus::Mono => "mono",
            Stimulus::NoAudio => "no-audio",
            Stimulus::Bench => "bench-track",
            Stimulus::BenchRunning => "bench-running",
        }
    }

    /// The stimulus of a name.
    pub fn of(name: &str) -> Option<Stimulus> {
        Stimulus::ALL.into_iter().find(|stimulus| stimulus.name() == name)
    }

    /// What arrives at the plugin; the same samples in every run.
    pub fn recording(self) -> Recording {
        let tone = |sides| SignalKind::Tone { frequency_hz: 997.0, sides };
        let channels = match self {
            Stimulus::Tone => in_24_bits(&generated(tone(Sides::Both), FRAMES)),
            Stimulus::Both | Stimulus::NoAudio => through_device(tone(Sides::Both), FRAMES),
            Stimulus::Left => through_device(tone(Sides::Left), FRAMES),
            Stimulus::Right => through_device(tone(Sides::Right), FRAMES),
            Stimulus::Dual => through_device(SignalKind::DualTone([997.0, 1499.0]), FRAMES),
            Stimulus::Smpte => through_device(SignalKind::SMPTE, FRAMES),
            Stimulus::Din => through_device(SignalKind::DIN, FRAMES),
            Stimulus::Dfd => through_device(SignalKind::DFD, FRAMES),
            Stimulus::Multitone => through(HUM_FREE, SignalKind::Multitone { tones: 31 }, FRAMES),
            Stimulus::Interleaved => {
                through(HUM_FREE, SignalKind::InterleavedMultitone { tones: 31 }, FRAMES)
            }
            Stimulus::Sweep => through_device(sweep(), SWEEP_FRAMES),
            Stimulus::Silence => vec![vec![0.0; FRAMES]; 2],
            Stimulus::Idle => through_device(SignalKind::Silence, FRAMES),
            Stimulus::Music => sounds::music(FRAMES),
            Stimulus::Speech => sounds::speech(FRAMES),
            Stimulus::Noise => sounds::noise(FRAMES),
            Stimulus::Clipped => clipped(tone(Sides::Both)),
            Stimulus::Mono => through_device(tone(Sides::Both), FRAMES)[..1].to_vec(),
            Stimulus::Bench => bench::track(1.0),
            Stimulus::BenchRunning => bench::track(bench::HEARD),
        };
        Recording { rate_hz: RATE_HZ, channels }
    }
}

fn sweep() -> SignalKind {
    SignalKind::Sweep { low_hz: 20.0, high_hz: 20_000.0, sides: Sides::Each, pause_frames: PAUSE_FRAMES }
}

fn generated(kind: SignalKind, frames: usize) -> Vec<Vec<f64>> {
    let recipe =
        Recipe { kind, level: Level::PeakDbfs(-6.0), sample_rate_hz: RATE_HZ, frames: frames as u64 };
    let mut sides = vec![vec![0.0; frames]; 2];
    Signal::new(&recipe).expect("a valid recipe").fill(0, &mut sides);
    sides
}

fn in_24_bits(sides: &[Vec<f64>]) -> Vec<Vec<f32>> {
    let quantised = |(seed, samples): (u64, &Vec<f64>)| {
        let mut quantiser = Quantiser::new(24, seed);
        samples.iter().map(|sample| quantiser.quantise(*sample) as f32 / 8_388_608.0).collect()
    };
    (1..).zip(sides).map(quantised).collect()
}

/// Twice as large as without clipping: 3 dB over full scale.
fn clipped(kind: SignalKind) -> Vec<Vec<f32>> {
    let mut channels = through_device(kind, FRAMES);
    for sample in channels.iter_mut().flatten() {
        *sample = (*sample * 2.82).clamp(-1.0, 1.0);
    }
    channels
}

/// A signal after the device.
pub fn through_device(kind: SignalKind, frames: usize) -> Vec<Vec<f32>> {
    through(HUM, kind, frames)
}

/// Amplitudes of 50.02 Hz and its third harmonic.
type Mains = [f64; 2];

const HUM: Mains = [1.6e-5, 1.1e-5];
/// For multitones: 50 Hz lies 1 to 2 Hz beside one of their tones, nearer than records of 1.4 s tell apart.
const HUM_FREE: Mains = [0.0; 2];

fn through(mains: Mains, kind: SignalKind, frames: usize) -> Vec<Vec<f32>> {
    let sides = generated(kind, frames);
    let mut random = Random::new(1);
    let mut amplify = |own: &[f64], other: &[f64]| -> Vec<f32> {
        let frames = own.iter().zip(other).enumerate();
        frames.map(|(frame, (own, other))| amplified(mains, frame, [*own, *other], &mut random)).collect()
    };
    vec![amplify(&sides[0], &sides[1]), amplify(&sides[1], &sides[0])]
}

/// Second and third order, a shared return, hum, white noise.
fn amplified(mains: Mains, frame: usize, [own, other]: [f64; 2], random: &mut Random) -> f32 {
    const SHARED: f64 = -0.15 / 32.15;
    let noise_rms = (10f64.powf(FLOOR_DBFS / 10.0) / 2.0 * RATE_HZ / 2.0 / 19_980.0).sqrt();
    let turn = |hz: f64| (2.0 * PI * hz * frame as f64 / RATE_HZ).sin();
    let hum = mains[0] * turn(50.02) + mains[1] * turn(150.06);
    let bent = own + 2e-5 * own * own + 4e-5 * own.powi(3);
    (bent + SHARED * other + hum + noise_rms * 6f64.sqrt() * random.triangular()) as f32
}
