//! Sound without a fault, in which none may be found: seconds, minutes or an hour of it, by tier.

use groundtruth_tests::reading::measure;
use groundtruth_tests::stimulus::{ExponentialSweep, Random, Signal, Tone, amplitude};

use crate::RATE_HZ;

/// Makes one of the sounds.
type Sound = Box<dyn Fn() -> Signal>;

/// Minutes of each of twelve sounds in the quick tier.
const FEW_MINUTES: f64 = 0.1;

/// Minutes of each in the full tier: an eighth of an hour of them, and in a long run an hour.
fn many_minutes() -> f64 {
    if std::env::var_os("GROUNDTRUTH_LONG_TESTS").is_some() { 5.0 } else { 0.625 }
}

fn silence(minutes: f64) -> Signal {
    Signal::silence(RATE_HZ, (minutes * 60.0 * RATE_HZ) as usize)
}

fn tones(count: i32, level_dbfs: f64) -> impl Iterator<Item = Tone> {
    (0..count).map(move |n| {
        let frequency_hz = 20.0 * 900f64.powf(f64::from(n) / f64::from(count - 1).max(1.0));
        Tone { phase_rad: f64::from(n * n), ..Tone::new(frequency_hz, level_dbfs) }
    })
}

/// A tone whose level changes linearly within 5 ms and then stays for a second and a half, often at silence.
fn steps(mut signal: Signal) -> Signal {
    const HOLD: usize = 72_000;
    const FADE: f64 = 240.0;
    let rate_hz = signal.sample_rate_hz;
    let mut random = Random::new(4401);
    let (mut level, mut aim) = (0.0, 0.0);
    for (n, sample) in signal.samples.iter_mut().enumerate() {
        if n % HOLD == 0 {
            level = aim;
            aim = if random.unit() < 0.3 { 0.0 } else { amplitude(-60.0 * random.unit()) };
        }
        let moved: f64 = ((n % HOLD) as f64 / FADE).min(1.0);
        *sample += (level + (aim - level) * moved) * Tone::new(1000.0, 0.0).at(n as u64, rate_hz);
    }
    signal
}

fn swept(mut signal: Signal) -> Signal {
    let sweep = ExponentialSweep { low_hz: 20.0, high_hz: 20_000.0, duration_s: 6.0, amplitude: 0.5 };
    let rate_hz = signal.sample_rate_hz;
    for (n, sample) in signal.samples.iter_mut().enumerate() {
        *sample += sweep.at((n as f64 / rate_hz) % 7.0).0;
    }
    signal
}

/// Noise whose power falls by 3 dB per octave, nearly: a sum of one-pole filters.
fn pink(mut signal: Signal) -> Signal {
    let mut random = Random::new(4402);
    let mut states = [0.0f64; 6];
    for sample in &mut signal.samples {
        let noise = random.gaussian();
        for (k, state) in states.iter_mut().enumerate() {
            let pole = 0.25f64.powi(k as i32 + 1);
            *state += pole * (noise - *state);
        }
        *sample += 0.05 * states.iter().sum::<f64>();
    }
    signal
}

fn sounds(minutes: f64) -> Vec<(&'static str, Sound)> {
    let tone = Tone { phase_rad: 0.4, ..Tone::new(997.0, -3.0) };
    let distorted = move || {
        let harmonics: Vec<(u32, f64, f64)> =
            (2..20).map(|k| (k, -50.0 - 3.0 * f64::from(k), f64::from(k))).collect();
        silence(minutes).with_tone(tone).with_harmonics(tone, &harmonics)
    };
    vec![
        ("a distorted tone of 24 bits", Box::new(move || distorted().dithered(24, 4410))),
        (
            "a weak tone of 16 bits",
            Box::new(move || silence(minutes).with_tone(Tone::new(1000.0, -60.0)).dithered(16, 4411)),
        ),
        ("a tone without dither", Box::new(move || silence(minutes).with_tone(Tone::new(997.0, -1.0)))),
        (
            "twin tones and noise",
            Box::new(move || silence(minutes).with_tones(tones(2, -8.0)).with_noise(-70.0, 4412)),
        ),
        (
            "a multitone",
            Box::new(move || silence(minutes).with_tones(tones(31, -30.0)).with_noise(-100.0, 4413)),
        ),
        (
            "hum and noise",
            Box::new(move || {
                silence(minutes).with_hum(50.0, &[(1, -60.0), (3, -70.0), (5, -80.0)]).with_noise(-90.0, 4414)
            }),
        ),
        ("white noise", Box::new(move || silence(minutes).with_noise(-12.0, 4415))),
        ("pink noise", Box::new(move || pink(silence(minutes)))),
        ("sweeps", Box::new(move || swept(silence(minutes)).dithered(24, 4416))),
        ("steps of level", Box::new(move || steps(silence(minutes)).dithered(24, 4417))),
        ("programme", Box::new(move || silence(minutes).with_programme(4418).dithered(16, 4419))),
        (
            "programme over hum",
            Box::new(move || {
                silence(minutes).with_programme(4420).with_hum(60.0, &[(1, -70.0)]).with_noise(-80.0, 4421)
            }),
        ),
    ]
}

#[test]
fn nothing_is_found_in_clean_sound() {
    check(FEW_MINUTES);
}

#[test]
#[ignore = "full: statistics"]
fn nothing_is_found_in_minutes_of_clean_sound() {
    check(many_minutes());
}

fn check(minutes: f64) {
    let mut wrong = Vec::new();
    for (what, sound) in sounds(minutes) {
        let report = measure(&[&sound()]);
        let glitches = &report.channels[0].glitches;
        println!("{what}: {} in {} min", glitches.len(), minutes);
        if !glitches.is_empty() {
            wrong.push(format!("{what}: {:?}", &glitches[..glitches.len().min(5)]));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
