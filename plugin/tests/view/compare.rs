//! The Compare view: hiding, editing, choosing the reference, copying.

use egui::{Key, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use groundtruth_plugin::editor::preferences::{Lower, Quantity, Tab};
use groundtruth_plugin::editor::view::Action;

use super::layout::texts;
use super::{Editor, session};

fn open() -> Harness<'static, Editor> {
    let mut editor = Editor { session: session::pair(), ..Editor::default() };
    editor.preferences.tab = Tab::Compare;
    // High enough for the rows of distortion.
    editor.open(Vec2::new(1100.0, 1400.0))
}

fn says(harness: &Harness<'_, Editor>, words: &str) -> bool {
    texts(harness).iter().any(|text| text.words.contains(words))
}

#[test]
fn a_capture_is_hidden_and_shown_again_by_its_square() {
    let mut harness = open();
    assert!(says(&harness, "+6.40"));
    harness.get_by_label("show B · Atlas balanced").click();
    harness.run();
    assert!(!says(&harness, "+6.40"));
    harness.get_by_label("show Atlas balanced").click();
    harness.run();
    assert!(says(&harness, "+6.40"));
}

#[test]
fn another_reference_turns_the_differences_round() {
    let mut harness = open();
    harness.get_by_label("B · Atlas balanced").click();
    harness.run();
    harness.get_by_label("Make reference").click();
    harness.run();
    assert!(says(&harness, "−6.40") && !says(&harness, "+6.40"));
    assert!(says(&harness, "difference to B"));
}

#[test]
fn typed_details_are_reported_and_what_is_no_number_is_named() {
    let mut harness = open();
    harness.get_by_label("A · Atlas SE").click();
    harness.run();
    harness.get_by_label("Price").focus();
    harness.get_by_label("Price").type_text("0");
    harness.run();
    let id = harness.state().session.captures[0].id();
    let edited = harness.state().actions.iter().rev().find_map(|action| match action {
        Action::EditCapture(edited, details) if *edited == id => Some(details.price.clone()),
        _ => None,
    });
    assert_eq!(edited.as_deref(), Some("$4990"));
    harness.get_by_label("Load, Ω").focus();
    harness.get_by_label("Load, Ω").type_text("x");
    // One frame: nobody applies the edit here, so that the next one shows the capture's own load again.
    harness.step();
    assert!(says(&harness, "a number above 0"));
}

#[test]
fn claims_and_table_are_copied_as_markdown() {
    let mut harness = open();
    harness.get_by_label("Claims").click();
    harness.run();
    assert_eq!(harness.state().preferences.compare.lower, Lower::Claims);
    assert!(says(&harness, "Balanced reduces crosstalk, against A"));
    harness.get_by_label("Copy table").click();
    harness.run();
    let copied = harness.state().copied.clone().expect("copied");
    assert!(
        copied.contains("| Balanced reduces crosstalk | A | lower by 101.4 dB or more | shown |"),
        "{copied}"
    );
}

#[test]
fn each_quantity_has_a_plot_or_says_what_it_needs() {
    let mut harness = open();
    harness.get_by_label("difference to A").click();
    harness.run();
    assert!(harness.state().preferences.compare.difference);
    let quantities = harness.get_all_by_label("Noise").collect::<Vec<_>>();
    quantities.last().expect("below the tabs").click();
    harness.run();
    assert_eq!(harness.state().preferences.compare.quantity, Quantity::Noise);
    harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::Z);
    harness.run();
    assert_eq!(harness.state().actions.last(), Some(&Action::UndoCaptures));
}
