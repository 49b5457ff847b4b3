//! Results from the stream rather than from a record: discontinuities and sweeps.

use groundtruth_analysis::Snapshot;
use groundtruth_measure::generator::{Level, Recipe, Sides, Signal as Generator, SignalKind};
use groundtruth_measure::{
    Averaging, Band, ChannelFigure, CurvePoint, PairFigure, PairReport, Reading, Report, Settings,
    StimulusKind, measure_record,
};
use groundtruth_tests::stimulus::{Signal, Tone};

use crate::rig::{FRAMES, RATE_HZ, Rig, assert_same, contents, settings};

/// A tone on both sides, with noise of their own.
fn tone(frames: usize) -> [Vec<f32>; 2] {
    [1, 2].map(|seed| {
        let tone = Tone::new(997.0, -6.0);
        Signal::silence(RATE_HZ, frames).with_tone(tone).with_noise(-100.0, seed).to_f32()
    })
}

/// The same without one frame.
fn tone_without(frame: usize, frames: usize) -> [Vec<f32>; 2] {
    tone(frames + 1).map(|mut samples| {
        samples.remove(frame);
        samples
    })
}

fn glitches(snapshot: &Snapshot, channel: usize) -> (Option<f64>, Vec<(u64, u64, &'static str)>) {
    let report = snapshot.report.as_ref().expect("records");
    let channel = &report.channels[channel];
    let count = channel.figures[&ChannelFigure::Glitches].figure().map(|figure| figure.value);
    (count, channel.glitches.iter().map(|glitch| (glitch.frame, glitch.frames, glitch.kind.id())).collect())
}

fn first_used(snapshot: &Snapshot) -> u64 {
    snapshot.report.as_ref().expect("records").channels[0].used_frames[0]
}

#[test]
fn a_clean_stream_has_no_glitches() {
    let mut rig = Rig::new(settings());
    rig.feed_plainly(&tone(150_000));
    let snapshot = rig.drained();
    assert_eq!(glitches(&snapshot, 0), (Some(0.0), Vec::new()));
    assert_eq!(first_used(&snapshot), 0);
}

#[test]
fn a_dropped_frame_is_listed_with_its_frame_and_the_average_begins_anew_after_it() {
    const GONE: usize = 72_003;
    let mut rig = Rig::new(settings());
    rig.feed_plainly(&tone_without(GONE, 150_000));
    let snapshot = rig.drained();
    for channel in [0, 1] {
        let found = vec![(GONE as u64, 1, "dropped")];
        assert_eq!(glitches(&snapshot, channel), (Some(1.0), found));
    }
    assert!(first_used(&snapshot) >= GONE as u64, "{}", first_used(&snapshot));
}

/// A click does not change the tone: the analysis of records does not restart at one.
fn clicked(at: usize) -> [Vec<f32>; 2] {
    let mut signal = tone(150_000);
    signal[1][at] += 0.01;
    signal
}

#[test]
fn a_click_ends_the_average_in_which_it_lies() {
    const AT: usize = 70_000;
    let mut rig = Rig::new(settings());
    rig.feed_plainly(&clicked(AT));
    let snapshot = rig.drained();
    assert_eq!(glitches(&snapshot, 0).0, Some(0.0));
    assert_eq!(glitches(&snapshot, 1), (Some(1.0), vec![(AT as u64, 1, "click")]));
    // It is detected three quarters of a second late.
    let first = first_used(&snapshot) as usize;
    assert!((AT + 1..AT + 40_000).contains(&first), "{first}");
    let records = (150_000 - first - FRAMES) / (FRAMES / 4) + 1;
    assert_eq!(snapshot.progress.records as usize, records);
}

#[test]
fn without_averaging_a_click_is_listed_and_nothing_is_interrupted() {
    let reports = |signal: &[Vec<f32>; 2]| {
        let mut rig = Rig::new(Settings { averaging: Averaging::Off, ..settings() });
        rig.feed_plainly(signal);
        let snapshot = rig.drained();
        (first_used(&snapshot), glitches(&snapshot, 1).0)
    };
    let (first, count) = reports(&clicked(70_000));
    assert_eq!((first, count), (reports(&tone(150_000)).0, Some(1.0)));
}

#[test]
fn glitches_and_their_places_do_not_depend_on_the_blocks() {
    let read = |block: usize| {
        let mut rig = Rig::new(settings());
        rig.feed(&clicked(70_000), std::iter::repeat(block));
        contents(&rig.drained())
    };
    let plain = read(512);
    for block in [1, 999, 2048, 16_384] {
        assert_same(&read(block), &plain, &format!("blocks of {block}"));
    }
}

#[test]
fn a_restart_forgets_what_was_found() {
    let mut rig = Rig::new(settings());
    rig.feed_plainly(&clicked(70_000));
    rig.drained();
    rig.controls.restarts.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    rig.drained();
    rig.feed_plainly(&tone(FRAMES));
    assert_eq!(glitches(&rig.drained(), 1), (Some(0.0), Vec::new()));
}

/// Alternating sweeps through a shared return, then only noise.
fn sweeps(seconds: f64, rest_s: f64) -> [Vec<f32>; 2] {
    let frames = (seconds * RATE_HZ) as usize;
    let kind =
        SignalKind::Sweep { low_hz: 20.0, high_hz: 20_000.0, sides: Sides::Each, pause_frames: 24_000 };
    let recipe =
        Recipe { kind, level: Level::PeakDbfs(-6.0), sample_rate_hz: RATE_HZ, frames: frames as u64 };
    let mut played = vec![vec![0.0; frames]; 2];
    Generator::new(&recipe).expect("a signal that can be made").fill(0, &mut played);
    let whole = frames + (rest_s * RATE_HZ) as usize;
    [0, 1].map(|side| {
        let mut samples = Signal::silence(RATE_HZ, whole).with_noise(-110.0, side as u64 + 7);
        for (sample, (own, other)) in
            samples.samples.iter_mut().zip(played[side].iter().zip(&played[1 - side]))
        {
            *sample += own - 2e-3 * other;
        }
        samples.to_f32()
    })
}

/// With a declared load, so that the cause can be determined.
fn circuit() -> Settings {
    Settings { load_ohms: Some(32.0), ..settings() }
}

fn report(snapshot: &Snapshot) -> &Report {
    snapshot.report.as_ref().expect("records")
}

fn pairs(report: &Report) -> [&PairReport; 2] {
    [("L", "R"), ("R", "L")].map(|(from, to)| report.pair(from, to).expect("two channels"))
}

/// Largest difference of two curves in dB, with identical frequencies.
fn difference_db(a: &[CurvePoint], b: &[CurvePoint]) -> f64 {
    assert_eq!(a.len(), b.len());
    let level = |point: &CurvePoint| point.level_db.expect("not silent");
    let differences = a.iter().zip(b).map(|(a, b)| {
        assert_eq!(a.frequency_hz, b.frequency_hz);
        (level(a) - level(b)).abs()
    });
    differences.fold(0.0, f64::max)
}

#[test]
fn sweeps_played_live_give_the_curves_of_the_recording() {
    let signal = sweeps(12.0, 6.0);
    let mut rig = Rig::new(circuit());
    rig.feed_plainly(&signal);
    let live = rig.drained();
    let offline = measure_record(RATE_HZ, &[&signal[0], &signal[1]], circuit());
    assert_eq!(offline.stimulus.kind, StimulusKind::Sweep);
    for (live, offline) in report(&live).channels.iter().zip(&offline.channels) {
        assert_eq!(live.figures[&ChannelFigure::Glitches], offline.figures[&ChannelFigure::Glitches]);
        assert_eq!(live.figures[&ChannelFigure::Glitches].figure().map(|figure| figure.value), Some(0.0));
    }
    for (live, offline) in pairs(report(&live)).into_iter().zip(pairs(&offline)) {
        assert!(live.crosstalk_curve.len() > 60, "{}", live.crosstalk_curve.len());
        let crosstalk_db = difference_db(&live.crosstalk_curve, &offline.crosstalk_curve);
        let balance_db = difference_db(&live.balance_curve, &offline.balance_curve);
        println!("live against offline: {crosstalk_db:e} dB, {balance_db:e} dB");
        // The same stretches of the same samples: the same numbers.
        assert_eq!((crosstalk_db, balance_db), (0.0, 0.0));
        for id in [PairFigure::XtalkCurve, PairFigure::BalanceCurve, PairFigure::XtalkCauseResistance] {
            assert_eq!(live.figures[&id], offline.figures[&id], "{id}");
            assert!(matches!(live.figures[&id], Reading::Measured(_)), "{id}");
        }
    }
}

#[test]
fn curves_do_not_depend_on_blocks_and_pace() {
    let signal = sweeps(8.0, 4.0);
    let read = |block: usize, cuts: &[usize]| {
        let mut rig = Rig::new(circuit());
        let mut from = 0;
        for to in cuts.iter().copied().chain([signal[0].len()]) {
            rig.feed(&crate::rig::part(&signal, from..to), std::iter::repeat(block));
            rig.drained();
            from = to;
        }
        contents(&rig.drained())
    };
    let plain = read(512, &[]);
    assert!(plain.contains("crosstalk_curve"));
    assert_same(&read(4096, &[]), &plain, "blocks");
    assert_same(&read(777, &[100_000, 300_000, 420_000]), &plain, "pace");
}

/// Whether a report has both directions' curves.
fn has_curves(report: &Report) -> bool {
    pairs(report).iter().all(|pair| !pair.crosstalk_curve.is_empty())
}

/// Noise, as it follows the sweeps.
fn rest(seconds: f64) -> [Vec<f32>; 2] {
    [3, 4]
        .map(|seed| Signal::silence(RATE_HZ, (seconds * RATE_HZ) as usize).with_noise(-110.0, seed).to_f32())
}

#[test]
fn curves_stay_in_the_silence_after_the_sweeps_for_a_minute() {
    let mut rig = Rig::new(Settings { averaging: Averaging::Exponential { records: 4 }, ..circuit() });
    rig.feed_plainly(&sweeps(8.0, 0.0));
    assert_eq!(report(&rig.drained()).stimulus.kind, StimulusKind::Sweep);
    rig.feed_plainly(&rest(50.0));
    let silent = rig.drained();
    assert_eq!(report(&silent).stimulus.kind, StimulusKind::Silence);
    assert!(has_curves(report(&silent)));
    // Figures of silence are measured as usual.
    assert!(report(&silent).channels[0].figures[&ChannelFigure::NoiseRms].figure().is_some());
    rig.feed_plainly(&rest(15.0));
    assert!(!has_curves(report(&rig.drained())));
}

#[test]
fn curves_go_with_another_measurement_and_with_a_restart() {
    let mut rig = Rig::new(circuit());
    rig.feed_plainly(&sweeps(8.0, 4.0));
    assert!(has_curves(report(&rig.drained())));
    rig.feed_plainly(&tone(100_000));
    assert!(!has_curves(report(&rig.drained())));
    rig.feed_plainly(&rest(1.0));
    assert!(!has_curves(report(&rig.drained())));

    let mut rig = Rig::new(circuit());
    rig.feed_plainly(&sweeps(8.0, 4.0));
    rig.drained();
    rig.controls.restarts.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    rig.drained();
    rig.feed_plainly(&rest(1.0));
    assert!(!has_curves(report(&rig.drained())));
}

#[test]
fn another_band_makes_the_curves_anew_and_another_load_their_cause() {
    let mut rig = Rig::new(circuit());
    rig.feed_plainly(&sweeps(8.0, 4.0));
    rig.drained();
    let ohms = |snapshot: &Snapshot| {
        let cause = &pairs(report(snapshot))[0].figures[&PairFigure::XtalkCauseResistance];
        cause.figure().expect("the load is set").value
    };
    let highest_hz = |snapshot: &Snapshot| {
        pairs(report(snapshot))[0].crosstalk_curve.last().map_or(0.0, |point| point.frequency_hz)
    };
    rig.worker.set_settings(Settings { load_ohms: Some(64.0), ..circuit() });
    rig.feed_plainly(&rest(1.0));
    let heavier = rig.drained();
    assert!((ohms(&heavier) / (64e3 * 2e-3 / (1.0 - 2e-3)) - 1.0).abs() < 1e-3, "{}", ohms(&heavier));
    assert!(highest_hz(&heavier) > 15_000.0);
    let band = Band { low_hz: 50.0, high_hz: 5000.0 };
    rig.worker.set_settings(Settings { band, ..circuit() });
    rig.feed_plainly(&rest(1.0));
    let narrower = rig.drained();
    assert!((4000.0..5100.0).contains(&highest_hz(&narrower)), "{}", highest_hz(&narrower));
}
