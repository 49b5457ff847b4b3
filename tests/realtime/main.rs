//! `process` under RealtimeSanitizer: an allocation, a contended lock or a system call ends the program.
//!
//! Built only with the feature `rtsan`; `cargo xtask test` sets what the sanitizer needs.

use std::process::Command;
use std::time::Duration;

use clack_host::prelude::StartedPluginAudioProcessor;
use groundtruth_analysis::PlayerStatus;
use groundtruth_measure::BenchForm;
use groundtruth_plugin::created_by_this_thread;
use groundtruth_plugin::playing::{PlayOrder, PlaySignal};
use groundtruth_tests::clap_host::Handlers;
use groundtruth_tests::headless_host::{HeadlessHost, MainAudio, Sidechain, linked_library, process_block};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// The sanitizer's exit code.
const VIOLATION_EXIT_CODE: i32 = 43;

/// The host's whole call, the framework's wrapper included.
#[rtsan_standalone::nonblocking]
fn process_watched(
    processor: &mut StartedPluginAudioProcessor<Handlers>,
    main: MainAudio<'_>,
    sidechain: Sidechain<'_>,
) -> bool {
    process_block(processor, main, sidechain).is_ok()
}

#[rtsan_standalone::nonblocking]
fn allocate_watched() -> Vec<u8> {
    std::hint::black_box(Vec::with_capacity(4096))
}

#[test]
fn twelve_hundred_random_blocks_pass_while_the_analysis_works() {
    rtsan_standalone::ensure_initialized();
    let mut host = HeadlessHost::new(&linked_library());
    let mut state = host.save();
    state.set_in_field("settings", "analyse_while_closed", true.into());
    state.set_in_field("settings", "measure.transform_frames", 4096.into());
    host.load(&state).expect("the plugin takes its own state");
    host.activate(48_000.0, 2048);
    let processor = std::cell::RefCell::new(host.take_processor());

    let blocks = (1usize..=2048, any::<bool>(), -1.0f32..1.0);
    TestRunner::new(Config::with_cases(1200))
        .run(&blocks, |(frames, connected, sample)| {
            let mut main = vec![vec![sample; frames]; 2];
            let reference = vec![vec![sample; frames]; 2];
            let sidechain = if connected { Sidechain::Connected(&reference) } else { Sidechain::Unconnected };
            prop_assert!(process_watched(
                &mut processor.borrow_mut(),
                MainAudio::InPlace(&mut main),
                sidechain
            ));
            Ok(())
        })
        .expect("every block passes");
    host.give_back(processor.into_inner());
}

/// The ring of a run holds a second: a host that is faster than real time for less never waits for the renderer.
#[test]
fn a_signal_plays_starts_and_stops_while_the_analysis_works() {
    rtsan_standalone::ensure_initialized();
    let mut host = HeadlessHost::new(&linked_library());
    let instance = created_by_this_thread().expect("the instance was created here");
    host.activate(48_000.0, 2048);
    let mut processor = host.take_processor();
    let order = PlayOrder { signal: PlaySignal::Bench(BenchForm::Quick), level_dbfs: -12.0 };
    instance.confirm_level_dbfs(order.level_dbfs);
    let mut process = |frames: usize| {
        let mut main = vec![vec![0.1; frames]; 2];
        assert!(process_watched(&mut processor, MainAudio::InPlace(&mut main), Sidechain::Unconnected));
    };
    for run in 0..20 {
        instance.play(order, "bench track").expect("nothing plays");
        let mut frames = 0;
        while frames < 30_000 {
            let block = 1 + (run * 7919 + frames * 31) % 1024;
            process(block);
            match instance.player_status() {
                PlayerStatus::Playing(played) if played.played_s > 0.0 => frames += block,
                _ => std::thread::sleep(Duration::from_millis(1)),
            }
        }
        instance.stop_player();
        while instance.player_status() != PlayerStatus::Off {
            process(256);
        }
        (0..20).for_each(|_| process(256));
    }
    host.give_back(processor);
}

/// Runs this test's other half in a separate program, which the sanitizer must end.
#[test]
fn the_sanitizer_sees_an_allocation() {
    const HALF: &str = "GROUNDTRUTH_ALLOCATE_WATCHED";
    if std::env::var_os(HALF).is_some() {
        rtsan_standalone::ensure_initialized();
        drop(allocate_watched());
        return;
    }
    let program = std::env::current_exe().expect("a test is a program");
    let arguments = ["--exact", "the_sanitizer_sees_an_allocation", "--test-threads", "1"];
    let ended = Command::new(program).args(arguments).env(HALF, "1").output().expect("it runs again");
    let report = String::from_utf8_lossy(&ended.stderr);
    assert_eq!(ended.status.code(), Some(VIOLATION_EXIT_CODE), "is the sanitizer in this build? {report}");
}
