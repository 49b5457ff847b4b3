//! The fundamental's frequency.

use groundtruth_measure::ChannelFigure::Frequency;
use groundtruth_tests::reading::{Readings, left, measure};
use groundtruth_tests::stimulus::{Random, Signal, Tone, amplitude, noise_rms};
use groundtruth_tests::tolerance::{CramerRao, Spread, Tolerance};

use crate::RATE_HZ;

fn bound(frames: usize, level_dbfs: f64, noise_dbfs: f64) -> CramerRao {
    CramerRao {
        amplitude: amplitude(level_dbfs),
        noise_rms: noise_rms(noise_dbfs),
        frames,
        sample_rate_hz: RATE_HZ,
    }
}

#[test]
fn without_noise_the_frequency_is_exact_from_20_hz_to_23_khz() {
    let frames = 65_536;
    for frequency_hz in [20.4, 100.0, 440.1, 997.0, 3000.3, 12_345.6, 19_999.0, 23_000.5] {
        let tone = Tone { phase_rad: -2.0, ..Tone::new(frequency_hz, -6.0) };
        let report = measure(&[&Signal::silence(RATE_HZ, frames).with_tone(tone)]);
        let rounding = Tolerance::new(1e-8, "Cramér-Rao with f64 rounding as the noise is 1e-15 Hz");
        rounding.check("frequency", left(&report).value(Frequency), frequency_hz);
    }
}

#[test]
fn the_spread_is_within_twice_cramer_rao_and_the_bias_below_it() {
    let (frames, trials) = (16_384, 200);
    let bound = bound(frames, -6.0, -66.0).frequency_hz();
    let mut random = Random::new(5);
    let errors: Vec<f64> = (0..trials)
        .map(|seed| {
            let frequency_hz = 500.0 + 1000.0 * random.unit();
            let tone = Tone { phase_rad: random.phase_rad(), ..Tone::new(frequency_hz, -6.0) };
            let signal = Signal::silence(RATE_HZ, frames).with_tone(tone).with_noise(-66.0, seed);
            left(&measure(&[&signal])).value(Frequency) - frequency_hz
        })
        .collect();
    let spread = Spread::of(&errors);
    Tolerance::new(2.0 * bound, "twice Cramér-Rao").check("frequency spread", spread.deviation, 0.0);
    Tolerance::new(bound, "Cramér-Rao").check("frequency bias", spread.mean, 0.0);
}

#[test]
fn harmonics_and_hum_do_not_pull_the_frequency() {
    let tone = Tone { phase_rad: 0.9, ..Tone::new(333.377, -6.0) };
    let pulled = Signal::silence(RATE_HZ, 65_536)
        .with_tone(tone)
        .with_harmonics(tone, &[(2, -20.0, 1.0), (3, -30.0, 2.0), (4, -25.0, -1.0)])
        .with_hum(50.02, &[(1, -60.0), (3, -60.0), (6, -50.0), (7, -55.0)]);
    let modelled = Tolerance::new(1e-7, "lines in the model leave nothing but rounding");
    modelled.check("frequency", left(&measure(&[&pulled])).value(Frequency), 333.377);
}
