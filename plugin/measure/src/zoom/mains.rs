//! The mains frequency from all its lines at the resolution of the stretch.

use super::spectra::Point;
use super::stretch::Stretch;
use crate::average::pieces::LinePieces;
use crate::lines::line_fit::frequency_deviation_bins;
use crate::lines::mains::{is_nominal, vote_weight};
use crate::lines::model::Role;
use crate::terms::settings::Mains;

/// Peaks examined around each line, and their largest distance from it in bins of a record.
const PEAKS: usize = 4;
const FARTHEST_BINS: f64 = 6.0;
/// Uncertainty of a peak's position, in bins of the stretch, and number of standard deviations added.
const PLACE_BINS: f64 = 0.05;
const DEVIATIONS: f64 = 4.0;

/// A peak near a line of the mains.
#[derive(Clone, Copy)]
struct Candidate {
    line: usize,
    order: f64,
    turns_per_frame: f64,
    /// Its uncertainty.
    error: f64,
    power: f64,
}

impl Candidate {
    fn mains(&self) -> f64 {
        self.turns_per_frame / self.order
    }
}

/// Candidates from different lines that belong to one mains frequency, in ascending order.
struct Row(Vec<Candidate>);

impl Row {
    /// Those that agree with a candidate. From the lowest on, each line must match the frequency predicted by the
    /// highest one before it, within the uncertainty of that prediction.
    fn of(first: &Candidate, candidates: &[Candidate]) -> Row {
        let mut row = vec![*first];
        let mut best = *first;
        for line in candidates.chunk_by(|a, b| a.line == b.line) {
            let scale = |own: &Candidate| own.order / best.order;
            let off = |own: &Candidate| (own.turns_per_frame - best.mains() * own.order).abs();
            let nearest = line.iter().min_by(|a, b| off(a).total_cmp(&off(b)));
            let agrees = |own: &&Candidate| off(own) < own.error + scale(own) * best.error;
            if let Some(own) = nearest.filter(|own| own.line != first.line).filter(agrees) {
                row.push(*own);
                if own.order > best.order {
                    best = *own;
                }
            }
        }
        Row(row)
    }

    fn lowest_order(&self) -> f64 {
        self.0.iter().map(|own| own.order).fold(f64::INFINITY, f64::min)
    }

    /// The line with the most precise estimate of the mains.
    fn best(&self) -> Option<&Candidate> {
        let weight = |own: &Candidate| vote_weight(own.order, own.power);
        self.0.iter().max_by(|a, b| weight(a).total_cmp(&weight(b)))
    }
}

/// The mains frequency on which most lines agree.
pub(super) struct Agreed {
    pub(super) turns_per_frame: f64,
    /// Index and order of the line with the most precise estimate.
    pub(super) line: usize,
    pub(super) order: f64,
}

/// The frequency on which most lines agree; ties go to the lowest line. Unrelated lines agree with no other.
pub(super) fn agreed(
    stretch: &Stretch,
    lines: &[LinePieces],
    mains_turns: f64,
    sample_rate_hz: f64,
    chosen: Mains,
) -> Option<Agreed> {
    let candidates =
        candidates(stretch, lines, mains_turns, |turns| is_nominal(turns * sample_rate_hz, chosen, 0.0));
    let rows = candidates.iter().map(|first| Row::of(first, &candidates));
    let row =
        rows.max_by(|a, b| a.0.len().cmp(&b.0.len()).then(b.lowest_order().total_cmp(&a.lowest_order())))?;
    let best = row.best()?;
    Some(Agreed { turns_per_frame: best.mains(), line: best.line, order: best.order })
}

/// Peaks around all lines, in ascending order of line.
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
        let (peaks, density) = spectra.peaks(&series, &grid.weights, PEAKS);
        let near = peaks
            .iter()
            .filter(|peak| (peak.bins / spectra.count * spectra.per_record).abs() < FARTHEST_BINS);
        let candidate = |peak: &Point| Candidate {
            line: index,
            order,
            turns_per_frame: centre + grid.per_frame(peak.bins / spectra.count),
            error: (PLACE_BINS + DEVIATIONS * frequency_deviation_bins(density / peak.power)) / grid.frames(),
            power: peak.power,
        };
        candidates.extend(near.map(candidate).filter(|candidate| is_mains(candidate.mains())));
    }
    candidates
}
