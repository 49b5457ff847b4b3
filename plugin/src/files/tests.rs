//! Files in and out, as the editor's buttons ask for it.

use std::f64::consts::TAU;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};

use groundtruth_captures::audio_file::{AudioFile, Truncated};
use groundtruth_captures::comparison::{Column, Comparison, compare};
use groundtruth_captures::library::Library;
use groundtruth_captures::stimulus::Stimulus;
use groundtruth_measure::{BenchForm, Recording, Settings, StimulusKind, measure};
use hound::{SampleFormat, WavSpec, WavWriter};

use super::export::{Export, Format, Target, export, produce, produce_stimulus};
use super::import::import_files;
use crate::instance::Instance;
use crate::instances;
use crate::jobs;

/// A tone on both sides as a WAV file.
fn tone(folder: &Path, name: &str, seconds: u32, third_harmonic: f64) -> PathBuf {
    let path = folder.join(name);
    let spec =
        WavSpec { channels: 2, sample_rate: 48_000, bits_per_sample: 24, sample_format: SampleFormat::Int };
    let mut writer = WavWriter::create(&path, spec).expect("a writable folder");
    for frame in 0..48_000 * seconds {
        let phase = TAU * 997.0 * f64::from(frame) / 48_000.0;
        let sample = 0.5 * (phase.sin() + third_harmonic * (3.0 * phase).sin());
        for _ in 0..2 {
            writer.write_sample((sample * 8_388_607.0).round() as i32).expect("room");
        }
    }
    writer.finalize().expect("room");
    path
}

/// Waits for the end of all work of this instance: nothing else of the process works under these titles.
fn wait_for(title: &str) {
    let begun = Instant::now();
    while jobs::running().iter().any(|job| job.title() == title) {
        assert!(begun.elapsed() < Duration::from_secs(60), "{title} does not end");
        sleep(Duration::from_millis(2));
    }
}

fn names(instance: &Instance) -> Vec<String> {
    instance.session.captures().iter().map(|capture| capture.details().name.clone()).collect()
}

#[test]
fn several_files_become_captures_and_each_that_fails_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let instance = Arc::new(Instance::default());
    let mut settings = instance.settings();
    settings.measure.load_ohms = Some(32.0);
    settings.reference_volts = Some([2.0, 2.1]);
    instance.set_settings(settings);
    let first = tone(folder.path(), "Amp 1.wav", 1, 1e-4);
    let broken = folder.path().join("Broken.wav");
    let bytes = fs::read(&first).expect("just written");
    fs::write(&broken, &bytes[..bytes.len() / 2]).expect("room");
    let second = tone(folder.path(), "Amp 2.wav", 1, 1e-3);
    let library = folder.path().join("library");
    let files = vec![first, broken.clone(), "here.wav".into(), second];
    import_files(&instance, files, Ok(Library::open(&library)));
    wait_for("Importing 4 files");

    assert_eq!(names(&instance), ["Amp 1", "Amp 2"]);
    let messages = instance.messages();
    assert_eq!(messages.len(), 2, "{messages:?}");
    let of_broken = format!("{}: is truncated at byte", broken.display());
    assert!(messages[0].starts_with(&of_broken) && !messages[0].contains("--"), "{messages:?}");
    assert_eq!(messages[1], "here.wav: is no full path; begin it with / or ~");
    let captures = instance.session.captures();
    let capture = captures[0].capture().expect("readable");
    assert_eq!((capture.details.load_ohms, capture.reference_volts("R")), (Some(32.0), Some(2.1)));
    assert!(capture.spectrum.is_some());

    let kept = Library::open(&library).list().expect("a library");
    let kept: Vec<_> = kept.iter().map(|entry| (entry.name(), entry.id())).collect();
    let id = |place: usize| Some(captures[place].id());
    assert_eq!(kept, [("Amp 1".to_owned(), id(0)), ("Amp 2".to_owned(), id(1))]);
    assert!(library.join("Amp 1.wav").is_file());
}

#[test]
fn a_capture_comes_back_from_its_json_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let library = || Ok(Library::open(folder.path().join("library")));
    let from = Arc::new(Instance::default());
    import_files(&from, vec![tone(folder.path(), "Amp 3.wav", 1, 1e-4)], library());
    wait_for("Importing Amp 3");
    let json = folder.path().join("library/Amp 3.json");
    let to = Arc::new(Instance::default());
    for _ in 0..2 {
        import_files(&to, vec![json.clone()], library());
        wait_for("Importing Amp 3");
    }
    assert_eq!(to.session.captures()[0].capture(), from.session.captures()[0].capture());
    assert_eq!(names(&to), ["Amp 3"]);
    assert_eq!(to.messages(), [format!("{}: is in the session already", json.display())]);
}

#[test]
fn a_cancelled_import_leaves_nothing_and_says_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let instance = Arc::new(Instance::default());
    let file = tone(folder.path(), "Long.wav", 30, 1e-4);
    import_files(&instance, vec![file; 3], Ok(Library::open(folder.path().join("library"))));
    let job = || jobs::running().into_iter().find(|job| job.title() == "Importing 3 files");
    let begun = Instant::now();
    while job().is_some_and(|job| job.share() < 0.02) && begun.elapsed() < Duration::from_secs(60) {
        sleep(Duration::from_millis(1));
    }
    job().expect("it takes longer than that").cancel();
    let cancelled = Instant::now();
    wait_for("Importing 3 files");
    println!("ended {:.0} ms after it was cancelled", cancelled.elapsed().as_secs_f64() * 1e3);
    assert!(names(&instance).is_empty() && instance.messages().is_empty());
    assert!(!folder.path().join("library").exists());
}

fn comparison(folder: &Path) -> Arc<Comparison> {
    let instance = Arc::new(Instance::default());
    let files = vec![tone(folder, "Atlas: A.wav", 1, 1e-4), tone(folder, "Atlas B.wav", 1, 1e-3)];
    import_files(&instance, files, Ok(Library::open(folder.join("library"))));
    wait_for("Importing 2 files");
    let captures: Vec<_> = instance
        .session
        .captures()
        .iter()
        .map(|capture| capture.capture().expect("readable").clone())
        .collect();
    Arc::new(compare(&Column::grouped(&captures), 0, None))
}

#[test]
fn exports_are_written_whole_and_read_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let comparison = comparison(folder.path());
    let instance = Arc::new(Instance::default());
    instances::register(&instance);
    let mut content = Vec::new();
    for format in [Format::Html, Format::Csv, Format::Json, Format::Markdown] {
        let wanted = Export { comparison: comparison.clone(), format };
        let name = wanted.file_name();
        assert_eq!(name, format!("Groundtruth Atlas_ A against Atlas B.{}", format.ending()));
        let path = folder.path().join(&name);
        let target = Target::Typed { path: path.display().to_string(), replace: false };
        export(&instance, produce(wanted), target);
        wait_for(&format!("Exporting {name}"));
        content.push(fs::read_to_string(&path).expect("it is written"));
        assert_eq!(instance.messages(), [format!("Written: {}", path.display())]);
        instance.dismiss_message();
    }
    let [page, table, json, markdown] = content.try_into().expect("four forms");
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("Atlas: A"));
    assert!(table.lines().count() > 20 && table.contains("thd.f,L"));
    let read: Comparison = serde_json::from_str(&json).expect("a comparison");
    assert_eq!(read, *comparison);
    assert!(markdown.starts_with("| Claim |"));
}

#[test]
fn a_file_is_replaced_only_if_that_is_ticked_and_what_cannot_be_written_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let instance = Arc::new(Instance::default());
    let write = |name: &str, text: &'static str, replace| {
        let path = folder.path().join(name).display().to_string();
        let target = Target::Typed { path: path.clone(), replace };
        export(&instance, Box::new(|_| Ok(text.into())), target);
        wait_for(&format!("Exporting {}", name.rsplit('/').next().unwrap_or_default()));
        let message = instance.messages().pop().expect("a message");
        instance.dismiss_message();
        message.replace(&path, "PATH")
    };
    let read = || fs::read_to_string(folder.path().join("replaced.csv")).expect("it is there");
    assert_eq!(write("replaced.csv", "1", false), "Written: PATH");
    let refused = "PATH: exists already; tick “replace”, or use another name";
    assert_eq!((write("replaced.csv", "2", false).as_str(), read().as_str()), (refused, "1"));
    assert_eq!((write("replaced.csv", "3", true).as_str(), read().as_str()), ("Written: PATH", "3"));
    assert_eq!(write("none/x.csv", "4", false), "PATH: cannot be written: there is no such folder");
    fs::create_dir(folder.path().join("folder.csv")).expect("room");
    assert_eq!(write("folder.csv", "5", true), "PATH: is a folder; name a file in it");
    assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 2, "nothing is left behind");
}

#[test]
fn every_stimulus_is_written_and_recognised_when_measured() {
    let folder = tempfile::tempdir().expect("a folder");
    let instance = Arc::new(Instance::default());
    for (stimulus, sample_rate, kind) in [
        (Stimulus::Tone, 44_100, StimulusKind::Tone),
        (Stimulus::ToneLeft, 48_000, StimulusKind::Tone),
        (Stimulus::ToneRight, 48_000, StimulusKind::Tone),
        (Stimulus::Dual, 48_000, StimulusKind::DualTone),
        (Stimulus::Smpte, 48_000, StimulusKind::TwinTone),
        (Stimulus::Din, 48_000, StimulusKind::TwinTone),
        (Stimulus::Dfd, 48_000, StimulusKind::TwinTone),
        (Stimulus::Multitone, 48_000, StimulusKind::Multitone),
        (Stimulus::InterleavedMultitone, 48_000, StimulusKind::Multitone),
        (Stimulus::Sweep, 44_100, StimulusKind::Sweep),
        (Stimulus::Silence, 48_000, StimulusKind::Silence),
        (Stimulus::BenchTrack(BenchForm::Quick), 48_000, StimulusKind::BenchTrack),
    ] {
        let path = folder.path().join(format!("{stimulus:?}.wav"));
        let target = Target::Typed { path: path.display().to_string(), replace: false };
        export(&instance, produce_stimulus(stimulus, sample_rate), target);
        wait_for(&format!("Exporting {stimulus:?}.wav"));
        assert_eq!(instance.messages(), [format!("Written: {}", path.display())]);
        instance.dismiss_message();
        let mut file = AudioFile::open(&path, Truncated::Refuse).expect("a WAV file");
        assert_eq!(file.sample_rate_hz(), f64::from(sample_rate));
        let report = measure(&mut file, &Settings::default(), &mut |_| ()).expect("readable");
        assert_eq!(report.stimulus.kind, kind, "{stimulus:?}");
    }
}

#[test]
fn a_stimulus_that_the_sample_rate_cannot_carry_is_refused_in_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let instance = Arc::new(Instance::default());
    let path = folder.path().join("low.wav");
    let target = Target::Typed { path: path.display().to_string(), replace: false };
    export(&instance, produce_stimulus(Stimulus::Dfd, 32_000), target);
    wait_for("Exporting low.wav");
    let reason = "not at this sample rate: 19000 Hz is not above 0 and below 16000 Hz";
    assert_eq!(instance.messages(), [format!("{}: {reason}", path.display())]);
    assert!(!path.exists());
}
