//! The ring's output equals its input, in order, or there is a counted gap.
#![cfg(not(loom))]

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use groundtruth_stream::Format;
use groundtruth_stream::capture::{FrameReceiver, FrameSender, Listening, Reason, channel};

const STEREO: Format = Format { sample_rate_hz: 48_000.0, channels: 2, reference_channels: 0 };
const SLOW: Format = Format { sample_rate_hz: 1000.0, channels: 1, reference_channels: 0 };

fn open(format: Format) -> (FrameSender, FrameReceiver, Arc<Listening>) {
    let listening = Arc::new(Listening::new());
    listening.set(Reason::Shown, true);
    let (sender, receiver) = channel(format, listening.clone());
    (sender, receiver, listening)
}

/// A sample that encodes its frame and channel, for frames below 2^22.
fn named(frame: usize, channel: usize) -> f32 {
    (2 * frame + channel) as f32
}

fn block(first: usize, frames: usize, channel: usize) -> Vec<f32> {
    (first..first + frames).map(|frame| named(frame, channel)).collect()
}

fn push_stereo(sender: &mut FrameSender, first: usize, frames: usize) -> u64 {
    let planes = [block(first, frames, 0), block(first, frames, 1)];
    sender.push(&planes, None, None)
}

#[test]
fn two_seconds_fit_whatever_the_block_size() {
    for format in [STEREO, SLOW, Format { reference_channels: 2, ..STEREO }] {
        for frames in [1, 2, 63, 512, 2048, 16_384] {
            let (mut sender, _receiver, _) = open(format);
            let silence = vec![0.0f32; frames];
            let reference = [&silence[..], &silence];
            let reference = (format.reference_channels == 2).then_some(&reference[..]);
            let wanted = ((2.0 * format.sample_rate_hz) as usize).max(16_384);
            let mut pushed = 0;
            while pushed + frames <= wanted {
                assert_eq!(sender.push(&vec![&silence[..]; format.channels], reference, None), 0);
                pushed += frames;
            }
        }
    }
}

#[test]
fn samples_arrive_bit_for_bit_and_in_place_whatever_the_partition() {
    let (mut sender, mut receiver, _) = open(STEREO);
    let strange = [0x7fc1_2345u32, 0x7f80_0001, 0xff80_0000, 0x0000_0001, 0x8000_0000].map(f32::from_bits);
    let signal: [Vec<f32>; 2] =
        [0, 1].map(|c| (0..90_000).map(|f| if f % 7 == c { strange[f % 5] } else { named(f, c) }).collect());
    let mut from = 0;
    let mut step = 1;
    let mut seen = 0u64;
    while from < 90_000 {
        let count = step.min(90_000 - from);
        assert_eq!(
            sender.push(&[&signal[0][from..from + count], &signal[1][from..from + count]], None, None),
            0
        );
        from += count;
        step = step * 7 % 16_381 + 1;
        while let Some(block) = receiver.pop() {
            assert_eq!((block.first_frame, block.lost_frames), (seen, 0));
            for (c, plane) in signal.iter().enumerate() {
                let bits = |x: &f32| x.to_bits();
                let expected = &plane[seen as usize..][..block.frames];
                assert!(block.channel(c).iter().map(bits).eq(expected.iter().map(bits)));
            }
            seen += block.frames as u64;
        }
    }
    assert_eq!(seen, 90_000);
}

#[test]
fn overflow_is_a_counted_gap_at_its_place_and_overwrites_nothing() {
    let (mut sender, mut receiver, _) = open(STEREO);
    let mut first = 0;
    let mut lost = 0;
    while lost < 1500 {
        lost += push_stereo(&mut sender, first, 500);
        first += 500;
        // 1.7 times real time: does not prove an offline pass, in which the sender would wait.
        thread::sleep(Duration::from_millis(6));
    }
    let before = first as u64 - lost;
    let mut next = 0;
    while let Some(block) = receiver.pop() {
        assert_eq!((block.first_frame, block.lost_frames), (next, 0));
        assert_eq!(block.channel(1)[0], named(next as usize, 1));
        next += block.frames as u64;
    }
    assert_eq!(next, before);
    assert!(!sender.outran_real_time(), "a pass that was waited for says so");
    assert_eq!(push_stereo(&mut sender, first, 10), 0);
    let block = receiver.pop().expect("room again");
    assert_eq!((block.first_frame, block.lost_frames), (first as u64, lost));
    assert_eq!(block.channel(0)[0], named(first, 0));
}

#[test]
fn nobody_listening_means_nothing_is_queued() {
    let (mut sender, mut receiver, listening) = open(STEREO);
    listening.set(Reason::Shown, false);
    assert_eq!(push_stereo(&mut sender, 0, 512), 0);
    assert_eq!(receiver.fill(), 0.0);
    assert!(receiver.pop().is_none());
}

#[test]
fn reopened_old_audio_is_never_handed_out() {
    let (mut sender, mut receiver, listening) = open(STEREO);
    push_stereo(&mut sender, 0, 512);
    let generation = receiver.pop().expect("first block").generation;
    push_stereo(&mut sender, 512, 512);
    listening.set(Reason::Shown, false);
    listening.set(Reason::Shown, true);
    assert!(receiver.pop().is_none());
    push_stereo(&mut sender, 9000, 512);
    let block = receiver.pop().expect("new block");
    assert_eq!((block.first_frame, block.channel(0)[0]), (0, named(9000, 0)));
    assert!(block.generation > generation);
}

#[test]
fn reset_and_a_new_channel_begin_new_generations_at_frame_zero() {
    let (mut sender, mut receiver, listening) = open(STEREO);
    let mut generations = Vec::new();
    for _ in 0..2 {
        push_stereo(&mut sender, 0, 100);
        let block = receiver.pop().expect("a block");
        assert_eq!(block.first_frame, 0);
        generations.push(block.generation);
        sender.reset();
    }
    let (mut sender, mut receiver) = channel(STEREO, listening);
    push_stereo(&mut sender, 0, 100);
    generations.push(receiver.pop().expect("a block").generation);
    assert!(generations.is_sorted_by(|a, b| a < b), "{generations:?}");
}

#[test]
fn the_play_position_is_that_of_the_blocks_first_frame_rolling_held_jumping_or_absent() {
    let (mut sender, mut receiver, _) = open(SLOW);
    let positions =
        [None, None, Some(500), Some(500), Some(500), Some(600), Some(700), Some(-40), Some(60), None];
    for position in positions {
        sender.push(&[[0.0f32; 100]], None, position);
    }
    for position in positions {
        assert_eq!(receiver.pop().expect("a block").play_position_frames, position);
    }
}

#[test]
fn a_reference_that_is_absent_or_short_arrives_as_zeros_and_says_so() {
    let (mut sender, mut receiver, _) = open(Format { reference_channels: 2, ..STEREO });
    let main = [[1.0f32; 64], [2.0; 64]];
    let slices = [&main[0][..], &main[1]];
    sender.push(&slices, Some(&[&[3.0; 70], &[4.0; 64]]), None);
    sender.push(&slices, Some(&[&[3.0; 64], &[4.0; 63]]), None);
    sender.push(&slices, None, None);
    let expected = [(true, 3.0, 4.0), (false, 0.0, 0.0), (false, 0.0, 0.0)];
    for (has_reference, left, right) in expected {
        let block = receiver.pop().expect("a block");
        assert_eq!(block.has_reference, has_reference);
        assert_eq!(block.channel(1), [2.0; 64]);
        assert_eq!(block.reference_channel(0), [left; 64]);
        assert_eq!(block.reference_channel(1), [right; 64]);
    }
}

#[test]
fn the_receiver_sees_that_the_sender_is_gone_only_when_all_is_handed_out() {
    let (mut sender, mut receiver, _) = open(STEREO);
    push_stereo(&mut sender, 0, 10);
    drop(sender);
    assert!(!receiver.is_finished());
    assert!(receiver.pop().is_some());
    assert!(receiver.is_finished());
}

/// Real time would be 33 s; the host sends it at once, the worker takes a packet per millisecond.
#[test]
fn an_offline_pass_proven_by_the_ring_loses_nothing_to_a_slow_worker() {
    let (mut sender, mut receiver, _) = open(SLOW);
    let worker = thread::spawn(move || {
        let mut frames = 0;
        while !receiver.is_finished() {
            match receiver.pop() {
                Some(block) => {
                    assert_eq!((block.first_frame, block.lost_frames), (frames, 0));
                    frames += block.frames as u64;
                }
                None => thread::sleep(Duration::from_millis(1)),
            }
            thread::sleep(Duration::from_micros(500));
        }
        frames
    });
    let block = vec![0.5f32; 777];
    let lost: u64 = (0..500).map(|_| sender.push(&[&block], None, None)).sum();
    assert!(sender.outran_real_time());
    drop(sender);
    assert_eq!(lost, 0);
    assert_eq!(worker.join().expect("worker"), 500 * 777);
}

#[test]
fn a_live_pass_never_waits_even_when_the_worker_takes_nothing() {
    // One second of audio per 0.6 s: faster than real time, but less than twice as fast.
    let live = Format { sample_rate_hz: 192_000.0, ..STEREO };
    let (mut sender, _receiver, _) = open(live);
    let block = vec![0.0f32; 19_200];
    let mut longest = Duration::ZERO;
    let mut lost = 0;
    for _ in 0..45 {
        thread::sleep(Duration::from_millis(60));
        let began = Instant::now();
        lost += sender.push(&[&block, &block], None, None);
        longest = longest.max(began.elapsed());
    }
    assert!(lost > 0, "the ring must overflow for this test to say anything");
    // Waiting for a worker that takes nothing lasts 2 s; half of that is a safe limit on a busy machine.
    assert!(longest < Duration::from_secs(1), "{longest:?}");
    assert!(!sender.outran_real_time(), "a pass that was waited for says so");
}

#[test]
fn a_worker_that_takes_nothing_is_waited_for_once_and_then_counted_as_lost() {
    let (mut sender, _receiver, _) = open(SLOW);
    sender.set_offline(true);
    let block = vec![0.0f32; 2048];
    let began = Instant::now();
    let lost: u64 = (0..200).map(|_| sender.push(&[&block], None, None)).sum();
    assert!(lost > 0);
    let took = began.elapsed();
    assert!(took > Duration::from_secs(2) && took < Duration::from_secs(4), "{took:?}");
}

#[test]
fn a_worker_that_is_gone_is_not_waited_for() {
    let (mut sender, receiver, _) = open(SLOW);
    drop(receiver);
    sender.set_offline(true);
    let block = vec![0.0f32; 2048];
    let began = Instant::now();
    let lost: u64 = (0..200).map(|_| sender.push(&[&block], None, None)).sum();
    assert!(lost > 0);
    assert!(began.elapsed() < Duration::from_secs(1));
}

#[test]
fn short_and_long_passes_are_told_apart_by_their_own_pace() {
    let (mut sender, _receiver, _) = open(STEREO);
    push_stereo(&mut sender, 0, 48_000);
    assert!(sender.outran_real_time());
    sender.reset();
    push_stereo(&mut sender, 0, 480);
    thread::sleep(Duration::from_millis(6));
    assert!(!sender.outran_real_time());
}

#[test]
fn blocks_without_frames_or_channels_are_ignored() {
    let (mut sender, mut receiver, _) = open(STEREO);
    assert_eq!(sender.push(&[[0.0f32; 0]; 2], None, None), 0);
    assert_eq!(sender.push(&[[0.0f32; 64]], None, None), 0);
    assert_eq!(sender.push::<[f32; 1]>(&[], None, None), 0);
    assert!(receiver.pop().is_none());
}
