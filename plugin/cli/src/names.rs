//! Display of file names.

use std::path::Path;

/// The name that stands for standard input and output.
pub(crate) const STANDARD_STREAM: &str = "-";

/// Whether a name stands for standard input or output.
pub(crate) fn is_standard_stream(path: &Path) -> bool {
    path.as_os_str() == STANDARD_STREAM
}

/// A file's name as one line, without characters that move the cursor, change colours or text direction.
pub(crate) fn shown(path: &Path) -> String {
    escaped(&path.to_string_lossy())
}

/// Escapes control and direction characters.
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

/// Line separators, and marks that change the direction of the following text.
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
