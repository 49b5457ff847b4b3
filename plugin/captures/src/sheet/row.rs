//! One row of the sheet.

use groundtruth_measure::Reading;

use super::channel::Channel;
use super::definition::SheetDefinition;
use super::outcome::{Outcome, reading};

/// One figure of every channel or pair.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetRow {
    /// Id, name, unit and meaning.
    pub definition: &'static SheetDefinition,
    /// By channel (`L`), or by pair (`L>R`).
    pub cells: Vec<(String, Reading)>,
}

impl SheetRow {
    /// The reading at a channel or pair.
    pub fn reading(&self, place: &str) -> Option<&Reading> {
        self.cells.iter().find(|(name, _)| name == place).map(|(_, reading)| reading)
    }

    /// A row with one reading for each channel.
    pub(super) fn of_channels(
        definition: &'static SheetDefinition,
        channels: &[Channel<'_>],
        read: impl Fn(&Channel<'_>) -> Outcome,
    ) -> SheetRow {
        let cell = |channel: &Channel<'_>| (channel.name().to_owned(), reading(read(channel)));
        SheetRow { definition, cells: channels.iter().map(cell).collect() }
    }
}
