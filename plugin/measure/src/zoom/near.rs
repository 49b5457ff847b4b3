//! The surroundings of a line of the model: the line itself, other lines, and noise.

use realfft::num_complex::Complex;

use super::least_squares::{Term, residual, solve, variance};
use super::spectra::{Point, Spectra, is_summit, mean_from_median, summit};
use crate::terms::settings::WindowKind;

/// Closest spacing of two lines, in bins of the stretch. Hann's weight covers at least nine tenths of a stretch, so
/// this is less than 3 divided by its length.
pub(super) const SEPARATION: f64 = 2.5;
/// Most lines resolved around one line of the model. More of them indicate a wandering line.
const MOST_SPURS: usize = 8;
/// Rounds of refinement of the neighbours' frequencies, and shift in bins of the stretch below which they have
/// converged.
const ROUNDS: usize = 6;
const SETTLED_BINS: f64 = 1e-7;
/// Least number of bins of the stretch for the density beside a place.
const DENSITY_BINS: f64 = 16.0;

/// Peaks examined in one round.
const LOOKED_AT: usize = 48;
/// Largest residual of a steady line at its own frequency: −50 dB.
const UNSTEADY: f64 = 1e-5;
/// Additional factor for the significance of a line out of reach.
const FAR: f64 = 1e3;

/// The lines around one line, and the residual.
pub(super) struct Near {
    /// The line itself, the model's other lines nearby, and then the lines found.
    terms: Vec<Term>,
    known: usize,
    points: Vec<Point>,
    /// As in [`Spectra`].
    count: f64,
    per_record: f64,
    kept: f64,
    reach: f64,
    /// Whether the line, and all those nearby, have a steady frequency.
    pub(super) is_steady: bool,
}

/// Parameters of the search around a line.
pub(super) struct Wanted<'a> {
    /// Degree of the polynomial for the line's amplitude.
    pub(super) degree: usize,
    /// The model's other lines, in turns per sample.
    pub(super) others: &'a [f64],
    /// Weakest relevant line.
    pub(super) least: f64,
}

impl Near {
    /// Fits a line at 0, the model's lines nearby, and every other significant line.
    pub(super) fn of(spectra: &Spectra, series: &[Complex<f64>], weights: &[f64], wanted: &Wanted) -> Near {
        let mut near = Near::of_model(spectra, series, weights, wanted);
        while near.is_steady {
            near.points = spectra.points(&residual(series, &near.terms), weights);
            let Some(bins) = near.candidate(spectra, wanted.least) else { break };
            if near.terms.len() - near.known == MOST_SPURS {
                near.is_steady = !near.is_within_reach(bins);
                break;
            }
            near.add(bins, series, weights);
        }
        near
    }

    /// Fits the model's lines only.
    pub(super) fn of_model(
        spectra: &Spectra,
        series: &[Complex<f64>],
        weights: &[f64],
        wanted: &Wanted,
    ) -> Near {
        let own = Term::new(0.0, wanted.degree);
        let others = wanted.others.iter().map(|turns| Term::new(*turns, 0));
        let mut terms: Vec<Term> = std::iter::once(own).chain(others).collect();
        solve(series, weights, &mut terms);
        Near {
            known: terms.len(),
            terms,
            points: Vec::new(),
            count: spectra.count,
            per_record: spectra.per_record,
            kept: spectra.kept,
            reach: spectra.reach(),
            is_steady: true,
        }
    }

    /// The line itself.
    pub(super) fn own(&self) -> &Term {
        &self.terms[0]
    }

    /// Other lines: positions in turns per sample, and powers without the noise under them.
    pub(super) fn spurs(&self) -> impl Iterator<Item = (f64, f64)> {
        let found = self.terms[self.known..].iter();
        found.filter(|term| self.is_within_reach(term.turns * self.count)).map(|term| {
            let noise = mean_from_median(self.beside(term.turns * self.count).map(|p| p.power));
            (term.turns, (term.mean().norm_sqr() - noise).max(0.0))
        })
    }

    /// Variance of the line's mean amplitude over that of one fitted to a single record.
    pub(super) fn share(&self, weights: &[f64]) -> f64 {
        variance(weights, &self.terms) * self.per_record / WindowKind::Hann.enbw_bins()
    }

    pub(super) fn has_spurs(&self) -> bool {
        self.terms.len() > self.known
    }

    /// Mean residual power per bin of the stretch within half a record's bin of an offset in record bins, and the
    /// number of bins behind it. The fit removes noise at the lines' positions.
    pub(super) fn left(&self, record_bins: f64) -> (f64, f64) {
        let per_record_bin = self.count / self.per_record;
        let inside = self.points.iter().filter(|p| (p.bins / per_record_bin - record_bins).abs() <= 0.5);
        let clear = inside.filter(|p| self.clearance(p.bins) >= SEPARATION);
        let (sum, points) = clear.fold((0.0, 0.0), |(sum, points), p| (sum + p.power, points + 1.0));
        // Two points per bin.
        if points > 0.0 && sum > points * self.cut_off() {
            return (sum / points, points / 2.0);
        }
        (mean_from_median(self.beside(record_bins * per_record_bin).map(|p| p.power)), 0.0)
    }

    /// Distance to the nearest line, in bins of the stretch.
    fn clearance(&self, bins: f64) -> f64 {
        self.terms.iter().map(|term| (term.turns * self.count - bins).abs()).fold(f64::INFINITY, f64::min)
    }

    /// Points for the density at a position: at 1 to 1.5 times its distance from the line, on either side.
    fn beside(&self, bins: f64) -> impl Iterator<Item = &Point> {
        let from = (bins.abs() / 1.5).max(SEPARATION);
        let to = (bins.abs() * 1.5).max(from + DENSITY_BINS);
        let inside = self.points.iter().filter(move |p| (from..=to).contains(&p.bins.abs()));
        inside.filter(|p| self.clearance(p.bins) >= SEPARATION)
    }

    /// Detection limit of a line at a position. Noise may rise towards the line with the square of the distance, as
    /// that of an oscillator does; the density measured further out is scaled accordingly.
    fn needed(&self, spectra: &Spectra, bins: f64) -> f64 {
        let steep = |p: &Point| p.power * (p.bins / bins.abs().max(SEPARATION)).powi(2).max(1.0);
        spectra.significance * mean_from_median(self.beside(bins).map(steep))
    }

    fn is_within_reach(&self, bins: f64) -> bool {
        (bins / self.count * self.per_record).abs() <= self.reach
    }

    /// Position of the strongest unknown line, in bins of the stretch. The residual at a known line's position does not
    /// count; if it is large, that line is unsteady.
    fn candidate(&mut self, spectra: &Spectra, least: f64) -> Option<f64> {
        // Half of the overall density: few places need a closer look.
        let overall = 0.5 * spectra.significance * mean_from_median(self.points.iter().map(|p| p.power));
        let least = least.max(overall).max(self.cut_off());
        let clear = |p: &&[Point]| p[1].power > least && is_summit(p);
        let mut summits: Vec<Point> = self.points.windows(3).filter(clear).map(summit).collect();
        summits.sort_by(|a, b| b.power.total_cmp(&a.power));
        let mut rests: Vec<Point> = Vec::new();
        for point in summits.into_iter().take(LOOKED_AT) {
            if !self.stands_out(spectra, &point) {
                continue;
            }
            match self.owner(point.bins) {
                Some(own) if point.power > UNSTEADY * own => {
                    self.is_steady = false;
                    return None;
                }
                Some(_) => rests.push(point),
                None if rests.iter().all(|rest| !is_side_lobe(&point, rest)) => return Some(point.bins),
                None => (),
            }
        }
        None
    }

    /// Lines out of reach only count if they disturb those within.
    fn stands_out(&self, spectra: &Spectra, point: &Point) -> bool {
        let factor = if self.is_within_reach(point.bins) { 1.0 } else { FAR };
        point.power > factor * self.needed(spectra, point.bins)
    }

    /// Power of the line at this position.
    fn owner(&self, bins: f64) -> Option<f64> {
        let near = self.terms.iter().filter(|term| (term.turns * self.count - bins).abs() < SEPARATION);
        near.map(|term| term.mean().norm_sqr()).reduce(f64::max)
    }

    /// Largest residual of the lines found, because their records' side lobes are cut off with the bins kept: `4/d⁵`, d
    /// bins from the edge, and 20 dB less where the records overlap.
    fn cut_off(&self) -> f64 {
        let left = |term: &Term| {
            let from_edge = (self.kept + 0.5 - (term.turns * self.per_record).abs()).max(1.5);
            0.01 * term.mean().norm_sqr() * (4.0 / from_edge.powi(5)).powi(2)
        };
        self.terms[self.known..].iter().map(left).fold(0.0, f64::max)
    }

    /// Adds a line and refines all lines found.
    fn add(&mut self, bins: f64, series: &[Complex<f64>], weights: &[f64]) {
        self.terms.push(Term::new(bins / self.count, 1));
        let found = self.known..self.terms.len();
        self.terms[found.clone()].iter_mut().for_each(|term| *term = Term::new(term.turns, 1));
        for _ in 0..ROUNDS {
            solve(series, weights, &mut self.terms);
            let mut moved: f64 = 0.0;
            for term in &mut self.terms[found.clone()] {
                let error = term.frequency_error(series.len()).clamp(-0.5 / self.count, 0.5 / self.count);
                term.turns += error;
                moved = moved.max(error.abs() * self.count);
            }
            if moved < SETTLED_BINS {
                break;
            }
        }
        self.terms[found].iter_mut().for_each(|term| *term = Term::new(term.turns, 0));
        solve(series, weights, &mut self.terms);
        self.is_steady = self.are_apart();
    }

    /// Whether all lines are still separate: two at one position are a single unsteady line.
    fn are_apart(&self) -> bool {
        let turns: Vec<f64> = self.terms.iter().map(|term| term.turns * self.count).collect();
        turns[self.known..].iter().enumerate().all(|(index, found)| {
            let before = &turns[..self.known + index];
            before.iter().all(|other| (other - found).abs() > SEPARATION - 0.5)
        })
    }
}

/// Whether a point may be a side lobe of the residual at another position: those of Hann's weight are 31 dB down and
/// fall with the third power of the distance.
fn is_side_lobe(point: &Point, of: &Point) -> bool {
    let distance = (point.bins - of.bins).abs().max(SEPARATION);
    point.power < of.power * 2.0 * distance.powi(-6)
}
