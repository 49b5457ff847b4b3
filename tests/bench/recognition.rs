use groundtruth_measure::{BenchForm, BenchSection, ChannelFigure, Run, Settings, StimulusKind};
use groundtruth_tests::bench_track::Degradation;
use groundtruth_tests::evidence::{count, repeated};
use groundtruth_tests::stimulus::{Random, Signal, Tone};

use super::measured;

fn run_of(degradation: &Degradation, seed: u64) -> Option<Run> {
    let recording = degradation.recording(seed);
    measured(&recording, degradation.sample_rate_hz, Settings::default()).run
}

/// What is wrong with a run's report; empty if all is right.
fn wrong(run: &Run, is: &Degradation) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut check = |is_right: bool, what: String| {
        if !is_right {
            wrong.push(what);
        }
    };
    check(run.form == is.form, format!("form {:?}", run.form));
    check(run.is_swapped == is.is_swapped, format!("swapped {}", run.is_swapped));
    let polarity = if is.is_inverted { -1 } else { 1 };
    check(run.polarity.values().all(|sign| *sign == polarity), format!("polarity {:?}", run.polarity));
    check(run.other_runs.is_empty(), format!("other runs {:?}", run.other_runs));
    // The wander is of the same order as the line's own error.
    let wander = 4.0 * is.wander.0;
    let late = run.delay_frames - is.offset_frames;
    let most = 0.01 + 0.3 * noise_share(is) + wander;
    check(late.abs() < most, format!("late by {late:.4} frames, at most {most:.4}"));
    let length_s = is.form.length_s() * is.kept;
    let most_ppm = 0.05 + 1e6 * (wander + 0.3 * noise_share(is)) / (length_s * is.sample_rate_hz);
    let off = run.clock_ppm.map(|ppm| ppm - is.clock_ppm);
    check(
        off.is_some_and(|off| off.abs() < most_ppm),
        format!("clock {off:?} ppm off, at most {most_ppm:.3}"),
    );
    check(run.missing.is_empty() == (is.kept == 1.0), format!("missing {:?}", run.missing));
    let has_fault = is.dropout.is_none_or(|(part, _)| part > is.kept) || !run.faults.is_empty();
    check(has_fault, format!("no fault in {:?}", is.dropout));
    wrong
}

/// Noise over the markers, as an amplitude.
fn noise_share(is: &Degradation) -> f64 {
    10f64.powf((is.noise_dbfs + 12.0 - is.gain_db) / 20.0)
}

#[test]
fn a_clean_recording_is_exact() {
    for form in [BenchForm::Quick, BenchForm::Full] {
        let is = Degradation::none(form);
        let run = run_of(&is, 1).expect("a run");
        assert!((run.delay_frames - 10_000.0).abs() < 1e-3, "{}", run.delay_frames);
        assert!(run.clock_ppm.is_some_and(|ppm| ppm.abs() < 1e-3) && run.missing.is_empty(), "{run:?}");
        assert!(run.faults.is_empty() && !run.is_swapped, "{run:?}");
    }
}

#[test]
fn degraded_recordings_are_recognised_and_reported() {
    let count = count(16, 500);
    let results = repeated(count, |seed| {
        let is = Degradation::drawn(&mut Random::new(seed));
        let found = run_of(&is, seed);
        found.map_or(vec!["no run".to_owned()], |run| wrong(&run, &is))
    });
    let failed: Vec<_> = (0..count).zip(&results).filter(|(_, wrong)| !wrong.is_empty()).collect();
    for (seed, wrong) in &failed {
        println!("seed {seed}: {wrong:?}\n  {:?}", Degradation::drawn(&mut Random::new(*seed)));
    }
    println!("{} of {count} wrong", failed.len());
    assert!(failed.is_empty());
}

#[test]
fn two_runs_in_one_file_are_both_reported() {
    let is = Degradation::none(BenchForm::Quick);
    let [mut left, mut right] = is.recording(1);
    let frames = left.len() as f64;
    let [again_left, again_right] = is.recording(2);
    left.extend(again_left);
    right.extend(again_right);
    let run = measured(&[left, right], 48_000.0, Settings::default()).run.expect("a run");
    assert!((run.delay_frames - 10_000.0).abs() < 0.01);
    assert!(matches!(run.other_runs[..], [start] if (start - frames - 10_000.0).abs() < 5.0), "{run:?}");
}

#[test]
fn a_recording_that_stops_early_names_what_is_missing() {
    let is = Degradation { kept: 0.5, ..Degradation::none(BenchForm::Quick) };
    let report = measured(&is.recording(1), 48_000.0, Settings::default());
    let run = report.run.expect("a run");
    assert_eq!(report.stimulus.kind, StimulusKind::BenchTrack);
    assert!(
        run.missing.contains(&BenchSection::SweepRight) && !run.missing.contains(&BenchSection::Tone),
        "{run:?}"
    );
    let missing: Vec<&String> = report.channels[0]
        .figures
        .iter()
        .filter(|(_, reading)| reading.figure().is_none())
        .map(|(_, _)| &report.channels[0].name)
        .collect();
    assert!(!missing.is_empty());
}

#[test]
fn a_recording_that_begins_late_names_what_is_missing() {
    for (form, is_swapped) in [(BenchForm::Quick, false), (BenchForm::Quick, true), (BenchForm::Full, false)]
    {
        let is = Degradation { is_swapped, clock_ppm: 120.0, ..Degradation::none(form) };
        let cut = 10_000 + (0.4 * form.length_s() * 48_000.0) as usize;
        let recording = is.recording(1).map(|side| side[cut..].to_vec());
        let run = measured(&recording, 48_000.0, Settings::default()).run.expect("a run");
        assert_eq!((run.form, run.is_swapped), (form, is_swapped));
        assert!((run.delay_frames - 10_000.0 + cut as f64).abs() < 0.05, "{}", run.delay_frames);
        assert!(run.clock_ppm.is_some_and(|ppm| (ppm - 120.0).abs() < 0.1), "{:?}", run.clock_ppm);
        let missing = |section| run.missing.contains(&section);
        assert!(missing(BenchSection::Silence) && missing(BenchSection::ToneLeft), "{:?}", run.missing);
        assert!(!missing(BenchSection::SweepLeft) && !missing(BenchSection::Levels), "{:?}", run.missing);
    }
}

#[test]
fn a_recording_without_start_and_end_is_recognised_by_the_distances_of_its_markers() {
    for is_swapped in [false, true] {
        let is = Degradation { is_swapped, ..Degradation::none(BenchForm::Full) };
        let [from, to] =
            [0.15, 0.9].map(|part: f64| 10_000 + (part * 48_000.0 * is.form.length_s()) as usize);
        let recording = is.recording(1).map(|side| side[from..to].to_vec());
        let run = measured(&recording, 48_000.0, Settings::default()).run.expect("a run");
        assert_eq!((run.form, run.is_swapped), (is.form, is_swapped));
        assert!((run.delay_frames - 10_000.0 + from as f64).abs() < 0.05, "{}", run.delay_frames);
        assert!(run.missing.contains(&BenchSection::Silence), "{:?}", run.missing);
        assert!(!run.missing.contains(&BenchSection::Levels), "{:?}", run.missing);
    }
}

#[test]
fn a_recording_with_one_silent_channel_gives_the_figures_of_the_other_one() {
    for side in [0, 1] {
        let mut recording = Degradation::none(BenchForm::Quick).recording(1);
        recording[1 - side].fill(0.0);
        let report = measured(&recording, 48_000.0, Settings::default());
        let run = report.run.expect("a run");
        assert!(!run.is_swapped && run.missing.is_empty(), "{run:?}");
        assert!((run.delay_frames - 10_000.0).abs() < 0.05, "{}", run.delay_frames);
        let figure = |channel: usize, id| report.channels[channel].figures[&id].figure();
        assert!(
            figure(side, ChannelFigure::ThdF).is_some() && figure(side, ChannelFigure::DrAes17).is_some()
        );
        assert!(figure(1 - side, ChannelFigure::ThdF).is_none());
    }
}

#[test]
fn a_dropout_is_located_and_its_figures_are_named() {
    // In the middle of the tone on the left.
    let is = Degradation { dropout: Some((0.155, 64)), ..Degradation::none(BenchForm::Quick) };
    let run = run_of(&is, 1).expect("a run");
    let place = 10_000.0 + 0.155 * BenchForm::Quick.length_s() * 48_000.0;
    let fault = run.faults.first().expect("a fault");
    println!("{fault:?}");
    assert!((fault.frame as f64 - place).abs() < 100.0, "{fault:?} at {place}");
    assert!((fault.late_frames + 64.0).abs() < 0.1, "{fault:?}");
    assert!(fault.figures.iter().any(|id| id == "xtalk.selective"), "{fault:?}");
}

#[test]
fn other_sounds_are_no_track() {
    let mut random = Random::new(3);
    let noise: Vec<f64> = (0..48_000 * 60).map(|_| 0.1 * random.gaussian()).collect();
    let tone = Signal::silence(48_000.0, 480_000).with_tone(Tone::new(997.0, -6.0)).samples;
    for sound in [noise, tone] {
        let report = measured(&[sound.clone(), sound], 48_000.0, Settings::default());
        assert!(report.run.is_none());
    }
}
