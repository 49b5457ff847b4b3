//! The output plays what the ring holds, within its limit and with its fades; otherwise it is the input.
#![cfg(not(loom))]

use std::sync::Arc;
use std::time::Duration;

use groundtruth_stream::playback::{
    BlockContext, EndReason, FADE_S, FrameFeeder, FramePlayer, Playback, RunState,
};
use groundtruth_stream::{Format, StreamPlace};

const RATE_HZ: f64 = 8000.0;
const STEREO: Format = Format { sample_rate_hz: RATE_HZ, channels: 2, reference_channels: 0 };
const FADE: usize = (FADE_S * RATE_HZ) as usize;
const LIMIT: f32 = 0.25;
const STILL: BlockContext = BlockContext { place: None, is_rolling: false };

/// A player for a format, and the way to it.
fn player(format: Format) -> (FramePlayer, Arc<Playback>) {
    let playback = Arc::new(Playback::new());
    let mut player = FramePlayer::new(playback.clone());
    player.activate(format, false);
    (player, playback)
}

/// A signal's frame: different at every frame and side, within ±0.2.
fn named(frame: u64) -> [f32; 2] {
    let sample = |side: u64| ((frame * 2 + side) % 4001) as f32 / 10_000.0 - 0.2;
    [sample(0), sample(1)]
}

/// Fills the ring with named frames.
fn fill(feeder: &mut FrameFeeder) {
    let from = feeder.next_frame();
    let frames: Vec<[f32; 2]> = (from..from + feeder.free_frames() as u64).map(named).collect();
    feeder.feed(&frames);
}

/// A run of named frames, handed over.
fn start(playback: &Playback, length_frames: u64) -> FrameFeeder {
    let mut feeder = FrameFeeder::new(STEREO, length_frames, LIMIT);
    assert!(!feeder.hand_over(playback), "an empty ring is not handed over");
    fill(&mut feeder);
    assert!(feeder.hand_over(playback));
    feeder
}

/// One block of a constant input; what comes out.
fn block(player: &mut FramePlayer, frames: usize, context: BlockContext) -> [Vec<f32>; 2] {
    let mut block = [vec![0.125f32; frames], vec![0.125f32; frames]];
    player.process(&mut block, context);
    block
}

fn reason(state: &RunState) -> Option<EndReason> {
    state.end().map(|end| end.reason)
}

#[test]
fn a_run_is_played_whole_between_the_fades_whatever_the_blocks() {
    for frames in [1, 7, 64, 480, 4096, 16_384] {
        let (mut player, playback) = player(STEREO);
        let length = 20_000usize;
        let feeder = start(&playback, length as u64);
        let mut out = [Vec::new(), Vec::new()];
        while reason(feeder.state()).is_none() {
            let block = block(&mut player, frames, STILL);
            out.iter_mut().zip(block).for_each(|(out, block)| out.extend(block));
        }
        for (side, out) in out.iter().enumerate() {
            let signal = &out[FADE..FADE + length];
            let whole: Vec<f32> = (0..length as u64).map(|frame| named(frame)[side]).collect();
            assert_eq!(signal[FADE..length - FADE], whole[FADE..length - FADE], "blocks of {frames}");
            assert!(out[..FADE].windows(2).all(|pair| pair[1] < pair[0] + 1e-6), "the input fades out");
            assert_eq!(signal[0], 0.0);
        }
        assert_eq!(feeder.state().end().map(|end| end.frame), Some(length as u64));
        assert!(playback.collect(), "the run came back");
        (0..FADE).for_each(|_| drop(block(&mut player, 1, STILL)));
        assert!(player.is_off());
    }
}

#[test]
fn the_place_of_the_first_frame_counts_from_the_block_that_holds_it() {
    let (mut player, playback) = player(STEREO);
    let feeder = start(&playback, 5000);
    let frames = 150;
    for index in 0..10 {
        let place = StreamPlace { generation: 3, frame: 1000 + index * frames as u64 };
        block(&mut player, frames, BlockContext { place: Some(place), is_rolling: false });
    }
    assert_eq!(feeder.state().began(), Some(StreamPlace { generation: 3, frame: 1000 + FADE as u64 }));
}

#[test]
fn a_mono_output_plays_the_left_side() {
    let mono = Format { channels: 1, ..STEREO };
    let (mut player, playback) = player(mono);
    let mut feeder = FrameFeeder::new(mono, 2000, LIMIT);
    fill(&mut feeder);
    assert!(feeder.hand_over(&playback));
    let mut out = [vec![0.0f32; 2000]];
    player.process(&mut out, STILL);
    assert_eq!(out[0][2 * FADE], named(FADE as u64)[0]);
}

#[test]
fn whatever_the_ring_holds_nothing_leaves_above_the_limit() {
    let (mut player, playback) = player(STEREO);
    let mut feeder = FrameFeeder::new(STEREO, 10_000, LIMIT);
    let strange = [f32::NAN, f32::INFINITY, -f32::INFINITY, f32::MAX, -7.0, 0.5];
    let frames: Vec<[f32; 2]> = (0..10_000).map(|frame| [strange[frame % 6], strange[frame % 5]]).collect();
    feeder.feed(&frames);
    assert!(feeder.hand_over(&playback));
    let out = block(&mut player, 12_000, STILL);
    assert!(out.iter().flatten().all(|sample| sample.abs() <= LIMIT));
    assert!(out[0][5000].abs() == LIMIT);
}

#[test]
fn a_starved_ring_fades_out_and_says_where() {
    let (mut player, playback) = player(STEREO);
    let feeder = start(&playback, 1_000_000);
    let ring = feeder.ring_frames();
    let mut out = Vec::new();
    while reason(feeder.state()).is_none() {
        out.extend(block(&mut player, 512, STILL)[0].iter().copied());
        // A live host: faster would prove an offline render, which waits.
        std::thread::sleep(Duration::from_millis(35));
    }
    let end = feeder.state().end().expect("it has ended");
    assert_eq!(end.reason, EndReason::Underrun);
    assert!(end.frame <= ring as u64 && end.frame > ring as u64 - 512 - FADE as u64, "{end:?} of {ring}");
    let last = FADE + end.frame as usize;
    assert!(out[last - 20..last].iter().all(|sample| sample.abs() < 0.002), "it has faded");
}

#[test]
fn an_offline_pass_waits_for_the_renderer_and_gives_it_up_after_a_while() {
    let playback = Arc::new(Playback::new());
    let mut player = FramePlayer::new(playback.clone());
    player.activate(STEREO, true);
    let mut feeder = start(&playback, 200_000);
    let state = feeder.state().clone();
    let renderer = std::thread::spawn(move || {
        while feeder.next_frame() < 150_000 {
            std::thread::sleep(Duration::from_millis(2));
            fill(&mut feeder);
        }
        feeder
    });
    let mut played = 0;
    while state.played_frames() < 140_000 {
        assert_eq!(reason(&state), None);
        block(&mut player, 4096, STILL);
        played += 4096;
    }
    let feeder = renderer.join().expect("the renderer ends");
    while reason(&state).is_none() {
        block(&mut player, 4096, STILL);
        played += 4096;
    }
    assert_eq!(reason(&state), Some(EndReason::Underrun));
    assert!(played < 200_000 && feeder.next_frame() >= 150_000);
}

#[test]
fn stop_reset_transport_and_format_each_end_a_run_with_their_reason() {
    let rolling = BlockContext { place: None, is_rolling: true };
    let begin = || {
        let (mut player, playback) = player(STEREO);
        let feeder = start(&playback, 30_000);
        block(&mut player, 1000, STILL);
        (player, playback, feeder)
    };
    let (mut one, _way, feeder) = begin();
    feeder.state().request_stop(EndReason::Stopped);
    block(&mut one, FADE + 1, STILL);
    assert_eq!(reason(feeder.state()), Some(EndReason::Stopped));

    let (mut one, _way, feeder) = begin();
    one.reset();
    block(&mut one, FADE + 1, STILL);
    assert_eq!(reason(feeder.state()), Some(EndReason::HostReset));

    let (mut one, _way, feeder) = begin();
    block(&mut one, 100, rolling);
    assert_eq!(reason(feeder.state()), None, "a transport that starts is no end");
    block(&mut one, FADE + 1, STILL);
    assert_eq!(reason(feeder.state()), Some(EndReason::TransportStopped));

    let (mut one, _way, feeder) = begin();
    one.activate(Format { sample_rate_hz: 44_100.0, ..STEREO }, false);
    assert_eq!(reason(feeder.state()), Some(EndReason::FormatChanged));
    assert!(!one.is_off(), "the input fades in");

    let (one, _way, feeder) = begin();
    drop(one);
    assert_eq!(reason(feeder.state()), Some(EndReason::InstanceGone));
}

#[test]
fn a_run_for_another_rate_ends_before_it_is_heard() {
    let (mut player, playback) = player(Format { sample_rate_hz: 48_000.0, ..STEREO });
    let feeder = start(&playback, 30_000);
    let out = block(&mut player, 512, STILL);
    assert_eq!(reason(feeder.state()), Some(EndReason::FormatChanged));
    assert!(out.iter().flatten().all(|&sample| sample == 0.125) && player.is_off());
}

#[test]
fn an_ended_run_that_nobody_takes_away_keeps_the_next_one_waiting() {
    let (mut player, playback) = player(STEREO);
    for _ in 0..2 {
        start(&playback, 100);
        block(&mut player, 3 * FADE, STILL);
    }
    // The first lies in the mailbox, the second is held.
    let third = start(&playback, 100);
    block(&mut player, 3 * FADE, STILL);
    assert_eq!(reason(third.state()), None);
    assert!(playback.collect());
    block(&mut player, 3 * FADE, STILL);
    assert!(playback.collect());
    block(&mut player, 3 * FADE, STILL);
    assert_eq!(reason(third.state()), Some(EndReason::Complete));
}
