//! Figures down, channels or pairs across: rows of cells that hold a number's text or the reason why there is none.

pub mod number;
mod row;
mod rows;

pub use row::{Cell, Row};
pub use rows::{ChannelColumn, of_channels, of_pairs};
