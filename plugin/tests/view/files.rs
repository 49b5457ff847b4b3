//! Import, export and the progress of both, as the view asks for them.

use egui::{Key, Modifiers, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use groundtruth_plugin::editor::preferences::{Preferences, Tab};
use groundtruth_plugin::editor::view::{Action, PictureScale};
use groundtruth_plugin::files::{Format, Target};
use groundtruth_plugin::jobs::Work;
use groundtruth_plugin::session::SessionInput;

use super::layout::{cut, texts};
use super::{DEFAULT, Editor, session};

fn open(session: SessionInput, size: Vec2) -> Harness<'static, Editor> {
    let mut editor = Editor { session, ..Editor::default() };
    editor.preferences.tab = Tab::Compare;
    editor.open(size)
}

fn click(harness: &mut Harness<'_, Editor>, label: &str) {
    harness.get_by_label(label).click();
    harness.run();
}

fn typed(harness: &mut Harness<'_, Editor>, label: &str, text: &str) {
    harness.get_by_label(label).focus();
    harness.run();
    harness.get_by_label(label).type_text(text);
    harness.run();
}

#[test]
fn pasted_paths_are_imported_even_into_an_empty_session() {
    let mut harness = open(SessionInput::default(), DEFAULT);
    assert!(harness.query_by_label("Export…").is_none(), "there is nothing to export");
    click(&mut harness, "Import…");
    click(&mut harness, "Import");
    assert!(harness.state().actions.is_empty(), "no path yet");
    let paths = "/home/a/Amp 1.wav\nfile:///home/a/Amp%202.flac";
    typed(&mut harness, "Import WAV, AIFF, FLAC, reports and captures (JSON)", paths);
    click(&mut harness, "Import");
    assert_eq!(harness.state().actions, [Action::Import(paths.to_owned())]);
    assert!(harness.query_by_label("Browse…").is_none(), "the popup is closed");
    click(&mut harness, "Import…");
    click(&mut harness, "Browse…");
    assert_eq!(harness.state().actions.last(), Some(&Action::ChooseImport));
}

#[test]
fn an_export_has_a_form_a_file_and_a_consent_to_replace_it() {
    let mut harness = open(session::pair(), DEFAULT);
    click(&mut harness, "Export…");
    click(&mut harness, "CSV");
    click(&mut harness, "replace");
    click(&mut harness, "Save");
    let action = harness.state_mut().actions.pop().expect("saved");
    let Action::Export(export, Target::Typed { path, replace }) = &action else { panic!("{action:?}") };
    assert!(path.ends_with("/Groundtruth Atlas SE against Atlas balanced.csv"), "{path}");
    assert_eq!((export.format, *replace, export.comparison.captures.len()), (Format::Csv, true, 2));

    click(&mut harness, "Export…");
    harness.get_by_label("File").focus();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    typed(&mut harness, "File", "/tmp/mine.csv");
    click(&mut harness, "JSON");
    click(&mut harness, "Save");
    let action = harness.state_mut().actions.pop().expect("saved");
    let Action::Export(_, target) = &action else { panic!("{action:?}") };
    let expected = Target::Typed { path: "/tmp/mine.json".to_owned(), replace: false };
    assert_eq!(target, &expected, "the ending follows the form, and consent is for one file");

    click(&mut harness, "Export…");
    click(&mut harness, "PNG of this view");
    click(&mut harness, "Browse…");
    let action = harness.state_mut().actions.pop().expect("chosen");
    let Action::SavePicture(PictureScale::Twice, Some(Target::Chosen(path))) = &action else {
        panic!("{action:?}")
    };
    assert!(path.ends_with("Atlas balanced.png"), "{path}");
}

#[test]
fn a_picture_is_asked_for_by_key_in_every_view() {
    for tab in [Tab::Spectrum, Tab::Crosstalk, Tab::Noise, Tab::Bench, Tab::Compare] {
        let mut editor = Editor { session: session::pair(), ..Editor::default() };
        editor.preferences.tab = tab;
        let mut harness = editor.open(DEFAULT);
        harness.key_press(Key::P);
        harness.run();
        assert_eq!(harness.state().actions, [Action::SavePicture(PictureScale::Twice, None)], "{tab:?}");
    }
}

#[test]
fn work_shows_its_share_and_can_be_ended_one_by_one() {
    let mut harness = open(session::pair(), DEFAULT);
    let title = "Importing 3 files";
    assert!(harness.query_by_label(title).is_none());
    let top = harness.get_by_label("A · Atlas SE").rect().top();
    harness.state_mut().work = vec![
        Work { id: 7, title: title.to_owned(), share: 0.374 },
        Work { id: 9, title: "Exporting a.html".to_owned(), share: 0.0 },
    ];
    harness.run();
    harness.get_by_label(title);
    let words: Vec<String> = texts(&harness).into_iter().map(|text| text.words).collect();
    assert!(words.contains(&"37 %".to_owned()) && words.contains(&"0 %".to_owned()), "{words:?}");
    assert_eq!(harness.get_by_label("A · Atlas SE").rect().top(), top + 64.0, "everything else moves down");
    harness.get_all_by_label("Cancel").last().expect("two of them").click();
    harness.run();
    assert_eq!(harness.state().actions, [Action::CancelWork(9)]);
}

#[test]
fn both_popups_fit_into_the_smallest_window() {
    let [width, height] = Preferences::SMALLEST_WINDOW;
    for button in ["Import…", "Export…"] {
        let mut harness = open(session::pair(), Vec2::new(width, height));
        let before = cut(&harness);
        click(&mut harness, button);
        harness.get_by_label("Browse…");
        let new: Vec<String> = cut(&harness).into_iter().filter(|text| !before.contains(text)).collect();
        assert!(new.is_empty(), "{button}: {new:?}");
    }
}
