//! Snapshots made by the analyzer from generated signals, played through a modelled amplifier.

use std::f64::consts::PI;
use std::sync::LazyLock;

use groundtruth_analysis::Snapshot;
use groundtruth_measure::Settings;
use groundtruth_measure::generator::{Level, Recipe, Signal, SignalKind};

use super::recording::{self, Recording};
use super::{FLOOR_DBFS, RATE_HZ};

/// Two records and a half.
const FRAMES: usize = 5 * 32_768;

/// 60 Hz and 7 kHz at 4:1.
pub fn smpte() -> Snapshot {
    static MADE: LazyLock<Snapshot> = LazyLock::new(|| twins([60.0, 7000.0], 4.0));
    MADE.clone()
}

/// 250 Hz and 8 kHz at 4:1.
pub fn din() -> Snapshot {
    static MADE: LazyLock<Snapshot> = LazyLock::new(|| twins([250.0, 8000.0], 4.0));
    MADE.clone()
}

/// 19 and 20 kHz.
pub fn dfd() -> Snapshot {
    static MADE: LazyLock<Snapshot> = LazyLock::new(|| twins([19_000.0, 20_000.0], 1.0));
    MADE.clone()
}

/// Two tones of no standard.
pub fn odd_pair() -> Snapshot {
    static MADE: LazyLock<Snapshot> = LazyLock::new(|| twins([700.0, 4400.0], 2.0));
    MADE.clone()
}

/// 31 tones, every second one on the left, the others on the right.
pub fn multitone() -> Snapshot {
    static MADE: LazyLock<Snapshot> =
        LazyLock::new(|| played(SignalKind::InterleavedMultitone { tones: 31 }));
    MADE.clone()
}

/// Noise louder than any noise floor.
pub fn hot_noise() -> Snapshot {
    static MADE: LazyLock<Snapshot> = LazyLock::new(|| {
        let mut random = Random(5);
        analysed([0, 1].map(|_| (0..FRAMES).map(|_| (0.1 * random.triangular()) as f32).collect()))
    });
    MADE.clone()
}

/// A tone, digital and without noise: all but the tone lies below −240 dBFS.
pub fn clean_tone() -> Snapshot {
    static MADE: LazyLock<Snapshot> = LazyLock::new(|| {
        // 997 periods in the record: no line of the rounding lies between two bins.
        let sine =
            |frame: usize| (0.5 * (2.0 * PI * 1361.0 * (frame % 65_536) as f64 / 65_536.0).sin()) as f32;
        analysed([0, 1].map(|_| (0..FRAMES).map(sine).collect()))
    });
    MADE.clone()
}

fn twins(frequencies_hz: [f64; 2], ratio: f64) -> Snapshot {
    played(SignalKind::TwinTone { frequencies_hz, ratio })
}

fn played(kind: SignalKind) -> Snapshot {
    let recipe =
        Recipe { kind, level: Level::PeakDbfs(-6.0), sample_rate_hz: RATE_HZ, frames: FRAMES as u64 };
    let mut sides = vec![vec![0.0; FRAMES]; 2];
    Signal::new(&recipe).expect("a valid recipe").fill(0, &mut sides);
    let mut random = Random(1);
    let mut amplify = |own: &[f64], other: &[f64]| -> Vec<f32> {
        let frames = own.iter().zip(other).enumerate();
        frames.map(|(frame, (own, other))| amplified(frame, *own, *other, &mut random)).collect()
    };
    analysed([amplify(&sides[0], &sides[1]), amplify(&sides[1], &sides[0])])
}

/// Second and third order, a shared return, hum of 50.02 Hz, white noise.
fn amplified(frame: usize, own: f64, other: f64, random: &mut Random) -> f32 {
    const SHARED: f64 = -0.15 / 32.15;
    let noise_rms = (10f64.powf(FLOOR_DBFS / 10.0) / 2.0 * RATE_HZ / 2.0 / 19_980.0).sqrt();
    let turn = |hz: f64| (2.0 * PI * hz * frame as f64 / RATE_HZ).sin();
    let hum = 1.6e-5 * turn(50.02) + 1.1e-5 * turn(150.06);
    let bent = own + 2e-5 * own * own + 4e-5 * own.powi(3);
    (bent + SHARED * other + hum + noise_rms * 6f64.sqrt() * random.triangular()) as f32
}

fn analysed(channels: [Vec<f32>; 2]) -> Snapshot {
    let recording = Recording { rate_hz: RATE_HZ, channels: channels.to_vec() };
    recording::analysed(&recording, Settings::default()).expect("records of the right length")
}

/// Music: decaying notes of many partials on a beat, more on the left, over pink-like noise.
pub fn music() -> Snapshot {
    static MADE: LazyLock<Snapshot> = LazyLock::new(|| {
        let mut random = Random(7);
        let mut slow = 0.0;
        let frames = 4 * RATE_HZ as usize;
        let mut sides = [Vec::with_capacity(frames), Vec::with_capacity(frames)];
        for frame in 0..frames {
            let seconds = frame as f64 / RATE_HZ;
            let (beat, since) = ((seconds / 0.25).floor(), seconds % 0.25);
            let note_hz = 110.0 * 2f64.powf(((beat * 7.0) % 24.0) / 12.0);
            let partial = |order: u32| {
                let order = f64::from(order);
                (2.0 * PI * order * note_hz * seconds).sin() / order
            };
            let note = 0.15 * (-since * 9.0).exp() * (1..=12).map(partial).sum::<f64>();
            slow += 0.02 * (random.triangular() - slow);
            let hiss = 0.5 * slow + 0.01 * random.triangular() * (-since * 40.0).exp();
            sides[0].push((note + hiss) as f32);
            sides[1].push((0.6 * note - 0.3 * hiss + 0.05 * slow) as f32);
        }
        analysed(sides)
    });
    MADE.clone()
}

/// A linear congruential generator.
struct Random(u64);

impl Random {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Between −1 and 1, rms 1/√6.
    fn triangular(&mut self) -> f64 {
        self.uniform() - self.uniform()
    }
}
