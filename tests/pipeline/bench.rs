//! The bench track through ring and worker: progress, report and ends of a run.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use groundtruth_analysis::{BenchEnd, BenchProgress, SectionState, Snapshot};
use groundtruth_measure::{Averaging, BenchForm, Settings, measure_record};
use groundtruth_tests::bench_track::{Degradation, Largest};

use crate::rig::{RATE_HZ, Rig, STEREO, part};

/// Silence after a track until its run is over.
const AFTER: usize = 5 * 48_000;

fn recording(form: BenchForm) -> [Vec<f32>; 2] {
    let recording = Degradation::none(form).recording(1);
    recording.map(|samples| samples.iter().map(|x| *x as f32).chain(vec![0.0; AFTER]).collect())
}

fn bench(snapshot: &Snapshot) -> &BenchProgress {
    snapshot.bench.as_ref().expect("a run")
}

fn broken(snapshot: &Snapshot) -> &str {
    match &bench(snapshot).end {
        Some(BenchEnd::Broken(sentence)) => sentence,
        other => panic!("not broken: {other:?}"),
    }
}

fn measured(progress: &BenchProgress) -> usize {
    progress.sections.iter().filter(|(_, state)| *state == SectionState::Measured).count()
}

fn assert_played_as_recorded(form: BenchForm, blocks: impl IntoIterator<Item = usize>) {
    let signal = recording(form);
    let mut rig = Rig::new(Settings::default());
    rig.feed(&signal, blocks);
    let snapshot = rig.drained();
    let progress = bench(&snapshot);
    assert_eq!(progress.end, Some(BenchEnd::Complete));
    assert_eq!((progress.heard_s, progress.length_s), (form.length_s(), form.length_s()));
    let offline = measure_record(RATE_HZ, &[&signal[0], &signal[1]], Settings::default());
    let report = progress.report.as_ref().expect("a report");
    let largest = Largest::of(report, &offline);
    println!("{form:?}: {largest:?}");
    assert!(largest.difference < 0.01, "{largest:?}");
    assert_eq!(rig.controls.last_bench.get().as_ref(), Some(report));
    // The ordinary figures go on.
    assert!(snapshot.report.is_some() && snapshot.spectrum.is_some());
}

#[test]
fn a_track_played_live_gives_the_report_of_its_recording() {
    assert_played_as_recorded(BenchForm::Quick, std::iter::repeat(512));
    assert_played_as_recorded(BenchForm::Quick, [32, 999, 2048].into_iter().cycle());
}

#[test]
#[ignore = "full: a track of 75 s"]
fn a_full_track_played_live_gives_the_report_of_its_recording() {
    assert_played_as_recorded(BenchForm::Full, std::iter::repeat(512));
}

#[test]
fn the_progress_rises_with_the_track_and_stays_after_it() {
    let signal = recording(BenchForm::Quick);
    let mut rig = Rig::new(Settings::default());
    let mut before: Option<BenchProgress> = None;
    for from in (0..signal[0].len()).step_by(24_000) {
        rig.feed_plainly(&part(&signal, from..signal[0].len().min(from + 24_000)));
        let snapshot = rig.drained();
        let Some(progress) = &snapshot.bench else { continue };
        if let Some(before) = &before {
            assert!(progress.version >= before.version && progress.heard_s >= before.heard_s);
            assert!(measured(progress) >= measured(before));
            let is_same = progress.sections == before.sections
                && progress.end == before.end
                && progress.report == before.report;
            assert_eq!(is_same, progress.version == before.version);
        }
        before = Some((**progress).clone());
    }
    let complete = before.expect("a run");
    assert_eq!((&complete.end, measured(&complete)), (&Some(BenchEnd::Complete), 12));
}

/// The first half of a track, then a change, then the rest.
fn interrupted(change: impl FnOnce(&mut Rig)) -> (Rig, Snapshot) {
    let signal = recording(BenchForm::Quick);
    let mut rig = Rig::new(Settings::default());
    rig.feed_plainly(&part(&signal, 0..600_000));
    assert_eq!(bench(&rig.drained()).end, None);
    change(&mut rig);
    rig.feed_plainly(&part(&signal, 600_000..signal[0].len()));
    let snapshot = rig.drained();
    (rig, snapshot)
}

fn assert_kept_in_part(snapshot: &Snapshot) {
    let progress = bench(snapshot);
    assert!((3..8).contains(&measured(progress)), "{:?}", progress.sections);
    let run = progress.report.as_ref().and_then(|report| report.run.clone()).expect("a run");
    assert_eq!(run.missing.len() + measured(progress), progress.sections.len());
    assert!(
        progress
            .sections
            .iter()
            .all(|(_, state)| { matches!(state, SectionState::Measured | SectionState::Missing) })
    );
}

#[test]
fn a_gap_ends_a_run_and_what_was_measured_is_kept() {
    let is_stuck = Arc::new(AtomicBool::new(false));
    let signal = recording(BenchForm::Quick);
    let mut rig = Rig::with_wake(Settings::default(), {
        let is_stuck = is_stuck.clone();
        move || {
            while is_stuck.load(Ordering::Relaxed) {
                std::thread::sleep(Duration::from_millis(1));
            }
        }
    });
    rig.feed_plainly(&part(&signal, 0..600_000));
    rig.drained();
    is_stuck.store(true, Ordering::Relaxed);
    let silence = [vec![0.0; 48_000], vec![0.0; 48_000]];
    while rig.feed_plainly(&silence) == 0 {}
    is_stuck.store(false, Ordering::Relaxed);
    rig.drained();
    // The second half of a track is none.
    rig.feed_plainly(&part(&signal, 600_000..signal[0].len()));
    let snapshot = rig.drained();
    assert!(broken(&snapshot).contains("frames were lost"), "{}", broken(&snapshot));
    assert_kept_in_part(&snapshot);
    assert_eq!(rig.controls.last_bench.get(), None);
}

#[test]
fn a_new_stream_and_a_reset_end_a_run() {
    let (_, snapshot) = interrupted(|rig| rig.sender.reset());
    assert_kept_in_part(&snapshot);
    assert!(broken(&snapshot).contains("host"), "{}", broken(&snapshot));
    let (_, snapshot) = interrupted(|rig| rig.reactivate(STEREO));
    assert_kept_in_part(&snapshot);
}

#[test]
fn a_freeze_ends_a_run() {
    let (mut rig, frozen) = interrupted(|rig| {
        rig.freeze(true);
        rig.drained();
    });
    assert_kept_in_part(&frozen);
    assert!(broken(&frozen).contains("frozen"), "{}", broken(&frozen));
    rig.freeze(false);
    rig.feed_plainly(&recording(BenchForm::Quick));
    assert_eq!(bench(&rig.drained()).end, Some(BenchEnd::Complete));
}

#[test]
fn a_run_ends_when_nobody_listens_and_its_report_stays() {
    let (rig, snapshot) = interrupted(|rig| {
        rig.open(false);
        rig.drained();
        rig.open(true);
    });
    assert_kept_in_part(&snapshot);
    broken(&snapshot);
    assert_eq!(rig.controls.last_bench.get(), None);
}

#[test]
fn a_restart_of_the_record_and_other_averaging_do_not_touch_a_run() {
    let (_, snapshot) = interrupted(|rig| {
        rig.controls.restarts.fetch_add(1, Ordering::Relaxed);
        rig.worker.set_settings(Settings { averaging: Averaging::Off, ..Settings::default() });
        rig.drained();
    });
    let progress = bench(&snapshot);
    assert_eq!((&progress.end, measured(progress)), (&Some(BenchEnd::Complete), 12));
    let signal = recording(BenchForm::Quick);
    let offline = measure_record(RATE_HZ, &[&signal[0], &signal[1]], Settings::default());
    let largest = Largest::of(progress.report.as_ref().expect("a report"), &offline);
    assert!(largest.difference < 0.01, "{largest:?}");
}
