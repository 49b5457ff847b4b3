//! The plugin's output plays a test signal, under the rules that keep it from doing so unasked.

use std::sync::Arc;
use std::time::{Duration, Instant};

use groundtruth_analysis::PlayerStatus;
use groundtruth_captures::stimulus;
use groundtruth_measure::BenchForm;
use groundtruth_measure::generator::{Recipe, Signal};
use groundtruth_plugin::playing::{PlayOrder, PlayRefused, PlaySignal};
use groundtruth_plugin::{Instance, created_by_this_thread};
use groundtruth_stream::playback::{EndReason, FADE_S};
use groundtruth_tests::headless_host::{HeadlessHost, MainAudio, Sidechain, linked_library};

const RATE_HZ: f64 = 48_000.0;
const RATE: u32 = 48_000;
/// Frames of a fade.
const FADE: usize = (FADE_S * RATE_HZ) as usize;
const LEVEL_DBFS: f64 = -12.0;
const QUICK: PlayOrder = PlayOrder { signal: PlaySignal::Bench(BenchForm::Quick), level_dbfs: LEVEL_DBFS };

/// A host, and the instance behind it as the editor has it.
fn rig() -> (HeadlessHost, Arc<Instance>) {
    let host = HeadlessHost::new(&linked_library());
    let instance = created_by_this_thread().expect("the instance was created here");
    (host, instance)
}

/// The same, active and with the level confirmed.
fn ready(rate_hz: f64) -> (HeadlessHost, Arc<Instance>) {
    let (mut host, instance) = rig();
    host.activate(rate_hz, 4096);
    instance.confirm_level_dbfs(LEVEL_DBFS);
    (host, instance)
}

/// Sends a block of a constant and returns what comes out.
fn block(host: &mut HeadlessHost, frames: usize, input: f32) -> Vec<Vec<f32>> {
    let mut audio = vec![vec![input; frames]; 2];
    host.process(MainAudio::InPlace(&mut audio), Sidechain::Unconnected);
    audio
}

/// Waits until the status is as asked, while the host plays at its pace.
fn wait_for(host: &mut HeadlessHost, instance: &Instance, is_met: impl Fn(&PlayerStatus) -> bool) {
    let began = Instant::now();
    while !is_met(&instance.player_status()) {
        assert!(began.elapsed() < Duration::from_secs(10), "{:?}", instance.player_status());
        block(host, 480, 0.0);
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Starts the quick track and waits for its first frame.
fn start(host: &mut HeadlessHost, instance: &Instance) {
    instance.play(QUICK, "bench track").expect("the level is confirmed");
    wait_for(
        host,
        instance,
        |status| matches!(status, PlayerStatus::Playing(played) if played.played_s > 0.1),
    );
}

/// A constant input passes untouched within half a second.
fn assert_passes_soon(host: &mut HeadlessHost) {
    (0..50).for_each(|_| drop(block(host, 480, 0.5)));
    assert!(block(host, 480, 0.5).iter().flatten().all(|sample| sample.to_bits() == 0.5f32.to_bits()));
}

fn reason(status: &PlayerStatus) -> Option<EndReason> {
    match status {
        PlayerStatus::Broken(_, reason) => Some(*reason),
        _ => None,
    }
}

/// The generator's samples within the limiter.
fn expected(recipe: &Recipe, level_dbfs: f64) -> Vec<Vec<f32>> {
    let signal = Signal::new(recipe).expect("a signal at this rate");
    let mut sides = vec![vec![0.0; signal.frames() as usize]; 2];
    signal.fill(0, &mut sides);
    let limit = 10f64.powf(level_dbfs / 20.0) as f32;
    let limited = |sample: &f64| (*sample as f32).clamp(-limit, limit);
    sides.iter().map(|samples| samples.iter().map(limited).collect()).collect()
}

/// Plays the quick track as fast as possible and compares it with the generator.
fn assert_render_is_exact(is_declared: bool, block_frames: usize) {
    let (mut host, instance) = rig();
    host.set_offline(is_declared);
    host.activate(RATE_HZ, 16_384);
    instance.confirm_level_dbfs(LEVEL_DBFS);
    instance.play(QUICK, "bench track").expect("the level is confirmed");
    let mut played = vec![Vec::new(); 2];
    let began = Instant::now();
    let input = 0.25f32;
    while matches!(instance.player_status(), PlayerStatus::Playing(_)) {
        assert!(began.elapsed() < Duration::from_secs(60), "{:?}", instance.player_status());
        let output = block(&mut host, block_frames, input);
        let is_waiting = output[0].iter().all(|sample| sample.to_bits() == input.to_bits());
        if is_waiting {
            std::thread::sleep(Duration::from_millis(1));
            continue;
        }
        played.iter_mut().zip(output).for_each(|(played, output)| played.extend(output));
    }
    assert!(matches!(instance.player_status(), PlayerStatus::Complete(_)), "{:?}", instance.player_status());
    let track = expected(&stimulus::bench(BenchForm::Quick, LEVEL_DBFS, RATE), LEVEL_DBFS);
    let frames = track[0].len();
    for (played, track) in played.iter().zip(&track) {
        // The input fades out first, over one fade.
        let from = played.iter().position(|sample| sample.to_bits() != input.to_bits()).expect("a fade") - 1;
        let played = &played[from + FADE..];
        assert_eq!(played[FADE..frames - FADE], track[FADE..frames - FADE]);
        let is_fade = |(played, track): (&f32, &f32)| played.abs() <= track.abs();
        assert!(played[..FADE].iter().zip(track).all(is_fade));
    }
}

#[test]
fn an_offline_render_plays_every_sample_of_the_generator() {
    assert_render_is_exact(true, 1024);
    assert_render_is_exact(true, 16_384);
}

/// As in VST3, where the first offline pass is announced as a realtime one.
#[test]
fn a_render_that_is_not_announced_plays_every_sample_too() {
    assert_render_is_exact(false, 512);
}

#[test]
fn nothing_plays_above_the_confirmed_level_and_a_load_takes_the_confirmation_back() {
    let (mut host, instance) = rig();
    assert!(matches!(
        instance.play(QUICK, "bench track"),
        Err(PlayRefused::Unconfirmed { confirmed_dbfs: None })
    ));
    instance.confirm_level_dbfs(LEVEL_DBFS);
    assert!(matches!(instance.play(QUICK, "bench track"), Err(PlayRefused::NoStream)));
    host.activate(RATE_HZ, 4096);
    let louder = PlayOrder { level_dbfs: LEVEL_DBFS + 0.1, ..QUICK };
    let refused = instance.play(louder, "bench track");
    assert!(
        matches!(refused, Err(PlayRefused::Unconfirmed { confirmed_dbfs: Some(LEVEL_DBFS) })),
        "{refused:?}"
    );
    for level_dbfs in [0.1, f64::NAN, f64::INFINITY, -200.0] {
        assert!(matches!(instance.play(PlayOrder { level_dbfs, ..QUICK }, "x"), Err(PlayRefused::Level)));
    }
    assert_eq!(instance.player_status(), PlayerStatus::Off);
    instance.play(PlayOrder { level_dbfs: -30.0, ..QUICK }, "bench track").expect("a lower level");
    assert!(matches!(instance.play(QUICK, "x"), Err(PlayRefused::NotPlayed(_))), "one at a time");

    let state = host.save();
    host.load(&state).expect("its own state");
    wait_for(&mut host, &instance, |status| reason(status) == Some(EndReason::SessionLoaded));
    assert!(matches!(instance.play(QUICK, "bench track"), Err(PlayRefused::Unconfirmed { .. })));
    assert_passes_soon(&mut host);
}

#[test]
fn a_session_saved_while_it_plays_opens_silent() {
    let (mut host, instance) = ready(RATE_HZ);
    start(&mut host, &instance);
    let state = host.save();
    let (mut next, loaded) = rig();
    next.load(&state).expect("a saved state loads");
    next.activate(RATE_HZ, 4096);
    assert_eq!(loaded.player_status(), PlayerStatus::Off);
    assert_eq!(loaded.confirmed_level_dbfs(), None);
    assert!(block(&mut next, 4096, 0.5).iter().flatten().all(|&sample| sample == 0.5));
}

#[test]
fn it_stops_with_the_transport_if_that_was_rolling() {
    let (mut host, instance) = ready(RATE_HZ);
    host.set_rolling(false);
    start(&mut host, &instance);
    host.set_rolling(true);
    block(&mut host, 480, 0.0);
    assert!(matches!(instance.player_status(), PlayerStatus::Playing(_)), "a stopped transport is no end");
    host.set_rolling(false);
    wait_for(&mut host, &instance, |status| reason(status) == Some(EndReason::TransportStopped));
    assert_passes_soon(&mut host);
}

#[test]
fn it_stops_on_another_rate_on_a_reset_and_by_hand() {
    let (mut host, instance) = ready(RATE_HZ);
    start(&mut host, &instance);
    host.activate(44_100.0, 4096);
    assert_eq!(reason(&instance.player_status()), Some(EndReason::FormatChanged));
    start(&mut host, &instance);
    host.activate(44_100.0, 4096);
    assert_eq!(reason(&instance.player_status()), Some(EndReason::HostReset));
    start(&mut host, &instance);
    host.reset();
    wait_for(&mut host, &instance, |status| reason(status) == Some(EndReason::HostReset));
    start(&mut host, &instance);
    instance.stop_player();
    wait_for(&mut host, &instance, |status| *status == PlayerStatus::Off);
    assert_passes_soon(&mut host);
}

#[test]
fn an_instance_that_is_removed_while_it_plays_ends_its_thread() {
    let (mut host, instance) = ready(RATE_HZ);
    start(&mut host, &instance);
    drop(host);
    assert_eq!(reason(&instance.player_status()), Some(EndReason::InstanceGone));
    let began = Instant::now();
    drop(instance);
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
}
