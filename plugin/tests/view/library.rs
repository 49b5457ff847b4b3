//! The library in the Compare view: found, added to the session, deleted.

use egui::Vec2;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use groundtruth_plugin::editor::preferences::Tab;
use groundtruth_plugin::editor::view::Action;

use super::layout::texts;
use super::{Editor, click, session};

fn open() -> Harness<'static, Editor> {
    let mut editor = Editor { session: session::with_library(session::pair()), ..Editor::default() };
    editor.preferences.tab = Tab::Compare;
    let mut harness = editor.open(Vec2::new(1100.0, 720.0));
    click(&mut harness, "LIBRARY · 21");
    assert!(harness.state().preferences.compare.library);
    harness
}

#[test]
fn captures_of_other_sessions_are_added_and_deleted() {
    let mut harness = open();
    let id = harness.state().session.library.entries[0].id().expect("whole");
    click(&mut harness, "library: Atlas take 1");
    click(&mut harness, "Add to this session");
    assert_eq!(harness.state().actions.last(), Some(&Action::AddToSession(id)));
    click(&mut harness, "library: Atlas take 1");
    click(&mut harness, "Delete from the library");
    assert_eq!(harness.state().actions.last(), Some(&Action::DeleteFromLibrary(id)));
}

#[test]
fn captures_are_found_by_their_words_and_damaged_files_are_named() {
    let mut harness = open();
    harness.get_by_label("Find in the library").focus();
    harness.get_by_label("Find in the library").type_text("21 atlas");
    harness.run();
    let found: Vec<String> = texts(&harness).iter().map(|text| text.words.clone()).collect();
    let of_library: Vec<&String> = found.iter().filter(|words| words.starts_with("Atlas take")).collect();
    assert_eq!(of_library, ["Atlas take 21"]);
    assert!(found.iter().any(|words| words.contains("is damaged")), "{found:?}");
}
