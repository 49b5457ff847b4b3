//! Text on the page.

use maud::{Markup, html};

/// Text in one line, without characters that turn its direction.
pub(super) fn plain(text: &str) -> String {
    let turns = |letter: char| matches!(letter, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let breaks = |letter: char| letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}');
    let kept = text.chars().filter(|letter| !turns(*letter));
    let spaced: String = kept.map(|letter| if breaks(letter) { ' ' } else { letter }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first letters of a text.
pub(super) fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).collect::<String>().trim_end().to_owned() + "…"
}

/// A name that may be broken where file names have their joints.
pub(super) fn breakable(name: &str) -> Markup {
    html! { @for part in name.split_inclusive(['_', '.', '-', '/', '\\']) { (part) wbr; } }
}

/// A true minus sign before numbers.
pub(super) fn minus(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let number_follows = letters.peek().is_some_and(|next| next.is_ascii_digit() || *next == '∞');
        let is_sign = letter == '-' && number_follows && !before.is_alphanumeric();
        out.push(if is_sign { '−' } else { letter });
        before = letter;
    }
    out
}

/// `a, b and c`.
pub(super) fn joined(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The last part of a path of any system.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_one_line_that_reads_forward() {
        assert_eq!(plain("a\nb\u{202E}gpj\u{0}\t c"), "a bgpj c");
        assert_eq!(shortened("äöü", 3), "äöü");
        assert_eq!(shortened("äöüß", 3), "äö…");
    }

    #[test]
    fn only_signs_become_minus() {
        assert_eq!(minus("-46.65 ±0.02, (-98.0) -∞ x-1 a-b 1-2"), "−46.65 ±0.02, (−98.0) −∞ x-1 a-b 1-2");
    }

    #[test]
    fn paths_of_any_system_end_in_a_file_name() {
        assert_eq!(file_name("/home/x/a.wav"), "a.wav");
        assert_eq!(file_name("C:\\x\\a.wav"), "a.wav");
    }
}
