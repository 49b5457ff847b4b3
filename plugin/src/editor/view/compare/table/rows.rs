//! Which rows the table shows.

use groundtruth_captures::comparison::Mark;
use groundtruth_captures::export::Line;

/// A row of the table: a heading, or a line by its index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    Section(&'static str),
    Line(usize),
}

/// The lines that hold every word of the filter, under their headings; only those with a difference if that is asked for.
pub fn entries(lines: &[Line], filter: &str, only_differences: bool) -> Vec<Entry> {
    let words: Vec<String> = filter.split_whitespace().map(str::to_lowercase).collect();
    let shown = lines.iter().enumerate().filter(|(_, line)| {
        (!only_differences || differs(line)) && words.iter().all(|word| holds(lines, line, word))
    });
    let mut entries = Vec::new();
    let mut section = "";
    for (index, line) in shown {
        if line.section != section {
            section = line.section;
            entries.push(Entry::Section(section));
        }
        entries.push(Entry::Line(index));
    }
    entries
}

fn differs(line: &Line) -> bool {
    let mut differences = line.differences.iter().flatten();
    differences.any(|difference| matches!(difference.mark, Mark::Better | Mark::Worse | Mark::Different))
}

/// Whether label or section hold a word, or the channel is it. The name of a channel stands for that alone: `l` would be
/// in half of the labels.
fn holds(lines: &[Line], line: &Line, word: &str) -> bool {
    if lines.iter().any(|line| is_place(line, word)) {
        return is_place(line, word);
    }
    [&line.label, line.section, &line.place].into_iter().any(|text| text.to_lowercase().contains(word))
}

/// Whether a word names the channel, or one of a pair.
fn is_place(line: &Line, word: &str) -> bool {
    line.place.to_lowercase().split(" to ").any(|channel| channel == word)
}
