//! The mains' frequency from all its lines at the resolution of the stretch.

use super::LinePieces;
use super::series::PER_RECORD;
use super::settle::Stretch;
use super::spectra::Point;
use crate::Mains;
use crate::mains::{RANGE, nominals};
use crate::model::Role;

/// Peaks looked at around each line, and how far from it in bins of a record.
const PEAKS: usize = 4;
const FARTHEST_BINS: f64 = 6.0;
/// Lines agree when they stand within so many bins of the stretch of the same mains.
const AGREE_BINS: f64 = 1.5;

/// A peak near a line of the mains.
#[derive(Clone, Copy)]
struct Candidate {
    line: usize,
    order: f64,
    turns_per_frame: f64,
    power: f64,
}

impl Candidate {
    fn mains(&self) -> f64 {
        self.turns_per_frame / self.order
    }

    /// Whether both can be lines of one mains; each is known to a bin of the stretch or so.
    fn agrees(&self, other: &Candidate, bin: f64) -> bool {
        let expected = self.mains() * other.order;
        let scale = other.order / self.order;
        (other.turns_per_frame - expected).abs() < AGREE_BINS * bin * scale.max(1.0)
    }
}

/// The mains on which most lines agree.
pub(super) struct Agreed {
    pub(super) turns_per_frame: f64,
    /// Index and order of the line that knows them best.
    pub(super) line: usize,
    pub(super) order: f64,
}

/// The frequency on which most lines agree, among equals that of the lowest. Lines beside an order agree with no other.
pub(super) fn agreed(
    stretch: &Stretch,
    lines: &[LinePieces],
    mains_turns: f64,
    sample_rate_hz: f64,
    told: Mains,
) -> Option<Agreed> {
    let candidates = candidates(stretch, lines, mains_turns, |turns| {
        let hz = turns * sample_rate_hz;
        nominals(told).iter().any(|nominal| (hz / nominal - 1.0).abs() < RANGE)
    });
    let bin = 1.0 / stretch.grid.frames();
    let agreeing = |own: &Candidate| -> Vec<Candidate> {
        candidates.iter().filter(|other| own.agrees(other, bin)).copied().collect()
    };
    let orders = |own: &Candidate| {
        let mut orders: Vec<usize> = agreeing(own).iter().map(|other| other.order as usize).collect();
        orders.dedup();
        orders.len()
    };
    let best = candidates.iter().max_by(|a, b| {
        orders(a).cmp(&orders(b)).then(b.order.total_cmp(&a.order)).then(a.power.total_cmp(&b.power))
    })?;
    let weight = |candidate: &Candidate| candidate.order.powi(2) * candidate.power;
    let reference = agreeing(best).into_iter().max_by(|a, b| weight(a).total_cmp(&weight(b)))?;
    let Candidate { line, order, .. } = reference;
    Some(Agreed { turns_per_frame: reference.mains(), line, order })
}

/// Peaks around all lines, in rising order of line.
fn candidates(
    stretch: &Stretch,
    lines: &[LinePieces],
    mains_turns: f64,
    is_mains: impl Fn(f64) -> bool,
) -> Vec<Candidate> {
    let Stretch { grid, spectra, .. } = stretch;
    let mut candidates = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let Role::Hum(order) = line.role else { continue };
        if line.from != grid.from {
            continue;
        }
        let order = f64::from(order);
        let centre = order * mains_turns;
        let series = grid.series(&[line], centre);
        let peaks = spectra.peaks(&series, &grid.weights, PEAKS);
        let near = peaks.iter().filter(|peak| (peak.bins / spectra.count * PER_RECORD).abs() < FARTHEST_BINS);
        let candidate = |peak: &Point| Candidate {
            line: index,
            order,
            turns_per_frame: centre + grid.per_frame(peak.bins / spectra.count),
            power: peak.power,
        };
        candidates.extend(near.map(candidate).filter(|candidate| is_mains(candidate.mains())));
    }
    candidates
}
