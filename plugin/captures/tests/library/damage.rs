//! Damaged files, links and leftovers.

use std::fs::{self, File};

use groundtruth_captures::library::LibraryError;

use crate::common::{VERSION_1, capture, library, names, samples};

#[test]
fn damaged_files_are_listed_with_the_reason_hide_nothing_and_stay() {
    let (_folder, library) = library();
    let kept = capture("Amp 3");
    library.save(&kept, None).expect("saved");
    let cut = &VERSION_1[..VERSION_1.len() / 2];
    let later = VERSION_1.replace("groundtruth.capture/1", "groundtruth.capture/2");
    let cases: &[(&str, &[u8], &str)] = &[
        ("cut", cut.as_bytes(), "is no JSON: EOF"),
        ("empty", b"", "is no JSON: EOF"),
        ("foreign", b"{\"name\": \"left-pad\"}", "is no capture of this program"),
        ("list", b"[1, 2]", "is no capture of this program"),
        ("later", later.as_bytes(), "was written by a later version (groundtruth.capture/2)"),
        ("report", b"{\"schema\": \"groundtruth.report/1\"}", "its schema is \"groundtruth.report/1\""),
        ("bytes", b"\xFF\xFE\0", "is no JSON"),
        ("bare", b"{\"schema\": \"groundtruth.capture/1\"}", "is damaged: missing field"),
    ];
    for (name, bytes, _) in cases {
        fs::write(library.folder().join(format!("{name}.json")), bytes).expect("written");
    }
    fs::create_dir(library.folder().join("folder.json")).expect("created");
    let before = names(library.folder());
    let list = library.list().expect("a list");
    assert_eq!(list.len(), 1 + cases.len());
    for (name, _, expected) in cases {
        let entry = library.find(name).expect("listed");
        let reason = entry.content.expect_err(name);
        assert!(reason.contains(expected), "{name}: {reason}");
    }
    assert_eq!(library.load(kept.id).expect("loaded"), kept);
    library.save(&capture("cut"), None).expect("saved beside the damaged one");
    assert_eq!(fs::read(library.folder().join("cut.json")).expect("there"), cut.as_bytes());
    assert!(before.iter().all(|name| names(library.folder()).contains(name)));
}

#[test]
fn damage_behind_the_head_is_said_when_a_capture_is_loaded_and_survives_a_save() {
    let (_folder, library) = library();
    let kept = capture("Amp 3");
    let path = library.save(&kept, None).expect("saved");
    let damaged = kept.to_json().replace("\"pairs\":[", "\"pairs\":[!");
    fs::write(&path, &damaged).expect("written");
    assert!(matches!(library.load(kept.id), Err(LibraryError::Damaged { .. })));
    assert!(library.rename(kept.id, "Amp 4").is_err());
    let beside = library.save(&kept, None).expect("saved");
    assert_ne!(beside, path);
    assert_eq!(fs::read_to_string(&path).expect("there"), damaged);
}

#[test]
fn leftovers_of_killed_writers_go_and_those_of_living_ones_stay() {
    let (_folder, library) = library();
    fs::create_dir_all(library.folder()).expect("created");
    fs::write(library.folder().join(".dead.part"), "{").expect("written");
    let living = File::create(library.folder().join(".living.part")).expect("created");
    living.lock().expect("locked");
    library.save(&capture("Amp"), Some(&samples(4))).expect("saved");
    assert_eq!(names(library.folder()), [".living.part", ".lock", "Amp.json", "Amp.wav"]);
}

#[cfg(unix)]
#[test]
fn links_are_never_followed_for_writing() {
    use std::os::unix::fs::symlink;
    let (folder, library) = library();
    let outside = |name: &str| folder.path().join(name);
    fs::create_dir_all(library.folder()).expect("created");
    let mut kept = capture("Amp");
    fs::write(outside("capture.json"), kept.to_json()).expect("written");
    fs::create_dir(outside("elsewhere")).expect("created");
    symlink(outside("capture.json"), library.folder().join("Amp.json")).expect("linked");
    symlink(outside("elsewhere"), library.folder().join("deleted")).expect("linked");
    symlink(outside("missing"), library.folder().join("Other.json")).expect("linked");
    assert_eq!(library.load(kept.id).expect("read through a link"), kept);

    let original = kept.clone();
    kept.details.notes = "new".to_owned();
    library.save(&kept, None).expect("saved");
    library.save(&capture("Other"), None).expect("saved");
    let text = fs::read_to_string(outside("capture.json")).expect("there");
    assert_eq!(text, original.to_json());
    assert!(library.delete(kept.id).is_err());
    assert_eq!(names(&outside("elsewhere")), [""; 0]);
    assert_eq!(names(folder.path()), ["capture.json", "elsewhere", "library"]);

    fs::remove_file(library.folder().join(".lock")).expect("removed");
    symlink(outside("lock"), library.folder().join(".lock")).expect("linked");
    let error = library.save(&capture("Amp"), None).expect_err("a link as lock").to_string();
    assert!(error.contains("not a plain file") && !outside("lock").exists(), "{error}");
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_named_with_a_remedy() {
    let (folder, _) = library();
    fs::write(folder.path().join("file"), "").expect("written");
    let library = groundtruth_captures::library::Library::open(folder.path().join("file/library"));
    let error = library.save(&capture("Amp"), None).expect_err("no folder").to_string();
    assert!(
        error.contains("file/library") && error.contains("cannot be created") && error.contains("; "),
        "{error}"
    );
}
