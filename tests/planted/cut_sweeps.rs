//! Imperfectly recorded sweeps: cut at either end, close together, overlapping, rising or falling, at different levels.

use std::f64::consts::TAU;

use groundtruth_measure::PairFigure::{XtalkCauseCapacitance, XtalkCauseResistance};
use groundtruth_measure::{CurvePoint, PairReport, Report, Settings};
use groundtruth_tests::evidence::{count, repeated};
use groundtruth_tests::reading::{Readings, left_to_right, measure_with, right_to_left};
use groundtruth_tests::stimulus::{ExponentialSweep, Random, Signal, amplitude};

/// A low rate: quick to analyse, with sweeps of the same proportions.
const RATE_HZ: f64 = 16_000.0;
const SWEEP: ExponentialSweep =
    ExponentialSweep { low_hz: 10.0, high_hz: 7500.0, duration_s: 3.0, amplitude: 1.0 };
const LOAD_OHMS: f64 = 32.0;
const OUTPUT_OHMS: f64 = 10.0;

/// One file: the start times of the left and the right sweep, and the crosstalk between them.
#[derive(Clone, Copy, Debug)]
struct Case {
    starts_s: [f64; 2],
    length_s: f64,
    falls: bool,
    levels: [f64; 2],
    return_ohms: f64,
    farads: f64,
    noise_dbfs: f64,
    seed: u64,
}

impl Case {
    fn random(seed: u64, layout: u64) -> Case {
        let mut random = Random::new(seed);
        let mut between = |low: f64, high: f64| low + (high - low) * random.unit();
        let duration_s = SWEEP.duration_s;
        let (first_s, gap_s, after_s) = match layout {
            // The file only contains the end of the first sweep.
            0 => (-duration_s + between(0.05, 0.5), between(0.1, 1.0), 0.7),
            // The second one is cut by the file's end.
            1 => (between(0.0, 0.7), between(0.0, 1.0), -between(0.05, 0.5)),
            // The second one starts before the first one has ended.
            2 => (between(0.0, 0.7), -between(0.3, 1.2), 0.7),
            // One after the other, with any pause.
            _ => (between(0.0, 0.7), between(0.0, 1.5), 0.7),
        };
        let second_s = first_s + duration_s + gap_s;
        let starts_s = if between(0.0, 1.0) < 0.5 { [first_s, second_s] } else { [second_s, first_s] };
        Case {
            starts_s,
            length_s: second_s + duration_s + after_s,
            falls: between(0.0, 1.0) < 0.5,
            levels: [between(-30.0, -3.0), between(-30.0, -3.0)].map(amplitude),
            return_ohms: between(0.05, 0.5),
            farads: between(2e-10, 4e-9),
            noise_dbfs: between(-125.0, -110.0),
            seed,
        }
    }

    fn share(&self) -> f64 {
        self.return_ohms / (self.return_ohms + LOAD_OHMS + OUTPUT_OHMS)
    }

    fn coupling_s(&self) -> f64 {
        self.farads * LOAD_OHMS * OUTPUT_OHMS / (LOAD_OHMS + OUTPUT_OHMS)
    }

    /// Value and derivative of a channel's own sweep.
    fn played(&self, side: usize, time_s: f64) -> (f64, f64) {
        let time_s = time_s - self.starts_s[side];
        let (value, by_time) = match self.falls {
            true => SWEEP.at(SWEEP.duration_s - time_s),
            false => SWEEP.at(time_s),
        };
        let sign = if self.falls { -1.0 } else { 1.0 };
        (self.levels[side] * value, self.levels[side] * sign * by_time)
    }

    fn report(&self) -> Report {
        let frames = (self.length_s * RATE_HZ) as usize;
        let mut sides = [(); 2].map(|()| Signal::silence(RATE_HZ, frames));
        for frame in 0..frames {
            let played = [0, 1].map(|side| self.played(side, frame as f64 / RATE_HZ));
            for side in 0..2 {
                let (value, by_time) = played[1 - side];
                sides[side].samples[frame] =
                    played[side].0 - self.share() * value + self.coupling_s() * by_time;
            }
        }
        let mut seed = 2 * self.seed;
        let [left, right] = sides.map(|side| {
            seed += 1;
            side.with_noise(self.noise_dbfs, seed)
        });
        let settings = Settings {
            load_ohms: Some(LOAD_OHMS),
            output_impedance_ohms: Some(OUTPUT_OHMS),
            ..Settings::default()
        };
        measure_with(&settings, &[&left, &right])
    }

    /// Lowest and highest frequency of a channel's sweep in the file.
    fn held(&self, side: usize) -> [f64; 2] {
        let inside = [0.0, self.length_s].map(|time_s| {
            let time_s = (time_s - self.starts_s[side]).clamp(0.0, SWEEP.duration_s);
            let time_s = if self.falls { SWEEP.duration_s - time_s } else { time_s };
            SWEEP.low_hz * (time_s / SWEEP.growth_s()).exp()
        });
        [inside[0].min(inside[1]), inside[0].max(inside[1])]
    }

    fn truth_db(&self, frequency_hz: f64) -> f64 {
        20.0 * self.share().hypot(TAU * frequency_hz * self.coupling_s()).log10()
    }

    /// Largest error of a direction's curve in dB beyond three half intervals.
    fn worst_db(&self, pair: &PairReport) -> f64 {
        let error = |point: &CurvePoint| {
            let (value, high) = (point.level_db.expect("no silence"), point.high.expect("no silence"));
            let low = point.low.unwrap_or(f64::NEG_INFINITY);
            let half = (high - value).max(value - low);
            let truth = self.truth_db(point.frequency_hz);
            if point.limit {
                (truth - high - half).max(0.0)
            } else {
                ((value - truth).abs() - 2.0 * half).max(0.0)
            }
        };
        pair.crosstalk_curve.iter().map(error).fold(0.0, f64::max)
    }
}

/// Counts how often resistance and capacitance were within their intervals for a channel with a complete sweep.
fn check(layout: u64, most_db: f64, what: &str) {
    let trials = count(25, 250);
    let outcomes = repeated(trials, |seed| {
        let case = Case::random(1000 * layout + seed, layout);
        let report = case.report();
        let pairs = [left_to_right(&report), right_to_left(&report)];
        let mut held = [0, 0];
        for (side, pair) in pairs.into_iter().enumerate() {
            let [low_hz, high_hz] = case.held(side);
            let worst_db = case.worst_db(pair);
            assert!(worst_db < most_db, "{what}, side {side}: {worst_db} dB beyond the interval, {case:?}");
            for point in &pair.crosstalk_curve {
                let hz = point.frequency_hz;
                assert!(
                    (0.9 * low_hz..1.1 * high_hz).contains(&hz),
                    "{hz} Hz of {low_hz} to {high_hz}, {case:?}"
                );
            }
            let is_whole = low_hz < 15.0 && high_hz > 7000.0;
            let points = pair.crosstalk_curve.len();
            assert!(!is_whole || points > 45, "{what}, side {side}: {points} points, {case:?}");
            if is_whole {
                let truths = [
                    (XtalkCauseResistance, 1e3 * case.return_ohms),
                    (XtalkCauseCapacitance, 1e12 * case.farads),
                ];
                for (id, truth) in truths {
                    let figure = pair.measured(id);
                    held[0] += usize::from(figure.low <= truth && truth <= figure.high);
                    held[1] += 1;
                    let error = (figure.value / truth - 1.0).abs();
                    let half = (figure.high - figure.low) / 2.0 / truth;
                    assert!(error < 0.01 + 3.0 * half, "{what}: {id} {figure:?} for {truth}, {case:?}");
                }
            }
        }
        held
    });
    let held = outcomes.iter().fold([0, 0], |sum, held| [sum[0] + held[0], sum[1] + held[1]]);
    println!("{what}: {trials} files, {} of {} causes within their intervals", held[0], held[1]);
    assert!(held[0] * 100 >= held[1] * 88, "{what}: {} of {} causes", held[0], held[1]);
}

#[test]
fn the_end_of_one_sweep_before_another_does_no_harm() {
    check(0, 0.02, "the first sweep cut");
}

#[test]
#[ignore = "full: statistics"]
fn a_sweep_cut_by_the_files_end_is_read_as_far_as_it_goes() {
    check(1, 0.02, "the second sweep cut");
}

#[test]
#[ignore = "full: statistics"]
fn sweeps_that_overlap_are_told_apart() {
    // The start of another sweep, up to 27 dB louder, extends into the band of the first at that moment: observed 0.058
    // dB.
    check(2, 0.1, "overlapping");
}

#[test]
#[ignore = "full: statistics"]
fn sweeps_one_after_the_other_need_no_pause() {
    check(3, 0.02, "any pause");
}
