//! What stands before the body of every page.

use maud::{Markup, PreEscaped, html};

use super::palette;
use super::text::plain;

const STYLE: &str = include_str!("style.css");
/// Nothing from elsewhere, whatever a text might contain.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; form-action 'none'";

/// Title, policy and style; `version` is that of the program. A wide page is printed across.
pub(super) fn head(title: &str, version: &str, is_wide: bool) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta http-equiv="Content-Security-Policy" content=(POLICY);
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            meta name="generator" content={ "Groundtruth " (plain(version)) };
            link rel="icon" href="data:,";
            title { (title) }
            style { (PreEscaped(STYLE)) (PreEscaped(palette::style())) @if is_wide { "@page { size: A4 landscape }" } }
        }
    }
}
