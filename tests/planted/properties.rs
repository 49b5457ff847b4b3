//! What holds of every report, whatever the samples: it exists, it is complete, and it has no NaN.

use std::collections::BTreeSet;

use groundtruth_measure::FigureId::{ThdF, ThdR, ThdnAes17, ThdnF};
use groundtruth_measure::{
    Analyzer, Averaging, Band, Figure, FigureId, Figures, Mains, Reading, Report, Scope, Settings,
    ToldStimulus, measure_record,
};
use groundtruth_tests::stimulus::{Random, Signal, Tone};
use proptest::prelude::*;
use serde_json::Value;

const FRAMES: usize = 8192;

/// What may be wrong or odd about a channel.
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

/// Samples to be overwritten: place and value.
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

/// Any f32 whatever: every exponent, denormals, infinities, NaN.
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
    (averaging, band, mains, told()).prop_map(|(averaging, band, mains, told)| Settings {
        transform_frames: 4096,
        averaging,
        band,
        mains,
        told,
        ..Settings::default()
    })
}

fn told() -> impl Strategy<Value = Option<ToldStimulus>> {
    let hz =
        || prop_oneof![1.0..24_000.0f64, Just(50.0), Just(997.0), Just(f64::MAX), Just(f64::MIN_POSITIVE)];
    let told = prop_oneof![
        hz().prop_map(ToldStimulus::Tone),
        [hz(), hz()].prop_map(ToldStimulus::DualTone),
        [hz(), hz()].prop_map(ToldStimulus::TwinTone),
        Just(ToldStimulus::Multitone),
        Just(ToldStimulus::Sweep),
        Just(ToldStimulus::Silence),
        Just(ToldStimulus::Programme),
    ];
    prop_oneof![3 => Just(None), 2 => told.prop_map(Some)]
}

fn rate() -> impl Strategy<Value = f64> {
    prop_oneof![4 => Just(48_000.0), 1 => Just(1000.0), 1 => Just(44_100.0), 1 => Just(192_000.0), 1 => Just(768_000.0)]
}

fn assert_sound(report: &Report) {
    for channel in &report.channels {
        assert_complete(&channel.figures, Scope::Channel);
        assert_not_above(&channel.figures, ThdF, ThdnF);
        assert_not_above(&channel.figures, ThdR, ThdnAes17);
        assert!(
            channel.harmonics.iter().all(|line| line.phase_rad.is_finite() && line.frequency_hz.is_finite())
        );
    }
    for pair in &report.pairs {
        assert_complete(&pair.figures, Scope::Pair);
    }
    let json = serde_json::to_value(report).expect("a report is JSON");
    assert_nulls_are_limits(&json, "report");
}

/// Every id of the scope once, as a sound value or a refusal.
fn assert_complete(figures: &Figures, scope: Scope) {
    let asked: BTreeSet<FigureId> =
        FigureId::ALL.iter().copied().filter(|id| id.definition().scope == scope).collect();
    assert_eq!(figures.keys().copied().collect::<BTreeSet<FigureId>>(), asked);
    for (id, reading) in figures {
        match reading {
            Reading::Measured(figure) => assert_ordered(*id, figure),
            Reading::NotMeasurable(reason) => {
                assert!(!reason.to_string().replace("NaN or infinite", "").contains("NaN"), "{id}: {reason}")
            }
        }
    }
}

/// Ends in order, neither NaN nor +∞; −∞ only as a limit.
fn assert_ordered(id: FigureId, figure: &Figure) {
    assert!(figure.low <= figure.value && figure.value <= figure.high, "{id}: {figure:?}");
    assert!(figure.high < f64::INFINITY, "{id}: {figure:?}");
    assert!(figure.limit || figure.value > f64::NEG_INFINITY, "{id}: {figure:?}");
    assert!(figure.phase_rad.is_none_or(f64::is_finite), "{id}: {figure:?}");
}

fn assert_not_above(figures: &Figures, lower: FigureId, upper: FigureId) {
    if let (Some(thd), Some(thdn)) = (figures[&lower].figure(), figures[&upper].figure()) {
        assert!(thd.value <= thdn.value, "{lower} {thd:?} above {upper} {thdn:?}");
    }
}

/// JSON writes NaN as null: it may stand only where −∞ may, beside `"limit": true` or below an interval.
fn assert_nulls_are_limits(json: &Value, path: &str) {
    match json {
        Value::Array(items) => items.iter().for_each(|item| assert_nulls_are_limits(item, path)),
        Value::Object(entries) => {
            for (key, value) in entries {
                let allowed =
                    key == "low" || (entries.get("limit") == Some(&Value::Bool(true)) && key != "phase_rad");
                assert!(!value.is_null() || allowed, "{path}.{key} is null in {json}");
                assert_nulls_are_limits(value, key);
            }
        }
        _ => {}
    }
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
            analyzer.push(first, &[&one[..], &other[..]]);
            assert_sound(&analyzer.report().expect("a record was pushed"));
        }
    }
}
