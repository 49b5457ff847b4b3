use super::*;

const RATE_HZ: f64 = 48_000.0;

fn level_dbfs(samples: &[f64]) -> f64 {
    let mean_square = samples.iter().map(|x| x * x).sum::<f64>() / samples.len() as f64;
    10.0 * (2.0 * mean_square).log10()
}

#[test]
fn the_phase_after_ten_minutes_is_that_of_whole_cycles() {
    // 997 Hz repeats after 48 000 frames; 600 s are 12 500 000-odd turns later.
    let tone = Tone { phase_rad: 0.3, ..Tone::new(997.0, 0.0) };
    let worst = (0..48_000).map(|n| (tone.at(n, RATE_HZ) - tone.at(n + 600 * 48_000, RATE_HZ)).abs());
    // 997/48000 is rounded once, to 2^-58 of a turn per frame: times 28.8 million frames 6e-10 rad.
    assert!(worst.fold(0.0, f64::max) < 6.3e-10);
}

#[test]
fn noise_has_the_level_it_is_planted_with() {
    let silence = || Signal::silence(RATE_HZ, 480_000);
    // Spread of a mean square of 480 000 samples: 4.34·√(2/480 000) = 0.009 dB; four of them.
    assert!((level_dbfs(&silence().with_noise(-60.0, 1).samples) + 60.0).abs() < 0.036);
    assert!((level_dbfs(&silence().with_uniform_noise(-60.0, 2).samples) + 60.0).abs() < 0.036);
    assert!((level_dbfs(&silence().dithered(16, 3).samples) + 93.32).abs() < 0.036);
}

#[test]
fn dithered_rounding_leaves_a_small_tone_in_place() {
    let tone = Tone::new(997.0, -100.0);
    let rounded = Signal::silence(RATE_HZ, 480_000).with_tone(tone).dithered(16, 4);
    let product = |(n, x): (usize, &f64)| x * tone.at(n as u64, RATE_HZ);
    let mean = rounded.samples.iter().enumerate().map(product).sum::<f64>() / 480_000.0;
    let gain = 2.0 * mean / amplitude(-100.0).powi(2);
    // Amplitude spread √(2·(q²/4)/N) over the amplitude: 0.0031 of it; four of them.
    assert!((gain - 1.0).abs() < 0.0125, "{gain}");
}

#[test]
fn a_delayed_tone_is_the_tone_of_earlier_frames() {
    let tone = Tone { phase_rad: 1.1, ..Tone::new(1234.5, -3.0) };
    let late = tone.delayed(7.0, RATE_HZ);
    (7..1000).for_each(|n| assert!((late.at(n, RATE_HZ) - tone.at(n - 7, RATE_HZ)).abs() < 1e-12));
}

#[test]
fn wrapped_phases_lie_above_minus_pi_and_up_to_pi() {
    assert_eq!(wrapped(-PI), PI);
    assert_eq!(wrapped(PI), PI);
    assert!((wrapped(7.0) - (7.0 - 2.0 * PI)).abs() < 1e-15);
}
