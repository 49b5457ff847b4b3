//! Snapshots that the live analysis makes of the stimuli.

use std::f64::consts::PI;
use std::sync::{Arc, OnceLock};

use groundtruth_analysis::{Snapshot, State};
use groundtruth_measure::Settings;
use groundtruth_measure::generator::SignalKind;

use super::recording;
use super::stimuli::{self, RATE_HZ, Recording, Stimulus};

/// The analysis at the end of a stimulus, made once in a program.
pub fn of(stimulus: Stimulus) -> Snapshot {
    static MADE: [OnceLock<Snapshot>; Stimulus::ALL.len()] = [const { OnceLock::new() }; Stimulus::ALL.len()];
    let place = Stimulus::ALL.iter().position(|other| *other == stimulus).expect("listed");
    MADE[place].get_or_init(|| made(stimulus)).clone()
}

fn made(stimulus: Stimulus) -> Snapshot {
    if stimulus == Stimulus::NoAudio {
        return Snapshot { state: State::NoAudio, ..of(Stimulus::Both) };
    }
    let recording = stimulus.recording();
    let bench = match stimulus {
        Stimulus::Bench => Some(1.0),
        Stimulus::BenchRunning => Some(stimuli::bench::HEARD),
        _ => None,
    };
    let bench = bench.map(|share| Arc::new(stimuli::bench::progress(share, &recording.channels)));
    Snapshot { bench, ..analysed(&recording) }
}

/// 60 Hz and 7 kHz at 4:1.
pub fn smpte() -> Snapshot {
    of(Stimulus::Smpte)
}

/// 250 Hz and 8 kHz at 4:1.
pub fn din() -> Snapshot {
    of(Stimulus::Din)
}

/// 19 and 20 kHz.
pub fn dfd() -> Snapshot {
    of(Stimulus::Dfd)
}

/// 31 tones on the left, as many others on the right.
pub fn multitone() -> Snapshot {
    of(Stimulus::Interleaved)
}

/// Noise louder than any noise floor.
pub fn hot_noise() -> Snapshot {
    of(Stimulus::Noise)
}

/// Notes on a beat.
pub fn music() -> Snapshot {
    of(Stimulus::Music)
}

/// Two and a half records.
const FRAMES: usize = 5 * 32_768;

/// Two tones of no standard.
pub fn odd_pair() -> Snapshot {
    static MADE: OnceLock<Snapshot> = OnceLock::new();
    let kind = SignalKind::TwinTone { frequencies_hz: [700.0, 4400.0], ratio: 2.0 };
    let made = || {
        let channels = stimuli::through_device(kind, FRAMES);
        analysed(&Recording { rate_hz: RATE_HZ, channels })
    };
    MADE.get_or_init(made).clone()
}

/// A tone, digital and without noise: all but the tone lies below −240 dBFS.
pub fn clean_tone() -> Snapshot {
    static MADE: OnceLock<Snapshot> = OnceLock::new();
    let made = || {
        // 1361 periods in the record: no line of the rounding lies between two bins.
        let sine =
            |frame: usize| (0.5 * (2.0 * PI * 1361.0 * (frame % 65_536) as f64 / 65_536.0).sin()) as f32;
        analysed(&Recording { rate_hz: RATE_HZ, channels: vec![(0..FRAMES).map(sine).collect(); 2] })
    };
    MADE.get_or_init(made).clone()
}

fn analysed(recording: &Recording) -> Snapshot {
    recording::analysed(recording, Settings::default()).expect("a worker")
}
