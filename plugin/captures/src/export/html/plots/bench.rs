//! The curves of the bench track.

use groundtruth_measure::{Curve, Figure, Point, Quantity, Report};
use maud::{Markup, PreEscaped, html};

use super::super::palette;
use super::chart::{Axis, Shape, svg};
use crate::calibration::CalibratedLevel;
use crate::export::html::text::plain;
use crate::sheet::Circuit;

/// A drawing with its caption.
struct Drawing {
    title: &'static str,
    places: Vec<String>,
    svg: String,
}

/// What is drawn: quantity, caption, and the least range of the level axis in dB.
const OVER_FREQUENCY: [(Quantity, &str, f64); 3] = [
    (Quantity::Response, "Response, dB over 1 kHz", 4.0),
    (Quantity::ThdOverFrequency, "THD over frequency, dB", 20.0),
    (Quantity::Crosstalk, "Crosstalk, dB", 20.0),
];
const OVER_LEVEL: [(Quantity, &str); 2] =
    [(Quantity::ThdnOverLevel, "THD+N over output, dB"), (Quantity::ThdOverLevel, "THD over output, dB")];

/// Response, distortion and crosstalk of every channel and pair; nothing where the track's sections are missing.
pub(in crate::export::html) fn bench(report: &Report, circuit: &Circuit) -> Markup {
    let curves = report.curves();
    let over_frequency = OVER_FREQUENCY.iter().filter_map(|(quantity, title, least_db)| {
        let x = |point: &Point| Some(point.at.log10());
        drawing(&curves, *quantity, title, *least_db, Axis::frequencies([20.0, 20_000.0]), x)
    });
    let over_level =
        OVER_LEVEL.iter().filter_map(|(quantity, title)| level_drawing(&curves, *quantity, title, circuit));
    let drawings: Vec<Drawing> = over_frequency.chain(over_level).collect();
    html! {
        @if !drawings.is_empty() {
            section {
                h2 { "Curves" }
                p.hint { "Limits and intervals are in the report (JSON)." }
                div.plots { @for drawing in &drawings { (drawing.figure()) } }
            }
        }
    }
}

/// A curve over the output, in mW where volts and load are known.
fn level_drawing(
    curves: &[Curve],
    quantity: Quantity,
    title: &'static str,
    circuit: &Circuit,
) -> Option<Drawing> {
    const LEAST_DB: f64 = 20.0;
    let milliwatts = |level_dbfs: f64| {
        let volts = circuit.reference_volts.first()?;
        CalibratedLevel::of(&Figure::exact(level_dbfs), *volts, Some(circuit.load_ohms?)).milliwatts
    };
    let points = curves.iter().filter(|curve| curve.quantity == quantity).flat_map(|curve| &curve.points);
    let levels: Vec<f64> = points.map(|point| point.at).collect();
    let ends = [levels.iter().copied().reduce(f64::min)?, levels.iter().copied().reduce(f64::max)?];
    match ends.map(milliwatts) {
        [Some(low), Some(high)] => {
            let x = |point: &Point| Some(milliwatts(point.at)?.value.log10());
            drawing(curves, quantity, title, LEAST_DB, Axis::powers([low.value, high.value]), x)
        }
        _ => {
            let axis = Axis::levels(ends.into_iter())?.with_unit("dBFS");
            drawing(curves, quantity, title, LEAST_DB, axis, |point| Some(point.at))
        }
    }
}

fn drawing(
    curves: &[Curve],
    quantity: Quantity,
    title: &'static str,
    least_db: f64,
    x: Axis,
    place: impl Fn(&Point) -> Option<f64>,
) -> Option<Drawing> {
    let shown: Vec<&Curve> =
        curves.iter().filter(|curve| curve.quantity == quantity && curve.points.len() > 1).collect();
    let values = shown.iter().flat_map(|curve| &curve.points).map(|point| point.figure.value);
    let y = Axis::levels_over(values, least_db)?;
    let line = |(index, curve): (usize, &&Curve)| {
        let finite = curve.points.iter().filter(|point| point.figure.value.is_finite());
        let points = finite.filter_map(|point| Some([place(point)?, point.figure.value])).collect();
        let colour = palette::of_place(index);
        // Channels that are alike lie on each other.
        if index == 0 { Shape::Broad { points, colour } } else { Shape::Line { points, colour } }
    };
    let shapes: Vec<Shape> = shown.iter().enumerate().map(line).collect();
    let places = shown.iter().map(|curve| curve.channels.join(" to ")).collect();
    Some(Drawing { title, places, svg: svg(&x, &y, &shapes) })
}

impl Drawing {
    fn figure(&self) -> Markup {
        html! {
            figure {
                figcaption {
                    (self.title)
                    @for (index, place) in self.places.iter().enumerate() {
                        span.key { (palette::swatch_of_place(index)) (plain(place)) }
                    }
                }
                div role="img" aria-label={ (self.title) " of " (plain(&self.places.join(", "))) } { (PreEscaped(&self.svg)) }
            }
        }
    }
}
