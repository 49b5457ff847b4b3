//! A tone per channel, one a multiple of the other or with common harmonics, both distorted.

use groundtruth_measure::ChannelFigure::{
    EvenOddEven, EvenOddOdd, LevelFundamental, ThdF, ThdR, ThdnAes17, ThdnF,
};
use groundtruth_measure::PairFigure::XtalkSelective;
use groundtruth_measure::{Reading, Report};
use groundtruth_tests::life::{Case, cases, harmonics_sum_db, shown};
use groundtruth_tests::reading::{left, left_to_right, measure, right, right_to_left};
use groundtruth_tests::stimulus::{Signal, Tone};

use crate::{BAND_END_HZ, rate_hz};

type Harmonics = Vec<(u32, f64, f64)>;

/// A side: its tone, its harmonics, and noise.
fn side(case: &mut Case, rate_hz: f64, frequency_hz: f64, level_dbfs: f64) -> (Tone, Harmonics, Signal) {
    let tone = Tone { phase_rad: case.draw.phase_rad(), ..Tone::new(frequency_hz, level_dbfs) };
    let second_dbc = case.draw.between(-70.0, -25.0);
    let harmonics = case.draw.harmonics(tone, rate_hz, second_dbc);
    let seconds = case.draw.between(4.0, 8.0);
    let noise_dbfs = case.draw.between(-130.0, -95.0);
    case.note(format!("{frequency_hz:.3} Hz, H2 {second_dbc:.1} dBc, noise {noise_dbfs:.1} dBFS"));
    let signal = Signal::silence(rate_hz, (seconds * rate_hz) as usize)
        .with_tone(tone)
        .with_harmonics(tone, &harmonics)
        .with_noise(noise_dbfs, case.draw.seed());
    (tone, harmonics, signal)
}

fn shortened([mut a, mut b]: [Signal; 2]) -> [Signal; 2] {
    let frames = a.samples.len().min(b.samples.len());
    a.samples.truncate(frames);
    b.samples.truncate(frames);
    [a, b]
}

/// Both sides of a dual tone whose second frequency is `ratio` times the first, swapped at random.
fn dual_tone(case: &mut Case, low_hz: f64, ratio: f64) -> (Report, bool) {
    let (rate_hz, level_dbfs, swap) =
        (rate_hz(&mut case.draw), case.draw.between(-20.0, -3.0), case.draw.chance(0.5));
    let (_, _, low) = side(case, rate_hz, low_hz, level_dbfs);
    let (_, _, high) = side(case, rate_hz, ratio * low_hz, level_dbfs);
    let [low, high] = shortened([low, high]);
    case.note(format!("{rate_hz} Hz, swapped {swap}"));
    (if swap { measure(&[&high, &low]) } else { measure(&[&low, &high]) }, swap)
}

#[test]
fn a_tone_on_a_multiple_of_the_other_sides_claims_no_distortion_on_either_side() {
    cases("multiples", 10, 100, |case| {
        let ratio = case.draw.whole(2..=5) as f64;
        let low_hz = case.draw.log_between(150.0, 3000.0).round();
        let (report, _) = dual_tone(case, low_hz, ratio);
        for id in [ThdF, ThdR, ThdnAes17, ThdnF, EvenOddEven, EvenOddOdd] {
            case.refused(left(&report), id, "left");
            case.refused(right(&report), id, "right");
        }
    });
}

#[test]
fn a_tone_on_a_harmonic_of_the_other_side_claims_no_crosstalk_onto_it() {
    cases("leak onto a harmonic", 10, 100, |case| {
        let ratio = case.draw.whole(2..=5) as f64;
        let low_hz = case.draw.log_between(150.0, 3000.0).round();
        let (report, swap) = dual_tone(case, low_hz, ratio);
        // At the high tone's frequency the low side has its own harmonic.
        let onto_low = if swap { left_to_right(&report) } else { right_to_left(&report) };
        case.refused(onto_low, XtalkSelective, "from the high tone to the low one");
        // In the other direction no line is shared, and nothing leaks: a limit or a refusal is correct.
        let onto_high = if swap { right_to_left(&report) } else { left_to_right(&report) };
        if let Reading::Measured(figure) = &onto_high.figures[&XtalkSelective] {
            case.expect(figure.limit, format!("crosstalk where nothing leaks: {}", shown(figure)));
        }
    });
}

#[test]
fn tones_in_the_ratio_of_small_numbers_share_harmonics_and_claim_no_distortion() {
    cases("shared harmonics", 10, 100, |case| {
        let ratio = case.draw.pick(&[1.5, 4.0 / 3.0, 1.25, 2.5, 5.0 / 3.0]);
        let low_hz = case.draw.whole(20..=100) as f64 * 12.0;
        let (report, _) = dual_tone(case, low_hz, ratio);
        for id in [ThdF, ThdR, EvenOddEven, EvenOddOdd] {
            case.refused(left(&report), id, "left");
            case.refused(right(&report), id, "right");
        }
    });
}

/// The control: a pair without a shared line in band is measured, so that refusing everything fails.
#[test]
fn tones_without_a_shared_line_are_measured_on_both_sides() {
    cases("unrelated", 8, 100, |case| {
        let rate_hz = rate_hz(&mut case.draw);
        let (low_hz, high_hz) = loop {
            let (low_hz, high_hz) =
                (case.draw.log_between(500.0, 1500.0), case.draw.log_between(1600.0, 3900.0));
            let meets = |a: u32, b: u32| (f64::from(a) * low_hz - f64::from(b) * high_hz).abs() < 15.0;
            if !(1..=40).any(|a| (1..=13).any(|b| meets(a, b))) {
                break (low_hz, high_hz);
            }
        };
        let (first, of_first, a) = side(case, rate_hz, low_hz, -6.0);
        let (second, of_second, b) = side(case, rate_hz, high_hz, -6.0);
        let [a, b] = shortened([a, b]);
        let report = measure(&[&a, &b]);
        for (channel, tone, harmonics) in
            [(left(&report), first, of_first), (right(&report), second, of_second)]
        {
            case.holds(channel, ThdF, harmonics_sum_db(tone, &harmonics, BAND_END_HZ), 0.5);
            case.holds(channel, LevelFundamental, -6.0, 0.01);
        }
    });
}
