//! A comparison in forms for people and other programs, all made from the same value.

mod claim_line;
mod csv;
mod html;
mod json;
mod lines;
mod markdown;

pub use claim_line::{ClaimFigures, ClaimLine, claim_lines};
pub use csv::csv;
pub use html::{html, title};
pub use json::json;
pub use lines::{DifferenceText, Line, lines};
pub use markdown::markdown;
