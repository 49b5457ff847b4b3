//! Sessions with captures of snapshots with known contents.
#![allow(dead_code, reason = "shared by the preview, the tests and the bench, each using a part")]

use groundtruth_captures::{Capture, Measured, SpectrumTrace, Topology};
use groundtruth_measure::{ChannelFigure, Figure, PairFigure, Reading, Report};
use groundtruth_plugin::session::{Live, SessionCapture, SessionInput};

use super::snapshots;

/// Two amplifiers, single-ended and balanced, and another track that plays.
pub fn pair() -> SessionInput {
    let single_ended = report();
    let mut balanced = report();
    for channel in &mut balanced.channels {
        shift(channel.figures.get_mut(&ChannelFigure::ThdF), 6.4);
        limit(channel.figures.get_mut(&ChannelFigure::Hum), -141.0);
    }
    for pair in &mut balanced.pairs {
        limit(pair.figures.get_mut(&PairFigure::XtalkSelective), -148.1);
    }
    let mut session = SessionInput::default();
    session.captures.push(capture("Atlas SE", Some(Topology::SingleEnded), "$499", single_ended.clone()));
    session.captures.push(capture("Atlas balanced", Some(Topology::Balanced), "$499", balanced));
    session.live.push(Live { track: "Amp 3".to_owned(), report: Some(single_ended.into()) });
    session
}

/// As many captures as a comparison takes, with long names.
pub fn crowd() -> SessionInput {
    let mut session = SessionInput::default();
    for number in 0..12 {
        let mut report = report();
        for channel in &mut report.channels {
            shift(channel.figures.get_mut(&ChannelFigure::ThdF), f64::from(number) * 0.7);
        }
        let name = format!("Amp {number}");
        session.captures.push(capture(&name, None, "1 890 €", report));
    }
    session
}

fn report() -> Report {
    snapshots::dual_tone().report.as_deref().cloned().expect("an amplifier reports")
}

fn capture(name: &str, topology: Option<Topology>, price: &str, report: Report) -> SessionCapture {
    let mut capture = Capture::new(name, Measured { report, calibration: None });
    let snapshot = snapshots::dual_tone();
    capture.spectrum =
        snapshot.spectrum.as_ref().and_then(|spectrum| SpectrumTrace::of(spectrum, &["L", "R"]));
    capture.details.topology = topology;
    capture.details.load_ohms = topology.map(|_| 32.0);
    capture.details.price = price.to_owned();
    SessionCapture::new(capture).expect("short enough")
}

fn shift(reading: Option<&mut Reading>, db: f64) {
    if let Some(Reading::Measured(figure)) = reading {
        *figure =
            Figure { value: figure.value + db, low: figure.low + db, high: figure.high + db, ..*figure };
    }
}

fn limit(reading: Option<&mut Reading>, value: f64) {
    if let Some(reading) = reading {
        let figure = Figure { low: f64::NEG_INFINITY, limit: true, ..Figure::exact(value) };
        *reading = Reading::Measured(figure);
    }
}
