//! Signals played: a tone, synthetic music, files.

use std::error::Error;
use std::f64::consts::TAU;
use std::path::Path;
use std::time::Duration;

use groundtruth_measure::BenchForm;
use groundtruth_measure::generator::{Level, Recipe, Signal, SignalKind};

/// A stereo signal that is played in a loop.
pub struct Clip {
    pub name: String,
    pub rate_hz: f64,
    pub channels: [Vec<f32>; 2],
    /// Time that is measured.
    pub counted: Duration,
}

/// What is measured of a steady signal.
const COUNTED: Duration = Duration::from_secs(12);

/// Left driven, right 60 dB below, noise on both. Whole cycles: the loop has no step.
pub fn tone() -> Clip {
    const RATE_HZ: f64 = 48_000.0;
    let mut noise = noise();
    let channels = [0.5, 0.0005].map(|level| {
        let tone = |frame: usize| level * (TAU * 997.0 * frame as f64 / RATE_HZ).sin();
        (0..RATE_HZ as usize).map(|frame| (tone(frame) + 1e-5 * noise()) as f32).collect()
    });
    Clip { name: "tone".into(), rate_hz: RATE_HZ, channels, counted: COUNTED }
}

/// Chords of notes with overtones, vibrato and decay over a beat of noise, with a new chord every half second.
pub fn music() -> Clip {
    const RATE_HZ: f64 = 44_100.0;
    const BEAT_S: f64 = 0.5;
    const CHORDS: [[f64; 4]; 4] = [
        [110.0, 261.6, 329.6, 440.0],
        [87.3, 220.0, 261.6, 349.2],
        [98.0, 246.9, 293.7, 392.0],
        [82.4, 207.7, 329.6, 493.9],
    ];
    let mut noise = noise();
    let mut channels = [Vec::new(), Vec::new()];
    for frame in 0..(16.0 * RATE_HZ) as usize {
        let time_s = frame as f64 / RATE_HZ;
        let (beat, age_s) = ((time_s / BEAT_S) as usize, time_s % BEAT_S);
        let vibrato = 0.002 * (TAU * 5.5 * time_s).sin();
        let note = |hz: f64| {
            let overtone = |n: f64| (TAU * hz * n * (time_s + vibrato / TAU)).sin() / n.powf(1.5);
            (1..=8).map(f64::from).map(overtone).sum::<f64>()
        };
        let chord = CHORDS[beat / 2 % 4].map(|hz| note(hz) * (-1.5 * age_s).exp());
        let drum = noise() * (-40.0 * age_s).exp();
        let sides = [chord[0] + chord[1] + 0.4 * chord[2], chord[0] + chord[3] + 0.4 * chord[2]];
        for (channel, side) in channels.iter_mut().zip(sides) {
            channel.push((0.08 * side + 0.2 * drum + 1e-4 * noise()) as f32);
        }
    }
    Clip { name: "music".into(), rate_hz: RATE_HZ, channels, counted: COUNTED }
}

/// The bench track with crosstalk, distortion and noise; all of it is measured, and what follows its end.
pub fn bench_track() -> Clip {
    const RATE_HZ: f64 = 48_000.0;
    let form = BenchForm::Full;
    let frames = (form.length_s() * RATE_HZ).round() as usize;
    let kind = SignalKind::BenchTrack { form };
    let recipe =
        Recipe { kind, level: Level::PeakDbfs(-6.0), sample_rate_hz: RATE_HZ, frames: frames as u64 };
    let mut sides = vec![vec![0.0; frames]; 2];
    Signal::new(&recipe).expect("a track at this rate").fill(0, &mut sides);
    let mut noise = noise();
    let counted = Duration::from_secs_f64(form.length_s() + 5.0);
    let channels = [0, 1].map(|side: usize| {
        let recorded = |(own, other): (&f64, &f64)| own + 1e-3 * own * own + 3e-3 * other;
        let played = sides[side].iter().zip(&sides[1 - side]).map(recorded);
        let rest = std::iter::repeat_n(0.0, (8.0 * RATE_HZ) as usize);
        played.chain(rest).map(|sample| (sample + 1e-5 * noise()) as f32).collect()
    });
    Clip { name: "bench".into(), rate_hz: RATE_HZ, channels, counted }
}

/// The first two channels of a WAV file.
pub fn read(path: &Path) -> Result<Clip, Box<dyn Error>> {
    let mut file = hound::WavReader::open(path)?;
    let spec = file.spec();
    let samples: Vec<f32> = match spec.sample_format {
        hound::SampleFormat::Float => file.samples::<f32>().collect::<Result<_, _>>()?,
        hound::SampleFormat::Int => {
            let scale = 0.5f32.powi(i32::from(spec.bits_per_sample) - 1);
            file.samples::<i32>().map(|x| Ok(x? as f32 * scale)).collect::<Result<_, hound::Error>>()?
        }
    };
    let count = usize::from(spec.channels);
    let channels = [0, count.min(2) - 1]
        .map(|channel| samples.iter().skip(channel).step_by(count).copied().collect::<Vec<f32>>());
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    Ok(Clip { name, rate_hz: f64::from(spec.sample_rate), channels, counted: COUNTED })
}

/// Uniform noise in ±½.
fn noise() -> impl FnMut() -> f64 {
    let mut state = 1u32;
    move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(state) / f64::from(u32::MAX) - 0.5
    }
}
