//! Cost of the worker's thread relative to its bare transforms, and its dependence on the signal: ratios of CPU times
//! within one run, independent of the machine and its load.

use std::hint::black_box;
use std::time::Duration;

use groundtruth_measure::Settings;
use groundtruth_tests::stimulus::{Random, Signal, Tone};
use groundtruth_tests::threads::{cpu_time, this_thread};
use realfft::RealFftPlanner;

use crate::rig::{RATE_HZ, part, planted};
use crate::sleep::rig_with_thread;

/// Small enough to keep the ring nearly empty, as in live use; with a full ring the worker skips hops.
const PART: usize = 12_000;
const SECONDS: usize = 8;
/// Hops and records in a second at the default settings.
const HOPS: usize = 32;
const RECORDS: usize = 3;

/// Time on a core for a second of the signal, with an editor open.
fn cost_per_second(signal: &[Vec<f32>; 2]) -> Duration {
    let (mut rig, thread) = rig_with_thread(Settings::default());
    let mut play = |frames: std::ops::Range<usize>| {
        for from in frames.step_by(PART) {
            rig.feed_plainly(&part(signal, from..from + PART));
            rig.drained();
        }
    };
    let rate = RATE_HZ as usize;
    play(0..2 * rate);
    let before = cpu_time(thread);
    play(2 * rate..SECONDS * rate);
    (cpu_time(thread) - before) / (SECONDS as u32 - 2)
}

/// Time on a core for the transforms of a second: one per hop and channel, and of each record three, one of 5/4 the length.
fn transforms_per_second() -> Duration {
    let transform = RealFftPlanner::<f64>::new().plan_fft_forward(Settings::default().transform_frames);
    let (mut input, mut output) = (transform.make_input_vec(), transform.make_output_vec());
    let mut scratch = transform.make_scratch_vec();
    let before = cpu_time(this_thread());
    for _ in 0..SECONDS * 2 * (HOPS + 3 * RECORDS) {
        transform
            .process_with_scratch(black_box(&mut input), &mut output, &mut scratch)
            .expect("buffers come from the plan");
    }
    (cpu_time(this_thread()) - before) / SECONDS as u32
}

/// Observed: 3 to 5 times. Signals straightened unnecessarily cost 15 to 35 times as much as a steady tone.
#[test]
fn a_second_costs_few_times_its_transforms_whatever_is_played() {
    let frames = SECONDS * RATE_HZ as usize;
    let transforms = transforms_per_second();
    let music = || [1, 2].map(|seed| Signal::silence(RATE_HZ, frames).with_programme(seed).to_f32());
    let mut jumping = planted(frames);
    for side in &mut jumping {
        let second: Vec<f32> = side[..RATE_HZ as usize - 100].to_vec();
        side.iter_mut().enumerate().for_each(|(frame, sample)| *sample = second[frame % second.len()]);
    }
    let mut random = Random::new(3);
    let glide = Signal::silence(RATE_HZ, frames).with_tone(Tone::new(440.0, -12.0)).to_f32();
    let wavering: Vec<f32> = glide.iter().map(|x| x * (0.5 + random.unit() as f32)).collect();
    let cases = [
        ("a steady tone", planted(frames)),
        ("music", music()),
        ("a tone that jumps every second", jumping),
        ("a tone of wavering level", [wavering.clone(), wavering]),
    ];
    for (what, signal) in cases {
        let cost = cost_per_second(&signal);
        let ratio = cost.as_secs_f64() / transforms.as_secs_f64();
        println!("{what}: {cost:?}, {ratio:.1} times the transforms' {transforms:?}");
        assert!(ratio < MOST, "{what}: {ratio:.1} times its transforms");
    }
}

/// At most twice the observed value.
const MOST: f64 = 12.0;
