//! Recordings become captures; files are written completely or not at all.

use std::cell::Cell;
use std::f64::consts::TAU;
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use groundtruth_captures::audio_file::{AudioFile, Truncated};
use groundtruth_captures::import::{self, Conditions, ImportError, Progress};
use groundtruth_captures::output::{Existing, write_whole};
use groundtruth_measure::{Band, ChannelFigure, DeclaredStimulus, Settings};
use hound::{SampleFormat, WavSpec, WavWriter};

/// Two seconds of a tone on both sides, as WAV.
fn tone() -> AudioFile<Cursor<Vec<u8>>> {
    let spec =
        WavSpec { channels: 2, sample_rate: 48_000, bits_per_sample: 24, sample_format: SampleFormat::Int };
    let mut bytes = Cursor::new(Vec::new());
    let mut writer = WavWriter::new(&mut bytes, spec).expect("a header");
    for frame in 0..96_000 {
        let sample = 0.5 * (TAU * 997.0 * f64::from(frame) / 48_000.0).sin();
        for _ in 0..2 {
            writer.write_sample((sample * 8_388_607.0).round() as i32).expect("memory");
        }
    }
    writer.finalize().expect("memory");
    AudioFile::new(bytes, Truncated::Refuse).expect("a WAV file")
}

/// Counts, and cancels from a share on.
struct Counted {
    share: Cell<f64>,
    calls: Cell<usize>,
    cancel_from: f64,
}

impl Progress for Counted {
    fn set_share(&self, share: f64) {
        self.share.set(share);
        self.calls.set(self.calls.get() + 1);
    }

    fn is_cancelled(&self) -> bool {
        self.share.get() >= self.cancel_from
    }
}

fn counted(cancel_from: f64) -> Counted {
    Counted { share: Cell::new(0.0), calls: Cell::new(0), cancel_from }
}

#[test]
fn a_recording_becomes_a_capture_with_spectrum_samples_and_volts() {
    let conditions =
        Conditions { reference_volts: &[2.0], spectrum: true, samples: true, ..Conditions::default() };
    let progress = counted(2.0);
    let imported = import::recording(&mut tone(), Path::new("/a/Amp.wav"), "Amp", &conditions, &progress);
    let (capture, samples) = imported.expect("a capture");
    assert_eq!((capture.details.name.as_str(), capture.spectrum.is_some()), ("Amp", true));
    assert_eq!(capture.report().source.file.as_deref(), Some("/a/Amp.wav"));
    let level = capture.report().channels[0].figures[&ChannelFigure::LevelFundamental].figure().copied();
    assert!((level.expect("a tone").value + 6.02).abs() < 0.01);
    assert_eq!(capture.reference_volts("R"), Some(2.0));
    let samples = samples.expect("they are wanted");
    assert_eq!((samples.channels.len(), samples.channels[1].len()), (2, 96_000));
    assert!(progress.calls.get() > 2 && progress.share.get() > 0.9, "{}", progress.share.get());
}

#[test]
fn a_cancelled_import_ends_before_the_next_block() {
    let progress = counted(0.0);
    let report = import::report(&mut tone(), Path::new("Amp.wav"), &Settings::DEFAULT, &progress);
    assert!(matches!(report, Err(ImportError::Cancelled)));
    let progress = counted(0.3);
    let report = import::report(&mut tone(), Path::new("Amp.wav"), &Settings::DEFAULT, &progress);
    assert!(matches!(report, Err(ImportError::Cancelled)));
    assert!(progress.share.get() < 0.9, "{}", progress.share.get());
}

#[test]
fn what_the_file_cannot_hold_is_refused_before_it_is_read() {
    let refused = |settings: Settings| {
        let report = import::report(&mut tone(), Path::new("Amp.wav"), &settings, &counted(2.0));
        report.expect_err("above half the rate").to_string()
    };
    let band = Settings { band: Band { low_hz: 30_000.0, high_hz: 40_000.0 }, ..Settings::DEFAULT };
    assert!(refused(band).contains("30000 Hz, above half the sample rate, 24000 Hz"));
    let tone = Settings { declared: Some(DeclaredStimulus::Tone(25_000.0)), ..Settings::DEFAULT };
    assert!(refused(tone).contains("a tone of 25000 Hz"));
}

#[test]
fn a_file_is_whole_or_not_there_and_never_replaced_by_accident() {
    let folder = tempfile::tempdir().expect("a folder");
    let target = folder.path().join("page.html");
    let write = |existing, text: &str| write_whole(&target, existing, |file| file.write_all(text.as_bytes()));
    write(Existing::Keep, "first").expect("a new file");
    let kept = write(Existing::Keep, "second").expect_err("it exists");
    assert_eq!(kept.kind(), std::io::ErrorKind::AlreadyExists);
    assert_eq!(fs::read_to_string(&target).expect("the first"), "first");
    let failing = write_whole(&target, Existing::Replace, |file| {
        file.write_all(b"half")?;
        Err(std::io::ErrorKind::StorageFull.into())
    });
    assert_eq!(failing.expect_err("no space").kind(), std::io::ErrorKind::StorageFull);
    assert_eq!(fs::read_to_string(&target).expect("the first"), "first");
    write(Existing::Replace, "third").expect("replaced");
    assert_eq!(fs::read_to_string(&target).expect("the third"), "third");
    assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 1, "nothing is left behind");
}
