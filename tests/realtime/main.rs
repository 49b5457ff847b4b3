//! `process` under RealtimeSanitizer: an allocation, a contended lock or a system call ends the program.
//!
//! Built only with the feature `rtsan`; `cargo xtask test` sets what the sanitizer needs.

use std::process::Command;

use clack_host::prelude::StartedPluginAudioProcessor;
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
