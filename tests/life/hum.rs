//! Signals without mains: any hum reported is an error.

use groundtruth_tests::life::{Case, Draw, cases, hum_claims};
use groundtruth_tests::reading::measure;
use groundtruth_tests::stimulus::{Signal, Tone, amplitude};

use crate::rate_hz;

fn silence(case: &mut Case) -> Signal {
    let (rate_hz, seconds) = (rate_hz(&mut case.draw), case.draw.between(3.0, 12.0));
    case.note(format!("{rate_hz} Hz, {seconds:.2} s"));
    Signal::silence(rate_hz, (rate_hz * seconds) as usize)
}

fn no_hum(case: &mut Case, signal: &Signal) {
    let claims = hum_claims(&measure(&[signal]));
    case.expect(claims.is_empty(), claims.join("; "));
}

/// A typical user's frequency, or any.
fn frequency_hz(draw: &mut Draw) -> f64 {
    let any = draw.log_between(130.0, 6000.0);
    draw.pick(&[any, any, any.round(), 997.0, 1000.0, 440.0])
}

fn tone(case: &mut Case) -> Tone {
    let frequency_hz = frequency_hz(&mut case.draw);
    let tone =
        Tone { phase_rad: case.draw.phase_rad(), ..Tone::new(frequency_hz, case.draw.between(-20.0, 0.0)) };
    case.note(format!("{tone:?}"));
    tone
}

/// Rounds without dither.
fn rounded(mut signal: Signal, bits: u32) -> Signal {
    let step = 2f64.powi(1 - bits as i32);
    signal.samples.iter_mut().for_each(|x| *x = (*x / step).round() * step);
    signal
}

#[test]
fn no_hum_is_found_in_a_clipped_tone() {
    cases("clipped", 10, 100, |case| {
        let (signal, tone) = (silence(case), tone(case));
        let ceiling = amplitude(tone.level_dbfs) * case.draw.between(0.5, 0.98);
        let noise_dbfs = case.draw.between(-150.0, -90.0);
        case.note(format!("clipped at {ceiling:.4}, noise {noise_dbfs:.1} dBFS"));
        let clipped = signal.with_tone(tone).clipped(ceiling).with_noise(noise_dbfs, case.draw.seed());
        no_hum(case, &clipped);
    });
}

#[test]
fn no_hum_is_found_in_a_clean_tone() {
    cases("clean", 10, 100, |case| {
        let (signal, tone) = (silence(case), tone(case));
        let seed = case.draw.seed();
        let bits = case.draw.pick(&[16, 24]);
        case.note(format!("dithered to {bits} bits"));
        no_hum(case, &signal.with_tone(tone).dithered(bits, seed));
    });
}

#[test]
fn no_hum_is_found_in_an_undithered_tone() {
    cases("undithered", 12, 100, |case| {
        let (signal, tone) = (silence(case), tone(case));
        let bits = case.draw.pick(&[16, 16, 20, 24]);
        case.note(format!("rounded to {bits} bits"));
        no_hum(case, &rounded(signal.with_tone(tone), bits));
    });
}

/// Generated as by a synthesizer's naive oscillator, so that its harmonics alias over the whole band, and band-limited.
#[test]
fn no_hum_is_found_in_a_sawtooth() {
    cases("sawtooth", 10, 100, |case| {
        let (mut signal, tone) = (silence(case), tone(case));
        let (rate_hz, is_naive) = (signal.sample_rate_hz, case.draw.chance(0.5));
        case.note(format!("naive {is_naive}"));
        if is_naive {
            let height = amplitude(tone.level_dbfs);
            let saw = |n: usize| 2.0 * (tone.frequency_hz / rate_hz * n as f64).fract() - 1.0;
            signal.samples.iter_mut().enumerate().for_each(|(n, x)| *x = height * saw(n));
        } else {
            let orders = 1..=(0.5 * rate_hz / tone.frequency_hz) as u32;
            signal = signal.with_tones(orders.map(|k| tone.harmonic(k, -20.0 * f64::from(k).log10(), 0.0)));
        }
        no_hum(case, &signal.dithered(24, 7));
    });
}

/// The pair's own low tone lies on the mains or beside it, and so do its products with orders up to 15.
#[test]
fn no_hum_is_found_in_an_intermodulation_pair() {
    cases("smpte", 10, 100, |case| {
        let signal = silence(case);
        let low_hz = case.draw.pick(&[60.0, 60.0, 50.0, 250.0, 70.0]);
        let high_hz = case.draw.pick(&[7000.0, 7000.0, 8000.0]);
        let level_dbfs = case.draw.between(-12.0, -2.0);
        let (second, third) = (case.draw.log_between(1e-5, 0.03), case.draw.log_between(1e-5, 0.03));
        case.note(format!("{low_hz} + {high_hz} Hz, {level_dbfs:.1} dBFS, x² {second:.1e}, x³ {third:.1e}"));
        let low = Tone::new(low_hz, level_dbfs - 1.94);
        let mut signal = signal.with_tones([low, Tone::new(high_hz, low.level_dbfs - 12.04)]);
        signal.samples.iter_mut().for_each(|x| *x += second * *x * *x + third * *x * *x * *x);
        no_hum(case, &signal.dithered(24, 8));
    });
}

/// Two tones and their products, a modulated tone, a tone with spurs of other grids.
#[test]
fn no_hum_is_found_beside_other_lines() {
    cases("other lines", 10, 100, |case| {
        let (signal, tone) = (silence(case), tone(case));
        let spurs: Vec<Tone> = (0..case.draw.whole(1..=6))
            .map(|_| case.draw.tone(130.0, 19_000.0, 0.0))
            .map(|spur| Tone { level_dbfs: -130.0 + 60.0 * (0.1 * spur.phase_rad + 0.5), ..spur })
            .collect();
        case.note(format!("{spurs:.1?}"));
        no_hum(case, &signal.with_tone(tone).with_tones(spurs).with_noise(-125.0, 9));
    });
}
