//! A figure over the takes of a capture: their mean, with the spread between takes.

use groundtruth_measure::{Bound, Figure};
use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

/// Degrees of freedom of an interval that rests on the noise of a single measurement.
pub(super) const NORMAL: f64 = f64::INFINITY;

/// Confidence of every stated interval.
pub(super) const CONFIDENCE: f64 = 0.95;

/// A figure, and what its interval rests on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Estimate {
    pub(super) figure: Figure,
    /// Degrees of freedom of Student's t behind the interval; [`NORMAL`] for one take.
    pub(super) freedom: f64,
    /// Number of takes.
    pub(super) takes: usize,
}

impl Estimate {
    /// The mean of the takes; `None` without any. One take keeps its own interval. With a limit among several, the mean
    /// is only bounded: by the highest upper end of all takes, or the lowest lower end.
    pub(super) fn of_takes(takes: &[Figure]) -> Option<Estimate> {
        let first = *takes.first()?;
        let estimate = |figure, freedom| Some(Estimate { figure, freedom, takes: takes.len() });
        if takes.len() == 1 {
            return estimate(first, NORMAL);
        }
        if let Some(limit) = takes.iter().find(|take| take.limit) {
            return estimate(bounded(takes, limit.bound), NORMAL);
        }
        let freedom = (takes.len() - 1) as f64;
        estimate(mean(takes, freedom), freedom)
    }

    /// Standard error towards lower and towards higher values.
    pub(super) fn standard_errors(&self) -> [f64; 2] {
        let Figure { value, low, high, .. } = self.figure;
        let quantile = two_sided_quantile(1.0 - CONFIDENCE, self.freedom);
        [(value - low) / quantile, (high - value) / quantile]
    }

    /// Whether the value is stated without an uncertainty.
    pub(super) fn is_exact(&self) -> bool {
        self.figure.low == self.figure.high && !self.figure.limit
    }
}

/// Mean and Student's interval. Values that are known modulo a period are first brought next to the first one.
fn mean(takes: &[Figure], freedom: f64) -> Figure {
    let (first, count) = (takes[0], takes.len() as f64);
    let near = |value: f64| match first.modulo {
        Some(period) => value - period * ((value - first.value) / period).round(),
        None => value,
    };
    let value = takes.iter().map(|take| near(take.value)).sum::<f64>() / count;
    let square = takes.iter().map(|take| (near(take.value) - value).powi(2)).sum::<f64>();
    let half = two_sided_quantile(1.0 - CONFIDENCE, freedom) * (square / freedom / count).sqrt();
    Figure { value, low: value - half, high: value + half, phase_rad: mean_phase(takes), ..first }
}

/// Direction of the sum of unit vectors.
fn mean_phase(takes: &[Figure]) -> Option<f64> {
    let phases: Option<Vec<f64>> = takes.iter().map(|take| take.phase_rad).collect();
    let (sine, cosine) = phases?.iter().fold((0.0, 0.0), |(s, c), phase| (s + phase.sin(), c + phase.cos()));
    Some(f64::atan2(sine, cosine))
}

fn bounded(takes: &[Figure], bound: Bound) -> Figure {
    let (value, low, high) = match bound {
        Bound::Upper => {
            let highest =
                takes.iter().map(|take| take.high.max(take.value)).fold(f64::NEG_INFINITY, f64::max);
            (highest, f64::NEG_INFINITY, highest)
        }
        Bound::Lower => {
            let least = |take: &Figure| if take.limit { take.value } else { take.low };
            let lowest = takes.iter().map(least).fold(f64::INFINITY, f64::min);
            let highest = takes.iter().map(|take| take.high).fold(f64::NEG_INFINITY, f64::max);
            (lowest, lowest, highest.max(lowest))
        }
    };
    Figure { value, low, high, limit: true, bound, phase_rad: None, ..takes[0] }
}

/// The value that Student's t with these degrees of freedom exceeds, on either side, with probability `p`.
pub(super) fn two_sided_quantile(p: f64, freedom: f64) -> f64 {
    let upper = p / 2.0;
    if freedom.is_infinite() {
        -standard_normal().inverse_cdf(upper)
    } else {
        -student(freedom).inverse_cdf(upper)
    }
}

/// The probability that Student's t exceeds `t` on either side.
pub(super) fn two_sided_p(t: f64, freedom: f64) -> f64 {
    let below = if freedom.is_infinite() { standard_normal().cdf(-t) } else { student(freedom).cdf(-t) };
    (2.0 * below).min(1.0)
}

fn standard_normal() -> Normal {
    Normal::standard()
}

fn student(freedom: f64) -> StudentsT {
    StudentsT::new(0.0, 1.0, freedom).expect("degrees of freedom above 0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_have_the_interval_of_their_spread() {
        let takes = [-80.1, -79.9, -80.0].map(|value| Figure::within(value, 0.001));
        let mean = Estimate::of_takes(&takes).expect("three takes");
        // t(0.975, 2) = 4.3027, s = 0.1, s/√3 = 0.057735.
        assert!((mean.figure.value + 80.0).abs() < 1e-12);
        assert!((mean.figure.high - mean.figure.value - 0.248_42).abs() < 1e-4, "{:?}", mean.figure);
        assert_eq!((mean.freedom, mean.takes), (2.0, 3));
    }

    #[test]
    fn one_take_keeps_its_interval() {
        let take = Figure { low: -83.0, ..Figure::within(-80.0, 1.0) };
        let only = Estimate::of_takes(&[take]).expect("one take");
        assert_eq!(only.figure, take);
        let [below, above] = only.standard_errors();
        assert!((below / above - 3.0).abs() < 1e-12 && (above * 1.959_964 - 1.0).abs() < 1e-6);
    }

    #[test]
    fn a_limit_among_takes_bounds_their_mean() {
        let limit = Figure { low: f64::NEG_INFINITY, limit: true, ..Figure::exact(-140.0) };
        let mean = Estimate::of_takes(&[limit, Figure::within(-138.0, 1.0)]).expect("two takes").figure;
        assert!(mean.limit && mean.value == -137.0 && mean.bound == Bound::Upper);
        let range = Figure { limit: true, bound: Bound::Lower, high: 130.0, ..Figure::exact(120.0) };
        let mean = Estimate::of_takes(&[Figure::within(118.0, 1.0), range]).expect("two takes").figure;
        assert!(mean.limit && mean.value == 117.0 && mean.bound == Bound::Lower);
    }

    #[test]
    fn periods_and_phases_do_not_split_takes() {
        let delay = |value| Figure { modulo: Some(48.0), ..Figure::within(value, 0.01) };
        let mean = Estimate::of_takes(&[delay(23.5), delay(-23.5)]).expect("two takes").figure;
        assert!((mean.value - 24.0).abs() < 1e-12);
        let phase = |phase| Figure { phase_rad: Some(phase), ..Figure::within(-40.0, 0.01) };
        let mean = Estimate::of_takes(&[phase(3.1), phase(-3.1)]).expect("two takes").figure;
        assert!((mean.phase_rad.expect("a phase").abs() - std::f64::consts::PI).abs() < 1e-9);
    }
}
