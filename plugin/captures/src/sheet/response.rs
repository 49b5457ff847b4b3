//! The frequency response of the sweeps.

use groundtruth_measure::{BenchSection, Bound, Curve, Figure, Point, Quantity, Refusal};

use super::channel::Channel;
use super::definition::{RESPONSE_FROM, RESPONSE_HIGHEST, RESPONSE_LOWEST, RESPONSE_TO};
use super::outcome::Outcome;
use super::row::SheetRow;

const BAND_HZ: [f64; 2] = [20.0, 20_000.0];
const REFERENCE_HZ: f64 = 1000.0;
/// Half the power.
const EDGE_DB: f64 = -3.0;

pub(super) fn rows(channels: &[Channel<'_>]) -> Vec<SheetRow> {
    let row = |definition, read: fn(&Curve) -> Outcome| {
        SheetRow::of_channels(definition, channels, move |channel| read(response(channel)?))
    };
    vec![
        row(&RESPONSE_HIGHEST, |curve| curve.highest_within(BAND_HZ)),
        row(&RESPONSE_LOWEST, |curve| curve.lowest_within(BAND_HZ)),
        row(&RESPONSE_FROM, |curve| edge(curve, Side::Below)),
        row(&RESPONSE_TO, |curve| edge(curve, Side::Above)),
    ]
}

fn response<'a>(channel: &Channel<'a>) -> Result<&'a Curve, Refusal> {
    let section = if channel.name() == "R" { BenchSection::SweepRight } else { BenchSection::SweepLeft };
    channel.curve(Quantity::Response, section)
}

/// Sides of 1 kHz.
#[derive(Clone, Copy)]
enum Side {
    Below,
    Above,
}

/// The frequency nearest to 1 kHz at which the response passes −3 dB, over the logarithm of the frequency; a bound where
/// it does not.
fn edge(curve: &Curve, side: Side) -> Outcome {
    // Mirrored above 1 kHz, so that the edge rises in both cases.
    let sign = match side {
        Side::Below => 1.0,
        Side::Above => -1.0,
    };
    let octaves = |hz: f64| sign * (hz / REFERENCE_HZ).log2();
    let hz = |octaves: f64| REFERENCE_HZ * (sign * octaves).exp2();
    let own = curve.points.iter().filter(|point| octaves(point.at) <= 0.0);
    let mut points: Vec<Point> = own.map(|point| Point { at: octaves(point.at), ..*point }).collect();
    points.sort_by(|a, b| a.at.total_cmp(&b.at));
    let farthest = points.first().ok_or(Refusal::SectionMissing { section: BenchSection::SweepLeft })?.at;
    let Some(found) = (Curve { points, ..curve.clone() }).rises_past(EDGE_DB) else {
        let bound = match side {
            Side::Below => Bound::Upper,
            Side::Above => Bound::Lower,
        };
        return Ok(Figure { limit: true, bound, ..Figure::exact(hz(farthest)) });
    };
    let ends = [hz(found.low), hz(found.high)];
    Ok(Figure { low: ends[0].min(ends[1]), high: ends[0].max(ends[1]), ..Figure::exact(hz(found.value)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A band-pass of two poles.
    fn curve(from_hz: f64, to_hz: f64) -> Curve {
        let gain = |hz: f64| -10.0 * ((1.0 + (from_hz / hz).powi(2)) * (1.0 + (hz / to_hz).powi(2))).log10();
        let hz = (0..=120).map(|step| 20.0 * 1000f64.powf(f64::from(step) / 120.0));
        let points = hz.map(|hz| Point { at: hz, figure: Figure::within(gain(hz), 0.001) }).collect();
        Curve { quantity: Quantity::Response, channels: vec!["L".to_owned()], points }
    }

    #[test]
    fn the_edges_of_a_planted_band_pass() {
        // 10·lg 2 is 3.0103 dB, so −3 dB lies a little nearer to 1 kHz.
        let curve = curve(40.0, 12_000.0);
        for (side, planted) in [(Side::Below, 40.0), (Side::Above, 12_000.0)] {
            let found = edge(&curve, side).expect("an edge");
            assert!((found.value / planted - 1.0).abs() < 0.006, "{found:?}");
            assert!(found.low < found.value && found.value < found.high && !found.limit);
        }
    }

    #[test]
    fn an_edge_beyond_the_sweep_is_a_bound() {
        let flat = curve(0.1, 1e6);
        let [below, above] = [Side::Below, Side::Above].map(|side| edge(&flat, side).expect("a bound"));
        assert!(below.limit && below.bound == Bound::Upper && (below.value - 20.0).abs() < 1e-9);
        assert!(above.limit && above.bound == Bound::Lower && (above.value - 20_000.0).abs() < 1e-6);
    }
}
