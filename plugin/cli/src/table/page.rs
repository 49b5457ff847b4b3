//! The width of all text.

use std::io::{self, IsTerminal};
use std::sync::LazyLock;

use terminal_size::{Width, terminal_size_of};

/// Columns of a page not shown on a terminal.
const USUAL_COLUMNS: usize = 80;

/// Upper and lower limit of columns: longer lines are hard to follow, shorter ones do not fit a table.
const MOST_COLUMNS: usize = 132;
const FEWEST_COLUMNS: usize = 40;

/// Columns of a page: the terminal's, if standard output is one.
pub(super) fn columns() -> usize {
    static COLUMNS: LazyLock<usize> = LazyLock::new(|| {
        let out = io::stdout();
        let shown = if out.is_terminal() { terminal_size_of(&out) } else { None };
        shown.map_or(USUAL_COLUMNS, |(Width(columns), _)| {
            usize::from(columns).clamp(FEWEST_COLUMNS, MOST_COLUMNS)
        })
    });
    *COLUMNS
}

/// A paragraph as lines within the page; those after the first are indented by two more columns.
pub(super) fn wrapped(indent: &str, paragraph: &str) -> String {
    let page = columns();
    let mut text = String::new();
    let (mut line, mut is_fresh) = (indent.to_owned(), true);
    for word in paragraph.split(' ') {
        if !is_fresh && line.chars().count() + 1 + word.chars().count() > page {
            text += &(line + "\n");
            (line, is_fresh) = (indent.to_owned() + "  ", true);
        }
        if !is_fresh {
            line.push(' ');
        }
        line += word;
        is_fresh = false;
    }
    text + &line + "\n"
}
