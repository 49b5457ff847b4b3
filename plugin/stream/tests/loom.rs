//! Every interleaving of the threads that share [`Listening`] or hand a run over: run with `RUSTFLAGS="--cfg loom"`.
#![cfg(loom)]

use groundtruth_stream::capture::{Listening, Reason};
use groundtruth_stream::playback::{BlockContext, EndReason, FrameFeeder, FramePlayer, Playback};
use groundtruth_stream::{Format, StreamPlace};
use loom::sync::Arc;
use loom::thread;

#[test]
fn reasons_set_and_cleared_at_once_are_never_lost() {
    loom::model(|| {
        let listening = Arc::new(Listening::new());
        listening.set(Reason::Shown, true);
        let threads = [(Reason::Shown, false), (Reason::Watched, true)].map(|(reason, wanted)| {
            let listening = listening.clone();
            thread::spawn(move || listening.set(reason, wanted))
        });
        let edges = threads.map(|thread| thread.join().unwrap());
        // Either the session continued under the second reason, or it ended and another one started.
        assert!(listening.is_on());
        assert!(edges == [false, false] || edges == [true, true]);
        assert!(listening.set(Reason::Watched, false));
        assert!(!listening.is_on());
    });
}

#[test]
fn of_two_openers_exactly_one_begins_the_session() {
    loom::model(|| {
        let listening = Arc::new(Listening::new());
        let threads = [Reason::Shown, Reason::Background].map(|reason| {
            let listening = listening.clone();
            thread::spawn(move || listening.set(reason, true))
        });
        let began = threads.map(|thread| thread.join().unwrap());
        assert_eq!(began.iter().filter(|&&began| began).count(), 1);
    });
}

/// A fade has one frame at this rate, so that a run is short.
const SLOW: Format = Format { sample_rate_hz: 20.0, channels: 2, reference_channels: 0 };

/// A player, and a run of three frames that can be handed to it.
fn prepared() -> (std::sync::Arc<Playback>, FramePlayer, FrameFeeder) {
    let playback = std::sync::Arc::new(Playback::new());
    let mut player = FramePlayer::new(playback.clone());
    player.activate(SLOW, false);
    let mut feeder = FrameFeeder::new(SLOW, 3, 1.0);
    feeder.feed(&[[0.5; 2]; 3]);
    (playback, player, feeder)
}

#[test]
fn a_run_handed_over_and_stopped_at_any_moment_ends_once_and_comes_back() {
    loom::model(|| {
        let (playback, mut player, mut feeder) = prepared();
        let state = feeder.state().clone();
        let audio = thread::spawn(move || {
            for frame in 0..2 {
                let place = Some(StreamPlace { generation: 9, frame: 2 * frame });
                let mut block = [[0.25f32; 2]; 2];
                player.process(&mut block, BlockContext { place, is_rolling: false });
                assert!(block.iter().flatten().all(|sample| sample.abs() <= 0.5));
            }
            player
        });
        assert!(feeder.hand_over(&playback));
        state.request_stop(EndReason::Stopped);
        // Seen at any moment, a place is whole and so is an end.
        assert!(state.began().is_none_or(|place| place.generation == 9 && place.frame < 4));
        assert!(state.end().is_none_or(|end| end.frame <= 3));
        let player = audio.join().unwrap();
        drop(player);
        let is_withdrawn = playback.withdraw();
        assert_eq!(is_withdrawn, state.end().is_none());
        assert_ne!(is_withdrawn, playback.collect(), "it comes back by one way");
    });
}

#[test]
fn a_run_is_withdrawn_or_played_but_not_both() {
    loom::model(|| {
        let (playback, mut player, mut feeder) = prepared();
        assert!(feeder.hand_over(&playback));
        let audio = thread::spawn(move || {
            let mut block = [[0.25f32; 2]; 2];
            player.process(&mut block, BlockContext::default());
            block[0][1] != 0.25
        });
        let is_withdrawn = playback.withdraw();
        let is_played = audio.join().unwrap();
        assert_ne!(is_withdrawn, is_played);
    });
}
