//! Delay between two driven channels, and intermodulation of every pair.

use std::f64::consts::{SQRT_2, TAU};
use std::sync::LazyLock;

use groundtruth_measure::ChannelFigure::{ImdDfd2, ImdDfd3, ImdDin, ImdSmpte};
use groundtruth_measure::PairFigure::BalanceDelay;
use groundtruth_tests::evidence::repeated;
use groundtruth_tests::reading::{Readings, left, left_to_right, measure};
use groundtruth_tests::stimulus::{Signal, Tone};

use super::{Reading, Scene, check, draws, excess_db};

const RATES_HZ: [f64; 4] = [44_100.0, 48_000.0, 96_000.0, 192_000.0];

fn delay(seed: u64) -> Vec<Reading> {
    let mut scene = Scene::new(8_000_000 + seed, &RATES_HZ);
    let mut tone = |frequency_hz| Tone {
        frequency_hz,
        level_dbfs: scene.between(-30.0, -1.0),
        phase_rad: scene.random.phase_rad(),
    };
    let first = tone(200.0 * 40f64.powf(seed as f64 * 0.618_034 % 1.0));
    let second = Tone { level_dbfs: first.level_dbfs + scene.between(-6.0, 1.0), ..first };
    // Less than half a period.
    let planted = scene.between(-0.45, 0.45) * scene.rate_hz / first.frequency_hz;
    let side = |offset: u64| {
        Signal::silence(scene.rate_hz, scene.frames)
            .with_noise(scene.noise_dbfs, (2 << 40) + 2 * seed + offset)
    };
    let late = side(1).with_tone(second.delayed(planted, scene.rate_hz));
    let report = measure(&[&side(0).with_tone(first), &late]);
    let phases = [first, second].map(|tone| scene.line(tone.level_dbfs).phase_rad());
    let bound = phases[0].hypot(phases[1]) * scene.rate_hz / (TAU * first.frequency_hz);
    vec![("delay", left_to_right(&report).value(BalanceDelay) - planted, bound)]
}

/// A pair and products of it, each at `(level in dBFS, factors)`.
fn pair(scene: &mut Scene, tones: [(f64, f64); 2], products: &[(f64, f64, f64)], seed: u64) -> Signal {
    let [low, high] = tones.map(|(frequency_hz, level_dbfs)| Tone {
        frequency_hz,
        level_dbfs,
        phase_rad: scene.random.phase_rad(),
    });
    let product = |&(level_dbfs, first, second): &(f64, f64, f64)| Tone {
        frequency_hz: first * low.frequency_hz + second * high.frequency_hz,
        level_dbfs,
        phase_rad: scene.random.phase_rad(),
    };
    let products: Vec<Tone> = products.iter().map(product).collect();
    Signal::silence(scene.rate_hz, scene.frames)
        .with_noise(scene.noise_dbfs, (3 << 40) + seed)
        .with_tones([low, high])
        .with_tones(products)
}

fn sidebands(seed: u64) -> Vec<Reading> {
    let mut scene = Scene::new(9_000_000 + seed, &RATES_HZ);
    let (figure, id, low_hz, high_hz) = if scene.random.unit() < 0.5 {
        ("IMD, SMPTE", ImdSmpte, 60.0, 7000.0)
    } else {
        ("IMD, DIN", ImdDin, 250.0, 8000.0)
    };
    let (level_dbfs, each_dbfs) = (scene.between(-20.0, -6.0), scene.over_noise(22.0, 50.0).min(-70.0));
    let upper_dbfs = level_dbfs - 12.0412;
    let both = [(each_dbfs, 1.0, 1.0), (each_dbfs, -1.0, 1.0)];
    let signal = pair(&mut scene, [(low_hz, level_dbfs), (high_hz, upper_dbfs)], &both, seed);
    let planted_db = each_dbfs + 6.0206 - upper_dbfs;
    let error = excess_db(left(&measure(&[&signal])).value(id), planted_db);
    vec![(figure, error, scene.line(each_dbfs).level_db() / SQRT_2)]
}

fn differences(seed: u64) -> Vec<Reading> {
    let mut scene = Scene::new(9_500_000 + seed, &RATES_HZ);
    let level_dbfs = scene.between(-20.0, -7.0);
    let (second_dbfs, third_dbfs) =
        (scene.over_noise(22.0, 50.0).min(-70.0), scene.over_noise(22.0, 50.0).min(-70.0));
    let spacing_hz = scene.between(500.0, 1500.0);
    let products = [(second_dbfs, -1.0, 1.0), (third_dbfs, 2.0, -1.0), (third_dbfs, -1.0, 2.0)];
    let high_hz = scene.between(17_000.0, 20_000.0);
    let signal =
        pair(&mut scene, [(high_hz - spacing_hz, level_dbfs), (high_hz, level_dbfs)], &products, seed);
    let report = measure(&[&signal]);
    let sum_dbfs = level_dbfs + 6.0206;
    let error = |id, planted_dbfs: f64| excess_db(left(&report).value(id), planted_dbfs - sum_dbfs);
    vec![
        ("IMD, DFD d2", error(ImdDfd2, second_dbfs), scene.line(second_dbfs).level_db()),
        ("IMD, DFD d3", error(ImdDfd3, third_dbfs + 6.0206), scene.line(third_dbfs).level_db() / SQRT_2),
    ]
}

static DELAYS: LazyLock<Vec<Vec<Reading>>> = LazyLock::new(|| repeated(draws(), delay));
/// Two kinds of pair share them.
static SIDEBANDS: LazyLock<Vec<Vec<Reading>>> = LazyLock::new(|| repeated(2 * draws(), sidebands));
static DIFFERENCES: LazyLock<Vec<Vec<Reading>>> = LazyLock::new(|| repeated(draws(), differences));

#[test]
#[ignore = "full: statistics"]
fn delays() {
    check(&DELAYS, "delay", Some(1.5), "Cramér–Rao of both phases");
}

#[test]
#[ignore = "full: statistics"]
fn intermodulation() {
    for (records, figure) in [
        (&SIDEBANDS, "IMD, SMPTE"),
        (&SIDEBANDS, "IMD, DIN"),
        (&DIFFERENCES, "IMD, DFD d2"),
        (&DIFFERENCES, "IMD, DFD d3"),
    ] {
        check(records, figure, Some(1.5), "Cramér–Rao of both lines");
    }
}
