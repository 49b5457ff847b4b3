use std::thread::sleep;

use groundtruth_captures::Measured;
use groundtruth_captures::library::Entry;
use groundtruth_measure::{Settings, measure_record};

use super::*;
use crate::instances;

fn capture(name: &str) -> Arc<Capture> {
    let report = measure_record(48_000.0, &[&[0.25; 9600][..]], Settings::default());
    Arc::new(Capture::new(name, Measured { report, calibration: None }))
}

fn name_in_library(id: Ulid) -> Option<String> {
    listed().entries.iter().find(|entry| entry.id() == Some(id)).map(Entry::name)
}

fn wait_until(what: &str, is: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is() {
        assert!(begun.elapsed() < Duration::from_secs(20), "never: {what}");
        sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_capture_is_kept_edited_deleted_and_brought_back() {
    let instance = Arc::new(Instance::default());
    instances::register(&instance);
    let capture = capture("of the shelf's test");
    let id = capture.id;
    instance.session.add(SessionCapture::new(capture.clone()).expect("short enough"));
    keep(&instance, capture, None);
    wait_until("kept", || name_in_library(id).is_some());
    for name in ["n", "new", "new name"] {
        instances::edit(id, &Details { name: name.to_owned(), ..Details::default() });
    }
    wait_until("renamed", || name_in_library(id).as_deref() == Some("new name"));
    instances::undo();
    wait_until("undone", || name_in_library(id).as_deref() == Some("of the shelf's test"));

    instances::remove(id);
    add_to_session(&instance, id);
    wait_until("added from the library", || instance.session.captures().len() == 1);
    delete(&instance, id);
    wait_until("deleted", || name_in_library(id).is_none());
    instances::undo();
    wait_until("brought back", || name_in_library(id).is_some());
    assert_eq!(instance.messages(), [""; 0]);
    library().and_then(|library| library.delete(id).map_err(in_library)).expect("deleted");
}

#[test]
fn what_another_program_keeps_is_seen_while_a_window_is_open() {
    let instance = Arc::new(Instance::default());
    open();
    wait_until("watched", || SHELF.watch.lock().watcher.is_some());
    let capture = capture("of another program");
    let library = library().expect("a folder");
    library.save(&capture, None).expect("kept");
    wait_until("seen", || name_in_library(capture.id).is_some());
    library.delete(capture.id).expect("deleted");
    wait_until("gone", || name_in_library(capture.id).is_none());
    close(&instance);
    assert!(SHELF.watch.lock().watcher.is_none());
}
