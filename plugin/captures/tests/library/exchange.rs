//! Import and export.

use std::fs;

use groundtruth_captures::library::LibraryError;

use crate::common::{capture, library, names, samples};

#[test]
fn what_is_exported_is_imported_elsewhere_to_the_byte() {
    let (folder, library) = library();
    let kept = capture("Amp");
    let path = library.save(&kept, Some(&samples(480))).expect("saved");
    let (json, wav) = (folder.path().join("out.json"), folder.path().join("out.wav"));
    library.export(kept.id, &json).expect("exported");
    library.export(kept.id, &wav).expect("exported");
    assert_eq!(names(folder.path()), ["library", "out.json", "out.wav"]);
    let again = library.export(kept.id, &json).expect_err("exists").to_string();
    assert!(again.contains("use another name"), "{again}");

    let (_elsewhere, other) = crate::common::library();
    let imported = other.import(&json).expect("imported");
    assert_eq!((imported.id, imported.was_there), (kept.id, false));
    assert_eq!(imported.path, other.folder().join("Amp.json"));
    for ending in ["json", "wav"] {
        let bytes = |path: &std::path::Path| fs::read(path.with_extension(ending)).expect("there");
        assert_eq!(bytes(&imported.path), bytes(&path));
    }
    assert!(other.import(&json).expect("known").was_there);
    assert_eq!(names(other.folder()), [".lock", "Amp.json", "Amp.wav"]);
}

#[test]
fn another_version_of_a_capture_is_not_replaced_by_an_import() {
    let (folder, library) = library();
    let mut kept = capture("Amp");
    library.save(&kept, None).expect("saved");
    let file = folder.path().join("other.json");
    kept.details.notes = "changed elsewhere".to_owned();
    fs::write(&file, kept.to_json()).expect("written");
    assert!(matches!(library.import(&file), Err(LibraryError::OtherContent { .. })));
    assert_eq!(library.load(kept.id).expect("loaded").details.notes, "Second unit.");
}

#[test]
fn a_report_becomes_a_capture_named_after_its_recording() {
    let (folder, library) = library();
    let file = folder.path().join("report.json");
    let mut measured = capture("").measured;
    measured.report.source.file = Some("captures/Amp 3.1.wav".to_owned());
    fs::write(&file, serde_json::to_string(&measured).expect("JSON")).expect("written");
    let imported = library.import(&file).expect("imported");
    let loaded = library.load(imported.id).expect("loaded");
    assert_eq!((loaded.details.name.as_str(), &loaded.measured), ("Amp 3.1", &measured));
    assert_eq!(loaded.details.load_ohms, Some(32.0));
}

#[test]
fn a_capture_without_samples_has_none_to_export() {
    let (folder, library) = library();
    let kept = capture("Amp");
    library.save(&kept, None).expect("saved");
    let error = library.export(kept.id, &folder.path().join("out.wav")).expect_err("none");
    assert!(matches!(error, LibraryError::NoSamples { .. }), "{error}");
}
