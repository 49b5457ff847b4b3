//! THD+N in both forms, its components, SINAD and ENOB.

use groundtruth_measure::ChannelFigure::{
    Enob, SinadIeee1057, SplitHarmonics, SplitHum, SplitNoise, SplitSpurs, ThdnAes17, ThdnF,
};
use groundtruth_tests::reading::{Readings, left, measure};
use groundtruth_tests::stimulus::{Signal, Tone};
use groundtruth_tests::tolerance::{Tolerance, noise_spread_db};

use crate::{IN_BAND_DB, RATE_HZ, TEN_SECONDS};

fn power(level_db: f64) -> f64 {
    10f64.powf(level_db / 10.0)
}

fn level(power: f64) -> f64 {
    10.0 * power.log10()
}

/// All components of THD+N: harmonics −70.4, hum −75.2, a spur −80 and noise −85.8 dBFS in band.
fn all_sorts() -> Signal {
    let tone = Tone { phase_rad: 1.3, ..Tone::new(997.0, -6.0) };
    Signal::silence(RATE_HZ, TEN_SECONDS)
        .with_tone(tone)
        .with_harmonics(tone, &[(2, -65.0, 0.0), (3, -72.0, 1.0)])
        .with_hum(50.02, &[(1, -76.0), (3, -83.0)])
        .with_tone(Tone::new(4321.7, -80.0))
        .with_noise(-85.0, 21)
}

const HARMONICS: [f64; 2] = [-71.0, -78.0];
const HUM: [f64; 2] = [-76.0, -83.0];

fn sum(levels: &[f64]) -> f64 {
    levels.iter().copied().map(power).sum()
}

fn statistical() -> Tolerance {
    Tolerance::new(0.02 + 3.0 * noise_spread_db(19_980.0, 10.0), "0.02 dB and 3 times the spread 4.34/√(B·T)")
}

#[test]
fn thd_plus_n_holds_harmonics_hum_spurs_and_noise_in_band() {
    let report = measure(&[&all_sorts()]);
    let residual = sum(&HARMONICS) + sum(&HUM) + power(-80.0) + power(-85.0 + IN_BAND_DB);
    statistical().check("over the fundamental", left(&report).value(ThdnF), level(residual) + 6.0);
    let total = residual + power(-6.0);
    statistical().check("over the total", left(&report).value(ThdnAes17), level(residual / total));
}

#[test]
fn the_split_names_each_part_and_adds_up_to_the_residual() {
    let report = measure(&[&all_sorts()]);
    let channel = left(&report);
    let total = -6.0;
    let line = Tolerance::new(0.01, "a line 50 dB over the noise under it, 5σ");
    line.check("harmonics", channel.value(SplitHarmonics), level(sum(&HARMONICS)) - total);
    line.check("hum", channel.value(SplitHum), level(sum(&HUM)) - total);
    Tolerance::new(0.05, "a spur is the power of its lobe over the noise").check(
        "spurs",
        channel.value(SplitSpurs),
        -80.0 - total,
    );
    statistical().check("noise", channel.value(SplitNoise), -85.0 + IN_BAND_DB - total);
    let parts: f64 =
        [SplitHarmonics, SplitHum, SplitSpurs, SplitNoise].map(|id| power(channel.value(id))).iter().sum();
    let sum_rule = Tolerance::new(0.001, "the definition: four powers that add up");
    sum_rule.check("sum of the parts", level(parts), channel.value(ThdnAes17));
}

#[test]
fn heavy_noise_tells_the_two_forms_apart() {
    let noisy =
        Signal::silence(RATE_HZ, TEN_SECONDS).with_tone(Tone::new(997.0, -12.0)).with_noise(-22.0, 22);
    let report = measure(&[&noisy]);
    let (noise, tone) = (power(-22.0 + IN_BAND_DB), power(-12.0));
    statistical().check("over the fundamental", left(&report).value(ThdnF), level(noise / tone));
    statistical().check("over the total", left(&report).value(ThdnAes17), level(noise / (noise + tone)));
}

#[test]
fn what_lies_outside_the_band_is_not_thd_plus_n_but_it_is_sinad() {
    let tone = Tone::new(997.0, -6.0);
    let signal = Signal::silence(RATE_HZ, TEN_SECONDS)
        .with_tones([tone, Tone::new(5.0, -60.0), Tone::new(22_500.0, -60.0), Tone::new(6001.3, -100.0)])
        .with_dc(0.01)
        .with_noise(-130.0, 23);
    let report = measure(&[&signal]);
    let noise = power(-130.0);
    let in_band = power(-100.0) + noise * power(IN_BAND_DB);
    let asked = Tolerance::new(0.05, "a spur is the power of its lobe over the noise");
    asked.check("THD+N", left(&report).value(ThdnF), level(in_band) + 6.0);
    let everything = 2.0 * power(-60.0) + power(-100.0) + noise;
    asked.check("SINAD", left(&report).value(SinadIeee1057), -6.0 - level(everything));
}

#[test]
fn sixteen_dithered_bits_have_15_21_effective_ones() {
    // Dither and rounding make q²/4 where rounding alone makes q²/12: log₂√3 = 0.792 bits go.
    let tone = Tone::new(997.0, -1.0);
    let dithered = Signal::silence(RATE_HZ, TEN_SECONDS).with_tone(tone).dithered(16, 24);
    let report = measure(&[&dithered]);
    let noise = -93.319;
    let spread =
        Tolerance::new(0.02 + 3.0 * noise_spread_db(24_000.0, 10.0), "0.02 dB and 3 times the spread");
    spread.check("SINAD", left(&report).value(SinadIeee1057), -1.0 - noise);
    let bits = Tolerance::new(spread.most / 6.02 + 0.002, "SINAD's, and 1.76 and 6.02 being rounded");
    bits.check("ENOB", left(&report).value(Enob), 16.0 - 3f64.sqrt().log2());
}
