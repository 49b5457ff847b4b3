//! The difference of two figures, with its interval or bound.

use serde::{Deserialize, Serialize};

use super::figure::{Bound, Figure};

/// One figure minus another, in their unit.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// The difference; if `bound` is set, the end of the interval that it names.
    pub value: f64,
    /// Lower end of the 95 % interval; `None` if nothing bounds it from below.
    pub low: Option<f64>,
    /// Upper end of the 95 % interval; `None` if nothing bounds it from above.
    pub high: Option<f64>,
    /// Set if a limit among the two figures allows only a bound of the difference.
    pub bound: Option<DifferenceBound>,
}

/// The side on which a difference is bounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DifferenceBound {
    /// The true difference is at least the value.
    AtLeast,
    /// The true difference is at most the value.
    AtMost,
}

impl Difference {
    /// Whether 0 lies outside the 95 % interval.
    pub fn is_significant(&self) -> bool {
        self.low.is_some_and(|low| low > 0.0) || self.high.is_some_and(|high| high < 0.0)
    }
}

impl Figure {
    /// `self − other`. `None` if the difference is unbounded: two limits on the same side, or digital silence, whose
    /// level is −∞.
    ///
    /// Errors of two measurements are independent, so half-widths of the intervals add in quadrature, separately on
    /// each side. A limit contributes its known end. Values known modulo a period differ by the smallest amount that
    /// the period allows.
    ///
    /// ```
    /// use groundtruth_measure::{DifferenceBound, Figure};
    ///
    /// let single_ended = Figure::within(-46.0, 0.5);
    /// let balanced = Figure { low: f64::NEG_INFINITY, limit: true, ..Figure::exact(-147.0) };
    /// let difference = single_ended.minus(&balanced).expect("a bound");
    /// assert_eq!((difference.value, difference.bound), (100.5, Some(DifferenceBound::AtLeast)));
    /// assert!(difference.is_significant());
    /// ```
    pub fn minus(&self, other: &Figure) -> Option<Difference> {
        if !self.limit && !other.limit {
            return Some(self.minus_value(other));
        }
        let finite = |x: f64| x.is_finite().then_some(x);
        let (own, others) = (self.reach(), other.reach());
        let low = finite(own.0 - others.1);
        let high = finite(own.1 - others.0);
        let (value, bound) = match (low, high) {
            (Some(low), _) => (low, DifferenceBound::AtLeast),
            (None, Some(high)) => (high, DifferenceBound::AtMost),
            (None, None) => return None,
        };
        Some(Difference { value, low, high, bound: Some(bound) })
    }

    fn minus_value(&self, other: &Figure) -> Difference {
        let plain = self.value - other.value;
        let value = match self.modulo.or(other.modulo) {
            Some(period) => plain - period * (plain / period).round(),
            None => plain,
        };
        let below = (self.value - self.low).hypot(other.high - other.value);
        let above = (self.high - self.value).hypot(other.value - other.low);
        let finite = |x: f64| x.is_finite().then_some(x);
        Difference { value, low: finite(value - below), high: finite(value + above), bound: None }
    }

    /// The range of the true value.
    fn reach(&self) -> (f64, f64) {
        match (self.limit, self.bound) {
            (true, Bound::Upper) => (f64::NEG_INFINITY, self.value),
            (true, Bound::Lower) => (self.value, f64::INFINITY),
            (false, _) => (self.low, self.high),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at_most(value: f64) -> Figure {
        Figure { low: f64::NEG_INFINITY, limit: true, ..Figure::exact(value) }
    }

    fn at_least(value: f64) -> Figure {
        Figure { limit: true, bound: Bound::Lower, ..Figure::exact(value) }
    }

    #[test]
    fn half_widths_add_in_quadrature_on_each_side() {
        let a = Figure { low: -103.0, high: -96.0, ..Figure::exact(-100.0) };
        let b = Figure { low: -94.0, high: -86.0, ..Figure::exact(-90.0) };
        let difference = a.minus(&b).expect("of values");
        assert_eq!((difference.value, difference.bound), (-10.0, None));
        assert_eq!((difference.low, difference.high), (Some(-15.0), Some(-10.0 + 32f64.sqrt())));
        assert!(difference.is_significant());
        assert!(!a.minus(&a).expect("of values").is_significant());
    }

    #[test]
    fn a_limit_leaves_a_bound() {
        let value = Figure::within(-46.0, 0.5);
        let above = value.minus(&at_most(-147.0)).expect("a bound");
        assert_eq!((above.value, above.low, above.high), (100.5, Some(100.5), None));
        let below = at_most(-147.0).minus(&value).expect("a bound");
        assert_eq!((below.value, below.bound), (-100.5, Some(DifferenceBound::AtMost)));
        let range = at_least(120.0).minus(&Figure::within(100.0, 1.0)).expect("a bound");
        assert_eq!((range.value, range.bound), (19.0, Some(DifferenceBound::AtLeast)));
        assert!(above.is_significant() && below.is_significant() && range.is_significant());
        // With a limit above the value, either may be lower.
        assert!(!value.minus(&at_most(-40.0)).expect("a bound").is_significant());
    }

    #[test]
    fn two_limits_and_silence_say_nothing() {
        assert_eq!(at_most(-140.0).minus(&at_most(-120.0)), None);
        assert_eq!(at_least(120.0).minus(&at_least(110.0)), None);
        assert_eq!(Figure::within(-6.0, 0.1).minus(&Figure::exact(f64::NEG_INFINITY)), None);
        // Limits on opposite sides bound the difference.
        let apart = at_least(120.0).minus(&at_most(100.0)).expect("a bound");
        assert_eq!((apart.value, apart.bound), (20.0, Some(DifferenceBound::AtLeast)));
    }

    #[test]
    fn periods_are_taken_out() {
        let delay = |value| Figure { modulo: Some(48.0), ..Figure::within(value, 0.01) };
        let difference = delay(23.0).minus(&delay(-23.0)).expect("of values");
        assert!((difference.value + 2.0).abs() < 1e-12);
    }
}
