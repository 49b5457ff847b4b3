//! The Compare view: hiding, editing, choosing reference and baseline, order, sorting, filtering, copying.

use egui::accesskit::Role;
use egui::{Key, Modifiers, Pos2, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use groundtruth_captures::Capture;
use groundtruth_plugin::editor::preferences::{Lower, Preferences, Quantity, Tab};
use groundtruth_plugin::editor::view::Action;
use groundtruth_plugin::session::{SessionCapture, SessionInput};
use ulid::Ulid;

use super::layout::texts;
use super::{Editor, click, session};

fn open() -> Harness<'static, Editor> {
    // High enough for the rows of distortion.
    of(session::pair(), Vec2::new(1100.0, 1400.0))
}

fn of(session: SessionInput, size: Vec2) -> Harness<'static, Editor> {
    let mut editor = Editor { session, ..Editor::default() };
    editor.preferences.tab = Tab::Compare;
    editor.open(size)
}

fn says(harness: &Harness<'_, Editor>, words: &str) -> bool {
    texts(harness).iter().any(|text| text.words.contains(words))
}

#[test]
fn a_capture_is_hidden_and_shown_again_by_its_square() {
    let mut harness = open();
    assert!(says(&harness, "+6.40"));
    click(&mut harness, "show B · Atlas balanced");
    assert!(!says(&harness, "+6.40"));
    click(&mut harness, "show Atlas balanced");
    assert!(says(&harness, "+6.40"));
}

#[test]
fn another_reference_turns_the_differences_round() {
    let mut harness = open();
    click(&mut harness, "B · Atlas balanced");
    click(&mut harness, "Make reference");
    assert!(says(&harness, "−6.40") && !says(&harness, "+6.40"));
    assert!(says(&harness, "difference to B"));
}

#[test]
fn typed_details_are_reported_and_what_is_no_number_is_named() {
    let mut harness = open();
    click(&mut harness, "A · Atlas SE");
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
    click(&mut harness, "Claims");
    assert_eq!(harness.state().preferences.compare.lower, Lower::Claims);
    assert!(says(&harness, "Balanced reduces crosstalk, against A"));
    click(&mut harness, "Copy table");
    let copied = harness.state().copied.clone().expect("copied");
    assert!(
        copied.contains("| Balanced reduces crosstalk | A | lower by 101.4 dB or more | shown |"),
        "{copied}"
    );
}

#[test]
fn each_quantity_has_a_plot_or_is_greyed() {
    let mut harness = open();
    click(&mut harness, "difference to A");
    assert!(harness.state().preferences.compare.difference);
    for (label, quantity) in [("Harmonics", Quantity::Harmonics), ("Balance", Quantity::Harmonics)] {
        harness.get_by_label(label).click();
        harness.run();
        assert_eq!(harness.state().preferences.compare.quantity, quantity, "{label}");
    }
    assert!(says(&harness, "dB, by order"));
    point_at(&mut harness, "Balance");
    assert!(says(&harness, "Balance over frequency needs a sweep"));
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run();
    assert_eq!(harness.state().actions.last(), Some(&Action::UndoCaptures));
}

#[test]
fn balance_of_sweeps_has_an_axis_of_tenths() {
    let mut harness = of(session::swept(), Vec2::new(1100.0, 720.0));
    click(&mut harness, "Balance");
    assert_eq!(harness.state().preferences.compare.quantity, Quantity::Balance);
    assert!(says(&harness, "0.1") && says(&harness, "−0.1") && !says(&harness, "needs a sweep"));
}

#[test]
fn a_narrow_window_has_all_quantities_in_a_menu() {
    let [width, height] = Preferences::SMALLEST_WINDOW;
    let mut harness = of(session::pair(), Vec2::new(width, height));
    let menu = |harness: &Harness<'_, Editor>| harness.get_by_role(Role::ComboBox).rect().center();
    let at = menu(&harness);
    press(&mut harness, at);
    for label in ["Response", "THD over frequency", "THD+N over level"] {
        assert!(harness.get_by_label(label).accesskit_node().is_disabled(), "{label}");
    }
    click(&mut harness, "Harmonics");
    assert_eq!(harness.state().preferences.compare.quantity, Quantity::Harmonics);
}

/// Moves the pointer there from outside, until the tooltip stands: after a click there is none where it stays.
fn point_at(harness: &mut Harness<'_, Editor>, label: &str) {
    harness.remove_cursor();
    harness.run();
    harness.get_by_label(label).hover();
    harness.run_steps(60);
}

/// Words of the captures' headings from left to right.
fn headings(harness: &Harness<'_, Editor>) -> Vec<String> {
    let mut found: Vec<(f32, String)> = Vec::new();
    for node in harness.get_all_by_role(Role::ColumnHeader) {
        found.push((node.rect().left(), node.accesskit_node().label().unwrap_or_default()));
    }
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    found.into_iter().map(|(_, label)| label).collect()
}

#[test]
fn a_click_on_a_figure_sorts_the_captures_then_reverses_them_then_shows_the_lists_order() {
    let mut editor = Editor { session: session::crowd(), ..Editor::default() };
    editor.preferences.tab = Tab::Compare;
    editor.preferences.compare.only_differences = true;
    // From the highest THD to the lowest.
    editor.preferences.compare.order = editor.session.captures.iter().rev().map(SessionCapture::id).collect();
    let mut harness = editor.open(Vec2::new(2400.0, 720.0));
    let listed = headings(&harness);
    assert_eq!([&listed[0], &listed[11]], ["A Amp 11", "L Amp 0"]);
    click(&mut harness, "THD, L");
    let best_first = headings(&harness);
    assert_eq!([&best_first[0], &best_first[11]], ["L Amp 0", "A Amp 11"]);
    point_at(&mut harness, "THD, L");
    assert!(says(&harness, "Sorted, the best first. Click: the worst first"));
    click(&mut harness, "THD, L");
    assert_eq!(headings(&harness)[0], "A Amp 11");
    click(&mut harness, "THD, L");
    assert_eq!((headings(&harness), harness.state().preferences.compare.sort.clone()), (listed, None));
}

#[test]
fn a_saved_choice_that_fits_no_capture_is_ignored() {
    let saved = r#"{"order":["01ARZ3NDEKTSV4RRFFQ69G5FAV"],"baseline":"01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "sort":{"figure":"of.a.later.version","where":"L"}}"#;
    let mut editor = Editor { session: session::pair(), ..Editor::default() };
    editor.preferences.tab = Tab::Compare;
    editor.preferences.compare = serde_json::from_str(saved).expect("its own form");
    let harness = editor.open(Vec2::new(1100.0, 720.0));
    assert_eq!(headings(&harness), ["A Atlas SE", "B Atlas balanced"]);
    assert!(!says(&harness, "baseline"));
}

#[test]
fn what_is_typed_chooses_rows_until_escape_and_a_channel_stands_for_itself() {
    let mut harness = open();
    let typed = |harness: &mut Harness<'_, Editor>, text: &str| {
        harness.get_by_role(Role::TextInput).focus();
        harness.run();
        harness.get_by_role(Role::TextInput).type_text(text);
        harness.run();
    };
    typed(&mut harness, "THD r");
    assert!(says(&harness, "THD, R") && !says(&harness, "THD, L") && !says(&harness, "Level, R"));
    harness.key_press(Key::Escape);
    harness.run();
    assert!(says(&harness, "THD, L") && says(&harness, "Level, R"));
    typed(&mut harness, "crosstalk");
    assert!(says(&harness, "CROSSTALK") && !says(&harness, "Level, R"));
    typed(&mut harness, " hiss");
    assert!(says(&harness, "No row holds “crosstalk hiss”"));
}

#[test]
fn differences_only_leaves_the_rows_that_differ() {
    let mut harness = open();
    click(&mut harness, "differences only");
    assert!(says(&harness, "THD, L") && !says(&harness, "Frequency, L") && !says(&harness, "SIGNAL"));
}

/// Presses and releases the primary button at a place.
fn press(harness: &mut Harness<'_, Editor>, at: Pos2) {
    harness.drag_at(at);
    harness.run();
    harness.drop_at(at);
    harness.run();
}

#[test]
fn a_dragged_capture_takes_its_letter_from_its_place_and_keeps_its_colour() {
    let mut harness = open();
    let colour = |harness: &Harness<'_, Editor>, words: &str| {
        texts(harness).into_iter().find(|text| text.words == words).map(|text| text.colour)
    };
    let before = colour(&harness, "A Atlas SE");
    assert!(before.is_some());
    let [first, second] =
        ["A · Atlas SE", "B · Atlas balanced"].map(|label| harness.get_by_label(label).rect());
    harness.drag_at(first.center());
    harness.run();
    harness.hover_at(second.center_bottom() - egui::vec2(0.0, 6.0));
    harness.run();
    harness.drop_at(second.center_bottom() - egui::vec2(0.0, 6.0));
    harness.run();
    harness.get_by_label("A · Atlas balanced");
    harness.get_by_label("B · Atlas SE");
    assert_eq!(colour(&harness, "B Atlas SE"), before);
    assert!(harness.query_by_label("Make reference").is_none(), "a drag is no click");
}

#[test]
fn alt_and_an_arrow_move_the_capture_that_has_the_focus() {
    let mut harness = open();
    harness.get_by_label("B · Atlas balanced").focus();
    harness.run();
    for (key, label) in [(Key::ArrowUp, "A · Atlas balanced"), (Key::ArrowDown, "B · Atlas balanced")] {
        harness.key_press_modifiers(Modifiers::ALT, key);
        harness.run();
        harness.get_by_label(label);
    }
}

#[test]
fn figures_near_the_baseline_are_limits_that_say_so() {
    let mut harness = of(session::with_loopback(), Vec2::new(1100.0, 1400.0));
    assert!(!says(&harness, "- - baseline"));
    click(&mut harness, "C · Loopback");
    click(&mut harness, "Make baseline");
    let loopback = harness.state().session.captures[2].id();
    assert_eq!(harness.state().preferences.compare.baseline, Some(loopback));
    assert!(says(&harness, "≤ −103.6") && says(&harness, "- - baseline") && !says(&harness, "C Loopback"));
    harness.get_all_by_label("≤ −103.6").next().expect("of L").hover();
    harness.run_steps(60);
    assert!(says(&harness, "A limit: the baseline is within 6 dB"));
    click(&mut harness, "Copy table");
    let copied = harness.state().copied.clone().expect("copied");
    assert!(copied.contains("≤ -103.6 (baseline)"), "{copied}");
    assert!(copied.contains("Figures within 6 dB of the baseline, Loopback, are limits."), "{copied}");
    click(&mut harness, "Loopback");
    click(&mut harness, "Clear baseline");
    assert!(says(&harness, "C Loopback") && !says(&harness, "≤ −103.6"));
}

#[test]
fn a_baseline_alone_is_a_column_and_a_hidden_one_counts_for_nothing() {
    let mut harness = of(session::with_loopback(), Vec2::new(1100.0, 1400.0));
    let ids: Vec<Ulid> = harness.state().session.captures.iter().map(SessionCapture::id).collect();
    harness.state_mut().preferences.compare.baseline = Some(ids[2]);
    harness.state_mut().preferences.compare.hidden.extend(&ids[..2]);
    harness.run();
    assert!(says(&harness, "A Loopback"));
    harness.state_mut().preferences.compare.hidden = [ids[2]].into();
    harness.run();
    assert!(says(&harness, "A Atlas SE") && !says(&harness, "≤ −103.6"));
}

#[test]
fn what_a_track_measures_now_is_a_column_beside_the_captures() {
    let mut harness = open();
    click(&mut harness, "show live Amp 3");
    assert_eq!(harness.state().actions.last(), Some(&Action::ShowLive(1, true)));
    let captured = harness.state().session.captures[0].capture().expect("whole").clone();
    let live = &mut harness.state_mut().session.live[1];
    let mut capture = Capture::clone(&captured);
    capture.id = ulid::Ulid::generate();
    "Amp 3 · live".clone_into(&mut capture.details.name);
    (live.is_shown, live.capture) = (true, Some(capture.into()));
    harness.run();
    assert!(says(&harness, "C · Amp 3") && says(&harness, "Amp 3 · live"));
}
