//! Sessions with captures of snapshots with known contents.
#![allow(dead_code, reason = "shared by the preview, the tests and the bench, each using a part")]

use std::path::PathBuf;
use std::sync::Arc;

use groundtruth_analysis::Snapshot;
use groundtruth_captures::library::{Entry, Summary};
use groundtruth_captures::{Capture, Details, Measured, Origin, SpectrumTrace, Topology};
use groundtruth_measure::{
    ChannelFigure, CurvePoint, Figure, PairFigure, Quantity, Reading, Report, StimulusKind,
};
use groundtruth_plugin::session::{Live, SessionCapture, SessionInput};
use groundtruth_plugin::shelf::Listed;
use ulid::Ulid;

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
    let live = |id, track: &str, report| Live {
        id,
        track: track.to_owned(),
        report,
        is_shown: false,
        capture: None,
    };
    session.live.push(live(0, "Amplifier B", None));
    session.live.push(live(1, "Amp 3", Some(single_ended.into())));
    session
}

/// Those two, and a capture of what is playing.
pub fn beside_pair(name: &str, snapshot: &Snapshot) -> SessionInput {
    let mut session = pair();
    let captured = snapshot.report.as_deref().map(|report| {
        let mut capture = Capture::new(name, Measured { report: report.clone(), calibration: None });
        let names: Vec<&str> = report.channels.iter().map(|channel| channel.name.as_str()).collect();
        let spectrum = snapshot.spectrum.as_ref();
        capture.spectrum = spectrum.and_then(|spectrum| SpectrumTrace::of(spectrum, &names));
        SessionCapture::new(capture).expect("short enough")
    });
    session.captures.extend(captured);
    session
}

/// Those two, and the interface with its output looped back, which is no better than the balanced one.
pub fn with_loopback() -> SessionInput {
    let mut session = pair();
    let mut report = report();
    for channel in &mut report.channels {
        shift(channel.figures.get_mut(&ChannelFigure::ThdF), -4.0);
        for harmonic in &mut channel.harmonics {
            harmonic.level_dbc = harmonic.level_dbc.map(|level| level - 4.0);
        }
    }
    session.captures.push(lowered(capture("Loopback", None, "", report), 8.0));
    session
}

/// Two captures of sweeps.
pub fn swept() -> SessionInput {
    let mut report = snapshots::sweep().report.as_deref().cloned().expect("a sweep reports");
    for pair in &mut report.pairs {
        pair.balance_curve = balance();
    }
    let mut other = report.clone();
    for point in other.pairs.iter_mut().flat_map(|pair| &mut pair.balance_curve) {
        point.level_db = point.level_db.map(|level| level + 0.02);
    }
    let captures = [("Atlas SE", report), ("Atlas balanced", other)];
    let mut session = SessionInput::default();
    session.captures.extend(captures.map(|(name, report)| capture(name, None, "", report)));
    session
}

/// A run of the bench track twice, the second a little different: duller, louder by 0.5 dB, with less distortion; and a
/// capture of something else.
pub fn benched() -> SessionInput {
    let snapshot = snapshots::of(snapshots::stimuli::Stimulus::Bench);
    let progress = snapshot.bench.as_ref().expect("a run of the bench track");
    let report = progress.report.as_deref().cloned().expect("a complete run");
    let mut other = report.clone();
    for curve in &mut other.curves {
        for point in &mut curve.points {
            match curve.quantity {
                Quantity::Response => raise(&mut point.figure, -0.05 * point.at / 20_000.0),
                Quantity::ThdOverFrequency => raise(&mut point.figure, -3.0),
                Quantity::ThdnOverLevel => point.at += 0.5,
                _ => (),
            }
        }
    }
    let mut session = pair();
    session.captures.truncate(1);
    session.captures.push(capture("Atlas, bench", None, "", report));
    session.captures.push(capture("Atlas B, bench", None, "", other));
    session
}

fn raise(figure: &mut Figure, db: f64) {
    *figure = Figure { value: figure.value + db, low: figure.low + db, high: figure.high + db, ..*figure };
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

/// A library with one damaged file, added to a session.
pub fn with_library(mut session: SessionInput) -> SessionInput {
    let summary = |number: u64| Summary {
        id: Ulid::from_parts(1_795_750_740_000 + 90_000_000 * number, 1),
        details: Details { name: format!("Atlas take {number}"), ..Details::default() },
        origin: Origin::default(),
        sample_rate_hz: 48_000.0,
        frames: 1_440_000,
        stimulus: StimulusKind::Tone,
        has_samples: true,
    };
    let file = |number: u64| PathBuf::from(format!("/library/Atlas take {number}.json"));
    let whole = (1..=20).map(|number| Entry { path: file(number), content: Ok(summary(number)) });
    let damaged = Entry { path: file(21), content: Err("is damaged: EOF while parsing".to_owned()) };
    let entries = whole.chain([damaged]).collect();
    session.library = Arc::new(Listed { entries, fault: None });
    session
}

/// Falls from 0.05 dB at 20 Hz to −0.05 dB at 20 kHz.
fn balance() -> Vec<CurvePoint> {
    let point = |step: u32| {
        let level_db = 0.05 - 0.1 * f64::from(step) / 30.0;
        CurvePoint {
            frequency_hz: 20.0 * 10f64.powf(f64::from(step) / 10.0),
            level_db: Some(level_db),
            phase_rad: 0.0,
            low: Some(level_db - 0.001),
            high: Some(level_db + 0.001),
            limit: false,
        }
    };
    (0..=30).map(point).collect()
}

/// With its spectrum at a lower level.
fn lowered(capture: SessionCapture, db: f32) -> SessionCapture {
    let mut capture = Capture::clone(capture.capture().expect("just packed"));
    for trace in capture.spectrum.iter_mut().flat_map(|spectrum| &mut spectrum.channels) {
        trace.max_dbfs.iter_mut().for_each(|level| *level -= db);
    }
    SessionCapture::new(capture).expect("short enough")
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
