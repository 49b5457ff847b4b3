//! The reviewer's sheet as one page, without script.

use groundtruth_measure::Report;
use maud::{DOCTYPE, Markup, html};

use super::super::notes::Notes;
use super::super::readings::Readings;
use super::super::sheet_tables::sheet_tables;
use super::frame::head;
use super::plots;
use super::text::{breakable, file_name, minus, plain};
use crate::sheet::{Sheet, SheetSection};
use crate::table::{Row, Subject};

/// Tables, curves, conditions and definitions of a sheet, of the report that it was made from.
pub fn sheet_html(sheet: &Sheet, report: &Report) -> String {
    let file = report.source.file.as_deref().map_or("Bench track", file_name);
    let title = format!("{}: reviewer's sheet", plain(file));
    let mut notes = Notes::default();
    let tables: Vec<Markup> = sheet_tables(sheet).iter().map(|one| table(one, &mut notes)).collect();
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            (head(&title, &report.version, false))
            body {
                main {
                    h1 { bdi { (breakable(&title)) } }
                    p.context { (sheet.context()) }
                    @for table in &tables { div.scroll { (table) } }
                    (reasons(&notes))
                    (conditions(&sheet.notes))
                    (plots::bench(report, &sheet.circuit))
                    (definitions(sheet))
                    footer { "Groundtruth " (plain(&report.version)) " · " (plain(&report.schema)) }
                }
            }
        }
    };
    page.into_string()
}

fn table(readings: &Readings<'_>, notes: &mut Notes) -> Markup {
    readings.rows.iter().filter(|row| !row.has_values()).for_each(|row| notes.note_row(row));
    let rows: Vec<&Row<'_>> = readings.rows.iter().filter(|row| row.has_values()).collect();
    let columns = readings.columns.iter().map(|column| plain(&column.replace('>', " to ")));
    html! {
        @if !rows.is_empty() {
            table.figures {
                thead {
                    tr {
                        th scope="col" { "Figure" }
                        @for column in columns { th.number scope="col" { (column) } }
                    }
                }
                @for section in rows.chunk_by(|a, b| a.section == b.section) {
                    tbody {
                        tr.section { th colspan=(readings.columns.len() + 1) scope="rowgroup" { (section[0].section) } }
                        @for row in section {
                            tr {
                                th scope="row" { (minus(&row.label)) " " span.unit { (row.unit) } }
                                @for cell in &row.cells { td.number { (minus(&notes.cell(cell))) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn reasons(notes: &Notes) -> Markup {
    html! {
        @if notes.of_cells().len() > 0 { ul.hint { @for reason in notes.of_cells() { li { (minus(&reason)) } } } }
        @if notes.of_rows().len() > 0 {
            section {
                h2 { "Not measured" }
                ul { @for row in notes.of_rows() { li { (minus(&row)) } } }
            }
        }
    }
}

fn conditions(notes: &[(SheetSection, String)]) -> Markup {
    html! {
        section {
            h2 { "Conditions" }
            ul { @for (section, note) in notes { li { (section.words()) ": " (minus(note)) } } }
        }
    }
}

fn definitions(sheet: &Sheet) -> Markup {
    html! {
        section {
            h2 { "Definitions" }
            dl.definitions {
                @for row in sheet_tables(sheet).iter().flat_map(|table| &table.rows) {
                    @if let Subject::Other { id, meaning } = row.subject {
                        div { dt { (minus(&row.label)) " " code { (id) } } dd { (minus(meaning)) } }
                    }
                }
            }
        }
    }
}
