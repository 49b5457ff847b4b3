use std::collections::BTreeMap;

use groundtruth_measure::{ChannelFigure, ChannelReport, Reading, Refusal};

use super::*;
use crate::table::number::{Form, Number};
use crate::table::{ChannelColumn, of_channels};

/// A tone on the left of a stereo pair, with THD limited by noise, and a name that would break both forms.
fn tables<'a>(channels: &'a [ChannelReport]) -> Vec<Readings<'a>> {
    let columns: Vec<ChannelColumn<'a>> =
        channels.iter().map(|channel| ChannelColumn { channel, calibrated: None }).collect();
    let live = Row {
        subject: Subject::Other { id: "loudness.momentary", meaning: "" },
        section: "loudness",
        label: "=1+1 | \"so\"".into(),
        short_label: "".into(),
        unit: "LUFS",
        cells: vec![Cell::Value(Number { figure: Figure::exact(f64::NEG_INFINITY), form: Form::Fixed(1) })],
    };
    vec![
        Readings { columns: vec!["L|1".to_owned(), "R".to_owned()], rows: of_channels(&columns) },
        Readings { columns: vec!["L R".to_owned()], rows: vec![live] },
    ]
}

fn channels() -> [ChannelReport; 2] {
    let refused = |refusal: Refusal| Reading::NotMeasurable(refusal);
    let limit = Figure { limit: true, ..Figure::within(-131.2, 1.0) };
    let left = [
        (ChannelFigure::ThdF, Reading::Measured(Figure::within(-80.125, 0.03125))),
        (ChannelFigure::NoiseRms, Reading::Measured(limit)),
        (ChannelFigure::ImdDin, refused(Refusal::WrongStimulus { needs: "a DIN pair".into() })),
    ];
    let right = [
        (ChannelFigure::ThdF, refused(Refusal::NotDriven { below_db: 46.7 })),
        (ChannelFigure::ImdDin, refused(Refusal::NotDriven { below_db: 46.7 })),
    ];
    [
        ChannelReport::new("L", [0, 0], BTreeMap::from(left)),
        ChannelReport::new("R", [0, 0], BTreeMap::from(right)),
    ]
}

#[test]
fn markdown_has_tables_of_even_width_and_a_reason_for_every_missing_number() {
    let channels = channels();
    let text = readings_markdown("Amp | *B*", &tables(&channels));
    let unescaped = |line: &str| line.replace("\\|", "").matches('|').count();
    let widths: Vec<usize> = text.lines().filter(|line| line.starts_with('|')).map(unescaped).collect();
    // Two tables: heads, rule and rows; four columns and three.
    assert_eq!(widths, [5, 5, 5, 5, 5, 4, 4, 4], "{text}");
    assert!(text.starts_with("Amp \\| \\*B\\*\n\n| Figure | Unit | L\\|1 | R |\n"), "{text}");
    for line in [
        "| THD | dB | -80.12 ±0.03 | (a) |",
        "| Noise floor | dBFS | ≤ -131.2 |  |",
        "- (a) not driven: the tone is 46.7 dB below the driven side",
        "Not measurable:\n- IMD DIN: needs a DIN pair",
    ] {
        assert!(text.contains(line), "{line}:\n{text}");
    }
}

#[test]
fn csv_reads_back_with_numbers_in_full_and_no_formula() {
    let channels = channels();
    let text = readings_csv(&tables(&channels));
    let mut reader = ::csv::Reader::from_reader(text.as_bytes());
    let heads: Vec<String> = reader.headers().expect("heads").iter().map(str::to_owned).collect();
    assert_eq!(heads[..4], ["id", "where", "unit", "figure"]);
    let records: Vec<Vec<String>> =
        reader.records().map(|record| record.expect("even").iter().map(str::to_owned).collect()).collect();
    let found = |id: &str, place: &str, unit: &str| {
        let is_it = |record: &&Vec<String>| record[..3] == [id, place, unit];
        records.iter().find(is_it).unwrap_or_else(|| panic!("{id} {place}: {text}"))[3..].to_vec()
    };
    assert_eq!(found("thd.f", "L|1", "dB"), ["THD", "-80.125", "-80.15625", "-80.09375", "", ""]);
    let reason = "not driven: the tone is 46.7 dB below the driven side";
    assert_eq!(found("thd.f", "R", "dB"), ["THD", "", "", "", "", reason]);
    assert_eq!(found("noise.rms", "L|1", "dBFS")[4], "≤");
    assert_eq!(found("loudness.momentary", "L R", "LUFS")[..2], ["'=1+1 | \"so\"", "-inf"]);
    assert_eq!(records.len(), 7, "{text}");
}
