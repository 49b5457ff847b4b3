//! What a block of 512 stereo frames costs the host: a plain copy, our `process` alone, the framework's
//! wrapper around nothing, and the wrapper around ours. The analysis runs throughout, as with an editor open.

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

/// Calls in a row: less than half the ring, beyond which the sender looks at the clock.
const BURST: u64 = 64;
/// Pause after a burst, in which the worker empties the ring.
const PAUSE: Duration = Duration::from_millis(25);

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
    group.sample_size(20).warm_up_time(PAUSE).measurement_time(Duration::from_micros(500));
    group.bench_function("plain_copy", |bencher| in_bursts(bencher, || copy_block(&input, &mut copy)));
    group.bench_function("plugin", |bencher| in_bursts(bencher, || direct.process()));
    group.bench_function("empty_wrapper", |bencher| in_bursts(bencher, || empty.process(&mut block)));
    group.bench_function("wrapper_and_plugin", |bencher| in_bursts(bencher, || ours.process(&mut block)));
    group.finish();

    print_tail("plugin", || direct.process());
    print_tail("wrapper_and_plugin", || ours.process(&mut block));
}

fn copy_block(input: &[Vec<f32>], output: &mut [Vec<f32>]) {
    for (input, output) in input.iter().zip(output) {
        black_box(output.as_mut_slice()).copy_from_slice(black_box(input));
    }
}

/// Times calls in bursts. Back to back without end they would fill the ring, and a full ring is another matter.
fn in_bursts(bencher: &mut Bencher<'_>, mut call: impl FnMut()) {
    bencher.iter_custom(|calls| {
        let mut total = Duration::ZERO;
        let mut left = calls;
        while left > 0 {
            let burst = left.min(BURST);
            std::thread::sleep(PAUSE);
            call();
            let began = Instant::now();
            (0..burst).for_each(|_| call());
            total += began.elapsed();
            left -= burst;
        }
        total
    });
}

/// An active instance whose analysis goes on without an editor.
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
