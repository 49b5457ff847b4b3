//! Library and twin on recordings of a simulated amplifier.

use std::path::PathBuf;

use groundtruth_measure::ChannelFigure::{Frequency, LevelFundamental, ThdF};
use groundtruth_measure::PairFigure::XtalkSelective;
use groundtruth_measure::{Settings, measure_record};
use groundtruth_tests::clip::Clip;
use groundtruth_tests::reading::{Readings, left, left_to_right};
use groundtruth_tests::tolerance::{CramerRao, Tolerance};

use crate::twin::{Comb, fit};

const FRAMES: usize = 65_536;

/// The first frames of a recording, or `None` with a printed line if the folder is absent.
fn capture(name: &str) -> Option<(f64, [Vec<f64>; 2])> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/captures");
    if !folder.is_dir() {
        println!("passed over: no folder of captures beside the workspace");
        return None;
    }
    let clip = Clip::read(&folder.join(name)).expect("the folder is there, so every file of it is");
    let samples = |index| clip.channel(index)[..FRAMES].iter().map(|&x| f64::from(x)).collect();
    Some((clip.sample_rate_hz, [samples(0), samples(1)]))
}

fn db(amplitude_ratio: f64) -> f64 {
    20.0 * amplitude_ratio.log10()
}

/// `√Σ a_k² / a_1`, each square minus the mean contribution of the noise: `4σ²/N`.
fn thd_db(tone: &Comb, noise_rms: f64) -> f64 {
    let noise = 4.0 * noise_rms * noise_rms / FRAMES as f64;
    let sum: f64 = tone.orders.iter().skip(1).map(|order| tone.amplitude(*order).powi(2) - noise).sum();
    10.0 * (sum / tone.amplitude(1).powi(2)).log10()
}

fn agree_on(name: &str, mains: &[u32], leaks: bool) {
    let Some((rate_hz, channels)) = capture(name) else { return };
    let report = measure_record(rate_hz, &[&channels[0][..], &channels[1][..]], Settings::default());
    let hum = |free: bool| Comb { free, ..Comb::free(50.0 / rate_hz, mains.iter().copied()) };
    let mut combs = vec![Comb::free(997.0 / rate_hz, 1..=20)];
    combs.extend((!mains.is_empty()).then(|| hum(true)));
    let noise_rms = fit(&channels[0], &mut combs);
    let tone = combs[0].clone();
    let bound = |amplitude| CramerRao { amplitude, noise_rms, frames: FRAMES, sample_rate_hz: rate_hz };
    let of_weights = |most| Tolerance::new(4.5 * most, "4.5 Cramér-Rao: two fits of other weights");
    let fundamental = bound(tone.amplitude(1));
    of_weights(fundamental.frequency_hz()).check(
        "frequency",
        left(&report).value(Frequency),
        tone.cycles_per_frame * rate_hz,
    );
    of_weights(fundamental.level_db()).check(
        "level",
        left(&report).value(LevelFundamental),
        db(tone.amplitude(1)),
    );
    let harmonics = tone.amplitude(1) * 10f64.powf(thd_db(&tone, noise_rms) / 20.0);
    of_weights(bound(harmonics).level_db()).check("THD", left(&report).value(ThdF), thd_db(&tone, noise_rms));
    combs[0] = Comb::known(tone.cycles_per_frame, [1]);
    combs.iter_mut().for_each(|comb| comb.free = false);
    let other_noise_rms = fit(&channels[1], &mut combs);
    let (leak, figure) = (&combs[0], left_to_right(&report).measured(XtalkSelective));
    if leaks {
        let line = CramerRao { noise_rms: other_noise_rms, ..bound(leak.amplitude(1)) };
        let twin = db(leak.amplitude(1) / tone.amplitude(1));
        of_weights(line.level_db()).check("crosstalk", figure.value, twin);
        let (phase_rad, twin) =
            (figure.phase_rad.expect("crosstalk has a phase"), leak.phase_rad(1) - tone.phase_rad(1));
        of_weights(line.phase_rad()).check_phase("crosstalk", phase_rad, twin);
    } else {
        assert!(figure.limit, "{figure:?}");
    }
}

#[test]
fn library_and_twin_agree_on_the_single_ended_amplifier() {
    agree_on("single_ended_left_997_48k_24bit.wav", &[1, 2, 3, 4, 5], true);
}

#[test]
fn library_and_twin_agree_on_the_balanced_amplifier() {
    agree_on("balanced_left_997_48k_24bit.wav", &[], false);
}
