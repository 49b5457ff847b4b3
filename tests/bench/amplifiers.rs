use std::collections::BTreeMap;

use groundtruth_measure::{BenchForm, Curve, CurvePoint, PairFigure, Point, Quantity, Report, Settings};
use groundtruth_tests::amplifier::{Amplifier, Drive, HumLine, Pole, Topology};
use groundtruth_tests::bench_track::track;
use groundtruth_tests::evidence::{count, repeated};
use groundtruth_tests::stimulus::{amplitude, wrapped};

use super::measured;

const RATE_HZ: f64 = 48_000.0;
/// As in MEASUREMENTS.md, section 8.
const TOP_DBFS: f64 = -6.0;
const BAND_HZ: [f64; 2] = [20.0, 20_000.0];
/// About 15 kHz.
const POLE: Pole = Pole { share: 0.85 };

/// Harmonics near −80 dB at the track's top level, crosstalk near −50 dB, and hum 20 dB below these harmonics.
fn planted() -> Amplifier {
    let hum = [(1, -116.0), (2, -124.0), (3, -119.0)];
    Amplifier {
        hum: hum.map(|(order, level_dbfs)| HumLine { order, level_dbfs }).to_vec(),
        topology: Topology::SingleEnded { shared_return_ohm: 0.1 },
        curve: [4e-4, 1.6e-3, 0.0, 0.0],
        coupling_farad: 0.0,
        noise_dbfs: -120.0,
        ..Amplifier::single_ended()
    }
}

fn report_of(amplifier: &Amplifier, pole: Pole, form: BenchForm, seed: u64) -> Report {
    let recording = amplifier.play(&track(form, TOP_DBFS, RATE_HZ), pole, RATE_HZ, seed);
    let circuit = (Some(amplifier.load_ohm), Some(amplifier.output_ohm));
    let settings = Settings { load_ohms: circuit.0, output_impedance_ohms: circuit.1, ..Settings::DEFAULT };
    measured(&recording, RATE_HZ, settings)
}

fn curve<'a>(report: &'a Report, quantity: Quantity, channel: &str) -> &'a Curve {
    let mut curves = report.curves.iter();
    let found = curves.find(|curve| curve.quantity == quantity && curve.channels == [channel]);
    found.unwrap_or_else(|| panic!("no {quantity:?} of {channel}"))
}

/// The largest error of a curve, with its place; `truth` is in the curve's unit.
fn worst(points: &[Point], truth: impl Fn(f64) -> f64) -> (f64, f64) {
    let error = |point: &Point| ((point.figure.value - truth(point.at)).abs(), point.at);
    points.iter().map(error).max_by(|a, b| a.0.total_cmp(&b.0)).expect("points")
}

/// Whether a sweep passes one of the planted hum lines when it is read at this frequency.
fn is_near_hum(amplifier: &Amplifier, hz: f64) -> bool {
    let line_hz = |order: u32| amplifier.mains_hz * f64::from(order);
    amplifier.hum.iter().any(|line| (hz / line_hz(line.order) - 1.0).abs() < 0.2)
}

fn gain_db(pole: Pole, hz: f64) -> f64 {
    20.0 * pole.response(hz / RATE_HZ).0.log10()
}

/// The point of a curve that the response is relative to.
fn reference_hz(curve: &Curve) -> f64 {
    let nearest =
        curve.points.iter().min_by(|a, b| (a.at / 1e3).ln().abs().total_cmp(&(b.at / 1e3).ln().abs()));
    nearest.expect("points").at
}

#[test]
fn response_and_phase_of_a_planted_pole() {
    let report = report_of(&planted(), POLE, BenchForm::Full, 1);
    let delay = report.run.as_ref().expect("a run").delay_frames;
    for channel in ["L", "R"] {
        let response = curve(&report, Quantity::Response, channel);
        let reference = gain_db(POLE, reference_hz(response));
        let (error_db, at_hz) = worst(&response.points, |hz| gain_db(POLE, hz) - reference);
        let phase_error = response.points.iter().map(|point| {
            let frequency = point.at / RATE_HZ;
            // The run's delay is taken out of every phase.
            let planted = POLE.response(frequency).1 + std::f64::consts::TAU * frequency * delay;
            wrapped(point.figure.phase_rad.expect("a phase") - planted).to_degrees().abs()
        });
        let phase_error = phase_error.fold(0.0, f64::max);
        println!(
            "{channel}: response {error_db:.5} dB at {at_hz:.0} Hz, phase {phase_error:.4}°, delay {delay:.4}"
        );
        assert!(error_db < 0.01 && phase_error < 0.1);
        assert!(response.points[0].at <= 20.0 && response.points.last().expect("points").at >= 19_999.0);
    }
}

#[test]
fn harmonics_over_frequency_of_a_planted_curve() {
    let amplifier = planted();
    let report = report_of(&amplifier, POLE, BenchForm::Full, 2);
    let drive = Drive { frequency_hz: 1000.0, amplitude: amplitude(TOP_DBFS) };
    let answers = amplifier.answers(drive, RATE_HZ, BAND_HZ);
    for channel in ["L", "R"] {
        for order in [2, 3] {
            let dbc = answers.harmonics_dbc[order as usize - 2];
            let harmonics = curve(&report, Quantity::HarmonicOverFrequency(order), channel);
            let truth = |hz: f64| dbc + gain_db(POLE, f64::from(order) * hz) - gain_db(POLE, hz);
            // Near the hum the interval has to say that it is uncertain.
            let is_near = |point: &&Point| is_near_hum(&amplifier, f64::from(order) * point.at);
            let (near, clear): (Vec<&Point>, Vec<&Point>) = harmonics.points.iter().partition(is_near);
            let is_held = |point: &&&Point| (point.figure.low..=point.figure.high).contains(&truth(point.at));
            let held = near.iter().filter(is_held).count() as f64 / near.len() as f64;
            assert!(held > 0.7, "{channel} H{order}: {held} of the points near hum hold");
            let clear: Vec<Point> = clear.into_iter().copied().collect();
            let (error_db, at_hz) = worst(&clear, truth);
            println!("{channel} H{order}: {dbc:.1} dBc, off by {error_db:.4} dB at {at_hz:.0} Hz");
            assert!(error_db < 0.1, "{channel} H{order}");
        }
    }
}

#[test]
fn crosstalk_and_shared_return_of_a_planted_circuit() {
    let amplifier = planted();
    let report = report_of(&amplifier, POLE, BenchForm::Full, 3);
    let drive = Drive { frequency_hz: 1000.0, amplitude: amplitude(TOP_DBFS) };
    let planted_db = amplifier.answers(drive, RATE_HZ, BAND_HZ).crosstalk_db;
    for pair in &report.pairs {
        let error = |point: &CurvePoint| (point.level_db.expect("a level") - planted_db).abs();
        let clear = pair.crosstalk_curve.iter();
        let clear = clear.filter(|point| !is_near_hum(&amplifier, point.frequency_hz));
        let error_db = clear.map(error).fold(0.0, f64::max);
        let figure = |id| pair.figures[&id].figure().expect("measured");
        let milliohms = figure(PairFigure::XtalkCauseResistance).value;
        let selective_db = figure(PairFigure::XtalkSelective).value - planted_db;
        println!(
            "{} to {}: curve {error_db:.4} dB, tone {selective_db:.4} dB, {milliohms:.3} mΩ",
            pair.from, pair.to
        );
        assert!(error_db < 0.05 && selective_db.abs() < 0.01 && (milliohms - 100.0).abs() < 1.0);
    }
}

/// The level in dBFS at which the distortion of a tone reaches a limit.
fn planted_level(amplifier: &Amplifier, limit_db: f64) -> f64 {
    let answers = |amplitude| {
        let drive = Drive { frequency_hz: 1000.0, amplitude };
        amplifier.answers(drive, RATE_HZ, BAND_HZ)
    };
    let (mut low, mut high) = (1e-6, 1.0);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if answers(middle).thd_db < limit_db { low = middle } else { high = middle }
    }
    answers(low).level_dbfs
}

#[test]
fn the_levels_of_1_and_0_1_percent_of_distortion() {
    // Without a shared return: the levels are those of one side alone.
    let amplifier = Amplifier { curve: [0.0, 4.0, 0.0, 0.0], ..Amplifier::balanced() };
    for form in [BenchForm::Full, BenchForm::Quick] {
        let report = report_of(&amplifier, Pole { share: 1.0 }, form, 4);
        let levels = &report.run.as_ref().expect("a run").thd_levels;
        let found: BTreeMap<String, f64> = levels
            .iter()
            .map(|level| {
                let limit_db = 20.0 * (level.thd_percent / 100.0).log10();
                let planted = planted_level(&amplifier, limit_db);
                let error_db = level.level_dbfs.expect("reached") - planted;
                println!(
                    "{form:?} {} {} %: {planted:.3} dBFS, off by {error_db:.4} dB",
                    level.channel, level.thd_percent
                );
                (format!("{} {}", level.channel, level.thd_percent), error_db)
            })
            .collect();
        assert_eq!(found.len(), 4);
        let most = if form == BenchForm::Full { 0.02 } else { 0.1 };
        assert!(found.values().all(|error_db| error_db.abs() < most), "{found:?}");
    }
}

/// Points of each curve, by what they are of, and how many intervals hold the truth.
fn held(report: &Report) -> Vec<(&'static str, bool)> {
    let amplifier = noisy();
    let drive = Drive { frequency_hz: 1000.0, amplitude: amplitude(TOP_DBFS) };
    let answers = amplifier.answers(drive, RATE_HZ, BAND_HZ);
    let mut held = Vec::new();
    for channel in ["L", "R"] {
        for order in [2u32, 3] {
            let dbc = answers.harmonics_dbc[order as usize - 2];
            for point in &curve(report, Quantity::HarmonicOverFrequency(order), channel).points {
                let truth = dbc + gain_db(POLE, f64::from(order) * point.at) - gain_db(POLE, point.at);
                held.push(("harmonic", (point.figure.low..=point.figure.high).contains(&truth)));
            }
        }
    }
    for point in report.pairs.iter().flat_map(|pair| &pair.crosstalk_curve) {
        let (low, high) = (point.low.unwrap_or(f64::NEG_INFINITY), point.high.expect("a level"));
        held.push(("crosstalk", (low..=high).contains(&answers.crosstalk_db)));
    }
    held
}

fn noisy() -> Amplifier {
    Amplifier { noise_dbfs: -80.0, hum: Vec::new(), ..planted() }
}

#[test]
fn intervals_of_curves_hold_the_truth() {
    let runs = count(4, 60);
    let reports = repeated(runs, |seed| held(&report_of(&noisy(), POLE, BenchForm::Quick, 100 + seed)));
    let mut counts = BTreeMap::<&str, (usize, usize)>::new();
    for (name, is_held) in reports.into_iter().flatten() {
        let (all, held) = counts.entry(name).or_default();
        *all += 1;
        *held += usize::from(is_held);
    }
    for (name, (all, held)) in counts {
        let share = held as f64 / all as f64;
        println!("{name}: {held} of {all} hold, {:.1} %", 100.0 * share);
        assert!((0.93..0.97).contains(&share), "{name}");
    }
}
