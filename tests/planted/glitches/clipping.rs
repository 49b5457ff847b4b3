//! Flat crests, and round ones that stay at full scale.

use std::f64::consts::TAU;

use groundtruth_tests::evidence::{count, repeated};
use groundtruth_tests::stimulus::{Random, Signal, Tone};

use super::scan::{between, rate_hz, ratio, scan, spread};

/// Generates a signal with its number of flat crests; `None` if that is unspecified.
type Case = fn(&mut Random) -> (Signal, Option<usize>);

fn tone(random: &mut Random, low_hz: f64, high_hz: f64, size: f64) -> Signal {
    let rate_hz = rate_hz(random);
    let tone = Tone { phase_rad: random.phase_rad(), ..Tone::new(spread(random, low_hz, high_hz), 0.0) };
    Signal::silence(rate_hz, rate_hz as usize).with_tone(tone).scaled(size)
}

/// Rounded to integers that end at full scale, half of them with dither.
fn integers(mut signal: Signal, bits: u32, random: &mut Random) -> Signal {
    let steps = 2f64.powi(bits as i32 - 1);
    let is_dithered = random.unit() < 0.5;
    for sample in &mut signal.samples {
        let dither = if is_dithered { random.unit() - random.unit() } else { 0.0 };
        *sample = (*sample * steps + dither).round().clamp(-steps, steps - 1.0) / steps;
    }
    signal
}

fn floats(mut signal: Signal) -> Signal {
    signal.samples.iter_mut().for_each(|sample| *sample = f64::from(*sample as f32));
    signal
}

/// Runs of three or more equal samples at the limits of the signal's range, except at its first and last frame.
fn rows(signal: &Signal) -> usize {
    let samples = &signal.samples;
    let [low, high] = [f64::min, f64::max].map(|of| samples.iter().copied().fold(samples[0], of));
    let is_extreme = |row: &&[f64]| row.len() >= 3 && (row[0] == low || row[0] == high);
    let ends =
        [samples.first(), samples.last()].map(|end| usize::from(end == Some(&low) || end == Some(&high)));
    samples.chunk_by(|a, b| a == b).filter(is_extreme).count() - ends.iter().sum::<usize>().min(1)
}

/// Decaying partials like those of plucked strings.
fn music(random: &mut Random) -> Signal {
    let mut signal = Signal::silence(48_000.0, 48_000);
    for _ in 0..12 {
        let (hz, size, decays) =
            (spread(random, 40.0, 6000.0), spread(random, 0.05, 0.5), spread(random, 0.5, 8.0));
        for (n, sample) in signal.samples.iter_mut().enumerate() {
            let time_s = n as f64 / 48_000.0;
            *sample += size * (TAU * hz * time_s).sin() * (-3.0 * (time_s * decays).fract()).exp();
        }
    }
    signal
}

const FLAT: [(&str, Case); 6] = [
    ("a tone clipped in floats", |random| {
        let size = spread(random, 0.2, 1.0);
        let signal = tone(random, 20.0, 2000.0, size).clipped(size * ratio(between(random, 0.1, 3.0)));
        let rows = rows(&signal);
        (signal, Some(rows))
    }),
    ("clipped at one side", |random| {
        let mut signal = tone(random, 20.0, 2000.0, 0.8);
        let ceiling = 0.8 * ratio(between(random, 0.1, 3.0));
        signal.samples.iter_mut().for_each(|x| *x = x.min(ceiling));
        (signal, None)
    }),
    ("overdriven integers", |random| {
        let over = between(random, 0.1, 6.0);
        let signal = tone(random, 20.0, 2000.0, 1.0 / ratio(over));
        let bits = if random.unit() < 0.5 { 16 } else { 24 };
        (integers(signal, bits, random), None)
    }),
    ("clipped integers at −3 dB in floats", |random| {
        let over = between(random, 0.1, 6.0);
        let signal = tone(random, 20.0, 2000.0, 1.0 / ratio(over));
        (floats(integers(signal, 16, random).scaled(0.7079)), None)
    }),
    ("clipped music", |random| (floats(music(random).clipped(0.9).scaled(between(random, 0.3, 1.1))), None)),
    ("clipped above 1.0", |random| (floats(tone(random, 20.0, 2000.0, 2.0).clipped(1.6)), None)),
];

/// Draws a signal.
type Drawn = fn(&mut Random) -> Signal;

const ROUND: [(&str, Drawn); 8] = [
    ("16 bits at full scale", |random| {
        let signal = tone(random, 20.0, 3000.0, 1.0);
        integers(signal, 16, random)
    }),
    ("slow, 16 bits at full scale", |random| {
        let signal = tone(random, 1.0, 200.0, 1.0);
        integers(signal, 16, random)
    }),
    ("24 bits at full scale", |random| {
        let signal = tone(random, 1.0, 3000.0, 1.0);
        integers(signal, 24, random)
    }),
    ("floats of +6 dBFS", |random| floats(tone(random, 20.0, 3000.0, 2.0))),
    ("slow floats", |random| {
        let size = spread(random, 0.01, 1.0);
        floats(tone(random, 1.0, 200.0, size))
    }),
    ("slow integers of another gain", |random| {
        let size = spread(random, 0.003, 1.0);
        let signal = tone(random, 10.0, 200.0, size);
        floats(integers(signal, 16, random).scaled(between(random, 0.2, 3.0)))
    }),
    ("music", |random| floats(music(random).scaled(between(random, 0.1, 2.0)))),
    ("constants and squares", |random| {
        let (size, half) =
            (if random.unit() < 0.5 { 1.0 } else { random.unit() }, 3 + (500.0 * random.unit()) as usize);
        let mut signal = Signal::silence(48_000.0, 48_000);
        let is_square = random.unit() < 0.5;
        for (n, sample) in signal.samples.iter_mut().enumerate() {
            *sample = if is_square && n / half % 2 == 1 { -size } else { size };
        }
        signal
    }),
];

#[test]
#[ignore = "full: statistics"]
fn flat_crests_are_clipped_at_any_level() {
    for (what, case) in FLAT {
        let missed: Vec<String> = repeated(count(100, 500), |trial| {
            let (signal, rows) = case(&mut Random::new(7500 + trial));
            let scanned = scan(&signal);
            let clipped = scanned.of("clipped").count();
            // As many as are listed.
            let least = rows.map_or(usize::from(self::rows(&signal) > 0), |rows| rows.min(120) * 9 / 10);
            (clipped < least).then(|| format!("trial {trial}: {clipped} of {least}"))
        })
        .into_iter()
        .flatten()
        .collect();
        println!("{what}: {} missed", missed.len());
        assert!(100 * missed.len() as u64 <= 2 * count(100, 500), "{what}: {missed:#?}");
    }
}

#[test]
#[ignore = "full: statistics"]
fn round_crests_and_squares_are_not_clipped() {
    for (what, case) in ROUND {
        let wrong: Vec<String> = repeated(count(100, 500), |trial| {
            let scanned = scan(&case(&mut Random::new(8500 + trial)));
            let first = scanned.of("clipped").next().cloned();
            first.map(|glitch| format!("trial {trial}: {} with {glitch:?}", scanned.of("clipped").count()))
        })
        .into_iter()
        .flatten()
        .collect();
        println!("{what}: {} of {}", wrong.len(), count(100, 500));
        assert!(100 * wrong.len() as u64 <= count(100, 500), "{what}: {wrong:#?}");
    }
}
