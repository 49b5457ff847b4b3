//! Selection of lines that fit: the least important are dropped first, and lines of one rank together.

use super::line::{Line, Size};

/// Marks the lines to show in this height. A heading stays as long as one line below it.
pub fn kept(lines: &[Line<'_>], height: f32) -> Vec<bool> {
    let mut ranks: Vec<u8> = lines.iter().map(|line| line.rank).collect();
    ranks.sort_unstable();
    ranks.dedup();
    while let Some(highest) = ranks.pop() {
        let kept = with_headings(lines, highest);
        let needed: f32 =
            lines.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(line, _)| line.size.height()).sum();
        if needed <= height {
            return kept;
        }
    }
    vec![false; lines.len()]
}

fn with_headings(lines: &[Line<'_>], highest: u8) -> Vec<bool> {
    let shown = |line: &Line<'_>| line.size != Size::Heading && line.rank <= highest;
    lines
        .iter()
        .map(|line| match line.size {
            Size::Heading => lines.iter().any(|other| other.section == line.section && shown(other)),
            _ => shown(line),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(section: &'static str, size: Size, rank: u8) -> Line<'static> {
        Line { size, rank, ..Line::heading(section, String::new()) }
    }

    fn table() -> Vec<Line<'static>> {
        vec![
            line("a", Size::Heading, 0),
            line("a", Size::Large, 0),
            line("a", Size::Small, 10),
            line("a", Size::Small, 20),
            line("a", Size::Small, 20),
            line("b", Size::Heading, 0),
            line("b", Size::Small, 20),
        ]
    }

    #[test]
    fn everything_is_shown_where_there_is_room() {
        assert!(kept(&table(), 1000.0).iter().all(|kept| *kept));
    }

    #[test]
    fn the_least_important_rows_go_together_with_a_heading_left_empty() {
        let all: f32 = table().iter().map(|line| line.size.height()).sum();
        assert_eq!(kept(&table(), all - 1.0), [true, true, true, false, false, false, false]);
    }

    #[test]
    fn rows_never_need_more_than_the_height() {
        for height in 0..200 {
            let lines = table();
            let kept = kept(&lines, height as f32);
            let used: f32 =
                lines.iter().zip(kept).filter(|(_, kept)| *kept).map(|(line, _)| line.size.height()).sum();
            assert!(used <= height as f32);
        }
    }
}
