//! The loop closed: the plugin plays the bench track through an amplifier and measures what comes back.

use std::sync::Arc;
use std::time::{Duration, Instant};

use groundtruth_analysis::PlayerStatus;
use groundtruth_measure::{BenchForm, Report, Settings, measure_record};
use groundtruth_plugin::playing::{PlayOrder, PlaySignal};
use groundtruth_plugin::{Instance, created_by_this_thread};
use groundtruth_tests::amplifier::{Amplifier, Pole, Running};
use groundtruth_tests::bench_track::Largest;
use groundtruth_tests::clap_host::Blocks;
use groundtruth_tests::headless_host::{HeadlessHost, MainAudio, Sidechain, linked_library};

const RATE_HZ: f64 = 48_000.0;
const LEVEL_DBFS: f64 = -6.0;
/// Frames by which the input comes after the output.
const LATENCY_FRAMES: usize = 1717;
/// Gain of the recorder: below 1, so that the loop does not ring while the plugin passes its input.
const GAIN: f64 = 0.5;

/// A host whose input is what its output was before, through an amplifier.
struct Looped {
    host: HeadlessHost,
    device: Running,
    blocks: Blocks,
    number: u64,
    /// Everything that has reached the input or will.
    heard: [Vec<f32>; 2],
    played: usize,
}

impl Looped {
    fn new(blocks: Blocks) -> (Looped, Arc<Instance>) {
        let mut host = HeadlessHost::new(&linked_library());
        let instance = created_by_this_thread().expect("the instance was created here");
        host.set_offline(true);
        host.activate(RATE_HZ, 4096);
        let device = Amplifier::single_ended().running(Pole { share: 0.7 }, RATE_HZ, 5);
        let heard = [vec![0.0; LATENCY_FRAMES], vec![0.0; LATENCY_FRAMES]];
        (Looped { host, device, blocks, number: 0, heard, played: 0 }, instance)
    }

    fn next_block(&mut self) {
        let frames = self.blocks.frames(self.number).min(LATENCY_FRAMES);
        let block = self.played..self.played + frames;
        let mut audio: Vec<Vec<f32>> = self.heard.iter().map(|side| side[block.clone()].to_vec()).collect();
        self.host.process(MainAudio::InPlace(&mut audio), Sidechain::Unconnected);
        for (left, right) in audio[0].iter().zip(&audio[1]) {
            let input =
                self.device.next([f64::from(*left), f64::from(*right)]).map(|sample| (GAIN * sample) as f32);
            self.heard.iter_mut().zip(input).for_each(|(side, sample)| side.push(sample));
        }
        self.played += frames;
        self.number += 1;
    }

    /// What the plugin has heard.
    fn heard(&self) -> [&[f32]; 2] {
        [0, 1].map(|side: usize| &self.heard[side][..self.played])
    }
}

/// Plays the track through the loop; the live report, that of the same samples as a recording, and the frame at which the
/// track left the plugin.
fn run(form: BenchForm, blocks: Blocks) -> (Arc<Report>, Report, u64) {
    let (mut looped, instance) = Looped::new(blocks);
    instance.confirm_level_dbfs(LEVEL_DBFS);
    let order = PlayOrder { signal: PlaySignal::Bench(form), level_dbfs: LEVEL_DBFS };
    instance.play(order, "bench track").expect("the level is confirmed");
    let began = Instant::now();
    let mut played = None;
    while instance.last_bench().is_none() {
        assert!(began.elapsed() < Duration::from_secs(120), "{:?}", instance.player_status());
        match instance.player_status() {
            PlayerStatus::Playing(now) if now.began.is_none() => std::thread::sleep(Duration::from_millis(1)),
            PlayerStatus::Playing(now) => played = now.began,
            PlayerStatus::Complete(_) => (),
            other => panic!("{other:?}"),
        }
        looped.next_block();
    }
    let place = played.expect("it played");
    let live = instance.last_bench().expect("a report");
    let recorded = measure_record(RATE_HZ, &looped.heard(), Settings::default());
    (live, recorded, place.frame)
}

fn assert_live_is_recorded(form: BenchForm, blocks: Blocks) {
    let (live, recorded, began) = run(form, blocks);
    let largest = Largest::of(&live, &recorded);
    let [live_run, recorded_run] = [live.run.as_ref(), recorded.run.as_ref()].map(|run| run.expect("a run"));
    let delay_frames = live_run.delay_frames - began as f64;
    println!("{form:?}, {blocks:?}: {largest:?}, delay {delay_frames:.4} frames of {LATENCY_FRAMES}");
    assert!(largest.difference < 0.01, "{largest:?}");
    assert!(live_run.missing.is_empty() && live_run.faults.is_empty(), "{live_run:?}");
    assert!((live_run.delay_frames - recorded_run.delay_frames).abs() < 0.01);
    // The device's pole delays by less than a frame.
    assert!((delay_frames - LATENCY_FRAMES as f64).abs() < 1.0, "{delay_frames}");
}

#[test]
fn the_quick_track_in_a_loop_gives_the_figures_of_its_recording() {
    assert_live_is_recorded(BenchForm::Quick, Blocks::Of(512));
}

#[test]
#[ignore = "full: the whole track at three block sizes"]
fn the_track_in_a_loop_gives_the_figures_of_its_recording_at_any_block_size() {
    for blocks in [Blocks::Of(32), Blocks::Of(512), Blocks::Varying] {
        assert_live_is_recorded(BenchForm::Full, blocks);
    }
}
