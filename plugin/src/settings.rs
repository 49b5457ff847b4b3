//! What the user may choose about an instance; persisted, no host parameter.

use serde::{Deserialize, Serialize};

/// Settings of one instance that bear on its work. How things are shown stands in
/// [`Preferences`](crate::editor::preferences::Preferences).
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct InstrumentSettings {
    /// Choices that bear on figures.
    pub measure: groundtruth_measure::Settings,
    /// Whether analysis goes on while the editor is closed.
    pub analyse_while_closed: bool,
}
