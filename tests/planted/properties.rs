//! Properties of every report for any samples: it exists, it is complete, and it has no NaN.

use groundtruth_fuzz::soundness::assert_sound;
use groundtruth_measure::{Analyzer, Averaging, Band, DeclaredStimulus, Mains, Settings, measure_record};
use groundtruth_tests::stimulus::{Random, Signal, Tone};
use proptest::prelude::*;

mod reports;
mod symmetries;

const FRAMES: usize = 8192;

/// Possible faults and oddities of a channel.
#[derive(Clone, Debug)]
enum Kind {
    Silence,
    Dc(f64),
    Square { half_period: usize, level: f64 },
    Tones(Vec<(f64, f64)>),
    Noise(f64),
    Bits(u64),
    Impulse(usize, f64),
}

fn kind() -> impl Strategy<Value = Kind> {
    let level = -200.0..20.0f64;
    prop_oneof![
        Just(Kind::Silence),
        prop_oneof![-2.0..2.0f64, Just(f64::MAX), Just(f64::MIN_POSITIVE)].prop_map(Kind::Dc),
        (1usize..4000, level.clone()).prop_map(|(half_period, level)| Kind::Square { half_period, level }),
        prop::collection::vec((0.0..1.0f64, level.clone()), 1..40).prop_map(Kind::Tones),
        level.prop_map(Kind::Noise),
        any::<u64>().prop_map(Kind::Bits),
        (0..FRAMES, -10.0..10.0f64).prop_map(|(frame, height)| Kind::Impulse(frame, height)),
    ]
}

/// Samples to be overwritten: index and value.
fn poison() -> impl Strategy<Value = Vec<(usize, f64)>> {
    let value = prop_oneof![
        Just(f64::NAN),
        Just(f64::INFINITY),
        Just(f64::NEG_INFINITY),
        Just(f64::MAX),
        Just(f64::MIN_POSITIVE / 4.0),
        Just(-0.0)
    ];
    prop_oneof![3 => Just(Vec::new()), 1 => prop::collection::vec((0..FRAMES, value), 1..8)]
}

fn signal(kind: &Kind, rate_hz: f64, frames: usize, poison: &[(usize, f64)]) -> Vec<f64> {
    let silence = Signal::silence(rate_hz, frames);
    let mut samples = match kind {
        Kind::Silence => silence,
        Kind::Dc(offset) => silence.with_dc(*offset),
        Kind::Square { half_period, level } => square(silence, *half_period, *level),
        Kind::Tones(tones) => {
            let tone = |&(place, level): &(f64, f64)| Tone::new(place * rate_hz / 2.0, level);
            silence.with_tones(tones.iter().map(tone))
        }
        Kind::Noise(level) => silence.with_noise(*level, 1),
        Kind::Bits(seed) => bits(silence, *seed),
        Kind::Impulse(frame, height) => impulse(silence, *frame, *height),
    }
    .samples;
    for (frame, value) in poison {
        if let Some(sample) = samples.get_mut(*frame) {
            *sample = *value;
        }
    }
    samples
}

fn square(mut signal: Signal, half_period: usize, level_dbfs: f64) -> Signal {
    let height = groundtruth_tests::stimulus::amplitude(level_dbfs);
    let sign = |frame: usize| if (frame / half_period).is_multiple_of(2) { height } else { -height };
    signal.samples.iter_mut().enumerate().for_each(|(frame, sample)| *sample = sign(frame));
    signal
}

/// Arbitrary f32: every exponent, denormals, infinities, NaN.
fn bits(mut signal: Signal, seed: u64) -> Signal {
    let mut random = Random::new(seed);
    signal.samples.iter_mut().for_each(|sample| *sample = f32::from_bits(random.next_bits() as u32).into());
    signal
}

fn impulse(mut signal: Signal, frame: usize, height: f64) -> Signal {
    if let Some(sample) = signal.samples.get_mut(frame) {
        *sample = height;
    }
    signal
}

fn settings() -> impl Strategy<Value = Settings> {
    let averaging = prop_oneof![
        Just(Averaging::Off),
        Just(Averaging::Infinite),
        Just(Averaging::Coherent),
        Just(Averaging::Exponential { records: 2 }),
        Just(Averaging::Records { records: 2 })
    ];
    let band = prop_oneof![Just(Band::AUDIO), Just(Band::AUDIO_22K4), Just(Band::WIDE_40K), Just(Band::FULL)];
    let mains = prop_oneof![Just(Mains::Auto), Just(Mains::Hz50), Just(Mains::Hz60)];
    (averaging, band, mains, declared()).prop_map(|(averaging, band, mains, declared)| Settings {
        transform_frames: 4096,
        averaging,
        band,
        mains,
        declared,
        ..Settings::default()
    })
}

fn declared() -> impl Strategy<Value = Option<DeclaredStimulus>> {
    let hz =
        || prop_oneof![1.0..24_000.0f64, Just(50.0), Just(997.0), Just(f64::MAX), Just(f64::MIN_POSITIVE)];
    let declared = prop_oneof![
        hz().prop_map(DeclaredStimulus::Tone),
        [hz(), hz()].prop_map(DeclaredStimulus::DualTone),
        [hz(), hz()].prop_map(DeclaredStimulus::TwinTone),
        Just(DeclaredStimulus::Multitone),
        Just(DeclaredStimulus::Sweep),
        Just(DeclaredStimulus::Silence),
        Just(DeclaredStimulus::Programme),
    ];
    prop_oneof![3 => Just(None), 2 => declared.prop_map(Some)]
}

fn rate() -> impl Strategy<Value = f64> {
    prop_oneof![4 => Just(48_000.0), 1 => Just(1000.0), 1 => Just(44_100.0), 1 => Just(192_000.0), 1 => Just(768_000.0)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_record_gives_a_complete_report_without_nan(
        kinds in prop::collection::vec((kind(), poison()), 1..=2),
        rate_hz in rate(),
        frames in prop_oneof![1 => 0usize..200, 4 => 200usize..FRAMES],
        settings in settings(),
    ) {
        let samples: Vec<Vec<f64>> =
            kinds.iter().map(|(kind, poison)| signal(kind, rate_hz, frames, poison)).collect();
        let channels: Vec<&[f64]> = samples.iter().map(Vec::as_slice).collect();
        assert_sound(&measure_record(rate_hz, &channels, settings));
    }

    #[test]
    fn any_sequence_of_records_gives_complete_reports_without_nan(
        kinds in prop::collection::vec((kind(), kind(), poison()), 1..=4),
        rate_hz in rate(),
        settings in settings(),
    ) {
        let frames = settings.transform_frames;
        let mut analyzer = Analyzer::new(rate_hz, 2, settings);
        for ((one, other, poison), first) in kinds.iter().zip((0u64..).step_by(frames)) {
            let (one, other) = (signal(one, rate_hz, frames, poison), signal(other, rate_hz, frames, &[]));
            analyzer.push(first, &[&one[..], &other[..]]).expect("a record of every channel");
            assert_sound(&analyzer.report().expect("a record was pushed"));
        }
    }
}
