//! The menu *Copy* and its keys: readings, peaks, pictures.

use egui::{Key, Modifiers, Pos2, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use groundtruth_analysis::Snapshot;
use groundtruth_captures::export::readings_csv;
use groundtruth_captures::table::{self, Cell, ChannelColumn};
use groundtruth_plugin::editor::preferences::{Preferences, Tab, Theme};
use groundtruth_plugin::editor::view::{Action, PictureScale};

use super::{DEFAULT, Editor, click, drag, layout, snapshots};

fn smallest() -> Vec2 {
    let [width, height] = Preferences::SMALLEST_WINDOW;
    Vec2::new(width, height)
}

/// What a key copies.
fn copied(harness: &mut Harness<'_, Editor>, key: Key) -> Option<String> {
    harness.state_mut().copied = None;
    harness.key_press(key);
    harness.run_steps(2);
    harness.state_mut().copied.take()
}

fn of_snapshot(snapshot: Snapshot, key: Key) -> String {
    copied(&mut Editor::showing(snapshot).open(DEFAULT), key).expect("something is copied")
}

/// Cells of the lines of every Markdown table of a text; each table has one width.
fn cells(markdown: &str) -> Vec<Vec<String>> {
    let lines = markdown.lines().filter(|line| line.starts_with('|') && !line.starts_with("|---"));
    let cells = lines.map(|line| {
        let inner = line.strip_prefix("| ").and_then(|line| line.strip_suffix(" |")).expect("a whole line");
        inner.split(" | ").map(str::trim).map(str::to_owned).collect::<Vec<_>>()
    });
    cells.collect()
}

#[test]
fn every_entry_of_the_menu_does_what_its_key_does() {
    let mut harness = Editor::showing(snapshots::dual_tone()).open(DEFAULT);
    for (entry, key) in [
        ("Copy readings as Markdown M", Key::M),
        ("Copy readings as CSV V", Key::V),
        ("Copy the largest peaks K", Key::K),
    ] {
        let by_key = copied(&mut harness, key);
        click(&mut harness, "Copy");
        click(&mut harness, entry);
        assert!(by_key.is_some() && harness.state().copied == by_key, "{entry}");
        assert!(harness.query_by_label(entry).is_none(), "the menu is closed");
        assert!(layout::texts(&harness).iter().any(|text| text.words == "copied"), "{entry}");
    }
    click(&mut harness, "Copy");
    click(&mut harness, "Save picture, 2× P");
    click(&mut harness, "Copy");
    click(&mut harness, "Save picture, 1× Shift P");
    harness.key_press(Key::P);
    harness.run();
    harness.key_press_modifiers(Modifiers::SHIFT, Key::P);
    harness.run();
    let [twice, once] =
        [PictureScale::Twice, PictureScale::Once].map(|scale| Action::SavePicture(scale, None));
    assert_eq!(harness.state().actions, [twice.clone(), once.clone(), twice, once]);
}

#[test]
fn the_menu_fits_and_covers_no_word_of_its_own_in_every_window_and_theme() {
    for size in [smallest(), DEFAULT] {
        for theme in [Theme::Dark, Theme::Light] {
            let mut editor = Editor::showing(snapshots::dual_tone());
            editor.preferences.theme = theme;
            let mut harness = editor.open(size);
            click(&mut harness, "Copy");
            let cut = layout::cut(&harness);
            assert!(cut.is_empty(), "{size:?} {theme:?}: {cut:?}");
            let words: Vec<String> = layout::texts(&harness).into_iter().map(|text| text.words).collect();
            for word in ["Save picture, 1×", "Shift P"] {
                assert!(words.iter().any(|words| words == word), "{size:?} {theme:?}: {word}");
            }
        }
    }
}

#[test]
fn the_readings_as_csv_are_every_figure_of_the_report() {
    for snapshot in [snapshots::tone_left(), snapshots::smpte(), snapshots::troubled(), snapshots::mono()] {
        let report = snapshot.report.clone().expect("a report");
        let text = of_snapshot(snapshot, Key::V);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let records: Vec<Vec<String>> = reader
            .records()
            .map(|record| record.expect("even").iter().map(str::to_owned).collect())
            .collect();
        let columns: Vec<ChannelColumn<'_>> =
            report.channels.iter().map(|channel| ChannelColumn { channel, calibrated: None }).collect();
        let mut seen = 0;
        for row in table::of_channels(&columns).iter().filter(|row| row.label != "Peak") {
            for (cell, column) in row.cells.iter().zip(&columns) {
                let (value, reason) = match cell {
                    Cell::Value(number) => (number.figure.value.to_string(), String::new()),
                    Cell::Missing(refusal) => (String::new(), refusal.to_string()),
                    _ => continue,
                };
                let is_it = |record: &&Vec<String>| {
                    record[1] == column.channel.name && record[2] == row.unit && record[3] == row.label
                };
                let record = records.iter().find(is_it).unwrap_or_else(|| panic!("{}: {text}", row.label));
                assert_eq!((&record[4], &record[8]), (&value, &reason), "{}", row.label);
                seen += 1;
            }
        }
        assert!(seen > 20 * columns.len(), "{seen} figures");
        let pairs = report.pairs.len();
        let places: std::collections::BTreeSet<&str> =
            records.iter().map(|record| record[1].as_str()).filter(|place| place.contains('>')).collect();
        assert_eq!(places.len(), pairs, "{places:?}");
    }
    assert!(readings_csv(&[]).starts_with("id,where,unit,figure,value,low,high,limit,not measurable"));
}

#[test]
fn the_readings_as_markdown_have_intervals_reasons_pairs_and_what_was_measured() {
    let text = of_snapshot(snapshots::tone_left(), Key::M);
    assert!(text.starts_with("Amplifier B: 48 kHz, 20 Hz–20 kHz, tone: 997 Hz on L\n"), "{text}");
    let cells = cells(&text);
    let row = |label: &str, unit: &str| {
        let found = cells.iter().find(|cells| cells[0] == label && cells[1] == unit);
        found.unwrap_or_else(|| panic!("{label}: {text}")).clone()
    };
    assert_eq!(row("Figure", "Unit")[2..], ["L", "R"]);
    assert_eq!(row("THD", "dB")[2..], ["-103.620 ±0.020", "(a)"]);
    assert!(text.contains("- (a) not driven: the tone is 46.6 dB below the driven side\n"), "{text}");
    assert!(cells.iter().any(|cells| cells[2..] == ["L to R", "R to L"]), "{text}");
    assert!(row("Clipped", "")[2..] == ["0", "0"], "live meters too");
}

#[test]
fn of_music_the_readings_have_loudness_and_correlation() {
    let text = of_snapshot(snapshots::music(), Key::M);
    let cells = cells(&text);
    for (label, columns) in
        [("True peak", 2), ("Crest factor", 2), ("Integrated", 1), ("Range", 1), ("Correlation", 1)]
    {
        let row = cells.iter().find(|cells| cells[0] == label && cells.len() == 2 + columns);
        let row = row.unwrap_or_else(|| panic!("{label}: {text}"));
        assert!(row[2].starts_with(['-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']), "{row:?}");
    }
    assert!(text.contains("Not measurable:\n"), "{text}");
}

#[test]
fn without_a_reading_nothing_is_copied_and_a_sign_says_so() {
    for key in [Key::M, Key::V, Key::K] {
        let mut harness = Editor::default().open(DEFAULT);
        assert_eq!(copied(&mut harness, key), None);
        assert!(layout::texts(&harness).iter().any(|text| text.words == "nothing to copy"), "{key:?}");
    }
}

#[test]
fn peaks_are_the_lines_of_the_visible_spectrum_with_note_and_both_levels() {
    let mut harness = Editor::showing(snapshots::dual_tone()).open(DEFAULT);
    let text = copied(&mut harness, Key::K).expect("peaks");
    assert!(text.starts_with("Amplifier B: largest lines, 10 Hz–24 kHz\n\n| "), "{text}");
    let list = cells(&text);
    assert_eq!(list[0], ["Frequency, Hz", "Note", "L, dBFS", "R, dBFS"]);
    let number = |text: &str| text.parse::<f64>().unwrap_or(f64::NAN);
    let near = |row: &[String], hz: f64| (number(&row[0]) - hz).abs() < 0.01;
    let (first, second) = (&list[1], &list[2]);
    assert!((near(first, 997.0) && near(second, 1103.0)) || (near(first, 1103.0) && near(second, 997.0)));
    let left = if near(first, 997.0) { first } else { second };
    assert_eq!((left[1].as_str(), left[2].as_str()), ("B5 +16 ct", "-6.10"));
    // Crosstalk on the other side.
    assert!((-80.0..-40.0).contains(&number(&left[3])), "{left:?}");
    assert!((5..=21).contains(&list.len()), "{list:?}");
    let levels: Vec<f64> = list[1..].iter().map(|row| number(&row[2]).max(number(&row[3]))).collect();
    assert!(levels.windows(2).all(|pair| pair[0] >= pair[1]), "the largest first: {levels:?}");
    assert!(levels.iter().all(|level| *level > -150.0), "lines, not noise: {levels:?}");

    // Between 1.5 and 6 kHz or so there are only harmonics.
    drag(&mut harness, Pos2::new(520.0, 300.0), Pos2::new(620.0, 310.0));
    let zoomed = cells(&copied(&mut harness, Key::K).expect("harmonics"));
    assert!(zoomed.len() > 1 && zoomed[1..].iter().all(|row| !near(row, 997.0) && !near(row, 1103.0)));
    assert!(zoomed[1..].iter().all(|row| list.contains(row) || list.len() == 21), "{zoomed:?}");
}

#[test]
fn keys_of_the_menu_work_in_every_view() {
    for tab in [Tab::Spectrum, Tab::Crosstalk, Tab::Noise, Tab::Bench, Tab::Compare] {
        let mut editor = Editor::showing(snapshots::tone_left());
        editor.preferences.tab = tab;
        let mut harness = editor.open(DEFAULT);
        for key in [Key::M, Key::V, Key::K] {
            assert!(copied(&mut harness, key).is_some(), "{tab:?} {key:?}");
        }
    }
}
