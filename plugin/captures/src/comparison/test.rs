//! Whether two figures differ: the difference with its interval, and the probability of a chance.

use groundtruth_measure::{Bound, Difference, Figure};
use statrs::distribution::{ContinuousCDF, FisherSnedecor};

use super::estimate::{CONFIDENCE, Estimate, two_sided_p, two_sided_quantile};

/// A difference, and the probability that equal devices show one at least as large.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Tested {
    pub(super) difference: Difference,
    pub(super) p: f64,
}

/// `captured − reference`; `None` if nothing bounds it.
///
/// Means of takes are compared by Student's t for two samples: the spread of reconnecting belongs to the procedure, so both
/// are taken to have the same, unless an F test at 20 % finds otherwise. Then, and against a single take, variances add and
/// the degrees of freedom follow from their shares (B. L. Welch, Biometrika 34, 1947). Welch's form alone would call
/// differences of two takes each at 2 % instead of 5 %. With one take each this is the normal test on the measurements' noise.
pub(super) fn test(captured: &Estimate, reference: &Estimate, scale: Scale) -> Option<Tested> {
    let bounded = captured.figure.limit || reference.figure.limit;
    if bounded {
        let difference = captured.figure.minus(&reference.figure)?;
        return Some(Tested { difference, p: p_of_bound(captured, reference, scale) });
    }
    let plain = captured.figure.minus(&reference.figure)?;
    let ([own_below, own_above], [others_below, others_above]) =
        (captured.standard_errors(), reference.standard_errors());
    let below = Side::of([own_below, others_above], [captured, reference]);
    let above = Side::of([own_above, others_below], [captured, reference]);
    let toward_zero = if plain.value > 0.0 { &below } else { &above };
    let difference = Difference {
        low: Some(plain.value - below.half_width()),
        high: Some(plain.value + above.half_width()),
        ..plain
    };
    Some(Tested { difference, p: toward_zero.p(plain.value.abs()) })
}

/// The error of a difference towards one side.
struct Side {
    error: f64,
    freedom: f64,
}

impl Side {
    fn of(errors: [f64; 2], estimates: [&Estimate; 2]) -> Side {
        let variances = errors.map(|error| error * error);
        let freedoms = estimates.map(|estimate| estimate.freedom);
        let takes = estimates.map(|estimate| estimate.takes as f64);
        if freedoms.iter().all(|freedom| freedom.is_finite()) {
            let of_takes = [variances[0] * takes[0], variances[1] * takes[1]];
            if may_be_equal(of_takes, freedoms) {
                let freedom = freedoms[0] + freedoms[1];
                let pooled = (of_takes[0] * freedoms[0] + of_takes[1] * freedoms[1]) / freedom;
                return Side { error: (pooled / takes[0] + pooled / takes[1]).sqrt(), freedom };
            }
        }
        let total = variances[0] + variances[1];
        let spent: f64 = (0..2).map(|side| variances[side].powi(2) / freedoms[side]).sum();
        Side { error: total.sqrt(), freedom: if spent > 0.0 { total * total / spent } else { f64::INFINITY } }
    }

    fn half_width(&self) -> f64 {
        if self.error == 0.0 { 0.0 } else { two_sided_quantile(1.0 - CONFIDENCE, self.freedom) * self.error }
    }

    fn p(&self, distance: f64) -> f64 {
        match (distance == 0.0, self.error == 0.0) {
            (true, _) => 1.0,
            (false, true) => 0.0,
            (false, false) => two_sided_p(distance / self.error, self.freedom),
        }
    }
}

/// Whether an F test at 20 % accepts that two samples have one variance.
fn may_be_equal(variances: [f64; 2], freedoms: [f64; 2]) -> bool {
    const LEVEL: f64 = 0.2;
    let larger = usize::from(variances[1] > variances[0]);
    let smaller = 1 - larger;
    if variances[smaller] == 0.0 {
        return variances[larger] == 0.0;
    }
    let ratios =
        FisherSnedecor::new(freedoms[larger], freedoms[smaller]).expect("degrees of freedom above 0");
    ratios.sf(variances[larger] / variances[smaller]) >= LEVEL / 2.0
}

/// The smallest `p` at which the ranges of both figures, at confidence `1 − p`, do not touch. 1 if they touch at 95 %.
fn p_of_bound(captured: &Estimate, reference: &Estimate, scale: Scale) -> f64 {
    let apart = |p: f64| {
        let (own, others) = (range_at(captured, p, scale), range_at(reference, p, scale));
        own.0 > others.1 || own.1 < others.0
    };
    let significant = 1.0 - CONFIDENCE;
    if !apart(significant) {
        return 1.0;
    }
    // By logarithms: the answer may be 1e-100.
    let (mut touching, mut apart_at) = (LEAST_P.ln(), significant.ln());
    if apart(LEAST_P) {
        return LEAST_P;
    }
    for _ in 0..BISECTIONS {
        let middle = 0.5 * (touching + apart_at);
        if apart(middle.exp()) { apart_at = middle } else { touching = middle }
    }
    apart_at.exp()
}

/// Below this, a probability is not distinguished from 0.
const LEAST_P: f64 = 1e-100;
const BISECTIONS: usize = 40;

/// The range of the true value at confidence `1 − p`.
fn range_at(estimate: &Estimate, p: f64, scale: Scale) -> (f64, f64) {
    let Figure { value, limit, bound, .. } = estimate.figure;
    let quantile = two_sided_quantile(p, estimate.freedom);
    if limit {
        let moved = moved_limit(value, bound, quantile, scale);
        return match bound {
            Bound::Upper => (f64::NEG_INFINITY, moved),
            Bound::Lower => (moved, f64::INFINITY),
        };
    }
    let [below, above] = estimate.standard_errors();
    (value - quantile * below, value + quantile * above)
}

/// A limit at a higher confidence than 95 %. A limit is the upper end of a power's interval, and the power lies within a
/// few of its deviations from 0: the end moves at most as the square of the quantile, which leaves room for an estimate that
/// came out negative.
fn moved_limit(value: f64, bound: Bound, quantile: f64, scale: Scale) -> f64 {
    let ratio = (quantile / two_sided_quantile(1.0 - CONFIDENCE, f64::INFINITY)).max(1.0);
    match (scale, bound) {
        (Scale::Decibels, Bound::Upper) => value + 20.0 * ratio.log10(),
        (Scale::Decibels, Bound::Lower) => value - 20.0 * ratio.log10(),
        (Scale::Linear, Bound::Upper) => value * ratio,
        (Scale::Linear, Bound::Lower) => value / ratio,
    }
}

/// Scale of a figure's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scale {
    /// dB of any reference, and bits.
    Decibels,
    /// Hz, mΩ, pF and pure numbers.
    Linear,
}

impl Scale {
    /// Scale of the values in a unit.
    pub(super) fn of(unit: &str) -> Scale {
        if unit.starts_with("dB") || unit == "bit" { Scale::Decibels } else { Scale::Linear }
    }
}

/// Which of the hypotheses with these probabilities are rejected if the chance of even one false rejection among all is to
/// be at most 5 %, whatever their dependence (S. Holm, Scandinavian Journal of Statistics 6, 1979).
pub(super) fn holm(probabilities: &[f64]) -> Vec<bool> {
    let mut order: Vec<usize> = (0..probabilities.len()).collect();
    order.sort_by(|a, b| probabilities[*a].total_cmp(&probabilities[*b]));
    let mut rejected = vec![false; probabilities.len()];
    for (rank, index) in order.into_iter().enumerate() {
        if probabilities[index] > (1.0 - CONFIDENCE) / (probabilities.len() - rank) as f64 {
            break;
        }
        rejected[index] = true;
    }
    rejected
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(figure: Figure) -> Estimate {
        Estimate::of_takes(&[figure]).expect("one take")
    }

    #[test]
    fn one_take_each_is_the_difference_of_figures() {
        let (a, b) = (Figure::within(-97.22, 0.02), Figure::within(-103.62, 0.01));
        let tested = test(&one(a), &one(b), Scale::Decibels).expect("of values");
        let plain = a.minus(&b).expect("of values");
        assert!((tested.difference.value - 6.4).abs() < 1e-9 && tested.p < 1e-100);
        let ends = |difference: &Difference| [difference.low, difference.high].map(Option::unwrap);
        for (own, plain) in ends(&tested.difference).into_iter().zip(ends(&plain)) {
            assert!((own - plain).abs() < 1e-9);
        }
    }

    #[test]
    fn significance_and_probability_agree() {
        let a = one(Figure::within(1.0, 0.8));
        for value in [0.0, 0.1, 1.9, 2.2, 3.0] {
            let tested = test(&one(Figure::within(value, 0.9)), &a, Scale::Decibels).expect("of values");
            assert_eq!(tested.difference.is_significant(), tested.p <= 0.05, "{tested:?}");
        }
    }

    fn at(values: &[f64]) -> Estimate {
        Estimate::of_takes(&values.iter().map(|x| Figure::exact(*x)).collect::<Vec<_>>()).expect("takes")
    }

    #[test]
    fn takes_of_like_spread_share_it() {
        // n = 4 and 3, means 10.5 and 8.1, variances 1/6 and 0.49.
        let tested =
            test(&at(&[10.0, 10.5, 11.0, 10.5]), &at(&[7.4, 8.1, 8.8]), Scale::Decibels).expect("of values");
        let pooled: f64 = (3.0 / 6.0 + 2.0 * 0.49) / 5.0;
        let expected = two_sided_p(2.4 / (pooled / 4.0 + pooled / 3.0).sqrt(), 5.0);
        assert!((tested.p - expected).abs() < 1e-9, "{} {expected}", tested.p);
    }

    #[test]
    fn takes_of_unlike_spread_have_the_degrees_of_freedom_of_welch() {
        let a = at(&[10.00, 10.01, 10.02, 10.01]);
        let tested = test(&a, &at(&[6.9, 8.1, 9.3]), Scale::Decibels).expect("of values");
        let (va, vb): (f64, f64) = (2e-4 / 3.0 / 4.0, 1.44 / 3.0);
        let freedom = (va + vb) * (va + vb) / (va * va / 3.0 + vb * vb / 2.0);
        let expected = two_sided_p(1.91 / (va + vb).sqrt(), freedom);
        assert!((tested.p - expected).abs() < 1e-9, "{} {expected}", tested.p);
    }

    #[test]
    fn a_limit_far_below_a_value_is_no_chance() {
        let limit = Figure { low: f64::NEG_INFINITY, limit: true, ..Figure::exact(-148.0) };
        let tested = test(&one(limit), &one(Figure::within(-46.65, 0.01)), Scale::Decibels).expect("a bound");
        assert!(tested.p < 1e-50 && (tested.difference.value + 101.34).abs() < 1e-9);
        let near = test(&one(limit), &one(Figure::within(-147.0, 0.9)), Scale::Decibels).expect("a bound");
        assert!((1e-6..0.05).contains(&near.p), "{}", near.p);
        let touching =
            test(&one(limit), &one(Figure::within(-147.0, 1.1)), Scale::Decibels).expect("a bound");
        assert_eq!(touching.p, 1.0);
    }

    #[test]
    fn holm_rejects_in_order_until_the_first_that_holds() {
        assert_eq!(holm(&[0.01, 0.04, 0.03, 0.005]), [true, false, false, true]);
        assert_eq!(holm(&[]), [false; 0]);
        assert_eq!(holm(&[0.05]), [true]);
        assert_eq!(holm(&[0.04, 0.04]), [false, false]);
    }
}
