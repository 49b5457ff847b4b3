//! Clocks that step within a recording, with continuous phase of the tone; and clocks that only drift or wander.

use std::f64::consts::TAU;

use groundtruth_tests::evidence::{count, repeated};
use groundtruth_tests::stimulus::{Random, Signal, amplitude, noise_rms};

use super::scan::{between, rate_hz, scan, spread};

/// A tone in noise, and the lead of its clock in seconds over time.
struct Played {
    rate_hz: f64,
    seconds: f64,
    frequency_hz: f64,
    level_dbfs: f64,
    noise_dbfs: f64,
    seed: u64,
}

impl Played {
    fn random(random: &mut Random) -> Played {
        let level_dbfs = between(random, -60.0, 0.0);
        Played {
            rate_hz: [44_100.0, 48_000.0, 96_000.0][(3.0 * random.unit()) as usize],
            seconds: between(random, 5.0, 8.0),
            frequency_hz: spread(random, 50.0, 15_000.0),
            level_dbfs,
            noise_dbfs: between(random, -120.0, (level_dbfs - 30.0).min(-60.0)),
            seed: random.next_bits(),
        }
    }

    fn signal(&self, ahead_s: impl Fn(f64) -> f64) -> Signal {
        let (size, rms) = (amplitude(self.level_dbfs), noise_rms(self.noise_dbfs));
        let mut random = Random::new(self.seed);
        let mut signal = Signal::silence(self.rate_hz, (self.seconds * self.rate_hz) as usize);
        for (n, sample) in signal.samples.iter_mut().enumerate() {
            let time_s = n as f64 / self.rate_hz;
            let turns = (self.frequency_hz * time_s).fract() + self.frequency_hz * ahead_s(time_s);
            *sample = size * (TAU * turns + 0.3).sin() + rms * random.gaussian();
        }
        signal
    }

    /// Location error in frames of a step of `ppm`: the intersection of two lines fitted to phases over a second, with
    /// phases rounded to 24 bits.
    fn place_deviation(&self, ppm: f64) -> f64 {
        let phase =
            noise_rms(self.noise_dbfs) / amplitude(self.level_dbfs) * 2.0 / self.rate_hz.sqrt() + 2e-6;
        phase / (TAU * self.frequency_hz / self.rate_hz * ppm.abs() * 1e-6)
    }
}

#[test]
#[ignore = "full: statistics"]
fn steps_of_a_clock_are_found_and_placed() {
    for (low, high) in [(20.0, 60.0), (60.0, 300.0), (300.0, 2000.0)] {
        let trials = count(100, 500);
        let results = repeated(trials, |trial| {
            let mut random = Random::new(5500 + trial);
            let played = Played::random(&mut random);
            let at_s = between(&mut random, 1.5, played.seconds - 1.5);
            let ppm = spread(&mut random, low, high) * if random.unit() < 0.5 { -1.0 } else { 1.0 };
            let scanned = scan(&played.signal(|time_s| (time_s - at_s).max(0.0) * ppm * 1e-6));
            let steps: Vec<u64> = scanned.of("clock_step").map(|glitch| glitch.frame).collect();
            let at = (at_s * played.rate_hz) as u64;
            let within = 64.0 + 8.0 * played.place_deviation(ppm);
            let is_placed = steps.len() == 1 && steps[0].abs_diff(at) as f64 <= within;
            let is_alone = scanned.glitches.len() == 1 && scanned.is_cut(at, within as u64);
            let said = format!("{} Hz, {ppm:.1} ppm at {at}: {:?}", played.frequency_hz, scanned.glitches);
            (!steps.is_empty(), is_placed && is_alone, said)
        });
        let found = results.iter().filter(|(found, ..)| *found).count() as u64;
        let placed = results.iter().filter(|(_, placed, _)| *placed).count() as u64;
        println!("{low} to {high} ppm: {found} of {trials} found, {placed} placed and cut");
        let wrong: Vec<&String> =
            results.iter().filter(|(_, placed, _)| !placed).map(|(.., said)| said).collect();
        assert!(100 * found >= 96 * trials && 100 * placed >= 92 * trials, "{wrong:#?}");
    }
}

#[test]
#[ignore = "full: statistics"]
fn clocks_that_drift_or_wander_and_vibrato_are_no_steps() {
    type Ahead = fn(&mut Random) -> Box<dyn Fn(f64) -> f64>;
    let drift: Ahead = |random| {
        let ppm_per_s = 1e-6 * between(random, -20.0, 20.0);
        Box::new(move |time_s| 0.5 * ppm_per_s * time_s * time_s)
    };
    let wander: Ahead = |random| {
        let waves = [0; 3].map(|_| {
            let (hz, ppm) = (spread(random, 0.05, 2.0), spread(random, 1.0, 100.0));
            (TAU * hz, 1e-6 * ppm, random.phase_rad())
        });
        Box::new(move |time_s| {
            waves.iter().map(|(w, part, phase)| part / w * (w * time_s + phase).sin()).sum()
        })
    };
    let vibrato: Ahead = |random| {
        let (w, part) = (TAU * between(random, 3.0, 8.0), spread(random, 5e-4, 0.02));
        Box::new(move |time_s| part / w * (w * time_s).sin())
    };
    for (what, ahead) in [("drift", drift), ("wander", wander), ("vibrato", vibrato)] {
        let trials = count(100, 500);
        let false_ones: Vec<String> = repeated(trials, |trial| {
            let mut random = Random::new(6500 + trial);
            let played =
                Played { rate_hz: rate_hz(&mut random).min(96_000.0), ..Played::random(&mut random) };
            let ahead = ahead(&mut random);
            let scanned = scan(&played.signal(ahead));
            scanned
                .of("clock_step")
                .next()
                .map(|_| format!("{} Hz: {:?}", played.frequency_hz, scanned.glitches))
        })
        .into_iter()
        .flatten()
        .collect();
        println!("{what}: {} of {trials} are called steps", false_ones.len());
        assert!(100 * false_ones.len() as u64 <= trials, "{what}: {false_ones:#?}");
    }
}
