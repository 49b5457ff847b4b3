//! A comparison, or the readings of one signal, in forms for people and other programs.

mod claim_line;
mod csv;
mod html;
mod json;
mod lines;
mod markdown;
mod notes;
mod readings;
mod sheet_tables;

pub use claim_line::{ClaimFigures, ClaimLine, claim_lines};
pub use csv::csv;
pub use html::{html, sheet_html, title};
pub use json::json;
pub use lines::{DifferenceText, Line, lines};
pub use markdown::{lines_markdown, markdown};
pub use notes::Notes;
pub use readings::{Readings, readings_csv, readings_markdown};
pub use sheet_tables::{sheet_markdown, sheet_tables};
