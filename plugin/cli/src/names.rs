//! File names as people are shown them.

use std::path::Path;

/// The name that stands for standard input and output.
pub(crate) const STANDARD_STREAM: &str = "-";

/// Whether a name stands for standard input or output.
pub(crate) fn is_standard_stream(path: &Path) -> bool {
    path.as_os_str() == STANDARD_STREAM
}

/// A file's name in one line: nothing in it moves the cursor, colours the text or turns its direction.
pub(crate) fn shown(path: &Path) -> String {
    escaped(&path.to_string_lossy())
}

/// Control and direction characters as escapes, everything else as it is.
pub(crate) fn escaped(name: &str) -> String {
    let mut text = String::new();
    for character in name.chars() {
        if character.is_control() || turns_text(character) {
            text.extend(character.escape_default());
        } else {
            text.push(character);
        }
    }
    text
}

/// Line separators, and the marks that change the direction of the text after them.
fn turns_text(character: char) -> bool {
    matches!(character, '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_in_one_line_and_one_colour() {
        assert_eq!(escaped("amp 1 – left.wav"), "amp 1 – left.wav");
        assert_eq!(escaped("a\nb\r\t.wav"), "a\\nb\\r\\t.wav");
        assert_eq!(escaped("\u{1b}[31mred\u{9b}0m"), "\\u{1b}[31mred\\u{9b}0m");
        assert_eq!(escaped("vaw.\u{202E}gpj"), "vaw.\\u{202e}gpj");
    }
}
