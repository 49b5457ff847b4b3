//! Rows of figures, columns of channels or pairs; each cell has a number's text or the reason for its absence.

pub mod number;
mod row;
mod rows;

pub use row::{Cell, Row};
pub use rows::{ChannelColumn, of_channels, of_pairs};
