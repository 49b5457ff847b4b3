//! Symmetries that hold for any signal: gain, polarity, channel order.

use groundtruth_measure::ChannelFigure::{Dc, LevelPeak, LevelRms};
use groundtruth_measure::PairFigure::{BalanceDelay, BalanceLevel, Correlation, CorrelationCoherence};
use groundtruth_measure::{
    ChannelReport, DeclaredStimulus, Figure, FigureKey, Figures, Reading, Report, Settings, measure_record,
};
use groundtruth_tests::reading::{Readings, left, left_to_right, right, right_to_left};
use groundtruth_tests::stimulus::Random;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::{FRAMES, Kind, kind, rate, settings, signal};

/// Rounding of transforms and sums in another order, relative to full scale.
const ROUNDING: f64 = 1e-14;

/// Rms of the noise under tones: without it, noise figures would only show rounding.
const FLOOR: f64 = 1e-9;

/// Both sides, each gained.
fn stereo(kinds: &[Kind; 2], rate_hz: f64, frames: usize, gain: f64) -> [Vec<f64>; 2] {
    let side = |channel: usize| {
        let kind = &kinds[channel];
        let floor = if matches!(kind, Kind::Tones(_)) { FLOOR } else { 0.0 };
        let mut random = Random::new(70 + channel as u64);
        let samples = signal(kind, rate_hz, frames, &[]).into_iter();
        samples.map(|sample| gain * (sample + floor * random.gaussian())).collect()
    };
    [side(0), side(1)]
}

fn sides() -> impl Strategy<Value = [Kind; 2]> {
    [kind(), kind()]
}

/// Ends and value within rounding of each other; −∞ equals itself.
fn is_near(a: f64, b: f64, most: f64) -> bool {
    a == b || (a - b).abs() <= most
}

/// The same refusal or, within rounding, the same figure.
fn same(id: impl FigureKey, one: &Reading, other: &Reading) -> Result<(), TestCaseError> {
    let (Some(a), Some(b)) = (one.figure(), other.figure()) else {
        prop_assert_eq!(one.figure().is_some(), other.figure().is_some(), "{}: {:?}, {:?}", id, one, other);
        return Ok(());
    };
    let is_level = id.definition().unit.starts_with("dB");
    let near = |get: fn(&Figure) -> f64| {
        // The uncertainty in dB of a component v dB below the signal, due to the signal's rounding.
        let rounding_db = if is_level { 8.7 * ROUNDING * 10f64.powf(get(a).abs() / 20.0) } else { 0.0 };
        is_near(get(a), get(b), 1e-9 * (1.0 + get(a).abs()) + rounding_db)
    };
    prop_assert!(
        near(|f| f.value) && near(|f| f.low) && near(|f| f.high) && a.limit == b.limit,
        "{}: {:?} and {:?}",
        id,
        a,
        b
    );
    Ok(())
}

fn all_same<Id: FigureKey>(one: &Figures<Id>, other: &Figures<Id>, but: &[Id]) -> Result<(), TestCaseError> {
    one.iter()
        .filter(|(id, _)| !but.contains(id))
        .try_for_each(|(id, reading)| same(*id, reading, &other[id]))
}

/// Sample statistics; DC is measured with the tones, which are recognised above a minimum level.
fn levels_move(plain: &ChannelReport, gained: &ChannelReport, gain: f64) -> Result<(), TestCaseError> {
    let moved_db = 20.0 * gain.log10();
    for id in [LevelRms, LevelPeak] {
        if let (Some(a), Some(b)) = (plain.figures[&id].figure(), gained.figures[&id].figure()) {
            prop_assert!(is_near(a.value + moved_db, b.value, 1e-9), "{}: {:?} and {:?}", id, a, b);
        }
    }
    Ok(())
}

/// Pairs mirrored: the sign of the balance changes with the direction.
fn mirrored(straight: &Report, swapped: &Report) -> Result<(), TestCaseError> {
    for (one, other) in [(left(straight), right(swapped)), (right(straight), left(swapped))] {
        all_same(&one.figures, &other.figures, &[])?;
    }
    for (one, other) in
        [(left_to_right(straight), right_to_left(swapped)), (right_to_left(straight), left_to_right(swapped))]
    {
        all_same(&one.figures, &other.figures, &[])?;
    }
    let balances = [left_to_right(straight), right_to_left(straight)].map(Readings::figures);
    for id in [BalanceLevel, BalanceDelay] {
        if let [Some(there), Some(back)] = balances.map(|figures| figures[&id].figure()) {
            prop_assert!(is_near(there.value, -back.value, 1e-9 * (1.0 + there.value.abs())), "{}", id);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 100,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(44),
        ..ProptestConfig::default()
    })]

    /// Factors of 0.5 and 2 are exact in binary, so only logarithms round.
    #[test]
    fn gain_moves_the_levels_of_any_signal_and_leaves_its_correlation(
        sides in sides(), rate_hz in rate(), frames in 200usize..FRAMES, halvings in -3i32..20,
    ) {
        let gain = 0.5f64.powi(halvings);
        let reports = [1.0, gain].map(|gain| {
            let [l, r] = stereo(&sides, rate_hz, frames, gain);
            measure_record(rate_hz, &[&l[..], &r], Default::default())
        });
        let [plain, gained] = &reports;
        // Below the dither of 24 bits nothing is taken for a discontinuity: the stretch measured may be a longer one.
        let stretches = [plain, gained].map(|report| left(report).used_frames);
        prop_assume!(stretches[0] == stretches[1]);
        for (plain, gained) in plain.channels.iter().zip(&gained.channels) {
            levels_move(plain, gained, gain)?;
        }
        for id in [Correlation, CorrelationCoherence] {
            let [a, b] = reports.each_ref().map(|report| left_to_right(report).figures[&id].figure());
            if let (Some(a), Some(b)) = (a, b) {
                prop_assert!(is_near(a.value, b.value, 1e-9), "{}: {:?} and {:?}", id, a, b);
            }
        }
    }

    #[test]
    fn polarity_changes_no_figure_of_any_signal_but_its_dc(
        sides in sides(), rate_hz in rate(), frames in 200usize..FRAMES, settings in settings(),
    ) {
        let [plain, inverted] = [1.0, -1.0].map(|gain| {
            let [l, r] = stereo(&sides, rate_hz, frames, gain);
            measure_record(rate_hz, &[&l[..], &r], settings)
        });
        for (one, other) in plain.channels.iter().zip(&inverted.channels) {
            all_same(&one.figures, &other.figures, &[Dc])?;
        }
        for (one, other) in plain.pairs.iter().zip(&inverted.pairs) {
            all_same(&one.figures, &other.figures, &[])?;
        }
    }

    #[test]
    fn swapped_sides_of_any_signal_give_the_mirrored_report(
        sides in sides(), rate_hz in rate(), frames in 200usize..FRAMES, settings in settings(),
    ) {
        let [l, r] = stereo(&sides, rate_hz, frames, 1.0);
        let straight = measure_record(rate_hz, &[&l[..], &r], settings);
        let declared = match settings.declared {
            Some(DeclaredStimulus::DualTone([l_hz, r_hz])) => Some(DeclaredStimulus::DualTone([r_hz, l_hz])),
            other => other,
        };
        mirrored(&straight, &measure_record(rate_hz, &[&r[..], &l], Settings { declared, ..settings }))?;
    }
}
