//! Clipping means flat crests. A tone that reaches full scale, or a float above it, has none.

use groundtruth_measure::{Glitch, Report};
use groundtruth_tests::life::{Case, cases};
use groundtruth_tests::reading::measure;
use groundtruth_tests::stimulus::{Signal, Tone, amplitude};

use crate::rate_hz;

/// A tone whose crest is narrower than two samples of 16 bits, in noise that does not touch its shape.
fn tone(case: &mut Case, level_dbfs: f64) -> Signal {
    let rate_hz = rate_hz(&mut case.draw);
    let frames = (rate_hz * case.draw.between(2.0, 6.0)) as usize;
    let frequency_hz = case.draw.log_between(0.008, 0.1) * rate_hz;
    let tone = Tone { phase_rad: case.draw.phase_rad(), ..Tone::new(frequency_hz, level_dbfs) };
    case.note(format!("{tone:?}, {rate_hz} Hz, {frames} frames"));
    Signal::silence(rate_hz, frames).with_tone(tone)
}

fn clipped(report: &Report) -> Vec<&Glitch> {
    report.channels[0].glitches.iter().filter(|glitch| glitch.kind.id() == "clipped").collect()
}

#[test]
fn a_tone_that_touches_full_scale_of_integers_is_not_clipped() {
    cases("full scale", 10, 100, |case| {
        let bits = case.draw.pick(&[16, 24]);
        let steps = 2f64.powi(bits - 1);
        let mut signal = tone(case, 0.0);
        case.note(format!("{bits} bits"));
        signal.samples.iter_mut().for_each(|x| *x = (*x * steps).round().min(steps - 1.0) / steps);
        let report = measure(&[&signal]);
        let found = clipped(&report);
        case.expect(found.is_empty(), format!("{} clipped places, {:?}", found.len(), found.first()));
    });
}

#[test]
fn floats_above_full_scale_are_not_clipped() {
    cases("above full scale", 10, 100, |case| {
        let level_dbfs = case.draw.between(0.1, 12.0);
        let signal = tone(case, level_dbfs);
        let report = measure(&[&signal]);
        let found = clipped(&report);
        case.expect(found.is_empty(), format!("{} clipped places, {:?}", found.len(), found.first()));
    });
}

/// The control: flat tops of 3 samples or more are clipping, at any level of floats.
#[test]
fn flat_tops_are_clipping_at_any_level() {
    cases("flat tops", 10, 100, |case| {
        let level_dbfs = case.draw.between(-12.0, 12.0);
        let signal = tone(case, level_dbfs);
        // The crest above 0.6 of the peak lasts 0.295 of a period: 2.95 samples at a tenth of the rate.
        let ceiling = amplitude(level_dbfs) * case.draw.between(0.3, 0.55);
        case.note(format!("clipped at {ceiling:.4}"));
        let report = measure(&[&signal.clipped(ceiling)]);
        case.expect(!clipped(&report).is_empty(), "no clipped place is listed");
    });
}
