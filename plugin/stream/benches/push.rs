//! Pushing one block into the ring, compared with a plain copy.

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use groundtruth_stream::Format;
use groundtruth_stream::capture::{Listening, Reason, channel};

const FRAMES: usize = 512;
/// Blocks between two emptyings of the ring: less than its capacity, as in a live pass.
const BLOCKS: u64 = 128;

fn push(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("512 stereo frames");
    let planes = [vec![0.25f32; FRAMES], vec![-0.25f32; FRAMES]];
    let source = [&planes[0][..], &planes[1]];

    group.bench_function("plain copy", |bencher| {
        let mut target = [vec![0.0f32; FRAMES], vec![0.0f32; FRAMES]];
        bencher.iter(|| {
            for (target, source) in target.iter_mut().zip(black_box(&source)) {
                target.copy_from_slice(source);
            }
            black_box(&mut target);
        });
    });

    let format = Format { sample_rate_hz: 48_000.0, channels: 2, reference_channels: 0 };
    let listening = Arc::new(Listening::new());
    let (mut sender, mut receiver) = channel(format, listening.clone());
    group.bench_function("push, nobody listening", |bencher| {
        bencher.iter(|| sender.push(black_box(&source), None, Some(0)));
    });

    listening.set(Reason::Shown, true);
    group.bench_function("push", |bencher| {
        bencher.iter_custom(|count| {
            let mut spent = std::time::Duration::ZERO;
            let mut position = 0;
            let mut left = count;
            while left > 0 {
                let run = left.min(BLOCKS);
                let began = std::time::Instant::now();
                for _ in 0..run {
                    assert_eq!(sender.push(black_box(&source), None, Some(position)), 0);
                    position += FRAMES as i64;
                }
                spent += began.elapsed();
                while receiver.pop().is_some() {}
                left -= run;
            }
            spent
        });
    });
    group.finish();
}

criterion_group!(benches, push);
criterion_main!(benches);
