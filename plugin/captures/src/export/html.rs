//! One page of a comparison: readable on a screen, on paper, and without its script.
//!
//! The page is one file. It loads nothing: style, script and drawings are in it, and its policy forbids the rest.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::claim_line::{ClaimLine, claim_lines};
use super::lines::{Line, lines};
use crate::comparison::{Comparison, letter};

mod claims;
mod context;
mod details;
mod figures;
mod frame;
mod palette;
mod plots;
mod reasons;
mod sheet;
mod text;

use reasons::MOST_UPRIGHT;
pub use sheet::sheet_html;
use text::{breakable, joined, plain, shortened};

const SCRIPT: &str = include_str!("html/sort.js");

/// Claims, plots, figures, captures and definitions as one HTML page.
pub fn html(comparison: &Comparison) -> String {
    let lines = lines(comparison);
    let reasons = reasons::reasons(&lines);
    let page = Page { comparison, claims: claim_lines(comparison), lines, reasons };
    page.whole().into_string()
}

/// The captures of a comparison by name, as far as there is room: `Amp against Reference`.
pub fn title(comparison: &Comparison) -> String {
    /// Letters of a name in the title.
    const LONGEST: usize = 80;
    /// Captures named one by one.
    const LISTED: usize = 4;
    let names = (0..comparison.captures.len()).map(|index| shortened(&name(comparison, index), LONGEST));
    let names: Vec<String> = names.collect();
    match names.as_slice() {
        [] => "No captures".to_owned(),
        [a, b] => format!("{a} against {b}"),
        few if few.len() <= LISTED => joined(few),
        many => format!("{} and {} others", many[0], many.len() - 1),
    }
}

fn name(comparison: &Comparison, index: usize) -> String {
    let name = plain(&comparison.captures[index].name);
    if name.is_empty() { letter(index) } else { name }
}

/// A comparison with its texts.
struct Page<'a> {
    comparison: &'a Comparison,
    lines: Vec<Line>,
    claims: Vec<ClaimLine>,
    /// Reasons for missing numbers that are numbered; empty if they stand in words.
    reasons: Vec<String>,
}

impl Page<'_> {
    fn whole(&self) -> Markup {
        let title = title(self.comparison);
        let is_wide = self.comparison.captures.len() > MOST_UPRIGHT;
        html! {
            (DOCTYPE)
            html lang="en" {
                (frame::head(&title, &self.comparison.version, is_wide))
                body {
                    main {
                        h1 { bdi { (breakable(&title)) } }
                        (self.context())
                        (self.claims_table())
                        (plots::all(self.comparison))
                        (self.figures_table())
                        (self.captures())
                        (self.notes())
                        (self.significance())
                        (self.definitions())
                        (self.footer())
                    }
                    script { (PreEscaped(SCRIPT)) }
                }
            }
        }
    }

    /// Name of a capture in one line; its letter if it has none.
    fn name(&self, index: usize) -> String {
        name(self.comparison, index)
    }

    /// Letter and name of a capture, for the head of a column.
    fn head(&self, index: usize) -> Markup {
        /// Letters of a name in the head of a column.
        const LONGEST: usize = 40;
        let name = self.name(index);
        html! {
            (palette::swatch(self.comparison, index))
            b { (letter(index)) }
            @if name != letter(index) { " " bdi title=(name) { (breakable(&shortened(&name, LONGEST))) } }
        }
    }

    fn footer(&self) -> Markup {
        html! {
            footer { "Groundtruth " (plain(&self.comparison.version)) " · " (plain(&self.comparison.schema)) }
        }
    }
}
