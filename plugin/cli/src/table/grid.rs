//! Rows and columns of text, aligned, in blocks that fit a page.

use groundtruth_captures::export::Notes;
use groundtruth_captures::table::Row;

use super::page;

/// Columns between columns.
const GAP: usize = 2;

/// Heading of a column.
#[derive(Clone, Debug)]
pub(super) struct Heading {
    pub(super) text: String,
    /// Columns to be compared, such as one channel in several files. They share a block if possible.
    pub(super) group: String,
}

/// Aligned text of the rows that have values; the others go to the notes.
pub(super) fn text(headings: &[Heading], rows: &[Row], notes: &mut Notes) -> String {
    rows.iter().filter(|row| !row.has_values()).for_each(|row| notes.note_row(row));
    let rows: Vec<&Row> = rows.iter().filter(|row| row.has_values()).collect();
    let columns: Vec<Column> = (0..headings.len())
        .map(|index| {
            Column::new(&headings[index], rows.iter().map(|row| notes.cell(&row.cells[index])).collect())
        })
        .collect();
    let width_of = |part: &dyn Fn(&Row) -> usize| rows.iter().map(|row| part(row)).max().unwrap_or(0);
    let stub = Stub {
        label: width_of(&|row| row.label.chars().count()),
        unit: width_of(&|row| row.unit.chars().count()),
    };
    stub.blocks(columns).iter().map(|block| block_text(&stub, block, &rows)).collect()
}

/// Widths of the text to the left of the columns.
struct Stub {
    label: usize,
    unit: usize,
}

impl Stub {
    fn fits(&self, columns: &[Column]) -> bool {
        let widths = columns.iter().map(|column| GAP + column.width);
        self.label + GAP + self.unit + widths.sum::<usize>() <= page::columns()
    }

    /// Columns in blocks that fit the page: all in one, else group by group, as many as fit.
    fn blocks(&self, columns: Vec<Column>) -> Vec<Vec<Column>> {
        if columns.is_empty() {
            return Vec::new();
        }
        if self.fits(&columns) {
            return vec![columns];
        }
        let mut blocks: Vec<Vec<Column>> = Vec::new();
        for group in groups(columns) {
            match blocks.last_mut() {
                Some(block) if self.fits(&[block.as_slice(), &group].concat()) => block.extend(group),
                _ if self.fits(&group) => blocks.push(group),
                _ => blocks.extend(self.parts(group)),
            }
        }
        blocks
    }

    /// A group that is wider than the page, in parts.
    fn parts(&self, mut rest: Vec<Column>) -> Vec<Vec<Column>> {
        let mut parts = Vec::new();
        while !rest.is_empty() {
            let fitting = (1..=rest.len()).take_while(|count| self.fits(&rest[..*count])).count();
            let after = rest.split_off(fitting.max(1));
            parts.push(std::mem::replace(&mut rest, after));
        }
        parts
    }
}

/// Columns of one group together, groups in the order of their first columns.
fn groups(columns: Vec<Column>) -> Vec<Vec<Column>> {
    let mut groups: Vec<Vec<Column>> = Vec::new();
    for column in columns {
        match groups.iter_mut().find(|group| group[0].group == column.group) {
            Some(group) => group.push(column),
            None => groups.push(vec![column]),
        }
    }
    groups
}

#[derive(Clone)]
struct Column {
    heading: String,
    group: String,
    cells: Vec<String>,
    width: usize,
}

impl Column {
    fn new(heading: &Heading, cells: Vec<String>) -> Column {
        let texts = cells.iter().chain([&heading.text]);
        let width = texts.map(|text| text.chars().count()).max().unwrap_or(0);
        Column { heading: heading.text.clone(), group: heading.group.clone(), cells, width }
    }
}

fn block_text(stub: &Stub, columns: &[Column], rows: &[&Row]) -> String {
    let line = |label: &str, unit: &str, cells: &dyn Fn(&Column) -> String| {
        let mut line = format!("{label:<0$}{1:GAP$}{unit:<2$}", stub.label, "", stub.unit);
        for column in columns {
            line += &format!("{:GAP$}{:<width$}", "", cells(column), width = column.width);
        }
        line.trim_end().to_owned() + "\n"
    };
    let mut text = "\n".to_owned() + &line("", "", &|column| column.heading.clone());
    let mut section = None;
    for (index, row) in rows.iter().enumerate() {
        if columns.iter().all(|column| column.cells[index].is_empty()) {
            continue;
        }
        if section.replace(row.section).is_some_and(|before| before != row.section) {
            text += "\n";
        }
        text += &line(&row.label, row.unit, &|column| column.cells[index].clone());
    }
    text
}
