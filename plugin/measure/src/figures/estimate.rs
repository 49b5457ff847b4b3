//! Powers with their variance, and their conversion to figures.

use crate::figures::figure::{Bound, Figure};
use crate::terms::units::power_to_db;

/// Normal quantile of a two-sided 95 % interval.
pub(crate) const Z95: f64 = 1.959_963_984_540_054;
/// `(t/z)²` for noise known with this relative variance v: Student's quantile at `2/v` degrees of freedom over the normal
/// one (Abramowitz and Stegun 26.7.5). A variance times it makes [`Z95`] an interval of 95 %.
pub(crate) fn student_widening(relative_variance: f64) -> f64 {
    let (z, freedom) = (Z95, 2.0 / relative_variance);
    let first = (z * z + 1.0) / (4.0 * freedom);
    let second = (5.0 * z.powi(4) + 16.0 * z * z + 3.0) / (96.0 * freedom * freedom);
    (1.0 + first + second).powi(2)
}

/// A value within this many standard deviations of the noise, or of 0, is a limit.
pub(crate) const LIMIT_SIGMAS: f64 = 3.0;

/// An estimated power (a full-scale sine has 1). Its variance at a true power p is `null + slope·p`: a line in
/// noise of power n has `n² + 2np` per record.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Power {
    /// The estimate, de-biased; may be negative near the noise.
    pub(crate) value: f64,
    pub(crate) null: f64,
    pub(crate) slope: f64,
}

impl Power {
    /// Known exactly.
    pub(crate) fn exact(value: f64) -> Power {
        Power { value, null: 0.0, slope: 0.0 }
    }

    pub(crate) fn plus(self, other: Power) -> Power {
        let weight = |p: &Power| p.value.max(p.null.sqrt());
        let total = weight(&self) + weight(&other);
        let slope = if total > 0.0 {
            (weight(&self) * self.slope + weight(&other) * other.slope) / total
        } else {
            0.0
        };
        Power { value: self.value + other.value, null: self.null + other.null, slope }
    }

    pub(crate) fn sum(powers: impl IntoIterator<Item = Power>) -> Power {
        powers.into_iter().fold(Power::default(), Power::plus)
    }

    pub(crate) fn times(self, factor: f64) -> Power {
        Power { value: self.value * factor, null: self.null * factor * factor, slope: self.slope * factor }
    }

    /// The 95 % interval: the true powers from which the estimate lies within [`Z95`] standard deviations
    /// (Wilson's construction, valid down to nothing).
    pub(crate) fn interval(self) -> (f64, f64) {
        let shift = 0.5 * Z95 * Z95 * self.slope;
        let under_root = shift * shift + Z95 * Z95 * (self.slope * self.value + self.null);
        let half = under_root.max(0.0).sqrt();
        ((self.value + shift - half).max(0.0), (self.value + shift + half).max(0.0))
    }

    /// Within 3σ of the noise.
    pub(crate) fn is_limit(self) -> bool {
        self.value <= LIMIT_SIGMAS * self.null.sqrt()
    }

    /// The value, or for a limit the interval's upper end.
    pub(crate) fn stated(self) -> f64 {
        if self.is_limit() { self.interval().1 } else { self.value }
    }

    /// Relative standard deviation at the estimate.
    pub(crate) fn relative_deviation(self) -> f64 {
        let variance = self.null + self.slope * self.value.max(0.0);
        if self.value > 0.0 { variance.sqrt() / self.value } else { 0.0 }
    }

    /// As a level in dB over 1.
    pub(crate) fn level(self) -> Figure {
        self.over(Power::exact(1.0))
    }

    /// As a ratio in dB. The reference's own deviation widens the interval: errors of both are independent, so that
    /// their widths add in quadrature.
    pub(crate) fn over(self, reference: Power) -> Figure {
        let (low, high) = self.interval();
        let wider_db = power_to_db(1.0 + Z95 * reference.relative_deviation());
        let db = |power: f64| power_to_db(power / reference.value);
        let value = db(self.stated());
        let width = |end: f64| if end == value { wider_db } else { (end - value).hypot(wider_db) };
        Figure {
            low: value - width(db(low)),
            high: value + width(db(high)),
            limit: self.is_limit(),
            ..Figure::exact(value)
        }
        .limit_ends_at_value()
    }
}

impl Figure {
    /// The figure with its sign inverted, to turn levels into ranges: an upper limit becomes a lower one. If the range
    /// has no finite upper end, the interval ends at the value.
    pub(crate) fn negated(self) -> Figure {
        let high = if self.low.is_finite() { -self.low } else { -self.value };
        let bound = if self.limit { Bound::Lower } else { Bound::Upper };
        Figure { value: -self.value, low: -self.high, high, bound, ..self }
    }

    /// A limit's value is the upper end of its interval.
    fn limit_ends_at_value(mut self) -> Figure {
        if self.limit {
            self.value = self.high;
        }
        self
    }
}
