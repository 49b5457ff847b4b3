//! The drawn columns, recomputed only when record, zoom or width change.

use std::sync::Arc;

use groundtruth_analysis::Snapshot;

use crate::editor::view::axis::FrequencyAxis;
use crate::editor::view::columns::{self, Column};

impl Shape {
    /// Whether the curves stand at the level that the axis says.
    pub fn is_true(self) -> bool {
        self.smoothing_per_octave == 0 && self.slope_db_per_octave == 0.0
    }
}

/// Columns of the current and the held spectrum, with the key they were computed for.
#[derive(Default)]
pub struct Curves {
    key: Option<Key>,
    now: Vec<Vec<Column>>,
    mean: Vec<Vec<Column>>,
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
    shape: Shape,
}

/// How the spectrum of music is drawn; that of a test signal is drawn as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Shape {
    /// Whether the mean is drawn beside the peaks.
    pub has_mean: bool,
    /// Part of an octave over which the power is averaged; 0 for none.
    pub smoothing_per_octave: u8,
    /// Tilt around 1 kHz.
    pub slope_db_per_octave: f32,
}

impl Curves {
    /// Updates the columns; a long record takes a pass over its bins, an unchanged one nothing.
    pub fn update(
        &mut self,
        snapshot: &Snapshot,
        axis: &FrequencyAxis,
        pixels_per_point: f32,
        shape: Shape,
    ) -> &Curves {
        let key = Key {
            record_version: snapshot.record_version,
            spectrum: snapshot.spectrum.as_ref().map_or(0, |spectrum| Arc::as_ptr(spectrum) as usize),
            held: snapshot.max_hold.first().map_or(0, |held| held.as_ptr() as usize),
            axis: *axis,
            pixels_per_point,
            shape,
        };
        if self.key.as_ref() != Some(&key) {
            self.recompute(snapshot, axis, 1.0 / pixels_per_point, shape);
            self.key = Some(key);
        }
        self
    }

    fn recompute(&mut self, snapshot: &Snapshot, axis: &FrequencyAxis, column_width: f32, shape: Shape) {
        let Some(spectrum) = &snapshot.spectrum else {
            (self.now, self.mean, self.held) = Default::default();
            return;
        };
        let reduce = |powers: &Arc<[f32]>| {
            let bin_hz = spectrum.bin_hz(1);
            let mut columns = match shape.smoothing_per_octave {
                0 => columns::reduce(powers, bin_hz, axis, column_width),
                part => columns::smooth(powers, bin_hz, axis, column_width, 1.0 / f64::from(part)),
            };
            columns::tilt(&mut columns, axis, shape.slope_db_per_octave);
            columns
        };
        let mean = snapshot.programme.mean.as_ref().filter(|_| shape.has_mean);
        self.mean = mean.map_or_else(Vec::new, |mean| mean.channels.iter().map(reduce).collect());
        self.now = spectrum.channels.iter().map(reduce).collect();
        self.held = snapshot.max_hold.iter().map(reduce).collect();
    }

    /// The current spectrum, channel by channel.
    pub fn now(&self) -> Vec<&[Column]> {
        self.now.iter().map(Vec::as_slice).collect()
    }

    /// The mean of the last second; empty for a test signal.
    pub fn mean(&self) -> Vec<&[Column]> {
        self.mean.iter().map(Vec::as_slice).collect()
    }

    /// The largest levels so far.
    pub fn held(&self) -> Vec<&[Column]> {
        self.held.iter().map(Vec::as_slice).collect()
    }
}
