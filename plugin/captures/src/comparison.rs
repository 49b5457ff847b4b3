//! Captures compared as data: every figure of every capture, its difference to the reference, and the claims that follow.
//!
//! The JSON form is `groundtruth.comparison/1`; tables, pages and files are made from it.

mod audibility;
mod baseline;
mod claims;
mod column;
mod compare;
mod computed;
mod data;
mod estimate;
mod judge;
mod notes;
mod test;

pub use audibility::Audibility;
pub use column::Column;
pub use compare::{MOST_CAPTURES, compare};
pub use data::{
    Claim, ClaimQuantity, Compared, Comparison, Mark, Measurement, Row, RowDifference, Shown, Stretch, Value,
    letter,
};
