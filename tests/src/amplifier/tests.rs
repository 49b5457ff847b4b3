use super::*;

const DRIVE: Drive = Drive { frequency_hz: 1000.0, amplitude: 0.5 };

#[test]
fn the_second_harmonic_of_a_square_law_is_half_the_coefficient_times_the_amplitude() {
    // sin² = (1 − cos 2θ)/2
    let square = Amplifier { curve: [0.01, 0.0, 0.0, 0.0], ..Amplifier::single_ended() };
    let answers = square.answers(DRIVE, 48_000.0, [20.0, 20_000.0]);
    let closed_form = 20.0 * (0.01 * 0.5 / 2.0f64).log10();
    assert!((answers.harmonics_dbc[0] - closed_form).abs() < 1e-9, "{answers:?}");
}

#[test]
fn the_third_harmonic_of_a_cube_law_is_a_quarter_and_moves_the_fundamental_by_three_quarters() {
    // sin³ = (3·sin θ − sin 3θ)/4
    let cube = Amplifier { curve: [0.0, 0.01, 0.0, 0.0], ..Amplifier::balanced() };
    let answers = cube.answers(DRIVE, 48_000.0, [20.0, 20_000.0]);
    // Each of the two halves sees half the voltage: a quarter of the coefficient is left.
    let c3 = 0.01 / 4.0 * 0.5f64.powi(2);
    let closed_form = 20.0 * (c3 / 4.0 / (1.0 + 0.75 * c3)).log10();
    assert!((answers.harmonics_dbc[1] - closed_form).abs() < 1e-9, "{answers:?}");
}

#[test]
fn a_balanced_amplifier_has_no_even_harmonics() {
    let answers = Amplifier::balanced().answers(DRIVE, 48_000.0, [20.0, 20_000.0]);
    assert_eq!(answers.harmonics_dbc[0], f64::NEG_INFINITY);
    assert_eq!(answers.harmonics_dbc[2], f64::NEG_INFINITY);
}

#[test]
fn a_shared_return_of_0_15_ohm_into_32_ohm_is_crosstalk_of_minus_46_6_db_inverted() {
    let answers = Amplifier::single_ended().answers(DRIVE, 48_000.0, [20.0, 20_000.0]);
    let closed_form = 20.0 * (0.15 / (0.15 + 32.0 + 0.1f64)).log10();
    assert!((answers.crosstalk_db - closed_form).abs() < 1e-6, "{answers:?}");
    assert!((answers.crosstalk_rad.abs() - std::f64::consts::PI).abs() < 1e-4, "{answers:?}");
}

#[test]
fn the_undriven_side_is_the_driven_one_times_the_crosstalk() {
    // From the capture itself, without noise and curve: one bin of a transform over whole periods.
    let amplifier = Amplifier {
        curve: [0.0; 4],
        hum: Vec::new(),
        noise_dbfs: -400.0,
        coupling_farad: 1e-6,
        ..Amplifier::single_ended()
    };
    let clip = amplifier.capture(DRIVE, 48_000.0, 48_000, 1);
    let bin = |channel: usize| {
        let samples = clip.channel(channel).iter().enumerate();
        samples.fold((0.0, 0.0), |(re, im), (frame, sample)| {
            let angle = TAU * (DRIVE.frequency_hz * frame as f64 / 48_000.0).fract();
            (re + f64::from(*sample) * angle.cos(), im - f64::from(*sample) * angle.sin())
        })
    };
    let ((a, b), (c, d)) = (bin(0), bin(1));
    let ratio_db = 20.0 * (c.hypot(d) / a.hypot(b)).log10();
    let phase = (d.atan2(c) - b.atan2(a)).rem_euclid(TAU);
    let answers = amplifier.answers(DRIVE, 48_000.0, [20.0, 20_000.0]);
    // f32 samples: relative error of a bin about 2^-24/√frames.
    assert!((ratio_db - answers.crosstalk_db).abs() < 1e-5, "{ratio_db} {answers:?}");
    assert!((phase - answers.crosstalk_rad.rem_euclid(TAU)).abs() < 1e-6, "{phase} {answers:?}");
}

#[test]
fn the_noise_has_the_level_that_was_asked_for() {
    let silent = Drive { amplitude: 0.0, ..DRIVE };
    let amplifier = Amplifier { noise_dbfs: -60.0, ..Amplifier::balanced() };
    let clip = amplifier.capture(silent, 48_000.0, 480_000, 7);
    let power: f64 = clip.channel(1).iter().map(|s| f64::from(*s).powi(2)).sum::<f64>() / 480_000.0;
    let level_dbfs = 10.0 * (2.0 * power).log10();
    // One standard deviation of a power over N samples: 4.34·√(2/N) = 0.009 dB; four of them.
    assert!((level_dbfs + 60.0).abs() < 0.036, "{level_dbfs}");
}
