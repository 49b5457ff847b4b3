//! The drawn columns, recomputed only when record, zoom or width change.

use std::sync::Arc;

use groundtruth_analysis::Snapshot;

use crate::editor::view::axis::FrequencyAxis;
use crate::editor::view::columns::{self, Column};

/// Columns of the current and the held spectrum, with the key they were computed for.
#[derive(Default)]
pub struct Curves {
    key: Option<Key>,
    now: Vec<Vec<Column>>,
    held: Vec<Vec<Column>>,
}

/// Everything the columns depend on.
#[derive(Clone, PartialEq)]
struct Key {
    record_version: u64,
    spectrum: usize,
    held: usize,
    axis: FrequencyAxis,
    pixels_per_point: f32,
}

impl Curves {
    /// Updates the columns; a long record takes a pass over its bins, an unchanged one nothing.
    pub fn update(&mut self, snapshot: &Snapshot, axis: &FrequencyAxis, pixels_per_point: f32) -> &Curves {
        let key = Key {
            record_version: snapshot.record_version,
            spectrum: snapshot.spectrum.as_ref().map_or(0, |spectrum| Arc::as_ptr(spectrum) as usize),
            held: snapshot.max_hold.first().map_or(0, |held| held.as_ptr() as usize),
            axis: *axis,
            pixels_per_point,
        };
        if self.key.as_ref() != Some(&key) {
            self.recompute(snapshot, axis, 1.0 / pixels_per_point);
            self.key = Some(key);
        }
        self
    }

    fn recompute(&mut self, snapshot: &Snapshot, axis: &FrequencyAxis, column_width: f32) {
        let Some(spectrum) = &snapshot.spectrum else {
            (self.now, self.held) = Default::default();
            return;
        };
        let reduce = |powers: &Arc<[f32]>| columns::reduce(powers, spectrum.bin_hz(1), axis, column_width);
        self.now = spectrum.channels.iter().map(reduce).collect();
        self.held = snapshot.max_hold.iter().map(reduce).collect();
    }

    /// The current spectrum, channel by channel.
    pub fn now(&self) -> Vec<&[Column]> {
        self.now.iter().map(Vec::as_slice).collect()
    }

    /// The largest levels so far.
    pub fn held(&self) -> Vec<&[Column]> {
        self.held.iter().map(Vec::as_slice).collect()
    }
}
