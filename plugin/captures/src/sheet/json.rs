//! The sheet in JSON: `sheet` beside the keys of a report.
//!
//! `reference_volts` and `load_ohms` as in the calibration; `rows`, each with `id`, `name`, `unit`, `section` and `readings` by
//! channel or pair, in the form of a report's figures; `notes`, each with its `section`.

use groundtruth_measure::StoredReading;
use serde::ser::{SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};

use super::definition::SheetSection;
use super::row::SheetRow;

/// The JSON form of the whole.
#[derive(Serialize)]
pub(super) struct StoredSheet<'a> {
    pub(super) reference_volts: &'a [f64],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) load_ohms: Option<f64>,
    pub(super) rows: &'a [SheetRow],
    pub(super) notes: Vec<StoredNote<'a>>,
}

#[derive(Serialize)]
pub(super) struct StoredNote<'a> {
    pub(super) section: &'static str,
    pub(super) note: &'a str,
}

impl<'a> StoredNote<'a> {
    pub(super) fn of((section, note): &'a (SheetSection, String)) -> StoredNote<'a> {
        StoredNote { section: section.words(), note }
    }
}

impl Serialize for SheetRow {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut row = serializer.serialize_struct("SheetRow", 5)?;
        row.serialize_field("id", self.definition.id)?;
        row.serialize_field("name", self.definition.name)?;
        row.serialize_field("unit", self.definition.unit)?;
        row.serialize_field("section", self.definition.section.words())?;
        row.serialize_field("readings", &Readings(self))?;
        row.end()
    }
}

struct Readings<'a>(&'a SheetRow);

impl Serialize for Readings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let SheetRow { definition, cells } = self.0;
        let mut map = serializer.serialize_map(Some(cells.len()))?;
        for (place, reading) in cells {
            map.serialize_entry(place, &StoredReading::of(reading, definition.unit))?;
        }
        map.end()
    }
}
