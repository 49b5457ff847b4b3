//! The last reading in the saved state is what the command line measures of the same samples, figure by figure.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use groundtruth_captures::audio_file::{AudioFile, Truncated};
use groundtruth_captures::import::{self, Progress};
use groundtruth_measure::{Averaging, Figure, FigureKey, Figures, Reading, Report, Settings};
use groundtruth_tests::headless_host::HeadlessHost;

use super::offline;
use super::stimuli::{RATE_HZ, Recording, Stimulus};

#[test]
fn explore() {
    for stimulus in Stimulus::ALL {
        let began = std::time::Instant::now();
        let recording = stimulus.recording();
        let live = live(&recording);
        let t1 = began.elapsed().as_secs_f64();
        let file = of_file(&recording);
        println!("== {stimulus:?} live {t1:.1} s, all {:.1} s; {:?} {:?}", began.elapsed().as_secs_f64(), live.stimulus, file.stimulus);
        println!("   used live {:?} file {:?} sections {}", live.channels[0].used_frames, file.channels[0].used_frames, file.sections.len());
        for (l, f) in live.channels.iter().zip(&file.channels) {
            differences(&l.name, &l.figures, &f.figures);
            if l.harmonics.len() != f.harmonics.len() || l.hum_lines.len() != f.hum_lines.len() || l.spurs.len() != f.spurs.len() || l.tones.len() != f.tones.len() || l.products.len() != f.products.len() {
                println!("   {} lists: harmonics {} {} hum {} {} spurs {} {} tones {} {} products {} {}", l.name, l.harmonics.len(), f.harmonics.len(), l.hum_lines.len(), f.hum_lines.len(), l.spurs.len(), f.spurs.len(), l.tones.len(), f.tones.len(), l.products.len(), f.products.len());
            }
        }
        for (l, f) in live.pairs.iter().zip(&file.pairs) {
            differences(&format!("{}>{}", l.from, l.to), &l.figures, &f.figures);
        }
    }
}

fn differences<K: FigureKey + std::fmt::Display>(place: &str, live: &Figures<K>, file: &Figures<K>) {
    for (id, reading) in live {
        let other = &file[id];
        match (reading, other) {
            (Reading::Measured(a), Reading::Measured(b)) => {
                let overlap = a.low <= b.high && b.low <= a.high;
                if !overlap || a.limit != b.limit {
                    println!("   {place} {id}: live {} [{}, {}] {} file {} [{}, {}] {}", a.value, a.low, a.high, a.limit, b.value, b.low, b.high, b.limit);
                }
            }
            (Reading::NotMeasurable(a), Reading::NotMeasurable(b)) => {
                if std::mem::discriminant(a) != std::mem::discriminant(b) {
                    println!("   {place} {id}: refused live {a} | file {b}");
                }
            }
            (Reading::Measured(a), Reading::NotMeasurable(b)) => println!("   {place} {id}: live {} file refused {b}", a.value),
            (Reading::NotMeasurable(a), Reading::Measured(b)) => println!("   {place} {id}: live refused {a} file {}", b.value),
        }
    }
    for id in file.keys() {
        if !live.contains_key(id) {
            println!("   {place} {id} only in file");
        }
    }
}

const SETTINGS: Settings = Settings { averaging: Averaging::Infinite, ..Settings::DEFAULT };

fn live(recording: &Recording) -> Report {
    let mut host: HeadlessHost = offline::host(&SETTINGS);
    host.select_channels(recording.channels.len());
    host.set_offline(true);
    host.activate(RATE_HZ, 512);
    host.play(&recording.channels, 512);
    host.deactivate();
    host.save().report().expect("the last reading")
}

struct Quiet;

impl Progress for Quiet {
    fn set_share(&self, _: f64) {}
}

fn of_file(recording: &Recording) -> Report {
    let path = std::env::temp_dir().join(format!("groundtruth-equal-{}.wav", std::process::id()));
    let spec = hound::WavSpec { channels: recording.channels.len() as u16, sample_rate: RATE_HZ as u32, bits_per_sample: 32, sample_format: hound::SampleFormat::Float };
    let mut writer = hound::WavWriter::create(&path, spec).expect("a file");
    for frame in 0..recording.channels[0].len() {
        for channel in &recording.channels {
            writer.write_sample(channel[frame]).expect("room");
        }
    }
    writer.finalize().expect("room");
    let mut file = AudioFile::<File>::open(&path, Truncated::Refuse).expect("a WAV");
    import::report(&mut file, &path, &Settings::DEFAULT, &Quiet).expect("measured")
}
