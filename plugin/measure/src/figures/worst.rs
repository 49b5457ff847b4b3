//! The worst point of a curve over frequency.

use crate::figures::curve::{Curve, Point};
use crate::figures::estimate::Z95;
use crate::figures::figure::{Figure, Outcome};
use crate::figures::refusal::Refusal;
use crate::terms::settings::Band;

/// Reference frequency of the balance curve.
const REFERENCE_HZ: f64 = 1000.0;

impl Curve {
    /// The highest point between two frequencies, with an interval that allows for the number of candidates.
    ///
    /// # Errors
    ///
    /// [`Refusal::WrongStimulus`] without a point there.
    pub fn highest_within(&self, [low_hz, high_hz]: [f64; 2]) -> Outcome {
        highest(&self.points, Band { low_hz, high_hz })
    }

    /// The lowest point, likewise.
    ///
    /// # Errors
    ///
    /// As [`Curve::highest_within`].
    pub fn lowest_within(&self, range_hz: [f64; 2]) -> Outcome {
        let negated = |point: &Point| Point { at: point.at, figure: point.figure.negated() };
        let upside_down = Curve { points: self.points.iter().map(negated).collect(), ..self.clone() };
        Ok(upside_down.highest_within(range_hz)?.negated())
    }
}

fn in_band(curve: &[Point], band: Band) -> impl Iterator<Item = &Point> {
    curve.iter().filter(move |point| band.holds_line(point.at))
}

/// The highest in-band point of a crosstalk curve; a limit if a point below its detection limit might be higher.
///
/// The maximum of several noisy points is biased high. The interval therefore extends down by the quantile for the
/// number of candidate points (Bonferroni), and up to the highest upper end of all points.
pub(crate) fn highest(curve: &[Point], band: Band) -> Outcome {
    let needs = "tones of its own on the first side: interleaved multitones, or a sweep";
    let points: Vec<Figure> = in_band(curve, band).map(|point| point.figure).collect();
    let rank = |a: &&Figure, b: &&Figure| b.limit.cmp(&a.limit).then(a.value.total_cmp(&b.value));
    let top = *points.iter().max_by(rank).ok_or(Refusal::WrongStimulus { needs: needs.into() })?;
    let hidden = points.iter().any(|point| point.limit && point.high >= top.value);
    let rivals = points.iter().filter(|point| point.high >= top.low).count();
    let high = points.iter().map(|point| point.high).fold(top.high, f64::max);
    // For −∞ the difference is NaN, and `min` returns the other operand.
    let low = top.low.min(top.value - (top.value - top.low) * wider(rivals));
    let value = if hidden { high } else { top.value };
    Ok(Figure { value, low, high, limit: hidden, ..top })
}

/// The largest deviation of the balance from its value nearest to 1 kHz. The interval allows for the number of
/// candidate points.
pub(crate) fn farthest(curve: &[Point], band: Band) -> Outcome {
    let needs = "the same multitone on both sides, or a sweep";
    let refused = || Refusal::WrongStimulus { needs: needs.into() };
    let nearest = in_band(curve, band).min_by(|a, b| nearer(a.at, b.at));
    let reference = nearest.ok_or_else(refused)?.figure;
    let half = |figure: &Figure| (figure.high - figure.low) / 2.0;
    let departure = |point: &Point| {
        let here = point.figure;
        Figure::within(here.value - reference.value, half(&here).hypot(half(&reference)))
    };
    let others = in_band(curve, band).filter(|point| Some(*point) != nearest);
    let departures: Vec<Figure> = others.map(departure).collect();
    let farthest = departures.iter().max_by(|a, b| a.value.abs().total_cmp(&b.value.abs()));
    let farthest = farthest.ok_or_else(refused)?;
    let least = farthest.value.abs() - half(farthest);
    let rivals = departures.iter().filter(|other| other.value.abs() + half(other) >= least).count();
    Ok(Figure::within(farthest.value, half(farthest) * wider(rivals)))
}

/// Factor by which the interval of the largest of `count` errors is wider than that of one: the quantile for 2.5
/// %/`count` over that for 2.5 %. The normal quantile is Hastings' rational form (Abramowitz and Stegun, 26.2.23:
/// within 4.5e-4).
fn wider(count: usize) -> f64 {
    let t = (2.0 * (count.max(1) as f64 / 0.025).ln()).sqrt();
    let above = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let below = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    ((t - above / below) / Z95).max(1.0)
}

/// Orders frequencies by their logarithmic distance from 1 kHz.
pub(crate) fn nearer(a_hz: f64, b_hz: f64) -> std::cmp::Ordering {
    let octaves = |hz: f64| (hz / REFERENCE_HZ).ln().abs();
    octaves(a_hz).total_cmp(&octaves(b_hz))
}
