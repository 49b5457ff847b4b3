//! Curves and the run of the bench track, on every way that a capture takes.

use std::collections::BTreeMap;

use groundtruth_captures::Capture;
use groundtruth_captures::library::Library;
use groundtruth_captures::pack::{PackedCapture, PackedCaptures};
use groundtruth_measure::{BenchForm, BenchSection, Curve, Figure, Point, Quantity, Run, RunFault, ThdLevel};

use crate::common::{capture, library};

const QUANTITIES: [Quantity; 8] = [
    Quantity::Response,
    Quantity::GroupDelay,
    Quantity::ThdOverFrequency,
    Quantity::HarmonicOverFrequency(3),
    Quantity::ThdOverLevel,
    Quantity::ThdnOverLevel,
    Quantity::NoiseOverLevel,
    Quantity::CrosstalkOverLevel,
];

/// A capture with each curve of the track: values that no short decimal holds, a limit, silence, phases.
fn with_curves() -> Capture {
    let curve = |(index, quantity): (usize, Quantity)| {
        let point = |step: u32| {
            let value = -80.0 / 3.0 - f64::from(step) * 0.1 - index as f64;
            let phase_rad = (quantity == Quantity::Response).then_some(f64::from(step) / 7.0);
            Point {
                at: 20.0 * 1.1f64.powi(step as i32),
                figure: Figure { phase_rad, ..Figure::within(value, 1.0 / 7.0) },
            }
        };
        let mut points: Vec<Point> = (0..70).map(point).collect();
        points[3].figure = Figure { limit: true, low: f64::NEG_INFINITY, ..points[3].figure };
        points[4].figure = Figure::exact(f64::NEG_INFINITY);
        let channels = if quantity == Quantity::CrosstalkOverLevel { vec!["L", "R"] } else { vec!["R"] };
        Curve { quantity, channels: channels.into_iter().map(str::to_owned).collect(), points }
    };
    let mut kept = capture("Bench");
    kept.measured.report.curves = QUANTITIES.into_iter().enumerate().map(curve).collect();
    kept.measured.report.run = Some(run());
    kept
}

fn run() -> Run {
    let figures = vec!["thd.f".to_owned()];
    Run {
        form: BenchForm::Full,
        delay_frames: 412.0 + 1.0 / 3.0,
        clock_ppm: Some(3.1),
        wander_frames: 0.01,
        polarity: BTreeMap::from([("L".to_owned(), 1), ("R".to_owned(), -1)]),
        is_swapped: true,
        missing: vec![BenchSection::SweepRight],
        faults: vec![RunFault {
            section: BenchSection::Tone,
            frame: 7,
            frames: 48,
            late_frames: -48.0,
            figures: figures.clone(),
        }],
        figures: BTreeMap::from([(BenchSection::Tone, figures)]),
        thd_levels: vec![ThdLevel {
            channel: "L".to_owned(),
            thd_percent: 1.0,
            level_dbfs: Some(-1.8),
            low: Some(-1.9),
            high: Some(-1.7),
            highest_dbfs: -1.0,
        }],
        other_runs: vec![4e6],
    }
}

#[test]
fn curves_are_the_same_in_json_in_the_library_and_in_a_session() {
    let kept = with_curves();
    let text = kept.to_json();
    assert_eq!(Capture::from_json(&text).expect("a capture"), kept);

    let (_folder, library) = library();
    library.save(&kept, None).expect("saved");
    let loaded = Library::open(library.folder()).load(kept.id).expect("loaded");
    assert_eq!(loaded, kept);

    let packed = PackedCapture::pack(&loaded).expect("short enough");
    let state = PackedCaptures { captures: vec![packed], set_aside: Vec::new() }.to_json();
    let read = PackedCaptures::from_json(&state).expect("an array");
    let restored = read.captures[0].unpack().expect("whole");
    assert_eq!(restored, kept);
    assert_eq!(restored.to_json(), text);
    println!("{} bytes of JSON, {} bytes in a session", text.len(), state.len());
}
