//! Letters for columns and notes.

/// `a` to `z`, then `aa`: as spreadsheets name columns.
pub(super) fn name(index: usize) -> String {
    let letter = char::from(b'a' + (index % 26) as u8);
    if index < 26 { letter.to_string() } else { name(index / 26 - 1) + &letter.to_string() }
}
