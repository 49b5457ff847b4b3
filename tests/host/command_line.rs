//! The last reading in the saved state is what `groundtruth measure` says of the same samples, figure by figure.
//!
//! Both measure all frames: the plugin with every record in its average, the command line the whole file. Each figure
//! must lie in the other's 95 % interval or overlap with it, each refusal must be of the same kind. Where more is
//! allowed, [`allowed`] says why.

use std::fmt::Display;
use std::mem::discriminant;

use groundtruth_captures::audio_file::{AudioFile, Truncated};
use groundtruth_captures::{Measured, import};
use groundtruth_measure::{
    Averaging, Figure, FigureKey, Figures, Harmonic, Reading, Report, Settings, StimulusKind,
};

use super::offline;
use super::stimuli::{RATE_HZ, Recording, Stimulus};

/// Seconds that the live search for discontinuities holds back, to decide on what follows them.
const HELD_BACK_S: f64 = 0.2;

#[test]
fn tones() {
    agree(&[Stimulus::Tone, Stimulus::Both, Stimulus::Left, Stimulus::Right, Stimulus::Dual, Stimulus::Mono]);
}

#[test]
fn pairs_of_tones_and_multitones() {
    agree(&[Stimulus::Smpte, Stimulus::Din, Stimulus::Dfd, Stimulus::Multitone, Stimulus::Interleaved]);
}

#[test]
fn silence_music_speech_and_noise() {
    agree(&[Stimulus::Silence, Stimulus::Idle, Stimulus::Music, Stimulus::Speech, Stimulus::Noise]);
}

#[test]
fn sweeps_clipping_and_a_stopped_tone() {
    agree(&[Stimulus::Sweep, Stimulus::Clipped, Stimulus::NoAudio]);
}

#[test]
fn every_stimulus_is_compared() {
    let source = include_str!("command_line.rs");
    // `closed_loop` and `pipeline` compare the bench track, which has a report of its own.
    let has_its_own = |stimulus: &Stimulus| matches!(stimulus, Stimulus::Bench | Stimulus::BenchRunning);
    for stimulus in Stimulus::ALL.into_iter().filter(|stimulus| !has_its_own(stimulus)) {
        assert!(source.contains(&format!("Stimulus::{stimulus:?}")), "{stimulus:?}");
    }
}

fn agree(stimuli: &[Stimulus]) {
    let mut faults = Vec::new();
    for &stimulus in stimuli {
        let recording = stimulus.recording();
        let both = Both { stimulus, live: live(&recording), file: of_file(&recording) };
        let found = both.faults();
        faults.extend(found.into_iter().map(|fault| format!("{stimulus:?}: {fault}")));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Two readings of one stimulus.
struct Both {
    stimulus: Stimulus,
    live: Report,
    file: Report,
}

impl Both {
    fn faults(&self) -> Vec<String> {
        let (live, file) = (&self.live, &self.file);
        let mut faults = Vec::new();
        if live.stimulus.kind != file.stimulus.kind {
            faults.push(format!("{:?} live, {:?} of the file", live.stimulus.kind, file.stimulus.kind));
        }
        assert_eq!((live.channels.len(), live.pairs.len()), (file.channels.len(), file.pairs.len()));
        for (live, file) in live.channels.iter().zip(&file.channels) {
            faults.extend(self.differences(&live.name, &live.figures, &file.figures));
            faults.extend(harmonics(&live.name, &live.harmonics, &file.harmonics));
            let tones = [live, file].map(|channel| channel.tones.len());
            let products = [live, file].map(|channel| channel.products.len());
            if tones[0] != tones[1] || products[0] != products[1] {
                faults.push(format!("{}: tones {tones:?}, products {products:?}", live.name));
            }
        }
        for (live, file) in live.pairs.iter().zip(&file.pairs) {
            let place = format!("{} to {}", live.from, live.to);
            faults.extend(self.differences(&place, &live.figures, &file.figures));
        }
        faults
    }

    fn differences<K>(&self, place: &str, live: &Figures<K>, file: &Figures<K>) -> Vec<String>
    where
        K: FigureKey + Display,
    {
        let mut faults = Vec::new();
        if !live.keys().eq(file.keys()) {
            faults.push(format!("{place}: other figures"));
        }
        for ((id, live), file) in live.iter().zip(file.values()) {
            let id = id.to_string();
            let allowed = allowed(self.stimulus, &id);
            let is_same = match (live, file) {
                (Reading::Measured(live), Reading::Measured(file)) => meet(live, file, allowed),
                (Reading::NotMeasurable(live), Reading::NotMeasurable(file)) => {
                    discriminant(live) == discriminant(file)
                }
                _ => false,
            };
            // Infinite: the two differ by design.
            if !is_same && allowed < f64::INFINITY {
                faults.push(format!("{place}, {id}:\n  {live:?}\n  {file:?}"));
            }
        }
        faults
    }
}

/// Whether the intervals meet, widened by what is allowed.
fn meet(live: &Figure, file: &Figure, allowed: f64) -> bool {
    let is_same = live.value == file.value;
    is_same
        || (live.low - allowed <= file.high && file.low - allowed <= live.high && live.limit == file.limit)
}

/// Distance of two intervals that is no fault, in the unit of the figure.
fn allowed(stimulus: Stimulus, id: &str) -> f64 {
    let is_steady = !matches!(stimulus, Stimulus::Music | Stimulus::Speech | Stimulus::Noise);
    match (stimulus, id) {
        // The file's main section is what lies between the pauses, the plugin's last one all that was heard: levels and
        // what depends on them are of other stretches.
        (Stimulus::Sweep, "level.rms" | "level.peak" | "dc" | "correlation" | "correlation.coherence") => {
            f64::INFINITY
        }
        // A clipped tone has a thousand lines, many of them closer to each other than 3/T of a record tells apart. A whole
        // file separates more of them, so that what a line or the mains is given differs beyond the noise.
        (Stimulus::Clipped, "hum.mains") => 0.01,
        (Stimulus::Clipped, "glitches") => HELD_BACK_S * 2.0 * 997.0,
        (Stimulus::Clipped, "thdn.aes17" | "thdn.f" | "sinad.ieee1057" | "enob") => 1e-4,
        (Stimulus::Clipped, "thdn.split.hum" | "thdn.split.spurs" | "hum" | "spurs" | "noise.total") => 0.2,
        // Products of a multitone are lines beside its tones. The longer the stretch, the weaker the lines that stand out
        // of the noise: those that a record does not show are noise to the plugin, and spurs of the file.
        (Stimulus::Multitone | Stimulus::Interleaved, "spurs") => f64::INFINITY,
        (Stimulus::Multitone | Stimulus::Interleaved, "noise.rms" | "noise.density") => 0.1,
        // Exact in what they cover, hence without an interval. But overlapping records count the frames in the middle of
        // the stretch four times, the file every frame once.
        (_, "level.rms" | "tdn.multitone.crest") if is_steady => 0.005,
        (_, "level.rms") => 0.3,
        (_, "correlation") if is_steady => 0.001,
        (_, "correlation") => 0.002,
        _ => 0.0,
    }
}

/// Levels of harmonics that do not agree.
fn harmonics(place: &str, live: &[Harmonic], file: &[Harmonic]) -> Vec<String> {
    let ends =
        |harmonic: &Harmonic| [harmonic.low, harmonic.high].map(|end| end.unwrap_or(f64::NEG_INFINITY));
    let is_apart = |(live, file): &(&Harmonic, &Harmonic)| {
        let ([low, high], [file_low, file_high]) = (ends(live), ends(file));
        live.order != file.order || low > file_high || file_low > high
    };
    let mut faults: Vec<String> = live
        .iter()
        .zip(file)
        .filter(is_apart)
        .map(|(live, file)| format!("{place}, harmonic {}: {live:?}\n  {file:?}", live.order))
        .collect();
    if live.len() != file.len() {
        faults.push(format!("{place}: {} and {} harmonics", live.len(), file.len()));
    }
    faults
}

/// What the plugin saves after playing, with all records in its average.
fn live(recording: &Recording) -> Report {
    let settings = Settings { averaging: Averaging::Infinite, ..Settings::DEFAULT };
    let mut host = offline::host(&settings);
    host.select_channels(recording.channels.len());
    host.set_offline(true);
    host.activate(RATE_HZ, 512);
    host.play(&recording.channels, 512);
    host.deactivate();
    host.save().report().expect("the last reading")
}

/// Nobody waits.
struct Quiet;

impl import::Progress for Quiet {
    fn set_share(&self, _: f64) {}
}

/// What the command line prints as JSON of a file with these samples.
fn of_file(recording: &Recording) -> Report {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("stimulus.wav");
    let spec = hound::WavSpec {
        channels: recording.channels.len() as u16,
        sample_rate: RATE_HZ as u32,
        bits_per_sample: 32,
        sample_format: hound::SampleFormat::Float,
    };
    let mut writer = hound::WavWriter::create(&path, spec).expect("a file");
    for frame in 0..recording.channels[0].len() {
        for channel in &recording.channels {
            writer.write_sample(channel[frame]).expect("room");
        }
    }
    writer.finalize().expect("room");
    let mut file = AudioFile::open(&path, Truncated::Refuse).expect("a WAV");
    let report = import::report(&mut file, &path, &Settings::DEFAULT, &Quiet).expect("a measurement");
    let json = serde_json::to_string(&Measured { report, calibration: None }).expect("JSON");
    let measured: Measured = serde_json::from_str(&json).expect("its own JSON");
    assert_ne!(measured.report.stimulus.kind, StimulusKind::BenchTrack);
    measured.report
}
