use std::collections::BTreeMap;

use groundtruth_measure::{
    BenchForm, Figures, PairReport, Refusal, Report, Run, Settings, Stimulus, StimulusKind, measure_record,
};

use super::*;
use crate::editor::preferences::LevelUnit;
use crate::editor::view::bench::shown::LevelsIn;

fn channel(name: &str, figures: &[(ChannelFigure, f64)]) -> ChannelReport {
    let measured =
        |(id, value): &(ChannelFigure, f64)| (*id, Reading::Measured(Figure::within(*value, 0.02)));
    ChannelReport::new(name, [0, 1], figures.iter().map(measured).collect())
}

fn section(name: BenchSection, left: &[(ChannelFigure, f64)], right: &[(ChannelFigure, f64)]) -> Section {
    let stimulus = Stimulus { kind: StimulusKind::Tone, tones_hz: BTreeMap::default() };
    let channels = vec![channel("L", left), channel("R", right)];
    Section { name: Some(name), first_frame: 0, frames: 1, stimulus, channels, pairs: Vec::new() }
}

/// A report of these sections.
fn report(sections: Vec<Section>) -> Report {
    let silence = vec![0.0; 4800];
    let mut report = measure_record(48_000.0, &[&silence[..], &silence[..]], Settings::default());
    report.sections = sections;
    report
}

fn shown<'a>(report: &'a Report, levels: LevelsIn) -> Shown<'a> {
    Shown { report: Some(report), levels, ..Shown::nothing(BenchForm::Full) }
}

fn in_dbfs() -> LevelsIn {
    LevelsIn::of(&[], None, LevelUnit::Dbfs)
}

#[test]
fn a_ratio_stands_for_both_sides_and_in_the_shortest_form_for_the_worse() {
    use ChannelFigure as Id;
    let sections = vec![
        section(BenchSection::Tone, &[(Id::ThdF, -101.204)], &[(Id::ThdF, -101.413)]),
        section(BenchSection::ToneRight, &[(Id::ThdF, -60.0)], &[(Id::ThdF, -103.4)]),
        section(BenchSection::Dfd, &[(Id::ImdDfd2, -98.0), (Id::ImdDfd3, -95.0)], &[(Id::ImdDfd2, -97.0)]),
        section(BenchSection::QuietTone, &[(Id::DrAes17, 113.21)], &[(Id::DrAes17, 112.9)]),
    ];
    let report = report(sections);
    let shown = shown(&report, in_dbfs());
    let forms = |name| of(&shown, name).expect("a figure").forms;
    assert_eq!(
        forms(BenchSection::Tone),
        ["THD −101.20 / −101.41", "−101.20 / −101.41", "−101.2 / −101.4", "−101.2"]
    );
    assert_eq!(forms(BenchSection::ToneRight)[0], "THD −103.40", "of the driven side alone");
    assert_eq!(forms(BenchSection::Dfd)[0], "IMD −95.00 / −97.00", "the larger of both orders");
    assert_eq!(forms(BenchSection::QuietTone)[3], "112.9", "the lower range");
    assert_eq!(of(&shown, BenchSection::Tone).expect("a figure").lines[0], "THD L −101.204 ±0.020 dB");
    assert_eq!([of(&shown, BenchSection::SweepLeft), of(&shown, BenchSection::Smpte)], [None, None]);
}

#[test]
fn noise_is_in_the_chosen_unit_and_of_the_noisier_side() {
    use ChannelFigure as Id;
    let side = |noise, hum| [(Id::NoiseA, noise), (Id::Hum, hum)];
    let report = report(vec![section(BenchSection::Silence, &side(-120.0, -93.7), &side(-116.8, -95.0))]);
    let forms = |levels| of(&shown(&report, levels), BenchSection::Silence).expect("a figure").forms;
    assert_eq!(forms(in_dbfs()), ["−116.8 dBFS(A), hum −93.7", "−116.8 dBFS(A)", "−116.8"]);
    // 1 V at 0 dBFS: −116.8 dB are 1.445 µV.
    let volts = forms(LevelsIn::of(&[1.0, 1.0], None, LevelUnit::Volts));
    assert_eq!(volts[1..], ["1.445 µV (A)", "1.445 µV"]);
}

#[test]
fn a_refused_figure_is_its_reason_in_two_words() {
    let mut tone = section(BenchSection::Tone, &[], &[]);
    let refusal = Reading::NotMeasurable(Refusal::NoTone { strongest_dbfs: None });
    let figures: Figures<ChannelFigure> = [(ChannelFigure::ThdF, refusal)].into();
    tone.channels.iter_mut().for_each(|channel| channel.figures.clone_from(&figures));
    let report = report(vec![tone]);
    assert_eq!(of(&shown(&report, in_dbfs()), BenchSection::Tone).expect("a reason").forms, ["no tone"]);
}

#[test]
fn crosstalk_is_said_both_ways() {
    let mut each = section(BenchSection::ToneEach, &[(ChannelFigure::ThdF, -100.0)], &[]);
    let pair = |from: &str, to: &str, db: f64| {
        PairReport::new(
            from,
            to,
            [(PairFigure::XtalkSelective, Reading::Measured(Figure::within(db, 0.001)))].into(),
        )
    };
    each.pairs = vec![pair("L", "R", -46.651), pair("R", "L", -46.642)];
    let report = report(vec![each]);
    let chief = of(&shown(&report, in_dbfs()), BenchSection::ToneEach).expect("a figure");
    assert_eq!(chief.forms, ["L|R −46.65 / −46.64", "−46.65 / −46.64", "−46.7 / −46.6", "−46.6"]);
    assert!(chief.lines.iter().any(|line| line.starts_with("Crosstalk L → R −46.65")), "{:?}", chief.lines);
}

#[test]
fn the_level_of_1_percent_is_the_lower_side_s() {
    let level = |channel: &str, level_dbfs| ThdLevel {
        channel: channel.to_owned(),
        thd_percent: 1.0,
        level_dbfs,
        low: None,
        high: None,
        highest_dbfs: -1.0,
    };
    let run = |thd_levels| Run {
        form: BenchForm::Full,
        delay_frames: 0.0,
        clock_ppm: None,
        wander_frames: 0.0,
        polarity: BTreeMap::default(),
        is_swapped: false,
        missing: Vec::new(),
        faults: Vec::new(),
        figures: BTreeMap::default(),
        thd_levels,
        other_runs: Vec::new(),
    };
    let forms = |thd_levels, levels| {
        let report = Report { run: Some(run(thd_levels)), ..report(Vec::new()) };
        of(&shown(&report, levels), BenchSection::Levels).map(|chief| chief.forms)
    };
    let passed = || vec![level("L", Some(-1.8)), level("R", Some(-1.7))];
    assert_eq!(forms(passed(), in_dbfs()).expect("passed"), ["1 % at −1.8 dBFS", "−1.8 dBFS", "−1.8"]);
    // 4 V in 32 Ω are 500 mW; 1.8 dB below are 330.3 mW.
    let watts = forms(passed(), LevelsIn::of(&[4.0, 4.0], Some(32.0), LevelUnit::Watts)).expect("passed");
    assert_eq!(watts, ["1 % at 330.3 mW", "330.3 mW", "330.3 mW"]);
    assert_eq!(forms(vec![level("L", None)], in_dbfs()).expect("below")[0], "THD below 1 %");
    assert_eq!(forms(Vec::new(), in_dbfs()), None);
}
