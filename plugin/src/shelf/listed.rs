//! What is known of the library.

use groundtruth_captures::library::Entry;

/// What a list shows.
#[derive(Default)]
pub struct Listed {
    /// All captures by name, with damaged files among them.
    pub entries: Vec<Entry>,
    /// Why the library cannot be read.
    pub fault: Option<String>,
}
