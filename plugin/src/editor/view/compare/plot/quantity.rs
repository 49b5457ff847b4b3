//! What the plot can show of a capture.

use groundtruth_captures::comparison::{Compared as Captured, Stretch};
use groundtruth_measure::{ChannelReport, CurvePoint, PairReport, Quantity as Curves, Report};

use crate::editor::preferences::{ComparePreferences, Quantity};
use crate::editor::view::words::compare as words;

/// The quantities by name.
pub const ALL: [(Quantity, &str); 8] = [
    (Quantity::Spectrum, "Spectrum"),
    (Quantity::Crosstalk, "Crosstalk"),
    (Quantity::Noise, "Noise"),
    (Quantity::Balance, "Balance"),
    (Quantity::Harmonics, "Harmonics"),
    (Quantity::Response, "Response"),
    (Quantity::ThdOverFrequency, "THD over frequency"),
    (Quantity::ThdnOverLevel, "THD+N over level"),
];

/// What a horizontal axis counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// Hertz, on a logarithmic axis.
    Frequency,
    /// Orders of harmonics.
    Order,
    /// dBFS.
    Level,
}

/// A point of a curve, or the level of a harmonic.
#[derive(Clone, Copy)]
pub struct Point {
    /// Frequency in Hz, the order, or the level in dBFS.
    pub x: f64,
    pub level_db: f32,
    /// Whether a harmonic lies in the noise.
    pub is_limit: bool,
}

impl Quantity {
    /// What its horizontal axis counts.
    pub fn axis(self) -> Axis {
        match self {
            Quantity::Harmonics => Axis::Order,
            Quantity::ThdnOverLevel => Axis::Level,
            _ => Axis::Frequency,
        }
    }

    /// Whether it is a ratio over frequency or order, which the level match does not move. One over level moves along its
    /// axis.
    pub fn is_ratio(self) -> bool {
        match self {
            Quantity::Spectrum | Quantity::Noise | Quantity::ThdnOverLevel => false,
            Quantity::Crosstalk | Quantity::Balance | Quantity::Harmonics => true,
            Quantity::Response | Quantity::ThdOverFrequency => true,
        }
    }

    /// Smallest height of the vertical axis, in dB: channels match and responses are flat within tenths.
    pub fn least_db(self) -> f32 {
        match self {
            Quantity::Balance | Quantity::Response => 0.2,
            _ => 20.0,
        }
    }

    /// Unit of the vertical axis.
    pub fn unit(self, is_difference: bool) -> &'static str {
        match self {
            Quantity::Harmonics if is_difference => words::HARMONICS_DIFFERENCE,
            Quantity::Harmonics => words::HARMONICS,
            _ if is_difference => "dB",
            Quantity::Spectrum => "dBFS",
            Quantity::Crosstalk | Quantity::Balance => "dB",
            Quantity::Response => words::RESPONSE,
            Quantity::ThdOverFrequency | Quantity::ThdnOverLevel => "dB",
            Quantity::Noise => "dBFS/√Hz",
        }
    }

    /// What is needed where there is nothing to show.
    pub fn needs(self) -> &'static str {
        match self {
            Quantity::Spectrum => words::NO_SPECTRUM,
            Quantity::Crosstalk => words::NO_CROSSTALK,
            Quantity::Noise => words::NO_DENSITY,
            Quantity::Balance => words::NO_BALANCE,
            Quantity::Harmonics => words::NO_HARMONICS,
            Quantity::Response => words::NO_RESPONSE,
            Quantity::ThdOverFrequency => words::NO_THD_CURVE,
            Quantity::ThdnOverLevel => words::NO_LEVELS,
        }
    }

    /// Whether a capture has it, on any side.
    pub fn is_in(self, captured: &Captured) -> bool {
        [false, true].into_iter().any(|right| {
            let chosen = ComparePreferences { quantity: self, right, ..ComparePreferences::default() };
            !points(captured, &chosen, 0.0).is_empty()
        })
    }
}

/// A quantity of one capture. Ratios are not moved by the level match.
pub fn points(captured: &Captured, chosen: &ComparePreferences, gain_db: f32) -> Vec<Point> {
    match chosen.quantity {
        Quantity::Spectrum => spectrum(captured, chosen, gain_db),
        Quantity::Crosstalk => pair(captured, chosen, |pair| &pair.crosstalk_curve),
        Quantity::Noise => channel(captured, chosen, |channel| density(channel, gain_db)),
        Quantity::Balance => pair(captured, chosen, |pair| &pair.balance_curve),
        Quantity::Harmonics => channel(captured, chosen, harmonics),
        Quantity::Response => curve(captured, chosen, Curves::Response),
        Quantity::ThdOverFrequency => curve(captured, chosen, Curves::ThdOverFrequency),
        Quantity::ThdnOverLevel => {
            let moved = |point: Point| Point { x: point.x + f64::from(gain_db), ..point };
            curve(captured, chosen, Curves::ThdnOverLevel).into_iter().map(moved).collect()
        }
    }
}

/// A curve of the bench track on the chosen side, of the first report that has it.
fn curve(captured: &Captured, chosen: &ComparePreferences, quantity: Curves) -> Vec<Point> {
    let of_report = |report: &Report| {
        let name = &report.channels.get(usize::from(chosen.right))?.name;
        let curve = report
            .curves
            .iter()
            .find(|curve| curve.quantity == quantity && curve.channels == [name.as_str()])?;
        let finite = curve.points.iter().filter(|point| point.figure.value.is_finite());
        let points = finite.map(|point| Point {
            x: point.at,
            level_db: point.figure.value as f32,
            is_limit: point.figure.limit,
        });
        Some(points.collect::<Vec<Point>>())
    };
    let reports = std::iter::once(&captured.report).chain(&captured.further_reports);
    reports.filter_map(of_report).find(|points| points.len() > 1).unwrap_or_default()
}

fn spectrum(captured: &Captured, chosen: &ComparePreferences, gain_db: f32) -> Vec<Point> {
    let Some(trace) = &captured.spectrum else { return Vec::new() };
    let channel = trace.channels.get(usize::from(chosen.right));
    let levels = channel.map(|channel| channel.max_dbfs.as_slice()).unwrap_or_default();
    let point = |(column, level): (usize, &f32)| Point {
        x: trace.centre_hz(column, levels.len()),
        level_db: level + gain_db,
        is_limit: false,
    };
    levels.iter().enumerate().map(point).collect()
}

/// Of the first stretch that has it on the chosen side.
fn channel(
    captured: &Captured,
    chosen: &ComparePreferences,
    of: impl Fn(&ChannelReport) -> Vec<Point>,
) -> Vec<Point> {
    let side = |stretch: Stretch<'_>| stretch.channels.get(usize::from(chosen.right)).map(&of);
    captured.stretches().filter_map(side).find(|points| !points.is_empty()).unwrap_or_default()
}

/// Of the first stretch that has a curve from the chosen side to the other.
fn pair(
    captured: &Captured,
    chosen: &ComparePreferences,
    of: impl for<'a> Fn(&'a PairReport) -> &'a Vec<CurvePoint>,
) -> Vec<Point> {
    let (from, to) = if chosen.right { (1, 0) } else { (0, 1) };
    let curve = |stretch: Stretch<'_>| {
        let name = |index: usize| stretch.channels.get(index).map(|channel| channel.name.as_str());
        let (from, to) = (name(from)?, name(to)?);
        let pair = stretch.pairs.iter().find(|pair| pair.from == from && pair.to == to)?;
        let points = of(pair).iter().filter_map(|point| {
            Some(Point { x: point.frequency_hz, level_db: point.level_db? as f32, is_limit: point.limit })
        });
        Some(points.collect::<Vec<_>>())
    };
    captured.stretches().filter_map(curve).find(|points| points.len() > 1).unwrap_or_default()
}

fn density(channel: &ChannelReport, gain_db: f32) -> Vec<Point> {
    let point = channel.density.iter().map(|point| Point {
        x: point.frequency_hz,
        level_db: point.level_dbfs_per_root_hz as f32 + gain_db,
        is_limit: false,
    });
    point.collect()
}

fn harmonics(channel: &ChannelReport) -> Vec<Point> {
    /// Further ones would be narrower than their dots.
    const HIGHEST_ORDER: u32 = 20;
    let orders = channel.harmonics.iter().filter(|harmonic| harmonic.order <= HIGHEST_ORDER);
    let point = orders.filter_map(|harmonic| {
        let level_db = harmonic.level_dbc? as f32;
        Some(Point { x: f64::from(harmonic.order), level_db, is_limit: harmonic.limit })
    });
    point.collect()
}

/// The first curve minus the second, at the points of the first that the second spans; between its points on a straight
/// line over the axis.
pub fn minus(points: &[Point], reference: &[Point], axis: Axis) -> Vec<Point> {
    let at = |x: f64| {
        let above = reference.partition_point(|point| point.x < x);
        let (right, left) = (reference.get(above)?, reference.get(above.saturating_sub(1))?);
        if right.x == x || right.x <= left.x {
            return (right.x == x).then_some(*right);
        }
        let part = match axis {
            Axis::Frequency => (x / left.x).ln() / (right.x / left.x).ln(),
            Axis::Order | Axis::Level => (x - left.x) / (right.x - left.x),
        };
        let level_db = left.level_db + part as f32 * (right.level_db - left.level_db);
        Some(Point { level_db, is_limit: left.is_limit || right.is_limit, ..*left })
    };
    let difference = |point: &Point| {
        let other = at(point.x)?;
        let is_limit = point.is_limit || other.is_limit;
        Some(Point { level_db: point.level_db - other.level_db, is_limit, ..*point })
    };
    points.iter().filter_map(difference).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve(points: &[(f64, f32)]) -> Vec<Point> {
        points.iter().map(|(x, level_db)| Point { x: *x, level_db: *level_db, is_limit: false }).collect()
    }

    #[test]
    fn differences_lie_where_both_curves_are_and_nowhere_else() {
        let reference = curve(&[(-60.0, -50.0), (-40.0, -70.0), (-20.0, -90.0)]);
        let other = curve(&[(-66.0, -40.0), (-50.0, -59.0), (-20.0, -80.0), (-14.0, -20.0)]);
        let found: Vec<_> =
            minus(&other, &reference, Axis::Level).iter().map(|point| (point.x, point.level_db)).collect();
        assert_eq!(found, [(-50.0, 1.0), (-20.0, 10.0)]);
        let reference = curve(&[(100.0, 0.0), (10_000.0, -2.0)]);
        let found =
            minus(&curve(&[(50.0, 0.0), (1000.0, 0.0), (20_000.0, 0.0)]), &reference, Axis::Frequency);
        assert!(found.len() == 1 && (found[0].level_db - 1.0).abs() < 1e-5, "halfway on a logarithmic axis");
    }

    #[test]
    fn a_difference_to_a_limit_is_one() {
        let mut reference = curve(&[(-60.0, -50.0), (-40.0, -70.0)]);
        reference[1].is_limit = true;
        let found = minus(&curve(&[(-60.0, 0.0), (-50.0, 0.0)]), &reference, Axis::Level);
        assert_eq!([found[0].is_limit, found[1].is_limit], [false, true]);
    }
}
