//! Mistakes that analyzers are known to make (MEASUREMENTS.md, section 9), each with a signal that shows it.
//!
//! | Trap | Test, here unless said |
//! |---|---|
//! | harmonics stopped at the tenth | `harmonics_do_not_stop_at_the_tenth` |
//! | power sums without ENBW | `power_sums_divide_by_the_noise_bandwidth_whatever_the_window` |
//! | symmetric windows | `windows_are_periodic_so_a_tone_on_a_bin_leaves_far_bins_empty` |
//! | axis divided by N/2+1 | `the_frequency_axis_divides_by_the_transform_length` |
//! | THD above THD+N | `thd_never_exceeds_thd_plus_n_in_noise`; of any signal: `properties` |
//! | gated records | `records_are_not_gated_so_a_tone_between_bins_leaves_the_floor_alone` |
//! | hum taken for the stimulus | `hum_stronger_than_the_tone_…`, `hum_on_an_undriven_channel_…`, `a_quiet_line_on_a_mains_…` |
//! | a 100 Hz stimulus taken for hum | `a_loud_tone_on_a_mains_frequency_is_a_stimulus_and_its_multiples_are_harmonics` |
//! | harmonics that alias onto each other | `harmonics_that_fold_onto_each_other_are_not_counted_twice` |
//! | median taken for mean | `the_median_of_a_noise_spectrum_is_not_its_mean` |
//! | negative de-biased powers dropped | `thd`: `a_sum_of_many_harmonics_near_the_noise_has_no_bias` |
//! | `2πfn` as one product | `our_own_floor_lies_below_minus_200_dbfs`; the generator's: `a_tone_of_whole_hertz_is_the_same_after_ten_hours` |
//! | a tone that starts or stops | `a_tone_that_starts_or_stops_inside_a_record_gives_no_distortion_figures` |
//! | a gap in the record | `a_gap_inside_a_record_…`; live: `pipeline`, `lost_frames_are_a_gap_at_their_place_…` |
//! | a sample-rate change in it | `pipeline`, `another_rate_begins_afresh_and_is_named`: a record has one rate by its type |
//! | DC and infrasonics | `dc_and_infrasonics_do_not_leak_into_the_first_bins_of_the_band` |
//! | full-scale square, clipped input | `a_full_scale_square_…`, `clipped_input_…`; `glitches::odd_samples` |
//! | NaN and infinite samples | `glitches::odd_samples`, two; `properties` |
//! | digital silence | `digital_silence_on_one_side_…`, `digital_silence_on_both_sides_…` |
//! | mono and inverted mono | `mono_and_inverted_mono_have_no_crosstalk_to_read`; `invariance`, two |
//! | below 20 Hz, above 10 kHz | `a_fundamental_below_20_hz_…`, `a_fundamental_above_10_khz_…` |

use groundtruth_measure::ChannelFigure::{
    Frequency, Hum, LevelFundamental, LevelRms, NoiseRms, SinadIeee1057, ThdF, ThdR, ThdnAes17, ThdnF,
};
use groundtruth_measure::PairFigure::XtalkSelective;
use groundtruth_measure::{Averaging, Refusal, Settings, StimulusKind, WindowKind};
use groundtruth_tests::reading::{
    Readings, left, left_to_right, listened, measure, measure_live, right, right_to_left,
};
use groundtruth_tests::stimulus::{Signal, Tone};
use groundtruth_tests::tolerance::{Tolerance, noise_spread_db};

use crate::{IN_BAND_DB, RATE_HZ};

const FRAMES: usize = 65_536;

fn silence() -> Signal {
    Signal::silence(RATE_HZ, FRAMES)
}

fn tone(frequency_hz: f64, level_dbfs: f64) -> Tone {
    Tone { phase_rad: 0.6, ..Tone::new(frequency_hz, level_dbfs) }
}

#[test]
fn harmonics_do_not_stop_at_the_tenth() {
    let tone = tone(997.0, -6.0);
    let report =
        measure(&[&silence().with_tone(tone).with_harmonics(tone, &[(11, -80.0, 0.0), (20, -80.0, 0.0)])]);
    Tolerance::new(1e-5, "no noise").check("THD", left(&report).value(ThdF), -76.989_700);
}

#[test]
fn power_sums_divide_by_the_noise_bandwidth_whatever_the_window() {
    let signal = silence().with_noise(-60.0, 121);
    for window in
        [WindowKind::Hann, WindowKind::BlackmanHarris4, WindowKind::BlackmanHarris7, WindowKind::FlatTop248]
    {
        let settings = Settings {
            window,
            averaging: Averaging::Infinite,
            transform_frames: 8192,
            ..Settings::default()
        };
        let spectrum = listened(settings, &[&signal]).spectrum().expect("records were pushed");
        let sum: f64 = spectrum.channels[0].iter().map(|power| f64::from(*power)).sum();
        let level = 10.0 * (sum / spectrum.enbw_bins).log10();
        let chance =
            Tolerance::new(4.0 * 1.2 * noise_spread_db(24_000.0, 1.3), "4 times the spread of 1.3 s");
        chance.check(format!("{window:?}"), level, -60.0);
    }
}

#[test]
fn windows_are_periodic_so_a_tone_on_a_bin_leaves_far_bins_empty() {
    // A symmetric window of 4096 leaves −90 dB or so beyond its terms.
    let on_bin = Signal::silence(RATE_HZ, 4096).with_tone(tone(500.0 * RATE_HZ / 4096.0, -6.0));
    for window in
        [WindowKind::Rectangular, WindowKind::Hann, WindowKind::BlackmanHarris4, WindowKind::BlackmanHarris7]
    {
        let settings =
            Settings { window, averaging: Averaging::Off, transform_frames: 4096, ..Settings::default() };
        let spectrum = listened(settings, &[&on_bin]).spectrum().expect("a record was pushed");
        let far = spectrum.channels[0].iter().enumerate().filter(|(bin, _)| bin.abs_diff(500) > 12);
        let highest = far.map(|(_, power)| *power).fold(0.0, f32::max);
        assert!(highest < 1e-28, "{window:?}: {:.0} dBFS", 10.0 * highest.log10());
    }
}

#[test]
fn the_frequency_axis_divides_by_the_transform_length() {
    let on_bin = Signal::silence(RATE_HZ, 4096).with_tone(tone(1800.0 * RATE_HZ / 4096.0, -6.0));
    let settings = Settings { averaging: Averaging::Off, transform_frames: 4096, ..Settings::default() };
    let spectrum = listened(settings, &[&on_bin]).spectrum().expect("a record was pushed");
    let powers = &spectrum.channels[0];
    let peak = (0..powers.len()).max_by(|&a, &b| powers[a].total_cmp(&powers[b])).expect("bins");
    assert_eq!(spectrum.bin_hz(peak), 1800.0 * RATE_HZ / 4096.0);
    assert_eq!(spectrum.bin_hz(powers.len() - 1), RATE_HZ / 2.0);
}

#[test]
fn thd_never_exceeds_thd_plus_n_in_noise() {
    for seed in 0..40 {
        let tone = tone(997.0 + f64::from(seed), -6.0);
        let signal = Signal::silence(RATE_HZ, 16_384)
            .with_tone(tone)
            .with_harmonics(tone, &[(2, -80.0, 0.0), (3, -86.0, 1.0)])
            .with_noise(-100.0 + f64::from(seed), 1200 + u64::from(seed as u32));
        let report = measure(&[&signal]);
        let channel = left(&report);
        assert!(channel.value(ThdF) <= channel.value(ThdnF), "seed {seed}");
        assert!(channel.value(ThdR) <= channel.value(ThdnAes17), "seed {seed}");
    }
}

#[test]
fn records_are_not_gated_so_a_tone_between_bins_leaves_the_floor_alone() {
    for offset_bins in [0.0, 0.25, 0.5] {
        let frequency_hz = (1361.0 + offset_bins) * RATE_HZ / FRAMES as f64;
        let report = measure(&[&silence().with_tone(tone(frequency_hz, -1.0)).with_noise(-140.0, 122)]);
        let chance = Tolerance::new(
            0.02 + 4.0 * 1.92 * noise_spread_db(19_980.0, 1.365),
            "4 times the spread of a 7-term window",
        );
        chance.check(format!("{offset_bins} bins"), left(&report).value(NoiseRms), -140.0 + IN_BAND_DB);
    }
}

#[test]
fn our_own_floor_lies_below_minus_200_dbfs() {
    // After ten minutes `2πfn` as one f64 product would leave −165 dBFS.
    for first_frame in [0, 28_800_000] {
        let floors = [50.7, 997.0, 12_345.6, 23_950.2].map(|frequency_hz| {
            let clean = Signal::silence_from(first_frame, RATE_HZ, FRAMES).with_tone(tone(frequency_hz, 0.0));
            left(&measure(&[&clean])).value(SinadIeee1057)
        });
        println!("residual of full-scale tones from frame {first_frame}, dB below: {floors:.1?}");
        assert!(floors.iter().all(|floor| *floor > 200.0), "from frame {first_frame}: {floors:.1?}");
    }
}

#[test]
fn hum_stronger_than_the_tone_is_not_taken_for_the_stimulus() {
    let signal = silence()
        .with_tone(tone(997.0, -70.0))
        .with_hum(50.02, &[(1, -40.0), (3, -45.0)])
        .with_noise(-120.0, 123);
    let report = measure(&[&signal]);
    assert_eq!(report.stimulus.kind, StimulusKind::Tone);
    Tolerance::new(1e-3, "5 times Cramér-Rao").check("frequency", left(&report).value(Frequency), 997.0);
    let hum = 10.0 * (1e-4 + 10f64.powf(-4.5)).log10();
    Tolerance::new(0.01, "5 times Cramér-Rao").check("hum", left(&report).value(Hum), hum);
}

#[test]
fn hum_on_an_undriven_channel_is_not_taken_for_its_tone() {
    let driven = silence().with_tone(tone(997.0, -20.0)).with_noise(-120.0, 124);
    let humming =
        silence().with_tone(tone(997.0, -90.0)).with_hum(60.0, &[(1, -50.0)]).with_noise(-120.0, 125);
    let report = measure(&[&driven, &humming]);
    assert_eq!(report.stimulus.kind, StimulusKind::Tone);
    Tolerance::new(0.05, "5 times Cramér-Rao").check(
        "crosstalk",
        left_to_right(&report).value(XtalkSelective),
        -70.0,
    );
    Tolerance::new(0.01, "5 times Cramér-Rao").check("hum", right(&report).value(Hum), -50.0);
}

#[test]
fn a_loud_tone_on_a_mains_frequency_is_a_stimulus_and_its_multiples_are_harmonics() {
    for frequency_hz in [50.0, 60.0, 100.0, 120.0] {
        let tone = tone(frequency_hz, -6.0);
        let signal = silence()
            .with_tone(tone)
            .with_harmonics(tone, &[(2, -60.0, 0.0), (3, -66.0, 1.0)])
            .with_noise(-120.0, 126);
        let report = measure(&[&signal]);
        assert_eq!(report.stimulus.kind, StimulusKind::Tone, "{frequency_hz} Hz");
        let thd = 10.0 * (1e-6 + 10f64.powf(-6.6)).log10();
        Tolerance::new(0.01, "5 times Cramér-Rao").check(frequency_hz, left(&report).value(ThdF), thd);
        let hum = left(&report).refusal(Hum);
        assert!(matches!(hum, Refusal::NoHum { .. }), "{frequency_hz} Hz: {hum:?}");
    }
}

#[test]
fn a_quiet_line_on_a_mains_frequency_is_hum_and_not_a_stimulus() {
    for frequency_hz in [50.0, 60.0, 100.2, 119.8] {
        let report = measure(&[&silence().with_tone(tone(frequency_hz, -35.0)).with_noise(-110.0, 127)]);
        assert!(left(&report).figures()[&LevelFundamental].figure().is_none(), "{frequency_hz} Hz");
        Tolerance::new(0.01, "5 times Cramér-Rao").check("hum", left(&report).value(Hum), -35.0);
    }
}

#[test]
fn harmonics_that_fold_onto_each_other_are_not_counted_twice() {
    // At 48 kHz: of 8 kHz the 4th folds onto the 2nd, the 5th onto the tone; of 9.6 kHz the 5th falls on DC; of
    // 12 kHz the 3rd on the tone; of 6 kHz the 4th on half the rate.
    for frequency_hz in [1000.0, 3200.0, 4800.0, 6000.0, 8000.0, 9600.0] {
        let tone = tone(frequency_hz, -6.0);
        let signal =
            silence().with_tone(tone).with_harmonics(tone, &[(2, -60.0, 0.4)]).with_noise(-120.0, 128);
        let report = measure(&[&signal]);
        Tolerance::new(0.01, "5 times Cramér-Rao").check(frequency_hz, left(&report).value(ThdF), -60.0);
        Tolerance::new(0.0005, "accuracy asked").check(
            frequency_hz,
            left(&report).value(LevelFundamental),
            -6.0,
        );
        assert!(left(&report).value(ThdF) <= left(&report).value(ThdnF), "{frequency_hz} Hz");
    }
}

#[test]
fn the_median_of_a_noise_spectrum_is_not_its_mean() {
    // −1.59 dB lies between them on one record; strong lines force the floor to be filled over a third of the band.
    let tone = tone(100.0, -6.0);
    let comb: Vec<(u32, f64, f64)> = (2..=200).map(|k| (k, -50.0, f64::from(k * k))).collect();
    let signal =
        Signal::silence(RATE_HZ, 16_384).with_tone(tone).with_harmonics(tone, &comb).with_noise(-90.0, 129);
    let chance = Tolerance::new(0.35, "4 times the spread of 16 384 frames with a third of the bins left");
    chance.check("noise", left(&measure(&[&signal])).value(NoiseRms), -90.0 + IN_BAND_DB);
}

#[test]
fn a_tone_that_starts_or_stops_inside_a_record_gives_no_distortion_figures() {
    let settings = Settings { averaging: Averaging::Off, transform_frames: FRAMES, ..Settings::default() };
    for (silent, what) in [(0..30_000, "starts"), (40_000..FRAMES, "stops")] {
        let mut signal = silence().with_tone(tone(997.0, -6.0));
        signal.samples[silent].fill(0.0);
        let signal = signal.with_noise(-110.0, 130);
        let report = measure_live(settings, &[&signal]);
        for id in [ThdF, ThdnAes17] {
            assert!(
                left(&report).figures()[&id].figure().is_none(),
                "it {what}: {:?}",
                left(&report).figures()[&id]
            );
        }
    }
}

#[test]
fn a_gap_inside_a_record_gives_no_distortion_figures_and_a_recording_leaves_it_out() {
    // 24 frames missing: half a period of 997 Hz.
    let mut signal =
        Signal::silence(RATE_HZ, FRAMES + 24).with_tone(tone(997.0, -6.0)).with_noise(-110.0, 131);
    signal.samples.drain(30_000..30_024);
    let settings = Settings { averaging: Averaging::Off, transform_frames: FRAMES, ..Settings::default() };
    let live = measure_live(settings, &[&signal]);
    for id in [ThdF, ThdnAes17] {
        assert!(left(&live).figures()[&id].figure().is_none(), "{:?}", left(&live).figures()[&id]);
    }
    // Recordings are searched for gaps first: the stretch from there to the end is measured.
    let report = measure(&[&signal]);
    let [first, count] = left(&report).used_frames;
    assert!(first.abs_diff(30_000) < 64 && first + count == FRAMES as u64, "{first}, {count}");
    Tolerance::new(0.0005, "accuracy asked").check("level", left(&report).value(LevelFundamental), -6.0);
    let chance = Tolerance::new(
        0.02 + 4.0 * 1.33 * noise_spread_db(19_980.0, 0.74),
        "4 times the spread of one record of 0.74 s",
    );
    chance.check("THD+N", left(&report).value(ThdnF), -104.0 + IN_BAND_DB);
}

#[test]
fn dc_and_infrasonics_do_not_leak_into_the_first_bins_of_the_band() {
    for frames in [16_384, FRAMES] {
        let plain = Signal::silence(RATE_HZ, frames).with_tone(tone(997.0, -20.0)).with_noise(-90.0, 132);
        let laden = plain.clone().with_dc(0.4).with_tone(tone(1.7, -20.0));
        let (plain, laden) = (measure(&[&plain]), measure(&[&laden]));
        for id in [NoiseRms, ThdnAes17] {
            Tolerance::new(0.05, "one filled cut of the band").check(
                id,
                left(&laden).value(id),
                left(&plain).value(id),
            );
        }
    }
}

#[test]
fn a_full_scale_square_reads_its_harmonics_and_three_decibels_of_level() {
    // 48 frames a period, half up, half down: line k of its series has 4/(48·sin(πk/48)), odd k only.
    let period = |frame: usize| if frame % 48 < 24 { 1.0 } else { -1.0 };
    let mut square = silence();
    square.samples.iter_mut().enumerate().for_each(|(frame, sample)| *sample = period(frame));
    let line = |k: f64| 4.0 / (48.0 * (std::f64::consts::PI * k / 48.0).sin());
    let report = measure(&[&square]);
    let exact = Tolerance::new(1e-4, "65 536 frames are no whole number of periods");
    exact.check("level", left(&report).value(LevelFundamental), 20.0 * line(1.0).log10());
    let odd: f64 = (1..=9).map(|i| line(f64::from(2 * i + 1)).powi(2)).sum();
    exact.check("THD", left(&report).value(ThdF), 10.0 * (odd / line(1.0).powi(2)).log10());
    exact.check("rms level", left(&report).value(LevelRms), 10.0 * 2f64.log10());
}

#[test]
fn clipped_input_is_measured_and_marked() {
    let clipped = silence().with_tone(tone(997.0, 1.0)).clipped(1.0);
    let report = measure(&[&clipped]);
    assert!(left(&report).glitches.iter().any(|glitch| glitch.kind.id() == "clipped"));
    let thd = left(&report).value(ThdF);
    assert!((-40.0..-20.0).contains(&thd), "1 dB of clipping makes some per cent: {thd}");
}

#[test]
fn digital_silence_on_one_side_leaves_the_other_measured() {
    let driven = silence().with_tone(tone(997.0, -6.0)).with_noise(-110.0, 133);
    for (channels, side) in [([&driven, &silence()], 0), ([&silence(), &driven], 1)] {
        let report = measure(&channels);
        Tolerance::new(0.0005, "accuracy asked").check(
            "level",
            report.channels[side].value(LevelFundamental),
            -6.0,
        );
        report.channels[1 - side].refusal(ThdF);
    }
}

#[test]
fn digital_silence_on_both_sides_gives_no_figure_that_needs_a_tone() {
    let report = measure(&[&silence(), &silence()]);
    assert_eq!(report.stimulus.kind, StimulusKind::Silence);
    for channel in &report.channels {
        channel.refusal(ThdF);
        channel.refusal(Frequency);
    }
    left_to_right(&report).refusal(XtalkSelective);
    right_to_left(&report).refusal(XtalkSelective);
}

#[test]
fn mono_and_inverted_mono_have_no_crosstalk_to_read() {
    let signal = silence().with_tone(tone(997.0, -6.0)).with_noise(-110.0, 134);
    for other in [signal.clone(), signal.clone().scaled(-1.0)] {
        let report = measure(&[&signal, &other]);
        for pair in [left_to_right(&report), right_to_left(&report)] {
            let refusal = pair.refusal(XtalkSelective);
            assert!(matches!(refusal, Refusal::BothDriven { .. }), "{refusal:?}");
        }
    }
}

#[test]
fn a_fundamental_below_20_hz_is_read_and_its_harmonics_in_band_make_its_thd() {
    let tone = tone(12.3, -6.0);
    let signal = Signal::silence(RATE_HZ, 240_000)
        .with_tone(tone)
        .with_harmonics(tone, &[(2, -60.0, 0.0), (3, -70.0, 0.0)])
        .with_noise(-120.0, 135);
    let report = measure(&[&signal]);
    Tolerance::new(1e-5, "5 times Cramér-Rao").check("frequency", left(&report).value(Frequency), 12.3);
    let thd = 10.0 * (1e-6f64 + 1e-7).log10();
    Tolerance::new(0.01, "5 times Cramér-Rao").check("THD", left(&report).value(ThdF), thd);
}

#[test]
fn a_fundamental_above_10_khz_has_a_level_but_no_harmonics_to_sum() {
    let report = measure(&[&silence().with_tone(tone(11_000.0, -6.0)).with_noise(-110.0, 136)]);
    Tolerance::new(0.0005, "accuracy asked").check("level", left(&report).value(LevelFundamental), -6.0);
    let refusal = left(&report).refusal(ThdF);
    assert!(matches!(refusal, Refusal::OutsideBand { order: 2, .. }), "{refusal:?}");
    // THD+N needs no harmonic: noise is left.
    let chance = Tolerance::new(
        0.02 + 4.0 * 1.92 * noise_spread_db(19_980.0, 1.365),
        "4 times the spread of a 7-term window",
    );
    chance.check("THD+N", left(&report).value(ThdnF), -104.0 + IN_BAND_DB);
}
