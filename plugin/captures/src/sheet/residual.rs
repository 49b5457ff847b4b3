//! THD+N between two steps of the level series, from its two parts.
//!
//! Noise and hum keep their level, harmonics rise with the tone: over the level each is nearly a straight line in dB over dB,
//! while their sum bends. So each is interpolated alone, and the powers are added.

use groundtruth_measure::{Curve, Figure, Point, units};

/// What is left of a residual that consists of harmonics, at least: its logarithm has to exist.
const LEAST_SHARE: f64 = 1e-3;

/// THD+N in the form of AES17, over the total, at a level in dBFS; `None` outside the series.
pub(super) fn thdn_at(thdn: &Curve, thd: &Curve, level_dbfs: f64) -> Option<Figure> {
    let rest: Vec<Point> = thdn.points.iter().map(|point| rest(point, thd)).collect();
    let rest = Curve { points: rest, ..thdn.clone() }.between(level_dbfs)?;
    // Without harmonics there, the rest is all.
    let harmonics = thd.between(level_dbfs);
    let sum = |of: fn(&Figure) -> f64, least: bool| {
        let noise = units::db_to_power(of(&rest) - level_dbfs);
        let is_counted = harmonics.is_some_and(|figure| !figure.limit || !least);
        let harmonics =
            harmonics.filter(|_| is_counted).map_or(0.0, |figure| units::db_to_power(of(&figure)));
        over_total(noise + harmonics)
    };
    let value = sum(|figure| figure.value, true);
    let (low, high) = (sum(|figure| figure.low, true), sum(|figure| figure.high, false));
    Some(Figure { low, high, ..Figure::exact(value) })
}

/// What of the residual is no harmonic, at a step, in dBFS. A limit of the harmonics counts as none, and as all in the interval.
fn rest(point: &Point, thd: &Curve) -> Point {
    let harmonics = thd.points.iter().find(|other| other.at == point.at).map(|other| other.figure);
    let (value, low, high) = harmonics.map_or((0.0, 0.0, 0.0), |figure| {
        let [value, low, high] = [figure.value, figure.low, figure.high].map(units::db_to_power);
        if figure.limit { (0.0, 0.0, high) } else { (value, low, high) }
    });
    let less = |residual_db: f64, harmonics: f64| {
        let residual = over_fundamental(residual_db);
        point.at + units::power_to_db((residual - harmonics).max(LEAST_SHARE * residual))
    };
    let Figure { value: all, low: least, high: most, .. } = point.figure;
    let figure = Figure { low: less(least, high), high: less(most, low), ..Figure::exact(less(all, value)) };
    Point { at: point.at, figure }
}

/// The power of a residual over the fundamental, from its level over the total.
fn over_fundamental(level_db: f64) -> f64 {
    let power = units::db_to_power(level_db);
    power / (1.0 - power).max(f64::EPSILON)
}

/// The inverse.
fn over_total(power: f64) -> f64 {
    units::power_to_db(power / (1.0 + power))
}

#[cfg(test)]
mod tests {
    use groundtruth_measure::Quantity;

    use super::*;

    /// A third harmonic, and noise and hum at −100 dBFS.
    fn planted(level_dbfs: f64) -> [f64; 2] {
        let thd = units::db_to_power(2.0 * level_dbfs - 33.0);
        [units::power_to_db(thd), over_total(thd + units::db_to_power(-100.0 - level_dbfs))]
    }

    fn curves(half_db: f64) -> [Curve; 2] {
        [0, 1].map(|part: usize| {
            let levels = (0..10).map(|step| 6.0 * f64::from(step) - 60.0);
            let point = |at: f64| Point { at, figure: Figure::within(planted(at)[part], half_db) };
            let channels = vec!["L".to_owned()];
            Curve { quantity: Quantity::ThdOverLevel, channels, points: levels.map(point).collect() }
        })
    }

    #[test]
    fn the_bend_between_noise_and_harmonics_is_followed() {
        let [thd, thdn] = curves(0.01);
        for tenth in -600..=-60 {
            let level = f64::from(tenth) / 10.0;
            let found = thdn_at(&thdn, &thd, level).expect("inside");
            let error = found.value - planted(level)[1];
            assert!(error.abs() < 0.02, "{error:.4} dB at {level}");
            assert!(
                found.low <= planted(level)[1] && planted(level)[1] <= found.high,
                "{found:?} at {level}"
            );
        }
        assert!(thdn_at(&thdn, &thd, -61.0).is_none());
    }

    #[test]
    fn harmonics_below_the_noise_widen_the_interval_alone() {
        let [mut thd, thdn] = curves(0.01);
        for point in &mut thd.points[..3] {
            point.figure = Figure { low: f64::NEG_INFINITY, limit: true, ..Figure::exact(-80.0) };
        }
        let found = thdn_at(&thdn, &thd, -52.0).expect("inside");
        assert!((found.value - planted(-52.0)[1]).abs() < 0.02, "{found:?}");
        assert!(found.high >= planted(-52.0)[1] && found.low <= planted(-52.0)[1]);
    }
}
