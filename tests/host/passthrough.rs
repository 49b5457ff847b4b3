//! The output equals the input, bit for bit.

use clack_host::prelude::ProcessStatus;
use groundtruth_tests::headless_host::{HeadlessHost, MainAudio, Sidechain, linked_library};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// Samples that any arithmetic would change.
const DELICATE: [u32; 12] = [
    0x0000_0000, // 0
    0x8000_0000, // −0
    0x0000_0001, // smallest subnormal
    0x807f_ffff, // largest negative subnormal
    0x7f80_0000, // ∞
    0xff80_0000, // −∞
    0x7fc0_0000, // quiet NaN
    0xffc1_2345, // negative NaN with a payload
    0x7f80_0001, // signalling NaN
    0x7f7f_ffff, // largest finite
    0x3f80_0001, // just above 1
    0x3dcc_cccd, // 0.1
];

/// Channels of delicate samples and plain ones, different at every frame and channel.
fn delicate_channels(channels: usize, frames: usize, seed: u32) -> Vec<Vec<f32>> {
    let sample = |index: usize| {
        let mixed = (index as u32).wrapping_add(seed).wrapping_mul(2_654_435_761);
        let bits =
            if mixed.is_multiple_of(3) { DELICATE[(mixed >> 8) as usize % DELICATE.len()] } else { mixed };
        f32::from_bits(bits)
    };
    (0..channels)
        .map(|channel| (0..frames).map(|frame| sample(frame * channels + channel)).collect())
        .collect()
}

fn bits(channels: &[Vec<f32>]) -> Vec<Vec<u32>> {
    channels.iter().map(|samples| samples.iter().map(|sample| sample.to_bits()).collect()).collect()
}

/// An active host whose analysis listens, so that the ring is written as well.
fn listening_host(channels: usize, sample_rate_hz: f64, longest_block_frames: u32) -> HeadlessHost {
    let mut host = HeadlessHost::new(&linked_library());
    let mut state = host.save();
    state.set_in_field("settings", "analyse_while_closed", true.into());
    host.load(&state).expect("the plugin takes its own state");
    host.select_channels(channels);
    host.activate(sample_rate_hz, longest_block_frames);
    host
}

/// Sends one block both in place and apart, and compares.
fn assert_passes_unchanged(
    host: &mut HeadlessHost,
    channels: usize,
    frames: usize,
    sidechain: Sidechain<'_>,
) {
    let input = delicate_channels(channels, frames, frames as u32);
    let mut output = delicate_channels(channels, frames, 7);
    host.process(MainAudio::Apart(&input, &mut output), sidechain);
    assert_eq!(bits(&output), bits(&input), "{channels} channels, {frames} frames, apart");

    let mut both = input.clone();
    let status = host.process(MainAudio::InPlace(&mut both), sidechain);
    assert_eq!(bits(&both), bits(&input), "{channels} channels, {frames} frames, in place");
    assert_eq!(status, ProcessStatus::Continue, "a host may not put the plugin to sleep on quiet input");
}

#[test]
fn blocks_of_every_size_pass_bit_for_bit_in_stereo_and_mono() {
    for channels in [2, 1] {
        let sidechain = if channels == 2 { Sidechain::Unconnected } else { Sidechain::NoPort };
        let mut host = listening_host(channels, 48_000.0, 16_384);
        for frames in (1..=64).chain([127, 128, 441, 512, 1000, 4096, 16_383, 16_384]) {
            assert_passes_unchanged(&mut host, channels, frames, sidechain);
        }
    }
}

#[test]
fn every_sample_rate_passes_bit_for_bit() {
    let rates_hz = [1000.0, 8000.0, 22_050.0, 44_100.0, 48_000.0, 96_000.0, 192_000.0, 384_000.0, 768_000.0];
    for rate_hz in rates_hz {
        let mut host = listening_host(2, rate_hz, 4096);
        for frames in [1, 480, 4096] {
            assert_passes_unchanged(&mut host, 2, frames, Sidechain::Unconnected);
        }
    }
}

#[test]
fn a_connected_sidechain_changes_nothing() {
    let mut host = listening_host(2, 48_000.0, 512);
    let reference = delicate_channels(2, 512, 99);
    for frames in [1, 100, 512] {
        assert_passes_unchanged(&mut host, 2, frames, Sidechain::Connected(&reference));
    }
}

#[test]
fn a_sidechain_that_comes_and_goes_with_other_block_lengths_changes_nothing() {
    let mut host = listening_host(2, 48_000.0, 1024);
    let reference = delicate_channels(2, 1024, 5);
    for frames in [1024, 64, 1000, 1] {
        assert_passes_unchanged(&mut host, 2, frames, Sidechain::Connected(&reference));
        assert_passes_unchanged(&mut host, 2, 1025 - frames, Sidechain::Unconnected);
    }
}

#[test]
fn random_blocks_pass_bit_for_bit() {
    let mut host = listening_host(2, 44_100.0, 16_384);
    let mut runner = TestRunner::new(Config::with_cases(200));
    let blocks = (1usize..=16_384, any::<bool>(), any::<u32>());
    let host = std::cell::RefCell::new(&mut host);
    runner
        .run(&blocks, |(frames, connected, seed)| {
            let reference = delicate_channels(2, frames, seed);
            let sidechain = if connected { Sidechain::Connected(&reference) } else { Sidechain::Unconnected };
            assert_passes_unchanged(&mut host.borrow_mut(), 2, frames, sidechain);
            Ok(())
        })
        .expect("every random block passes");
}
