//! What the plot can show of a capture.

use groundtruth_captures::comparison::{Compared as Captured, Stretch};
use groundtruth_measure::{ChannelReport, CurvePoint, PairReport};

use crate::editor::preferences::{ComparePreferences, Quantity};
use crate::editor::view::words::compare as words;

/// The quantities by name.
pub const ALL: [(Quantity, &str); 5] = [
    (Quantity::Spectrum, "Spectrum"),
    (Quantity::Crosstalk, "Crosstalk"),
    (Quantity::Noise, "Noise"),
    (Quantity::Balance, "Balance"),
    (Quantity::Harmonics, "Harmonics"),
];

/// Quantities that no capture has yet, and why.
pub const LATER: [(&str, &str); 3] = [
    ("Response", words::NO_RESPONSE),
    ("THD over frequency", words::NO_THD_CURVE),
    ("THD+N over level", words::NO_LEVELS),
];

/// A point of a curve, or the level of a harmonic.
#[derive(Clone, Copy)]
pub struct Point {
    /// Frequency in Hz, or the order.
    pub x: f64,
    pub level_db: f32,
    /// Whether a harmonic lies in the noise.
    pub is_limit: bool,
}

impl Quantity {
    /// Whether it is a ratio, which the level match does not move.
    pub fn is_ratio(self) -> bool {
        match self {
            Quantity::Spectrum | Quantity::Noise => false,
            Quantity::Crosstalk | Quantity::Balance | Quantity::Harmonics => true,
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
    }
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

/// The first curve minus the second, at the points of the first that the second spans.
pub fn minus(points: &[Point], reference: &[Point]) -> Vec<Point> {
    let at = |x: f64| {
        let above = reference.partition_point(|point| point.x < x);
        let (right, left) = (reference.get(above)?, reference.get(above.saturating_sub(1))?);
        if right.x == x || right.x <= left.x {
            return (right.x == x).then_some(*right);
        }
        let part = ((x / left.x).ln() / (right.x / left.x).ln()) as f32;
        Some(Point { level_db: left.level_db + part * (right.level_db - left.level_db), ..*left })
    };
    let difference = |point: &Point| {
        let other = at(point.x)?;
        let is_limit = point.is_limit || other.is_limit;
        Some(Point { level_db: point.level_db - other.level_db, is_limit, ..*point })
    };
    points.iter().filter_map(difference).collect()
}
