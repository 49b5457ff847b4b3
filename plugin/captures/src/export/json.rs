//! The comparison itself, for other programs.

use crate::comparison::Comparison;

/// The comparison as `groundtruth.comparison/1`.
pub fn json(comparison: &Comparison) -> String {
    serde_json::to_string_pretty(comparison).expect("a comparison has a form in JSON") + "\n"
}
