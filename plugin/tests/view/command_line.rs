//! The numbers of the readouts are those of the command line's table, for every stimulus.

use egui::Vec2;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use groundtruth_captures::table::number::Number;
use groundtruth_captures::table::{self, Cell, ChannelColumn, Row, Subject};
use groundtruth_measure::{ChannelFigure, Report};

use super::snapshots::stimuli::Stimulus;
use super::{Editor, snapshots};

/// High enough for every line.
const TALL: Vec2 = Vec2::new(1100.0, 1500.0);

#[test]
fn every_number_of_the_readouts_is_that_of_the_table() {
    let mut faults = Vec::new();
    for stimulus in Stimulus::ALL {
        let snapshot = snapshots::of(stimulus);
        let report = snapshot.report.clone().expect("a report");
        let harness = Editor::showing(snapshot).open(TALL);
        let compared = compare(&harness, &report, &mut faults);
        let least = least(stimulus);
        if compared < least {
            faults.push(format!("{stimulus:?}: {compared} figures instead of {least} or more"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Figures of the report that are shown at least.
fn least(stimulus: Stimulus) -> usize {
    match stimulus {
        // Only the glitches: a level of −∞ is said in words.
        Stimulus::Silence => 2,
        // Level and glitches; the others are of the stream, not of the report.
        Stimulus::Sweep | Stimulus::Music | Stimulus::Speech | Stimulus::Noise => 4,
        Stimulus::Mono => 22,
        Stimulus::Left | Stimulus::Right => 32,
        Stimulus::Multitone | Stimulus::Interleaved => 20,
        Stimulus::Idle => 16,
        // Of the stream after the last section; the figures of the track are in the Bench view.
        Stimulus::Bench | Stimulus::BenchRunning => 4,
        _ => 40,
    }
}

/// Compares what both have; returns the number of figures.
fn compare(harness: &Harness<'_, Editor>, report: &Report, faults: &mut Vec<String>) -> usize {
    let columns: Vec<ChannelColumn<'_>> =
        report.channels.iter().map(|channel| ChannelColumn { channel, calibrated: None }).collect();
    let mut compared = 0;
    // The readouts have the peak since the restart, the report that of the measured frames; and the frequency of the mains
    // is the label of its pattern.
    let other = [ChannelFigure::LevelPeak, ChannelFigure::HumMains].map(Into::into);
    let is_other = |row: &Row<'_>| matches!(row.subject, Subject::Figure(id) if other.contains(&id));
    for row in table::of_channels(&columns).iter().filter(|row| !is_other(row)) {
        for (cell, column) in row.cells.iter().zip(&columns) {
            let Cell::Value(number) = cell else { continue };
            let Some(shown) = shown(harness, row, &column.channel.name) else { continue };
            compared += 1;
            if !agree(&shown, number) {
                let full = number.full();
                faults.push(format!("{} {}: “{shown}” and “{full}”", row.label, column.channel.name));
            }
        }
    }
    compared
}

/// What the readouts show of a row for a channel.
fn shown(harness: &Harness<'_, Editor>, row: &Row<'_>, channel: &str) -> Option<String> {
    // A unit that is not the definition's is named.
    let [plain, converted] =
        ["".to_owned(), format!(" in {}", row.unit)].map(|unit| format!("{} {channel}{unit} ", row.label));
    let name = format!("{} {channel}", row.label);
    let labels = harness.query_all_by_label_contains(&name);
    let labels: Vec<String> = labels.filter_map(|node| node.accesskit_node().label()).collect();
    let after = |prefix: &str| labels.iter().find_map(|label| label.strip_prefix(prefix)).map(str::to_owned);
    after(&converted).or_else(|| after(&plain).filter(|_| row.unit != "%"))
}

/// Whether a shown number is the table's, in the digits that both have.
fn agree(shown: &str, number: &Number) -> bool {
    let full = number.full();
    match (parsed(shown), parsed(&full)) {
        (Some((a, decimals)), Some((b, others))) => {
            let step = 10f64.powi(-(decimals.min(others) as i32));
            shown.contains(['≤', '≥']) == full.contains(['≤', '≥']) && (a - b).abs() <= 0.501 * step
        }
        // −∞ is no number.
        _ => shown.replace('−', "-") == full,
    }
}

/// The first number of a text, with its decimals.
fn parsed(text: &str) -> Option<(f64, usize)> {
    let ascii = text.replace('−', "-").replace('\u{a0}', "");
    let number: String = ascii
        .trim_start_matches(['≤', '≥', ' '])
        .chars()
        .take_while(|letter| letter.is_ascii_digit() || matches!(letter, '-' | '.'))
        .collect();
    let decimals = number.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    number.parse().ok().map(|value| (value, decimals))
}

#[test]
fn numbers_are_compared_by_the_digits_that_both_have() {
    assert_eq!(parsed("≤−146.6"), Some((-146.6, 1)));
    assert_eq!(parsed("-104.991 ±0.04"), Some((-104.991, 3)));
    assert_eq!(parsed("11\u{a0}187"), Some((11_187.0, 0)));
    assert_eq!(parsed("not driven"), None);
    let number = Number {
        figure: groundtruth_measure::Figure::within(-104.991, 0.04),
        form: groundtruth_captures::table::number::Form::Interval(3),
    };
    assert!(agree("−104.99", &number) && !agree("−104.97", &number) && !agree("≤−105.0", &number));
}
