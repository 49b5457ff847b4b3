//! Keeping and finding captures.

use std::fs;

use groundtruth_captures::library::{Library, LibraryError, Samples};
use groundtruth_captures::{Capture, Details};

use crate::common::{capture, library, names, samples};

#[test]
fn a_capture_is_loaded_as_it_was_saved() {
    let (_folder, library) = library();
    let kept = capture("Amp 3");
    let path = library.save(&kept, Some(&samples(480))).expect("saved");
    assert_eq!(names(library.folder()), [".lock", "Amp 3.json", "Amp 3.wav"]);
    assert_eq!(path, library.folder().join("Amp 3.json"));
    // Another program: nothing is remembered.
    let other = Library::open(library.folder());
    assert_eq!(other.load(kept.id).expect("loaded"), kept);
    let entry = other.find("Amp 3").expect("found by name");
    let summary = entry.content.expect("readable");
    assert_eq!((summary.id, &summary.details, &summary.origin), (kept.id, &kept.details, &kept.origin));
    assert_eq!((summary.sample_rate_hz, summary.frames, summary.has_samples), (48_000.0, 240_000, true));
}

#[test]
fn a_library_that_does_not_exist_is_empty_and_is_not_created_by_looking() {
    let (_folder, library) = library();
    assert_eq!(library.list().expect("an empty list"), []);
    assert!(matches!(library.find("Amp"), Err(LibraryError::NotFound { .. })));
    assert!(!library.folder().exists());
}

#[test]
fn samples_of_24_bits_stay_24_bits_and_others_are_floats() {
    let (_folder, library) = library();
    let integers = samples(480);
    let floats = Samples { channels: vec![vec![0.1, -1.5, f32::NAN]], ..integers.clone() };
    for (samples, bits) in [(&integers, 24), (&floats, 32)] {
        let kept = capture("Amp");
        library.save(&kept, Some(samples)).expect("saved");
        let path = library.samples_path(kept.id).expect("found").expect("samples");
        let mut wav = hound::WavReader::open(path).expect("a WAV file");
        assert_eq!((wav.spec().bits_per_sample, wav.spec().sample_rate), (bits, 48_000));
        let read: Vec<f32> = match bits {
            24 => wav.samples::<i32>().map(|sample| sample.expect("whole") as f32 / 8_388_608.0).collect(),
            _ => wav.samples::<f32>().map(|sample| sample.expect("whole")).collect(),
        };
        let frames = samples.channels[0].len();
        let expected =
            (0..frames).flat_map(|frame| samples.channels.iter().map(move |channel| channel[frame]));
        assert!(read.iter().map(|sample| sample.to_bits()).eq(expected.map(f32::to_bits)), "{bits} bits");
    }
}

#[test]
fn a_file_renamed_by_hand_is_found_by_its_id_and_keeps_its_name() {
    let (_folder, library) = library();
    let mut kept = capture("Amp 3");
    let path = library.save(&kept, Some(&samples(480))).expect("saved");
    for ending in ["json", "wav"] {
        let renamed = library.folder().join("kitchen amplifier").with_extension(ending);
        fs::rename(path.with_extension(ending), renamed).expect("renamed");
    }
    assert_eq!(library.load(kept.id).expect("found"), kept);
    assert_eq!(library.find("kitchen amplifier").expect("found by file").id(), Some(kept.id));
    kept.details.notes = "warmed up".to_owned();
    library.save(&kept, None).expect("saved again");
    assert_eq!(names(library.folder()), [".lock", "kitchen amplifier.json", "kitchen amplifier.wav"]);
    assert_eq!(library.load(kept.id).expect("found"), kept);
}

#[test]
fn details_change_and_all_else_stays_as_it_was_to_the_byte() {
    let (_folder, library) = library();
    let kept = capture("Amp 3");
    let path = library.save(&kept, None).expect("saved");
    // What a later version may add.
    let later = kept
        .to_json()
        .replace("\"details\": {", "\"verdict\": {\"from\": 2.50},\n  \"details\": {\"rating\":5,");
    fs::write(&path, &later).expect("written");
    let details =
        Details {
            name: "Amp 3, warm".to_owned(), notes: "20 °C\n\"warm\"".to_owned(), ..Details::default()
        };
    library.update_details(kept.id, &details).expect("changed");
    assert_eq!(library.load(kept.id).expect("loaded"), Capture { details, ..kept.clone() });
    let changed = fs::read_to_string(&path).expect("text");
    let others = |text: &str| -> Vec<String> {
        text.lines().filter(|line| !line.contains("\"details\"")).map(str::to_owned).collect()
    };
    assert_eq!(others(&changed), others(&later));
    assert!(changed.contains("\"rating\":5"), "{changed}");
    library.rename(kept.id, "Amp 4").expect("renamed");
    assert_eq!(library.find("Amp 4").expect("found").path, path);
    assert_eq!(library.load(kept.id).expect("loaded").details.notes, "20 °C\n\"warm\"");
}

#[test]
fn changes_by_another_program_are_seen() {
    let (_folder, library) = library();
    let mut kept = capture("Amp 1");
    library.save(&kept, None).expect("saved");
    assert_eq!(library.list().expect("a list").len(), 1);
    let other = Library::open(library.folder());
    kept.details.name = "Amp 2".to_owned();
    other.save(&kept, Some(&samples(48))).expect("saved");
    other.save(&capture("Amp 3"), None).expect("saved");
    let seen: Vec<_> = library.list().expect("a list").iter().map(|entry| entry.name()).collect();
    assert_eq!(seen, ["Amp 2", "Amp 3"]);
    let summary = library.find("Amp 2").expect("found").content.expect("readable");
    assert!(summary.has_samples);
}

#[test]
fn one_name_of_several_captures_is_asked_back_with_their_ids() {
    let (_folder, library) = library();
    let (one, two) = (capture("Amp"), capture("Amp"));
    library.save(&one, None).expect("saved");
    library.save(&two, None).expect("saved");
    assert_eq!(names(library.folder()), [".lock", "Amp 2.json", "Amp.json"]);
    let error = library.find("Amp").expect_err("two of them").to_string();
    assert!(error.contains(&one.id.to_string()) && error.contains(&two.id.to_string()), "{error}");
    assert_eq!(library.find(&two.id.to_string().to_lowercase()).expect("found").id(), Some(two.id));
}
