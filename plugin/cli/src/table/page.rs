//! The width that all text keeps to.

/// Columns of a page.
pub(super) const PAGE: usize = 100;

/// A paragraph as lines within the page; those after the first stand two columns further in.
pub(super) fn wrapped(indent: &str, paragraph: &str) -> String {
    let mut text = String::new();
    let (mut line, mut is_fresh) = (indent.to_owned(), true);
    for word in paragraph.split(' ') {
        if !is_fresh && line.chars().count() + 1 + word.chars().count() > PAGE {
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
