//! The track in a live stream: the same report as of a recording.

use std::sync::Arc;

use groundtruth_measure::{
    Band, BenchForm, BenchListener, BenchSection, HeardRun, Report, RunEnd, SectionState, Settings,
    measure_record,
};
use groundtruth_tests::amplifier::{Amplifier, Pole};
use groundtruth_tests::bench_track::{Degradation, Largest, track};
use groundtruth_tests::evidence::count;
use groundtruth_tests::stimulus::{Random, Signal, Tone};

/// A stereo stream.
type Stream = [Vec<f32>; 2];

/// Silence after a track until its last marker is found and the run is over.
const AFTER_S: f64 = 5.0;
/// In each value's unit: dB, degrees, Hz, µs.
const MOST: f64 = 0.01;

fn stream(recording: &[Vec<f64>; 2], after_s: f64, rate_hz: f64) -> Stream {
    let after = (after_s * rate_hz) as usize;
    let side = |samples: &Vec<f64>| samples.iter().map(|x| *x as f32).chain(vec![0.0; after]).collect();
    recording.each_ref().map(side)
}

/// Sends a stream in blocks of these sizes.
fn send(listener: &mut BenchListener, stream: &Stream, mut blocks: impl FnMut() -> usize) {
    let mut from = 0;
    while from < stream[0].len() {
        let to = stream[0].len().min(from + blocks());
        listener.take(&[&stream[0][from..to], &stream[1][from..to]]).expect("two channels");
        from = to;
    }
}

fn listener(rate_hz: f64) -> BenchListener {
    BenchListener::new(rate_hz, 2, 0, Settings::default())
}

fn heard(stream: &Stream, rate_hz: f64, blocks: impl FnMut() -> usize) -> HeardRun {
    let mut listener = listener(rate_hz);
    send(&mut listener, stream, blocks);
    listener.newest().expect("a run").clone()
}

fn report(run: &HeardRun) -> &Report {
    run.report.as_ref().expect("a report")
}

fn states(run: &HeardRun, state: SectionState) -> Vec<BenchSection> {
    run.sections.iter().filter(|(_, is)| *is == state).map(|(section, _)| *section).collect()
}

/// Hears a recording and measures the same samples.
fn assert_as_recorded(what: &str, stream: &Stream, rate_hz: f64) -> HeardRun {
    let live = heard(stream, rate_hz, || 512);
    assert_eq!(live.end, Some(RunEnd::Complete), "{what}");
    assert_eq!(states(&live, SectionState::Measured).len(), live.sections.len(), "{what}: {live:?}");
    let offline = measure_record(rate_hz, &[&stream[0], &stream[1]], Settings::default());
    let largest = Largest::of(report(&live), &offline);
    println!("{what}: {:e} at {}", largest.difference, largest.place);
    assert!(largest.difference < MOST, "{what}: {largest:?}");
    let [a, b] = [report(&live), &offline].map(|report| report.run.as_ref().expect("a run"));
    assert!((a.delay_frames - b.delay_frames).abs() < 1e-3, "{what}: {} {}", a.delay_frames, b.delay_frames);
    assert_eq!(
        (&a.missing, a.faults.len(), &a.polarity),
        (&b.missing, b.faults.len(), &b.polarity),
        "{what}"
    );
    live
}

fn assert_degraded_as_recorded(what: &str, is: &Degradation) -> HeardRun {
    assert_as_recorded(what, &stream(&is.recording(1), AFTER_S, is.sample_rate_hz), is.sample_rate_hz)
}

/// What happens to the track, without its form.
fn degradations(form: BenchForm) -> Vec<(&'static str, Degradation)> {
    let none = Degradation::none(form);
    vec![
        ("clean", none),
        ("clock", Degradation { clock_ppm: 37.0, ..none }),
        ("wander", Degradation { clock_ppm: -20.0, wander: (0.4, 12.0), ..none }),
        ("inverted and swapped", Degradation { is_inverted: true, is_swapped: true, ..none }),
        ("dropout", Degradation { dropout: Some((0.155, 64)), ..none }),
        ("noisy", Degradation { noise_dbfs: -60.0, offset_frames: 777.4, ..none }),
    ]
}

#[test]
fn live_is_as_recorded() {
    for (what, is) in degradations(BenchForm::Quick) {
        let run = assert_degraded_as_recorded(what, &is);
        assert_eq!((run.form, run.heard_s), (BenchForm::Quick, BenchForm::Quick.length_s()));
    }
}

#[test]
#[ignore = "full: six tracks of 75 s"]
fn live_is_as_recorded_in_the_full_form() {
    for (what, is) in degradations(BenchForm::Full) {
        assert_degraded_as_recorded(what, &is);
    }
}

#[test]
fn live_is_as_recorded_at_other_rates() {
    for rate_hz in [44_100.0, 96_000.0] {
        let is = Degradation { sample_rate_hz: rate_hz, ..Degradation::none(BenchForm::Quick) };
        assert_degraded_as_recorded(&format!("{rate_hz} Hz"), &is);
    }
}

#[test]
#[ignore = "full: 192 kHz"]
fn live_is_as_recorded_at_192_khz() {
    let is = Degradation { sample_rate_hz: 192_000.0, ..Degradation::none(BenchForm::Quick) };
    assert_degraded_as_recorded("192 kHz", &is);
}

#[test]
#[ignore = "full: random degradations"]
fn live_is_as_recorded_whatever_happens_to_the_track() {
    for seed in 0..count(10, 100) {
        let is = Degradation { kept: 1.0, dropout: None, ..Degradation::drawn(&mut Random::new(seed)) };
        let stream = stream(&is.recording(seed), AFTER_S, is.sample_rate_hz);
        assert_as_recorded(&format!("seed {seed}"), &stream, is.sample_rate_hz);
    }
}

#[test]
fn a_device_is_measured_live_as_recorded() {
    let rate_hz = 48_000.0;
    let played = track(BenchForm::Quick, -6.0, rate_hz);
    let recording = Amplifier::single_ended().play(&played, Pole { share: 0.85 }, rate_hz, 1);
    assert_as_recorded("amplifier", &stream(&recording, AFTER_S, rate_hz), rate_hz);
}

#[test]
fn the_report_does_not_depend_on_the_blocks() {
    let is = Degradation { clock_ppm: 37.0, ..Degradation::none(BenchForm::Quick) };
    let stream = stream(&is.recording(1), AFTER_S, 48_000.0);
    let text = |blocks: &mut dyn FnMut() -> usize| {
        let run = heard(&stream, 48_000.0, blocks);
        serde_json::to_string(report(&run)).expect("a report has a JSON form")
    };
    let plain = text(&mut || 512);
    let mut random = Random::new(1);
    assert!(plain == text(&mut || 32), "blocks of 32");
    assert!(plain == text(&mut || 16_384f64.powf(random.unit()) as usize), "varying blocks");
}

#[test]
fn sections_are_measured_one_after_the_other_while_the_track_plays() {
    let is = Degradation::none(BenchForm::Quick);
    let stream = stream(&is.recording(1), AFTER_S, 48_000.0);
    let mut listener = listener(48_000.0);
    let mut before = 0;
    for (left, right) in stream[0].chunks(4800).zip(stream[1].chunks(4800)) {
        listener.take(&[left, right]).expect("two channels");
        let Some(run) = listener.newest() else { continue };
        let measured = states(run, SectionState::Measured);
        assert!((before..=before + 1).contains(&measured.len()), "{measured:?}");
        before = measured.len();
        let is_in_order = |pair: &[(BenchSection, SectionState)]| match [pair[0].1, pair[1].1] {
            [SectionState::Running, next] => next != SectionState::Measured,
            [SectionState::Ahead, next] => next == SectionState::Ahead,
            _ => true,
        };
        assert!(run.sections.windows(2).all(is_in_order), "{:?}", run.sections);
        // What is named as missing is not measured yet, and the other way round.
        let is_missing = |section: &BenchSection| match &run.report {
            Some(report) => report.run.as_ref().expect("a run").missing.contains(section),
            None => true,
        };
        assert!(
            run.sections
                .iter()
                .all(|(section, state)| { is_missing(section) != (*state == SectionState::Measured) })
        );
    }
    assert_eq!(before, 12);
}

#[test]
fn a_track_that_stops_ends_its_run_and_names_what_is_missing() {
    let is = Degradation { kept: 0.5, ..Degradation::none(BenchForm::Quick) };
    let run = heard(&stream(&is.recording(1), 15.0, 48_000.0), 48_000.0, || 512);
    assert_eq!(run.end, Some(RunEnd::Lost(BenchSection::Multitone)));
    let missing = states(&run, SectionState::Missing);
    assert_eq!(missing[0], BenchSection::Multitone);
    assert_eq!(report(&run).run.as_ref().expect("a run").missing, missing);
    assert_eq!(states(&run, SectionState::Measured).len() + missing.len(), run.sections.len());
    assert!(run.heard_s < 0.5 * BenchForm::Quick.length_s());
}

#[test]
fn a_stream_that_ends_ends_the_run() {
    let is = Degradation::none(BenchForm::Quick);
    let recording = stream(&is.recording(1), 0.0, 48_000.0);
    // With the track whole, though its last marker is not found yet.
    let mut whole = listener(48_000.0);
    send(&mut whole, &recording, || 512);
    assert_eq!(whole.newest().expect("a run").end, None);
    assert!(whole.catch_up() && !whole.catch_up());
    let run = whole.newest().expect("a run");
    assert_eq!((run.end, states(run, SectionState::Measured).len()), (Some(RunEnd::Complete), 12));
    let offline = measure_record(48_000.0, &[&recording[0], &recording[1]], Settings::default());
    let largest = Largest::of(report(run), &offline);
    assert!(largest.difference < MOST, "{largest:?}");
    // In its middle.
    let mut half = listener(48_000.0);
    let part = recording.each_ref().map(|samples| samples[..samples.len() / 2].to_vec());
    send(&mut half, &part, || 512);
    assert!(!half.catch_up());
    assert!(half.break_off() && !half.break_off());
    let run = half.newest().expect("a run");
    assert_eq!(run.end, Some(RunEnd::BrokenOff));
    let measured = states(run, SectionState::Measured);
    assert!((4..10).contains(&measured.len()), "{measured:?}");
}

#[test]
fn of_two_runs_one_after_the_other_both_are_measured() {
    let [first, second] = [false, true].map(|is_inverted| {
        let is = Degradation { is_inverted, offset_frames: 0.0, ..Degradation::none(BenchForm::Quick) };
        stream(&is.recording(1), 0.0, 48_000.0)
    });
    let both = [0, 1].map(|side: usize| [first[side].clone(), second[side].clone()].concat());
    let mut listener = listener(48_000.0);
    let mut complete: Vec<Arc<Report>> = Vec::new();
    let note = |listener: &BenchListener, complete: &mut Vec<Arc<Report>>| {
        let new = listener.complete().filter(|new| complete.last() != Some(*new));
        complete.extend(new.cloned());
    };
    for (left, right) in both[0].chunks(512).zip(both[1].chunks(512)) {
        listener.take(&[left, right]).expect("two channels");
        note(&listener, &mut complete);
    }
    assert!(listener.catch_up());
    note(&listener, &mut complete);
    let runs = complete.iter().map(|report| report.run.as_ref().expect("a run"));
    let found: Vec<(i8, f64)> = runs.map(|run| (run.polarity["L"], run.delay_frames)).collect();
    assert_eq!(found.iter().map(|run| run.0).collect::<Vec<_>>(), [1, -1]);
    let starts = [0.0, first[0].len() as f64];
    for ((_, delay), start) in found.iter().zip(starts) {
        assert!((delay - start).abs() < 0.01, "{found:?}");
    }
    assert!(complete.iter().all(|report| report.run.as_ref().expect("a run").missing.is_empty()));
}

#[test]
fn another_band_measures_the_run_anew() {
    let is = Degradation::none(BenchForm::Quick);
    let recording = stream(&is.recording(1), AFTER_S, 48_000.0);
    let settings = Settings { band: Band { low_hz: 100.0, high_hz: 5000.0 }, ..Settings::default() };
    let mut listener = listener(48_000.0);
    let (start, rest) = (recording.each_ref().map(|x| x[..600_000].to_vec()), 600_000);
    send(&mut listener, &start, || 512);
    listener.set_settings(settings);
    send(&mut listener, &recording.each_ref().map(|x| x[rest..].to_vec()), || 512);
    let run = listener.newest().expect("a run");
    assert_eq!(run.end, Some(RunEnd::Complete));
    let offline = measure_record(48_000.0, &[&recording[0], &recording[1]], settings);
    let largest = Largest::of(report(run), &offline);
    assert!(largest.difference < MOST, "{largest:?}");
}

fn assert_no_run(what: &str, sound: [Vec<f32>; 2]) {
    let mut listener = listener(48_000.0);
    send(&mut listener, &sound, || 512);
    assert!(listener.newest().is_none(), "{what}: {:?}", listener.newest());
}

#[test]
fn other_sounds_and_mono_streams_start_no_run() {
    let frames = 48_000 * 60;
    let mut random = Random::new(3);
    let noise: Vec<f32> = (0..frames).map(|_| 0.1 * random.gaussian() as f32).collect();
    let tone = Signal::silence(48_000.0, frames).with_tone(Tone::new(997.0, -6.0)).to_f32();
    assert_no_run("noise", [noise.clone(), noise]);
    assert_no_run("a tone", [tone.clone(), tone]);
    let music = [1, 2].map(|seed| Signal::silence(48_000.0, frames).with_programme(seed).to_f32());
    assert_no_run("music", music);
    let is = Degradation::none(BenchForm::Quick);
    let mono = &stream(&is.recording(1), AFTER_S, 48_000.0)[0];
    let mut listener = BenchListener::new(48_000.0, 1, 0, Settings::default());
    listener.take(&[mono]).expect("one channel");
    assert!(listener.newest().is_none());
}

#[test]
#[ignore = "full: an hour of music and noise"]
fn an_hour_of_other_sounds_starts_no_run() {
    for seed in 0..30 {
        let sides = [2 * seed, 2 * seed + 1];
        let frames = 48_000 * 60;
        assert_no_run(
            "music",
            sides.map(|seed| Signal::silence(48_000.0, frames).with_programme(seed).to_f32()),
        );
        assert_no_run(
            "noise",
            sides.map(|seed| Signal::silence(48_000.0, frames).with_noise(-20.0, seed).to_f32()),
        );
    }
}
