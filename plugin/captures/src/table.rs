//! Rows of figures, columns of channels or pairs; each cell has a number or the reason for its absence.

pub use self::channels::of_channels;
pub use self::column::ChannelColumn;
pub(crate) use self::figure_row::{form, label, scaled};
pub use self::pairs::of_pairs;
pub use self::row::{Cell, Row, Subject};
pub use self::stimulus::{kind, stimulus};

pub mod channels;
mod column;
mod figure_row;
mod labels;
pub mod number;
pub mod pairs;
pub mod reason;
mod row;
mod stimulus;
