//! Response over frequency: gain, phase and group delay.

use std::f64::consts::{LN_10, PI, TAU};

use groundtruth_measure::{Point, Quantity};

use super::content::{Content, Curve, Place};
use super::shown::Shown;
use crate::editor::preferences::ResponseCurve;
use crate::editor::view::cursor::Across;
use crate::editor::view::unit::Unit;
use crate::editor::view::{format, words};

/// Choices in their order.
pub const CHOICES: [ResponseCurve; 3] = [ResponseCurve::Level, ResponseCurve::Phase, ResponseCurve::Delay];
/// Range that the sweeps are read in, in Hz.
pub const SWEPT_HZ: [f64; 2] = [20.0, 20_000.0];

/// What the plot shows.
pub fn content(shown: &Shown<'_>, chosen: ResponseCurve) -> Content {
    let (title, unit, least, quantity) = match chosen {
        ResponseCurve::Level => (words::bench::RESPONSE, "dB", 2.0, Quantity::Response),
        ResponseCurve::Phase => (words::bench::PHASE, "°", 20.0, Quantity::Response),
        ResponseCurve::Delay => (words::bench::DELAY, "µs", 20.0, Quantity::GroupDelay),
    };
    let curves = of_channels(shown, quantity, None, |channel, points| match chosen {
        ResponseCurve::Phase => phase(points, is_inverted(shown, channel)),
        ResponseCurve::Level | ResponseCurve::Delay => points.iter().map(place).collect(),
    });
    let caption = match chosen {
        ResponseCurve::Level => range(shown, &curves),
        ResponseCurve::Phase | ResponseCurve::Delay => None,
    };
    Content {
        title: title.to_owned(),
        caption,
        choices: choices(&words::bench::RESPONSE_CHOICES, CHOICES.iter().map(|choice| *choice == chosen)),
        curves,
        counts: Across::Frequency,
        ends: SWEPT_HZ,
        unit: Unit::Db(unit),
        least,
        nothing: shown.said(words::bench::NO_SWEEP),
    }
}

/// Words with whether they are chosen.
pub fn choices(words: &[&'static str], chosen: impl Iterator<Item = bool>) -> Vec<(&'static str, bool)> {
    words.iter().copied().zip(chosen).collect()
}

/// A quantity of each channel; the places of a curve are made of its channel's name and its points.
pub fn of_channels(
    shown: &Shown<'_>,
    quantity: Quantity,
    behind: Option<&'static str>,
    places: impl Fn(&str, &[Point]) -> Vec<Place>,
) -> Vec<Curve> {
    let curves = shown.report.map_or(&[][..], |report| &report.curves);
    let of_quantity = curves.iter().filter(|curve| curve.quantity == quantity);
    let drawn = of_quantity.filter_map(|curve| {
        let channel = curve.channels.first()?;
        let side = shown.channels().iter().position(|one| one.name == *channel)?;
        let name = match (behind, curve.channels.get(1)) {
            (None, None) => channel.clone(),
            (Some(what), None) => format!("{what} {channel}"),
            (None, Some(to)) => format!("{channel} → {to}"),
            (Some(_), Some(to)) => format!("xt {channel} → {to}"),
        };
        Some(Curve { name, side: Some(side), behind, points: places(channel, &curve.points) })
    });
    drawn.collect()
}

/// A point as it is.
pub fn place(point: &Point) -> Place {
    let Point { at, figure } = point;
    Place { at: *at, value: figure.value, interval: [figure.low, figure.high], limit: figure.limit }
}

fn is_inverted(shown: &Shown<'_>, channel: &str) -> bool {
    let run = shown.report.and_then(|report| report.run.as_ref());
    run.is_some_and(|run| run.polarity.get(channel) == Some(&-1))
}

/// Phases in degrees without jumps, within half a turn of 0 near 1 kHz; of a device that inverts, less its inversion.
/// An error of the gain turns the phase by as much as it changes the magnitude, so that the interval follows from it.
fn phase(points: &[Point], is_inverted: bool) -> Vec<Place> {
    let mut turned: Vec<Place> = Vec::new();
    for point in points {
        let Some(phase_rad) = point.figure.phase_rad else { continue };
        let raw = if is_inverted { phase_rad + PI } else { phase_rad };
        let last = turned.last().map_or(0.0, |place: &Place| place.value);
        let value = raw - TAU * ((raw - last) / TAU).round();
        let half = 0.5 * (point.figure.high - point.figure.low) * LN_10 / 20.0;
        turned.push(Place { at: point.at, value, interval: [value - half, value + half], limit: false });
    }
    let distance = |place: &Place| (place.at / 1000.0).ln().abs();
    let middle = turned.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)));
    let shift = middle.map_or(0.0, |place| TAU * (place.value / TAU).round());
    let degrees = |rad: f64| (rad - shift).to_degrees();
    let place =
        |place: Place| Place { value: degrees(place.value), interval: place.interval.map(degrees), ..place };
    turned.into_iter().map(place).collect()
}

/// How far the channels depart from 1 kHz.
fn range(shown: &Shown<'_>, curves: &[Curve]) -> Option<String> {
    let band_hz = shown.report?.band_hz;
    let values = || curves.iter().flat_map(|curve| &curve.points).map(|point| point.value);
    let ends = [values().reduce(f64::min)?, values().reduce(f64::max)?];
    let band = format::band([band_hz[0].max(SWEPT_HZ[0]), band_hz[1].min(SWEPT_HZ[1])]);
    Some(words::bench::response_range(&band, ends))
}

#[cfg(test)]
mod tests {
    use groundtruth_measure::Figure;

    use super::*;

    #[test]
    fn a_phase_has_no_jumps_and_no_inversion() {
        let point = |at: f64, degrees: f64| {
            let wrapped = degrees - 360.0 * (degrees / 360.0).round();
            let phase_rad = Some(wrapped.to_radians());
            Point { at, figure: Figure { phase_rad, ..Figure::within(0.0, 0.01) } }
        };
        let falls = |from: f64| -> Vec<Point> {
            (0..6).map(|step| point(62.5 * 4f64.powi(step), from - 100.0 * f64::from(step))).collect()
        };
        let values = |places: Vec<Place>| places.iter().map(|place| place.value.round()).collect::<Vec<_>>();
        assert_eq!(values(phase(&falls(200.0), false)), [200.0, 100.0, 0.0, -100.0, -200.0, -300.0]);
        assert_eq!(values(phase(&falls(200.0 - 180.0), true)), [200.0, 100.0, 0.0, -100.0, -200.0, -300.0]);
        // 0.01 dB is 0.115 % of the magnitude, 0.066°.
        let [low, high] = phase(&falls(0.0), false)[0].interval;
        assert!((high - low - 2.0 * 0.066).abs() < 0.001, "{low} {high}");
    }
}
