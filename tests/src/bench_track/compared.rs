//! Two reports of the same track.

use groundtruth_measure::{Curve, Point, Reading, Report};

/// The largest difference of two reports' values, and where it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Largest {
    /// In the value's own unit, phases in degrees; infinite where only one report has a value.
    pub difference: f64,
    /// The figure or the curve's point.
    pub place: String,
}

impl Largest {
    /// Of all figures of channels and pairs, and of all points of the curves.
    pub fn of(a: &Report, b: &Report) -> Largest {
        let mut largest = Largest::default();
        largest.note_equal("stimulus", a.stimulus.kind == b.stimulus.kind);
        largest.note_equal("channels", a.channels.len() == b.channels.len());
        for (a, b) in a.channels.iter().zip(&b.channels) {
            for (id, reading) in &a.figures {
                largest.note(&|| format!("{} {id}", a.name), value(Some(reading)), value(b.figures.get(id)));
            }
        }
        for (a, b) in a.pairs.iter().zip(&b.pairs) {
            for (id, reading) in &a.figures {
                let place = || format!("{} to {} {id}", a.from, a.to);
                largest.note(&place, value(Some(reading)), value(b.figures.get(id)));
            }
        }
        largest.note_equal("curves", a.curves.len() == b.curves.len());
        a.curves.iter().zip(&b.curves).for_each(|(a, b)| largest.note_curve(a, b));
        largest
    }

    fn note(&mut self, place: &dyn Fn() -> String, a: Option<f64>, b: Option<f64>) {
        let difference = match (a, b) {
            (Some(a), Some(b)) if a == b => 0.0,
            (Some(a), Some(b)) => (a - b).abs(),
            (None, None) => 0.0,
            _ => f64::INFINITY,
        };
        if difference > self.difference {
            *self = Largest { difference, place: place() };
        }
    }

    fn note_equal(&mut self, what: &str, is_equal: bool) {
        self.note(&|| what.to_owned(), Some(0.0), is_equal.then_some(0.0));
    }

    fn note_curve(&mut self, a: &Curve, b: &Curve) {
        let name = format!("{:?} of {:?}", a.quantity, a.channels);
        self.note_equal(&name, a.quantity == b.quantity && a.points.len() == b.points.len());
        for (a, b) in a.points.iter().zip(&b.points) {
            let place = || format!("{name} at {:.1}", a.at);
            self.note(&place, Some(a.figure.value), Some(b.figure.value));
            self.note(&place, phase_degrees(a), phase_degrees(b));
        }
    }
}

fn value(reading: Option<&Reading>) -> Option<f64> {
    reading.and_then(Reading::figure).map(|figure| figure.value)
}

/// Between −90° and 90°: a half turn more does not count near the cut.
fn phase_degrees(point: &Point) -> Option<f64> {
    point.figure.phase_rad.map(|phase| phase.sin().asin().to_degrees())
}
