//! The built bundle, opened like a DAW opens it. A missing bundle fails.

use groundtruth_measure::{Averaging, Band, ChannelFigure, Figures, PairFigure, Settings};
use groundtruth_tests::amplifier::{Amplifier, Drive};
use groundtruth_tests::bundle;
use groundtruth_tests::clap_host::{self, Instance, Library, Pace};
use groundtruth_tests::clip::Clip;

const DRIVE: Drive = Drive { frequency_hz: 997.0, amplitude: 0.5 };
const SAMPLE_RATE_HZ: f64 = 48_000.0;

fn library() -> Library {
    Library::open(&bundle::clap_bundle()).unwrap_or_else(|fault| panic!("{fault}"))
}

fn value(figures: &Figures<ChannelFigure>, id: ChannelFigure) -> f64 {
    figures[&id].figure().unwrap_or_else(|| panic!("{id}: {:?}", figures[&id])).value
}

#[test]
fn the_bundle_lists_one_plugin_with_the_id_it_keeps_for_ever() {
    assert_eq!(library().plugin_id(), "audio.groundtruth.analyzer");
}

#[test]
fn the_saved_figures_of_both_amplifiers_agree_with_their_known_answers() {
    let library = library();
    for amplifier in [Amplifier::single_ended(), Amplifier::balanced()] {
        let band_hz = [Band::AUDIO.low_hz, Band::AUDIO.high_hz];
        let known = amplifier.answers(DRIVE, SAMPLE_RATE_HZ, band_hz);
        let clip = amplifier.capture(DRIVE, SAMPLE_RATE_HZ, 480_000, 3);
        let settings = Settings { averaging: Averaging::Infinite, ..Settings::default() };
        let report = clap_host::render(&library, &clip, settings).unwrap_or_else(|fault| panic!("{fault}"));

        let left = &report.channels[0].figures;
        let close = |id: ChannelFigure, truth: f64, tolerance_db: f64| {
            let read = value(left, id);
            assert!((read - truth).abs() < tolerance_db, "{id}: {read} for {truth}");
        };
        close(ChannelFigure::LevelFundamental, known.level_dbfs, 0.001);
        // Harmonics of −100 dBc over noise of −155 dBFS per bin: 0.05 dB is five standard deviations.
        close(ChannelFigure::ThdF, known.thd_db, 0.05);
        // White noise in 20 kHz over 10 s is known to 4.34/√(20 000·10) = 0.01 dB.
        close(ChannelFigure::ThdnAes17, known.thdn_db, 0.1);
        close(ChannelFigure::NoiseRms, known.noise_dbfs, 0.1);
        if let (Some(hum_dbfs), Some(mains_hz)) = (known.hum_dbfs, known.mains_hz) {
            close(ChannelFigure::Hum, hum_dbfs, 0.05);
            close(ChannelFigure::HumMains, mains_hz, 0.002);
        } else {
            assert!(
                left[&ChannelFigure::Hum].figure().is_none_or(|hum| hum.limit),
                "hum without a ground loop"
            );
        }

        let pair = report.pair("L", "R").expect("both directions are there");
        let crosstalk = pair.figures[&PairFigure::XtalkSelective].figure().expect("the left side is driven");
        if known.crosstalk_db > -100.0 {
            assert!((crosstalk.value - known.crosstalk_db).abs() < 0.005, "{crosstalk:?} for {known:?}");
            let phase = crosstalk.phase_rad.expect("selective crosstalk has a phase");
            assert!((phase.abs() - known.crosstalk_rad.abs()).abs() < 0.01, "{crosstalk:?} for {known:?}");
        } else {
            // Comparable to the noise in one bin: a reading or a limit, with the true value within its interval.
            assert!(crosstalk.value < -140.0, "{crosstalk:?} for {known:?}");
            assert!(known.crosstalk_db <= crosstalk.high, "{crosstalk:?} for {known:?}");
            assert!(crosstalk.limit || known.crosstalk_db >= crosstalk.low, "{crosstalk:?} for {known:?}");
        }
    }
}

#[test]
fn every_bit_pattern_comes_out_as_it_went_in() {
    // Multiplying by an odd number reaches every residue: NaN of all payloads, infinities and subnormals among them.
    let pattern =
        |frame: u32, salt: u32| f32::from_bits(frame.wrapping_mul(2_654_435_769).wrapping_add(salt));
    let channel = |salt: u32| (0..1_000_003).map(|frame| pattern(frame, salt)).collect();
    let clip = Clip::new(SAMPLE_RATE_HZ, channel(0), channel(1));
    let mut instance = Instance::new(&library()).expect("created");
    for pace in [Pace::Offline, Pace::TimesRealTime(50.0)] {
        let count = instance.play_to_end(&clip, pace).expect("played");
        assert_eq!((count.altered_samples, count.failed_blocks), (0, 0), "{pace:?}");
        assert_eq!(count.frames, 1_000_003);
    }
}

#[test]
fn a_state_goes_through_another_instance_unchanged() {
    let library = library();
    let clip = Amplifier::balanced().capture(DRIVE, SAMPLE_RATE_HZ, 100_000, 5);
    let mut first = Instance::new(&library).expect("created");
    first.play_to_end(&clip, Pace::Offline).expect("played");
    let saved = first.save_state().expect("saved");
    let mut second = Instance::new(&library).expect("created");
    second.load_state(&saved).expect("loaded");
    assert_eq!(second.save_state().expect("saved"), saved);
}

#[test]
fn bytes_that_are_no_state_are_refused_and_leave_the_instance_as_it_was() {
    let mut instance = Instance::new(&library()).expect("created");
    let before = instance.save_state().expect("saved");
    let bytes = before.to_bytes();
    for damaged in [&[][..], &[0; 64], &bytes[..bytes.len() / 2]] {
        assert!(instance.load_state_bytes(damaged).is_err(), "{} bytes", damaged.len());
        assert_eq!(instance.save_state().expect("saved"), before);
    }
}
