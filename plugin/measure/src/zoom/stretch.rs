//! The whole stretch, and the fundamentals tracked over it.

use super::reference::Reference;
use super::series::Grid;
use super::spectra::Spectra;
use crate::average::pieces::Pieces;

/// The times of a series, and its spectra.
pub(super) struct Stretch {
    pub(super) grid: Grid,
    pub(super) spectra: Spectra,
}

impl Stretch {
    pub(super) fn new(pieces: &Pieces, from: usize, record_frames: f64) -> Option<Stretch> {
        let grid = Grid::new(&pieces.places, from, record_frames)?;
        Some(Stretch { spectra: Spectra::new(&grid), grid })
    }
}

/// A fundamental tracked over the stretch.
#[derive(Clone, Copy)]
pub(super) struct Followed {
    pub(super) reference: Reference,
    /// Whether other lines are beside it.
    pub(super) has_neighbours: bool,
}

/// The mains of one channel.
pub(super) struct Hum {
    pub(super) stretch: Stretch,
    pub(super) reference: Reference,
}
