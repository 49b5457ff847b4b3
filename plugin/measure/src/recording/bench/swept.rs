//! The sweep of one side: responses of both channels, and the harmonics of the driven one.

use std::f64::consts::TAU;

use realfft::num_complex::Complex;

use super::super::input::Recording;
use super::piece::Pieces;
use crate::bench::clock::Stretch;
use crate::bench::plan::{Plan, PlannedSection};
use crate::bench::response::{HIGHEST_ORDER, Responses, Value};
use crate::figures::curve::{Curve, Point, Quantity};
use crate::figures::estimate::{Power, Z95};
use crate::figures::figure::Figure;
use crate::figures::response::Response;
use crate::figures::worst;
use crate::terms::settings::Band;
use crate::terms::units::wrapped_rad;

/// Sound kept on either side of a sweep, in seconds: less than the gaps in the plan.
const BESIDE_S: f64 = 0.04;

/// What one sweep gives. Lists run parallel to `frequencies_hz`.
pub(super) struct Sweep {
    frequencies_hz: Vec<f64>,
    driven: Vec<Value>,
    undriven: Vec<Value>,
    /// For the orders from 2 on; `None` above the sweep's range.
    harmonics: Vec<Vec<Option<Value>>>,
}

/// Evaluates a sweep that drives channel `side`; `None` if the recording ends before.
pub(super) fn of<R: Recording>(
    pieces: &mut Pieces<R>,
    plan: &Plan,
    planned: &PlannedSection,
    side: usize,
    stretch: &Stretch,
) -> Result<Option<Sweep>, R::Error> {
    let times_s = planned.start_s - BESIDE_S..planned.start_s + planned.length_s + BESIDE_S;
    let Some(piece) = pieces.read(times_s, stretch)? else { return Ok(None) };
    // The first sample comes a fraction of a frame before the time asked for, or after it.
    let start = BESIDE_S * piece.sample_rate_hz + piece.offset;
    let responses = Responses::new(&piece.channels, plan.sweep(), start, piece.sample_rate_hz);
    let frequencies_hz = responses.frequencies_hz();
    let linear = |channel: usize| -> Vec<(Value, f64)> {
        frequencies_hz.iter().map(|hz| responses.linear(channel, *hz)).collect()
    };
    let (driven, undriven) = (linear(side), linear(1 - side));
    // A harmonic there is as loud as its fundamental made it, but the sweep that it is compared with fades.
    let highest_hz = frequencies_hz.last().copied().unwrap_or(0.0).min(plan.sweep().clear_hz());
    let harmonic = |hz: f64, order: u32| {
        let harmonic_hz = hz * f64::from(order);
        let (linear, noise) = nearest(&frequencies_hz, &driven, harmonic_hz)?;
        (harmonic_hz <= highest_hz).then(|| responses.harmonic(side, harmonic_hz, order, linear.value, noise))
    };
    let harmonics =
        (2..=HIGHEST_ORDER).map(|order| frequencies_hz.iter().map(|hz| harmonic(*hz, order)).collect());
    let harmonics = harmonics.collect();
    let values = |linear: Vec<(Value, f64)>| linear.into_iter().map(|(value, _)| value).collect();
    Ok(Some(Sweep { driven: values(driven), undriven: values(undriven), harmonics, frequencies_hz }))
}

/// The value at the frequency nearest to one.
fn nearest<T: Copy>(frequencies_hz: &[f64], values: &[T], hz: f64) -> Option<T> {
    let above = frequencies_hz.partition_point(|known| *known < hz).min(frequencies_hz.len().checked_sub(1)?);
    let below = above.saturating_sub(1);
    let is_above = frequencies_hz[above] / hz < hz / frequencies_hz[below];
    values.get(if is_above { above } else { below }).copied()
}

/// A value over another one whose own noise counts too.
fn ratio(frequency_hz: f64, value: &Value, reference: &Value) -> Response {
    let power = reference.value.norm_sqr();
    let ratio = value.value / reference.value;
    let variance = value.variance / power + ratio.norm_sqr() * reference.variance / power;
    Response { frequency_hz, ratio, variance }
}

impl Sweep {
    /// The curves of the driven channel.
    pub(super) fn curves(&self, channel: &str, band: Band) -> Vec<Curve> {
        let curve =
            |quantity, points: Vec<Point>| Curve { quantity, channels: vec![channel.to_owned()], points };
        let orders = (2..=HIGHEST_ORDER).map(|order| {
            let points = self.harmonics(order, band).map(|response| response.point());
            curve(Quantity::HarmonicOverFrequency(order), points.collect())
        });
        let linear = [
            curve(Quantity::Response, self.response(band)),
            curve(Quantity::GroupDelay, self.group_delay(band)),
            curve(Quantity::ThdOverFrequency, self.thd(band)),
        ];
        linear.into_iter().chain(orders).filter(|curve| !curve.points.is_empty()).collect()
    }

    /// Frequencies in the band with the driven channel's values.
    fn in_band(&self, band: Band) -> impl Iterator<Item = (usize, f64, &Value)> {
        let values = self.frequencies_hz.iter().zip(&self.driven).enumerate();
        let valid = |value: &Value| value.variance.is_finite() && value.value.norm_sqr() > value.variance;
        values
            .map(|(index, (hz, value))| (index, *hz, value))
            .filter(move |(_, hz, value)| band.holds_line(*hz) && valid(value))
    }

    fn response(&self, band: Band) -> Vec<Point> {
        let reference = self.in_band(band).min_by(|a, b| worst::nearer(a.1, b.1)).map(|(_, _, value)| *value);
        let Some(reference) = reference else { return Vec::new() };
        let gain = reference.value.norm();
        let scaled =
            |value: &Value| Value { value: value.value / gain, variance: value.variance / (gain * gain) };
        let point = |(_, frequency_hz, value): (usize, f64, &Value)| {
            let Value { value: ratio, variance } = scaled(value);
            Response { frequency_hz, ratio, variance }.point()
        };
        self.in_band(band).map(point).collect()
    }

    /// By the phases of two neighbouring points, at the middle between them.
    fn group_delay(&self, band: Band) -> Vec<Point> {
        let points: Vec<(usize, f64, &Value)> = self.in_band(band).collect();
        let delay = |pair: &[(usize, f64, &Value)]| {
            let [(_, low_hz, low), (_, high_hz, high)] = [pair[0], pair[1]];
            let per_rad = 1e6 / (TAU * (high_hz - low_hz));
            let turned = wrapped_rad((high.value / low.value).arg());
            // Half of a complex error's mean square turns the phase.
            let phase_variance = |value: &Value| 0.5 * value.variance / value.value.norm_sqr();
            let half = Z95 * (phase_variance(low) + phase_variance(high)).sqrt() * per_rad;
            Point { at: (low_hz * high_hz).sqrt(), figure: Figure::within(-turned * per_rad, half) }
        };
        points.windows(2).map(delay).collect()
    }

    /// One harmonic over the fundamental, as far as it lies in the band.
    fn harmonics(&self, order: u32, band: Band) -> impl Iterator<Item = Response> {
        let harmonics = &self.harmonics[order as usize - 2];
        self.in_band(band).filter_map(move |(index, hz, fundamental)| {
            let harmonic = harmonics[index].filter(|_| band.holds_line(hz * f64::from(order)))?;
            let response = ratio(hz, &harmonic, fundamental);
            // The phase of the order-th power of the fundamental, all as sines.
            let turn = -f64::from(order - 1) * fundamental.value.arg();
            Some(Response { ratio: response.ratio * Complex::cis(turn), ..response })
        })
    }

    fn thd(&self, band: Band) -> Vec<Point> {
        let mut powers: Vec<(f64, Power)> = Vec::new();
        for order in 2..=HIGHEST_ORDER {
            for (index, response) in self.harmonics(order, band).enumerate() {
                match powers.get_mut(index) {
                    Some((_, power)) => *power = power.plus(response.power()),
                    None => powers.push((response.frequency_hz, response.power())),
                }
            }
        }
        powers.into_iter().map(|(at, power)| Point { at, figure: power.level() }).collect()
    }

    /// The undriven channel over the driven one.
    pub(super) fn crosstalk(&self, band: Band) -> Vec<Response> {
        let ratio = |(index, hz, driven): (usize, f64, &Value)| ratio(hz, &self.undriven[index], driven);
        self.in_band(band).map(ratio).filter(|response| response.variance.is_finite()).collect()
    }

    /// This sweep's driven channel over that of another one, each by its own sweep.
    pub(super) fn balance(&self, reference: &Sweep, band: Band) -> Vec<Response> {
        let other = |(index, hz, value): (usize, f64, &Value)| {
            let reference = reference.driven.get(index)?;
            Some(ratio(hz, value, reference)).filter(|response| response.variance.is_finite())
        };
        self.in_band(band).filter_map(other).collect()
    }
}
