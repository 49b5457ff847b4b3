//! Even and odd harmonics apart.

use groundtruth_measure::ChannelFigure::{EvenOddEven, EvenOddOdd, ThdF};
use groundtruth_tests::reading::{Readings, left, measure};
use groundtruth_tests::stimulus::{Signal, Tone};
use groundtruth_tests::tolerance::Tolerance;

use crate::RATE_HZ;

#[test]
fn even_and_odd_sums_are_apart_and_together_make_thd() {
    let tone = Tone { phase_rad: 1.0, ..Tone::new(997.0, -6.0) };
    let signal = Signal::silence(RATE_HZ, 65_536).with_tone(tone).with_harmonics(
        tone,
        &[
            (2, -70.0, 0.1),
            (3, -75.0, 0.2),
            (4, -80.0, 0.3),
            (5, -85.0, 0.4),
            (19, -90.0, 0.5),
            (20, -95.0, 0.6),
        ],
    );
    let report = measure(&[&signal]);
    let power = |levels: &[f64]| levels.iter().map(|level| 10f64.powf(level / 10.0)).sum::<f64>();
    let (even, odd) = (power(&[-70.0, -80.0, -95.0]), power(&[-75.0, -85.0, -90.0]));
    let exact = Tolerance::new(1e-6, "no noise");
    exact.check("even", left(&report).value(EvenOddEven), 10.0 * even.log10());
    exact.check("odd", left(&report).value(EvenOddOdd), 10.0 * odd.log10());
    exact.check("THD", left(&report).value(ThdF), 10.0 * (even + odd).log10());
}

#[test]
fn a_symmetric_bend_makes_odd_harmonics_only() {
    let bent =
        Signal::silence(RATE_HZ, 65_536).with_tone(Tone::new(997.0, -0.5)).clipped(0.9).with_noise(-120.0, 1);
    let report = measure(&[&bent]);
    let (even, odd) = (left(&report).measured(EvenOddEven), left(&report).measured(EvenOddOdd));
    assert!(odd.value > -40.0 && even.value < odd.value - 60.0, "even {even:?}, odd {odd:?}");
}
