//! Reports in JSON: reading returns exactly what was written, including refusals.

use std::collections::BTreeMap;

use groundtruth_measure::{
    Assumption, BenchForm, BenchSection, Bound, ChannelFigure, ChannelReport, Curve, CurvePoint, Figure,
    FigureKey, Figures, Glitch, GlitchKind, HumLine, HumPattern, LeftOut, LeftOutReason, PairReport, Point,
    ProductLine, Quantity, Reading, Refusal, Report, Run, RunFault, Section, Settings, Source, Spur,
    Stimulus, StimulusKind, ThdLevel, ToneLine, Used,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![-1e9..1e9f64, -1.0..1.0f64, Just(0.0), Just(f64::MIN_POSITIVE), Just(-3076.526)]
}

/// A level or −∞.
fn level() -> impl Strategy<Value = Option<f64>> {
    option::of(number())
}

fn figure() -> impl Strategy<Value = Figure> {
    let limit = (any::<bool>(), prop_oneof![Just(Bound::Upper), Just(Bound::Lower)]);
    let assumes = option::of(Just(Assumption::NoOutputImpedance));
    let numbers = (prop_oneof![9 => number(), 1 => Just(f64::NEG_INFINITY)], number(), number());
    (numbers, limit, option::of(number()), option::of(number()), assumes).prop_map(
        |((value, low, high), (limit, bound), phase_rad, modulo, assumes)| {
            // −∞ is always a limit.
            let limit = limit || value == f64::NEG_INFINITY;
            Figure { value, low, high, limit, bound, phase_rad, modulo, assumes }
        },
    )
}

fn refusal() -> impl Strategy<Value = Refusal> {
    let of_numbers = (number(), number(), number(), 1..400u32, any::<u32>(), level(), "[ -~]{0,40}");
    (0..27u32, of_numbers).prop_map(|(kind, (a, b, c, order, count, level, words))| match kind {
        0 => Refusal::NoTone { strongest_dbfs: level },
        1 => Refusal::NotDriven { below_db: a },
        2 => Refusal::BothDriven { frequency_hz: a },
        3 => Refusal::RelatedTones {
            orders: [order, count],
            frequency_hz: a,
            clear_hz: level.map(|hz| [hz, b]),
        },
        4 => Refusal::OutsideBand { order, frequency_hz: a, band_high_hz: b },
        5 => Refusal::FundamentalOutsideRange { frequency_hz: a, lowest_hz: b, highest_hz: c },
        6 => Refusal::NoLine { frequency_hz: a, detectable_dbfs: b },
        7 => Refusal::Unsteady { frequency_hz: a, left_db: b },
        8 => Refusal::TonesTooClose { frequency_hz: a, spacing_hz: b, needed_hz: c },
        9 => Refusal::TooFewTones { tones: count as usize, needed_tones: order as usize },
        10 => Refusal::TooShort { frames: count.into(), needed_frames: order.into() },
        11 => Refusal::NotFinite { samples: count.into() },
        12 => Refusal::DigitalSilence,
        13 => Refusal::WrongStimulus { needs: words.into() },
        14 => Refusal::NoHum { detectable_dbfs: a },
        15 => Refusal::NotSet { setting: words.into() },
        16 => Refusal::NotLookedFor,
        17 => Refusal::Glides { octaves_per_s: a },
        18 => Refusal::AnotherPhase { phase_rad: a, expected: words.into() },
        19 => Refusal::NoCommonDelay { stray_rad: a },
        20 => Refusal::NoPolarity { phase_rad: a },
        21 => Refusal::Unlike { correlation: a },
        22 => Refusal::SameLoads { ohms: a },
        23 => Refusal::LevelRises { by_db: a },
        24 => Refusal::SweepTooLong { seconds: a, longest_s: b },
        25 => Refusal::Internal { what: words.into() },
        _ => Refusal::Recorded { sentence: words },
    })
}

fn figures<Id: FigureKey>() -> impl Strategy<Value = Figures<Id>> {
    let reading =
        prop_oneof![figure().prop_map(Reading::Measured), refusal().prop_map(Reading::NotMeasurable)];
    vec(reading, Id::ALL.len()).prop_map(|readings| Id::ALL.iter().copied().zip(readings).collect())
}

fn glitch() -> impl Strategy<Value = Glitch> {
    use GlitchKind::{Click, Clipped, ClockStep, Dropped, NotFinite, PhaseJump, Repeated, Zeroed};
    let kinds = vec![Click, Clipped, ClockStep, Dropped, NotFinite, PhaseJump, Repeated, Zeroed];
    (any::<u64>(), any::<u64>(), prop::sample::select(kinds)).prop_map(|(frame, frames, kind)| Glitch {
        frame,
        frames,
        kind,
    })
}

fn product() -> impl Strategy<Value = ProductLine> {
    ([-3..4i32, -3..4], number(), [level(), level(), level()], any::<bool>()).prop_map(
        |(factors, frequency_hz, [level_dbfs, low, high], limit)| ProductLine {
            factors,
            frequency_hz,
            level_dbfs,
            low,
            high,
            limit,
        },
    )
}

fn channel() -> impl Strategy<Value = ChannelReport> {
    let lines = (
        vec((number(), number()), 0..3),
        vec((number(), number()), 0..3),
        vec((1..20u32, number(), number()), 0..3),
        vec(product(), 0..3),
    );
    (figures(), lines, vec(glitch(), 0..3), any::<[u64; 2]>()).prop_map(
        |(figures, (tones, spurs, hum, products), glitches, used_frames)| ChannelReport {
            name: "L".to_owned(),
            used_frames,
            figures,
            tones: tones
                .into_iter()
                .map(|(hz, db)| ToneLine { frequency_hz: hz, level_dbfs: db, low: db - 1.0, high: db + 1.0 })
                .collect(),
            products,
            harmonics: Vec::new(),
            hum_pattern: (!hum.is_empty()).then_some(HumPattern::Induction),
            hum_lines: hum
                .into_iter()
                .map(|(order, frequency_hz, level_dbfs)| HumLine { order, frequency_hz, level_dbfs })
                .collect(),
            spurs: spurs
                .into_iter()
                .map(|(frequency_hz, level_dbfs)| Spur { frequency_hz, level_dbfs })
                .collect(),
            density: Vec::new(),
            rounding: None,
            glitches,
        },
    )
}

fn pair() -> impl Strategy<Value = PairReport> {
    let point = (number(), level(), level()).prop_map(|(frequency_hz, level_db, low)| CurvePoint {
        frequency_hz,
        level_db,
        phase_rad: 0.25,
        low,
        high: level_db,
        limit: low.is_none(),
    });
    (figures(), vec(point, 0..3)).prop_map(|(figures, crosstalk_curve)| PairReport {
        crosstalk_curve,
        ..PairReport::new("L", "R", figures)
    })
}

/// A curve with a limit, an endless interval and a phase.
fn bench_curve() -> Curve {
    let quantity = Quantity::HarmonicOverFrequency(3);
    let limit = Figure { low: f64::NEG_INFINITY, limit: true, ..Figure::within(-90.0, 1.5) };
    let points = [limit, Figure { phase_rad: Some(0.5), ..Figure::within(-80.25, 0.1) }];
    let points = points.map(|figure| Point { at: 40.0, figure }).to_vec();
    Curve { quantity, channels: vec!["L".to_owned()], points }
}

fn bench_run() -> Run {
    let ids = vec!["thd.f".to_owned()];
    let fault = RunFault {
        section: BenchSection::Tone,
        frame: 5,
        frames: 64,
        late_frames: -64.25,
        figures: ids.clone(),
    };
    let reached = ThdLevel {
        channel: "L".to_owned(),
        thd_percent: 1.0,
        level_dbfs: Some(-13.5),
        low: Some(-13.75),
        high: Some(-13.25),
        highest_dbfs: -12.0,
    };
    let never = ThdLevel { level_dbfs: None, low: None, high: None, ..reached.clone() };
    Run {
        form: BenchForm::Quick,
        delay_frames: 412.375,
        clock_ppm: Some(3.125),
        wander_frames: 0.5,
        polarity: BTreeMap::from([("L".to_owned(), 1), ("R".to_owned(), -1)]),
        is_swapped: true,
        missing: vec![BenchSection::SweepRight],
        faults: vec![fault],
        figures: BTreeMap::from([(BenchSection::Tone, ids)]),
        thd_levels: vec![reached, never],
        other_runs: vec![1e6],
    }
}

fn report() -> impl Strategy<Value = Report> {
    let source = (option::of("[ -~]{0,20}"), option::of(1..33u32), option::of(number()), 0.0..1.0f64);
    (vec(channel(), 1..3), vec(pair(), 0..2), source, any::<bool>()).prop_map(
        |(channels, pairs, (file, bits, peak_dbfs, share), is_of_one)| {
            let stimulus = Stimulus {
                kind: StimulusKind::Programme,
                tones_hz: BTreeMap::from([("L".to_owned(), vec![997.0])]),
            };
            let section = Section {
                name: (!is_of_one).then_some(BenchSection::Tone),
                first_frame: 7,
                frames: 9,
                stimulus: stimulus.clone(),
                channels: channels.clone(),
                pairs: pairs.clone(),
            };
            let left_out = vec![LeftOut { reason: LeftOutReason::Pause, frames: 3 }];
            Report {
                schema: Report::SCHEMA.to_owned(),
                version: Report::VERSION.to_owned(),
                settings: is_of_one.then_some(Settings::DEFAULT),
                source: Source {
                    file,
                    bits,
                    peak_dbfs,
                    sample_rate_hz: 48_000.0,
                    used: Some(Used { share, left_out }),
                    ..Source::default()
                },
                band_hz: [20.0, 20_000.0],
                stimulus,
                channels,
                pairs,
                sections: if is_of_one { Vec::new() } else { vec![section] },
                curves: if is_of_one { Vec::new() } else { vec![bench_curve()] },
                run: (!is_of_one).then(bench_run),
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_report_written_and_read_is_the_same(report in report()) {
        let written = serde_json::to_string(&report).expect("JSON");
        let read: Report = serde_json::from_str(&written).expect("the same form");
        prop_assert_eq!(&read, &report);
        prop_assert_eq!(serde_json::to_string(&read).expect("JSON"), written);
    }
}

#[test]
fn reports_of_other_versions_are_read() {
    let entry = |reason: &str| {
        format!(
            r#"{{"schema": "groundtruth.report/1", "source": {{"sample_rate_hz": 48000.0, "frames": 1}},
            "band_hz": [20.0, 20000.0], "stimulus": {{"kind": "tone", "tones_hz": {{}}}}, "pairs": [],
            "channels": [{{"name": "L", "used_frames": [0, 1], "harmonics": [], "hum_lines": [], "spurs": [],
            "glitches": [{{"frame": 1, "frames": 2, "kind": "of tomorrow"}}],
            "figures": {{"thd.f": {{"not_measurable": "in words"{reason}}}}}}}]}}"#
        )
    };
    for reason in ["", r#", "reason": {"code": "of_tomorrow", "by_db": 3}"#, r#", "reason": 7"#] {
        let report: Report = serde_json::from_str(&entry(reason)).expect("readable");
        let thd = &report.channels[0].figures[&ChannelFigure::ThdF];
        let sentence = "in words".to_owned();
        assert_eq!(*thd, Reading::NotMeasurable(Refusal::Recorded { sentence }), "{reason}");
        assert_eq!(report.channels[0].glitches[0].kind, GlitchKind::Unknown);
    }
}
