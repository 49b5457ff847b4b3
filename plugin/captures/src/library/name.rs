//! File names made from what people enter.

/// Longest file name without its ending, in bytes. Encrypted folders allow 143 with it.
const LONGEST_BYTES: usize = 120;

/// Name for captures without one.
const NAMELESS: &str = "capture";

/// A file name without ending, valid on every platform and always a single part of a path: whatever the name holds, the
/// file lies in the folder that it is joined to.
pub fn file_name(name: &str) -> String {
    let replaced: String =
        name.chars().map(|character| if is_unsafe(character) { '_' } else { character }).collect();
    // A leading dot hides a file. Windows removes trailing dots and spaces.
    let trimmed = trim(shortened(replaced.trim_start_matches(is_margin)));
    match trimmed {
        "" => NAMELESS.to_owned(),
        device if is_device(device) => format!("_{device}"),
        plain => plain.to_owned(),
    }
}

/// The name of a later file of the same name: `Amp`, `Amp 2`, `Amp 3`…
pub(super) fn numbered(name: &str, number: usize) -> String {
    if number == 1 { name.to_owned() } else { format!("{name} {number}") }
}

/// Separators, what Windows reserves, and characters that move the cursor or turn the direction of text.
fn is_unsafe(character: char) -> bool {
    matches!(character, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
        || character.is_control()
        || matches!(character, '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

fn is_margin(character: char) -> bool {
    character == '.' || character.is_whitespace()
}

fn trim(text: &str) -> &str {
    text.trim_end_matches(is_margin)
}

fn shortened(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST_BYTES)]
}

/// Names that Windows keeps for devices, with any ending.
fn is_device(name: &str) -> bool {
    let stem = trim(name.split('.').next().unwrap_or_default()).to_uppercase();
    let is_port = |stem: &str| {
        let number = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT"));
        number.is_some_and(|number| {
            matches!(number, "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³")
        })
    };
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$") || is_port(&stem)
}
