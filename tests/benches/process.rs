//! Cost of a block of 512 stereo frames to the host: a plain copy, our `process` alone, the framework's wrapper around
//! nothing, and the wrapper around ours; then `process` with the player playing. The analysis runs throughout, as with an open editor.

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{Bencher, Criterion};
use groundtruth_tests::headless_host::{HeadlessHost, linked_library};

#[path = "process/bare.rs"]
mod bare;
#[path = "process/direct.rs"]
mod direct;

use bare::{Block, Empty, WrappedPlugin};
use direct::DirectPlugin;

/// Frames of a block.
const FRAMES: usize = 512;
const SAMPLE_RATE_HZ: f64 = 48_000.0;

/// Consecutive calls: less than half the ring, beyond which the sender reads the clock.
const BURST: u32 = 64;
/// Calls before each burst, which bring code and data back into the caches.
const WARM_UP: u32 = 8;
/// Pause before a burst, in which the worker empties the ring.
const PAUSE: Duration = Duration::from_millis(60);
const SAMPLES: u32 = 50;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let input = vec![vec![0.25f32; FRAMES]; 2];
    let mut copy = vec![vec![0.0f32; FRAMES]; 2];
    let mut direct = DirectPlugin::new();
    let mut block = Block::new();
    let empty = WrappedPlugin::new::<Empty>();
    let mut host = listening_host();
    let ours = WrappedPlugin::of_host(&mut host);

    let mut group = criterion.benchmark_group("process");
    group.sample_size(SAMPLES as usize).warm_up_time(PAUSE).measurement_time(PAUSE * SAMPLES);
    group.bench_function("plain_copy", |bencher| in_bursts(bencher, || copy_block(&input, &mut copy)));
    let mut cycle = Cycle::new();
    group
        .bench_function("copy_through_a_ring_of_memory", |bencher| in_bursts(bencher, || cycle.copy(&input)));
    group.bench_function("plugin", |bencher| in_bursts(bencher, || direct.process()));
    group.bench_function("empty_wrapper", |bencher| in_bursts(bencher, || empty.process(&mut block)));
    group.bench_function("wrapper_and_plugin", |bencher| in_bursts(bencher, || ours.process(&mut block)));
    group.finish();

    print_tail("plain_copy", || copy_block(&input, &mut copy));
    print_tail("plugin", || direct.process());
    print_tail("wrapper_and_plugin", || ours.process(&mut block));
    print_playing();
}

/// Prints the medians of calls with the player playing and without, of two instances in one paced run, four times as fast
/// as live; the two take turns in who is called first.
fn print_playing() {
    const CALLS: usize = 3000;
    let period = Duration::from_secs_f64(FRAMES as f64 / SAMPLE_RATE_HZ / 4.0);
    let mut plugins = [DirectPlugin::new(), DirectPlugin::new()];
    plugins[1].play();
    let mut nanoseconds = [Vec::with_capacity(CALLS), Vec::with_capacity(CALLS)];
    for call in 0..CALLS {
        std::thread::sleep(period);
        for index in [call % 2, 1 - call % 2] {
            let began = Instant::now();
            plugins[index].process();
            nanoseconds[index].push(began.elapsed().as_nanos());
        }
    }
    assert!(plugins[1].is_playing(), "it played throughout");
    let [without, with] = nanoseconds.map(|mut calls| {
        calls.sort_unstable();
        calls[CALLS / 2]
    });
    let ratio = with as f64 / without as f64;
    println!("process/playing: median {with} ns, {without} ns without, ratio {ratio:.2}");
}

fn copy_block(input: &[Vec<f32>], output: &mut [Vec<f32>]) {
    for (input, output) in input.iter().zip(output) {
        black_box(output.as_mut_slice()).copy_from_slice(black_box(input));
    }
}

/// Copies into as much memory as the plugin's ring has, at successive places: the cost of a copy whose target is not in
/// the nearest cache.
struct Cycle {
    memory: Vec<f32>,
    next: usize,
}

impl Cycle {
    fn new() -> Cycle {
        let seconds = groundtruth_stream::Format::RING_S;
        Cycle { memory: vec![1.0; (5.0 * seconds * SAMPLE_RATE_HZ) as usize], next: 0 }
    }

    fn copy(&mut self, input: &[Vec<f32>]) {
        if self.next + 2 * FRAMES > self.memory.len() {
            self.next = 0;
        }
        for channel in input {
            black_box(&mut self.memory[self.next..self.next + FRAMES]).copy_from_slice(black_box(channel));
            self.next += FRAMES;
        }
    }
}

/// Times one burst per sample. Endless consecutive calls would fill the ring, which has a different cost.
fn in_bursts(bencher: &mut Bencher<'_>, mut call: impl FnMut()) {
    bencher.iter_custom(|calls| {
        std::thread::sleep(PAUSE);
        (0..WARM_UP).for_each(|_| call());
        let began = Instant::now();
        (0..BURST).for_each(|_| call());
        began.elapsed().mul_f64(calls as f64 / f64::from(BURST))
    });
}

/// An active instance whose analysis runs without an editor.
fn listening_host() -> HeadlessHost {
    let mut host = HeadlessHost::new(&linked_library());
    let mut state = host.save();
    state.set_in_field("settings", "analyse_while_closed", true.into());
    host.load(&state).expect("the plugin takes its own state");
    host.activate(SAMPLE_RATE_HZ, FRAMES as u32);
    host
}

/// Prints the median and the 99.9th percentile of single calls among many, eight times as fast as live.
fn print_tail(name: &str, mut call: impl FnMut()) {
    const CALLS: usize = 8000;
    let period = Duration::from_secs_f64(FRAMES as f64 / SAMPLE_RATE_HZ / 8.0);
    let mut nanoseconds: Vec<u128> = (0..CALLS)
        .map(|_| {
            std::thread::sleep(period);
            let began = Instant::now();
            call();
            began.elapsed().as_nanos()
        })
        .collect();
    nanoseconds.sort_unstable();
    let (median, tail) = (nanoseconds[CALLS / 2], nanoseconds[CALLS - 1 - CALLS / 1000]);
    let ratio = tail as f64 / median as f64;
    println!("process/{name}: median {median} ns, 99.9 % within {tail} ns, ratio {ratio:.2}");
}
