//! Deletion and its undoing. The system's bin is tested with the command line, which can be given another one.

use crate::common::{capture, library, names, samples};

#[test]
fn a_deleted_capture_comes_back_with_its_samples() {
    let (_folder, library) = library();
    let kept = capture("Amp");
    library.save(&kept, Some(&samples(480))).expect("saved");
    library.delete(kept.id).expect("deleted");
    assert_eq!(library.list().expect("a list"), []);
    assert!(library.load(kept.id).is_err());
    assert_eq!(names(&library.folder().join("deleted")), ["Amp.json", "Amp.wav"]);
    assert_eq!(library.find_deleted("Amp").expect("found").id(), Some(kept.id));
    // Its name is taken meanwhile.
    library.save(&capture("Amp"), None).expect("saved");
    let path = library.undelete(kept.id).expect("undeleted");
    assert_eq!(path, library.folder().join("Amp 2.json"));
    assert_eq!(library.load(kept.id).expect("loaded"), kept);
    assert!(library.samples_path(kept.id).expect("found").is_some());
    assert_eq!(library.deleted().expect("a list"), []);
}

#[test]
fn deleted_captures_of_one_name_do_not_replace_each_other() {
    let (_folder, library) = library();
    for _ in 0..3 {
        let kept = capture("Amp");
        library.save(&kept, Some(&samples(4))).expect("saved");
        library.delete(kept.id).expect("deleted");
    }
    assert_eq!(library.deleted().expect("a list").len(), 3);
    assert!(library.delete(capture("Amp").id).is_err(), "not there");
}
