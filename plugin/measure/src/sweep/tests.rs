use std::convert::Infallible;
use std::ops::Range;

use super::{SweepPlan, Tracker};
use crate::generator::{Level, Recipe, Sides, Signal, SignalKind};

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

/// The sweeps in samples that come in blocks.
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
            // A synchronised sweep is up to one turn shorter than the room for it: 1 in 2 of a short one's.
            let ratio = pass.growth_frames / growth_frames;
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
