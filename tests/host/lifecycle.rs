//! Calls from the host in any order.

use std::time::{Duration, Instant};

use groundtruth_tests::headless_host::{HeadlessHost, MainAudio, Sidechain, linked_library};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

#[derive(Clone, Copy, Debug)]
enum Step {
    Activate { rate: usize, longest: u32 },
    Deactivate,
    Reset,
    Process { frames: usize },
    Save,
    LoadListening(bool),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        (0usize..5, 1u32..=16_384).prop_map(|(rate, longest)| Step::Activate { rate, longest }),
        Just(Step::Deactivate),
        Just(Step::Reset),
        (1usize..=4096).prop_map(|frames| Step::Process { frames }),
        (1usize..=4096).prop_map(|frames| Step::Process { frames }),
        Just(Step::Save),
        any::<bool>().prop_map(Step::LoadListening),
    ];
    prop::collection::vec(step, 1..40)
}

/// Takes a step if it is legal: hosts only reset and process active plugins, within the announced length.
fn perform(host: &mut HeadlessHost, step: Step, longest: &mut Option<u32>) {
    match (step, *longest) {
        (Step::Activate { rate, longest: frames }, _) => {
            host.activate([1000.0, 44_100.0, 48_000.0, 96_000.0, 768_000.0][rate], frames);
            *longest = Some(frames);
        }
        (Step::Deactivate, _) => {
            host.deactivate();
            *longest = None;
        }
        (Step::Reset, Some(_)) => host.reset(),
        (Step::Process { frames }, Some(longest)) => {
            let mut block = vec![vec![0.25; frames.min(longest as usize)]; 2];
            host.process(MainAudio::InPlace(&mut block), Sidechain::Unconnected);
            assert!(block.iter().flatten().all(|&sample| sample == 0.25));
        }
        (Step::Save, _) => drop(host.save()),
        (Step::LoadListening(listening), _) => {
            let mut state = host.save();
            state.set_in_field("settings", "analyse_while_closed", listening.into());
            state.set_in_field("settings", "measure.transform_frames", 4096.into());
            host.load(&state).expect("the plugin takes its own state");
        }
        (Step::Reset | Step::Process { .. }, None) => {}
    }
}

#[test]
fn any_order_of_activations_resets_rates_blocks_and_states_is_survived() {
    let library = linked_library();
    TestRunner::new(Config::with_cases(40))
        .run(&steps(), |steps| {
            let mut host = HeadlessHost::new(&library);
            let mut longest = None;
            steps.into_iter().for_each(|step| perform(&mut host, step, &mut longest));
            Ok(())
        })
        .expect("every order is survived");
}

#[test]
fn an_instance_is_made_in_less_than_five_milliseconds() {
    let library = linked_library();
    drop(HeadlessHost::new(&library));
    let fastest = (0..20)
        .map(|_| {
            let began = Instant::now();
            let host = HeadlessHost::new(&library);
            let took = began.elapsed();
            drop(host);
            took
        })
        .min();
    // The fastest of twenty calls: the plugin's own time, independent of the machine's load.
    assert!(fastest < Some(Duration::from_millis(5)), "{fastest:?}");
}
