//! The drawn columns, recomputed only when record, zoom or width change.

use std::sync::Arc;

use groundtruth_measure::Spectrum;

use crate::editor::view::axis::FrequencyAxis;
use crate::editor::view::columns::{self, Column};
use crate::editor::view::level_scale::LevelScale;
use crate::editor::view::monitor::Traces;

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
struct Key {
    /// Curves by their identity: what is drawn is kept, so that no other can have its address.
    traces: Traces,
    axis: FrequencyAxis,
    pixels_per_point: f32,
    shape: Shape,
    scale: LevelScale,
}

/// How the spectrum of music is drawn; that of a test signal is drawn as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Shape {
    /// Part of an octave over which the power is averaged; 0 for none.
    pub smoothing_per_octave: u8,
    /// Tilt around 1 kHz.
    pub slope_db_per_octave: f32,
}

impl PartialEq for Key {
    fn eq(&self, other: &Key) -> bool {
        self.traces.is_same(&other.traces)
            && (self.axis, self.pixels_per_point, self.shape)
                == (other.axis, other.pixels_per_point, other.shape)
            && self.scale == other.scale
    }
}

impl Curves {
    /// Updates the columns; a long record takes a pass over its bins, an unchanged one nothing.
    pub fn update(
        &mut self,
        traces: &Traces,
        axis: &FrequencyAxis,
        pixels_per_point: f32,
        shape: Shape,
        scale: &LevelScale,
    ) -> &Curves {
        let key = Key { traces: traces.clone(), axis: *axis, pixels_per_point, shape, scale: scale.clone() };
        if self.key.as_ref() != Some(&key) {
            self.recompute(traces, axis, 1.0 / pixels_per_point, shape, scale);
            self.key = Some(key);
        }
        self
    }

    fn recompute(
        &mut self,
        traces: &Traces,
        axis: &FrequencyAxis,
        column_width: f32,
        shape: Shape,
        scale: &LevelScale,
    ) {
        let reduce = |(channel, powers): (usize, &Arc<[f32]>), bin_hz: f64| {
            let mut columns = match shape.smoothing_per_octave {
                0 => columns::reduce(powers, bin_hz, axis, column_width),
                part => columns::smooth(powers, bin_hz, axis, column_width, 1.0 / f64::from(part)),
            };
            columns::tilt(&mut columns, axis, shape.slope_db_per_octave);
            columns::raise(&mut columns, scale.offset_db(channel) as f32);
            columns
        };
        let curves = |spectrum: &Option<Arc<Spectrum>>| -> Vec<Vec<Column>> {
            let channels = spectrum.iter().flat_map(|spectrum| {
                spectrum.channels.iter().enumerate().map(|powers| reduce(powers, spectrum.bin_hz(1)))
            });
            channels.collect()
        };
        self.now = curves(&traces.spectrum);
        self.mean = curves(&traces.mean);
        let bin_hz = traces.spectrum.as_ref().map_or(0.0, |spectrum| spectrum.bin_hz(1));
        self.held = traces.max_hold.iter().enumerate().map(|powers| reduce(powers, bin_hz)).collect();
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
