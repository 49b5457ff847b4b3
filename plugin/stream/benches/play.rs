//! What a block of 512 stereo frames costs the audio thread while a signal plays, against capture alone: medians of two
//! streams that take turns in one run at a host's pace, eight times as fast as live.

use std::hint::black_box;
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};

use groundtruth_stream::Format;
use groundtruth_stream::capture::{FrameReceiver, FrameSender, Listening, Reason, channel};
use groundtruth_stream::playback::{BlockContext, FrameFeeder, FramePlayer, Playback};

const FRAMES: usize = 512;
const CALLS: usize = 4000;
const FORMAT: Format = Format { sample_rate_hz: 48_000.0, channels: 2, reference_channels: 0 };

/// An audio thread's ends with their other ends.
struct Stream {
    sender: FrameSender,
    receiver: FrameReceiver,
    player: FramePlayer,
    feeder: Option<FrameFeeder>,
    block: [Vec<f32>; 2],
    nanoseconds: Vec<u128>,
}

impl Stream {
    fn new(plays: bool) -> Stream {
        let listening = Arc::new(Listening::new());
        listening.set(Reason::Shown, true);
        let (sender, receiver) = channel(FORMAT, listening);
        let playback = Arc::new(Playback::new());
        let mut player = FramePlayer::new(playback.clone());
        player.activate(FORMAT, false);
        let feeder = plays.then(|| {
            let mut feeder = FrameFeeder::new(FORMAT, u64::MAX, 0.5);
            fill(&mut feeder);
            assert!(feeder.hand_over(&playback));
            feeder
        });
        let block = [vec![0.25; FRAMES], vec![-0.25; FRAMES]];
        Stream { sender, receiver, player, feeder, block, nanoseconds: Vec::with_capacity(CALLS) }
    }

    fn process(&mut self) {
        let began = Instant::now();
        let lost = self.sender.push(black_box(&self.block), None, None);
        let place = Some(self.sender.place_of_last(FRAMES));
        self.player.process(&mut self.block, BlockContext { place, is_rolling: true });
        black_box(&mut self.block);
        self.nanoseconds.push(began.elapsed().as_nanos());
        assert_eq!(lost, 0);
    }

    /// The work of the other threads.
    fn serve(&mut self) {
        while self.receiver.pop().is_some() {}
        if let Some(feeder) = &mut self.feeder {
            assert_eq!(feeder.state().end(), None);
            fill(feeder);
        }
    }

    fn median_ns(&mut self) -> u128 {
        self.nanoseconds.sort_unstable();
        self.nanoseconds[CALLS / 2]
    }
}

fn fill(feeder: &mut FrameFeeder) {
    let frames = [[0.1, -0.1]; FRAMES];
    while feeder.free_frames() > 0 {
        feeder.feed(&frames);
    }
}

fn main() {
    let period = Duration::from_secs_f64(FRAMES as f64 / FORMAT.sample_rate_hz / 8.0);
    let mut streams = [Stream::new(false), Stream::new(true)];
    for call in 0..CALLS {
        sleep(period);
        for index in [call % 2, 1 - call % 2] {
            streams[index].process();
        }
        // Every 80 ms, as the worker does.
        if call % 60 == 59 {
            streams.iter_mut().for_each(Stream::serve);
        }
    }
    let [without, with] = streams.each_mut().map(Stream::median_ns);
    println!("play: median {with} ns playing, {without} ns not, ratio {:.2}", with as f64 / without as f64);
}
