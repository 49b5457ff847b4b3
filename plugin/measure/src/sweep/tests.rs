use std::convert::Infallible;
use std::ops::Range;

use super::listener::SweepListener;
use super::plan::SweepPlan;
use super::track::Tracker;
use crate::analyzer::Analyzer;
use crate::figures::report::StimulusKind;
use crate::generator::{Level, Recipe, Sides, Signal, SignalKind};
use crate::terms::settings::{Band, Settings};

const RATE_HZ: f64 = 48_000.0;

/// Sweeps of the generator, left then right.
fn sweeps(sides: Sides, frames: usize) -> [Vec<f64>; 2] {
    let kind = SignalKind::Sweep { low_hz: 10.0, high_hz: 22_000.0, sides, pause_frames: 24_000 };
    let level = Level::PeakDbfs(-6.0);
    let signal =
        Signal::new(&Recipe { kind, level, sample_rate_hz: RATE_HZ, frames: frames as u64 }).unwrap();
    let mut channels = [vec![0.0; frames], vec![0.0; frames]].to_vec();
    signal.fill(0, &mut channels);
    channels.try_into().unwrap()
}

/// The sweeps found in samples processed in blocks.
fn find(channels: &[Vec<f64>; 2]) -> SweepPlan {
    let mut tracker = Tracker::new(RATE_HZ, 2);
    for first in (0..channels[0].len()).step_by(10_007) {
        let block = |samples: &Vec<f64>| samples[first..samples.len().min(first + 10_007)].to_vec();
        tracker.take(&channels.each_ref().map(block));
    }
    SweepPlan::of(&tracker, RATE_HZ).expect("found")
}

#[test]
fn a_sweep_per_side_is_found_with_its_growth() {
    for seconds in [5.0, 10.0, 30.0] {
        let channels = sweeps(Sides::Each, (seconds * RATE_HZ) as usize);
        let plan = find(&channels);
        assert_eq!(plan.passes.len(), 2);
        assert_eq!([&plan.passes[0].driven[..], &plan.passes[1].driven[..]], [&[0][..], &[1][..]]);
        let length = (seconds - 1.5) / 2.0 * RATE_HZ;
        let growth_frames = length / (2200f64).ln();
        for pass in &plan.passes {
            // A synchronised sweep is up to one turn shorter than its time slot.
            let ratio = pass.line.growth_frames / growth_frames;
            println!("{seconds} s: {ratio}");
            assert!((0.6..1.05).contains(&ratio), "{ratio}");
        }
    }
}

#[test]
fn flat_crosstalk_reads_its_level_and_phase() {
    let mut channels = sweeps(Sides::Each, 480_000);
    let (left, right) = (channels[0].clone(), channels[1].clone());
    for n in 0..left.len() {
        channels[0][n] -= 1e-3 * right[n];
        channels[1][n] += 1e-4 * left[n];
    }
    let plan = find(&channels);
    let mut samples =
        |channel: usize, frames: Range<usize>| Ok::<_, Infallible>(channels[channel][frames].to_vec());
    for (from, to, truth) in [(0, 1, 1e-4), (1, 0, -1e-3)] {
        let curve = plan.curves([from, to], [20.0, 20_000.0], &mut samples).expect("infallible").crosstalk;
        let worst = curve.iter().map(|point| (point.ratio / truth - 1.0).norm()).fold(0.0, f64::max);
        println!("{} points from {:?} worst {worst:e}", curve.len(), curve.first());
        assert!(curve.len() > 60 && worst < 1e-12, "{worst:e}");
    }
}

/// A listener that has processed these samples in pieces.
fn listened(channels: &[Vec<f32>], piece: usize, first_frame: u64) -> SweepListener {
    let mut listener = SweepListener::new(RATE_HZ, 2, first_frame, Band::AUDIO);
    for first in (0..channels[0].len()).step_by(piece) {
        let samples: Vec<&[f32]> =
            channels.iter().map(|samples| &samples[first..samples.len().min(first + piece)]).collect();
        listener.take(&samples).expect("two equal slices");
    }
    listener
}

#[test]
fn a_listener_forgets_what_is_old_and_finds_sweeps_after_hours_as_at_once() {
    let sweeps = sweeps(Sides::Each, 480_000);
    let at_once = [0, 1].map(|side| {
        let other = &sweeps[1 - side];
        let leaks = sweeps[side].iter().zip(other).map(|(own, other)| (own + 1e-3 * other) as f32);
        leaks.chain([0.0; 48_000]).collect::<Vec<f32>>()
    });
    // Two minutes of other sound before it, in whole blocks: three times the length kept.
    let before = 2048 * 2816;
    let later = at_once.clone().map(|samples| {
        (0..before).map(|n| 1e-4 * (0.3 * n as f32).sin()).chain(samples).collect::<Vec<f32>>()
    });
    let settings = Settings::default();
    let curves = |channels: &[Vec<f32>; 2], piece: usize| {
        let mut listener = listened(channels, piece, 1_000_000);
        listener.catch_up();
        assert!(listener.kept_frames() <= 2_100_000, "{}", listener.kept_frames());
        let silence = [vec![1e-7f32; 65_536], vec![1e-7; 65_536]];
        let mut analyzer = Analyzer::new(RATE_HZ, 2, settings);
        analyzer.push(0, &[&silence[0], &silence[1]]).expect("a record's length");
        let mut measurement = analyzer.measurement().expect("a record");
        measurement.main.section.stimulus.kind = StimulusKind::Silence;
        listener
            .complete(measurement)
            .report()
            .pairs
            .into_iter()
            .map(|pair| pair.crosstalk_curve)
            .collect::<Vec<_>>()
    };
    let expected = curves(&at_once, 4096);
    assert!(expected.iter().all(|curve| curve.len() > 60));
    assert_eq!(curves(&at_once, 100_000), expected);
    for (late, at_once) in curves(&later, 4096).iter().flatten().zip(expected.iter().flatten()) {
        let difference_db = (late.level_db.unwrap() - at_once.level_db.unwrap()).abs();
        // The stretch may start elsewhere; the noise before it differs.
        assert!(difference_db < 1e-2 && late.frequency_hz / at_once.frequency_hz < 1.1, "{difference_db}");
    }
}
