//! Selection of rows that fit: the least important are dropped first, and rows of one rank together.

use super::row::{Row, Size};

/// Marks the rows to show in this height. A heading stays as long as one row below it.
pub fn kept(rows: &[Row<'_>], height: f32) -> Vec<bool> {
    let mut ranks: Vec<u8> = rows.iter().map(|row| row.rank).collect();
    ranks.sort_unstable();
    ranks.dedup();
    while let Some(highest) = ranks.pop() {
        let kept = with_headings(rows, highest);
        let needed: f32 =
            rows.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(row, _)| row.size.height()).sum();
        if needed <= height {
            return kept;
        }
    }
    vec![false; rows.len()]
}

fn with_headings(rows: &[Row<'_>], highest: u8) -> Vec<bool> {
    let shown = |row: &Row<'_>| row.size != Size::Heading && row.rank <= highest;
    rows.iter()
        .map(|row| match row.size {
            Size::Heading => rows.iter().any(|other| other.section == row.section && shown(other)),
            _ => shown(row),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(section: &'static str, size: Size, rank: u8) -> Row<'static> {
        Row { section, label: String::new(), unit: "", size, rank, cells: [None, None] }
    }

    fn table() -> Vec<Row<'static>> {
        vec![
            row("a", Size::Heading, 0),
            row("a", Size::Large, 0),
            row("a", Size::Small, 10),
            row("a", Size::Small, 20),
            row("a", Size::Small, 20),
            row("b", Size::Heading, 0),
            row("b", Size::Small, 20),
        ]
    }

    #[test]
    fn everything_is_shown_where_there_is_room() {
        assert!(kept(&table(), 1000.0).iter().all(|kept| *kept));
    }

    #[test]
    fn the_least_important_rows_go_together_with_a_heading_left_empty() {
        let all: f32 = table().iter().map(|row| row.size.height()).sum();
        assert_eq!(kept(&table(), all - 1.0), [true, true, true, false, false, false, false]);
    }

    #[test]
    fn rows_never_need_more_than_the_height() {
        for height in 0..200 {
            let rows = table();
            let kept = kept(&rows, height as f32);
            let used: f32 =
                rows.iter().zip(kept).filter(|(_, kept)| *kept).map(|(row, _)| row.size.height()).sum();
            assert!(used <= height as f32);
        }
    }
}
