//! The fields of a saved state.

use std::sync::Arc;

use groundtruth_measure::Report;

use super::readable::Readable;

/// Every field of the state, by the name that it is saved under.
pub(super) const NAMES: [&str; 6] = ["hold", "settings", "preferences", "report", "extra", "damaged"];

/// The last finished reading, if there is one.
pub(crate) type StoredReport = Option<Arc<Report>>;

impl Readable for StoredReport {}
