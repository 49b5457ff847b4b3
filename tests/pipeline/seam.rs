//! A recording played in a loop, as hosts do: figures do not wander with its seam.

use std::iter;

use groundtruth_measure::{Averaging, ChannelFigure, Report, Settings, StimulusKind};
use groundtruth_tests::stimulus::{Signal, Tone};

use crate::rig::{RATE_HZ, Rig};

const BLOCK: usize = 480;
const PLAYED_S: f64 = 40.0;
const NOISE_DBFS: f64 = -100.0;

/// A tone with harmonics and hum, whose ends do not fit.
fn recording(frames: usize) -> [Vec<f32>; 2] {
    let tone = Tone::new(997.0, -6.0);
    let side = |seed| {
        Signal::silence(RATE_HZ, frames)
            .with_tone(tone)
            .with_harmonics(tone, &[(2, -80.0, 0.3), (3, -90.0, 1.0)])
            .with_hum(50.0, &[(1, -80.0), (3, -90.0)])
            .with_noise(NOISE_DBFS, seed)
            .to_f32()
    };
    [side(1), side(2)]
}

/// Plays a recording in a loop; each report that was shown, once.
fn shown(settings: Settings, recording: &[Vec<f32>; 2], is_positioned: bool) -> Vec<Report> {
    let frames = recording[0].len();
    let mut rig = Rig::new(settings);
    let (mut version, mut reports) = (0, Vec::new());
    for at in (0..(PLAYED_S * RATE_HZ) as usize).step_by(BLOCK) {
        let block =
            |side: &Vec<f32>| -> Vec<f32> { (at..at + BLOCK).map(|frame| side[frame % frames]).collect() };
        let [left, right] = [block(&recording[0]), block(&recording[1])];
        rig.sender.push(&[&left, &right], None, is_positioned.then_some((at % frames) as i64));
        // Several times a quarter of a record.
        if at % (BLOCK * 8) == 0 {
            let snapshot = rig.drained();
            if std::mem::replace(&mut version, snapshot.record_version) != version {
                reports.extend(snapshot.report.as_deref().cloned());
            }
        }
    }
    reports
}

/// Whether a report has the recording's tone and noise.
fn is_true(report: &Report) -> bool {
    let noise = report.channels[0].figures[&ChannelFigure::NoiseRms].figure();
    // Of the noise the band has 20 of 24 kHz.
    let expected_dbfs = NOISE_DBFS + 10.0 * (19_980.0f64 / 24_000.0).log10();
    report.stimulus.kind == StimulusKind::Tone
        && noise.is_some_and(|noise| (noise.value - expected_dbfs).abs() < 0.3)
}

#[test]
fn with_the_host_s_position_every_figure_shown_is_true() {
    let averages = [Averaging::Off, Averaging::Exponential { records: 4 }, Averaging::Infinite];
    for (averaging, seconds) in averages.into_iter().zip([3.17, 8.0011, 5.003]) {
        let recording = recording((seconds * RATE_HZ) as usize);
        let reports = shown(Settings { averaging, ..Settings::default() }, &recording, true);
        let wrong = reports.iter().filter(|report| !is_true(report)).count();
        assert!(reports.len() > 40 && wrong == 0, "{averaging:?}: {wrong} of {}", reports.len());
    }
}

#[test]
fn without_it_a_seam_shows_until_it_is_found_and_never_looks_like_music() {
    let recording = recording((8.0011 * RATE_HZ) as usize);
    let reports = shown(Settings::default(), &recording, false);
    let is_music = |report: &&Report| report.stimulus.kind == StimulusKind::Programme;
    assert_eq!(reports.iter().filter(is_music).count(), 0);
    let wrong = reports.iter().filter(|report| !is_true(report)).count();
    println!("{wrong} of {} with the seam", reports.len());
    assert!(wrong * 20 < reports.len(), "{wrong} of {}", reports.len());
}

#[test]
fn a_stopped_transport_breaks_nothing() {
    // Live input is measured while the host's position stays; packets are shorter than the longer blocks.
    let settings = Settings { averaging: Averaging::Infinite, ..Settings::default() };
    let recording = recording((6.0 * RATE_HZ) as usize);
    for block in [480, 8192] {
        let mut rig = Rig::new(settings);
        let mut from = 0;
        while from < recording[0].len() {
            let until = (from + block).min(recording[0].len());
            rig.sender.push(&[&recording[0][from..until], &recording[1][from..until]], None, Some(96_000));
            from = until;
        }
        // A whole record, and one for every quarter of one after it.
        let expected = (recording[0].len() - 65_536) / 16_384 + 1;
        assert_eq!(rig.drained().progress.records as usize, expected, "blocks of {block}");
    }
}

#[test]
fn a_loop_shorter_than_a_record_is_measured_nevertheless() {
    let recording = recording((1.1 * RATE_HZ) as usize);
    let reports = shown(Settings::default(), &recording, true);
    assert!(reports.len() > 10, "{}", reports.len());
}

#[test]
fn music_after_a_tone_is_shown_after_a_record() {
    let frames = (6.0 * RATE_HZ) as usize;
    let [left, right] = recording(frames);
    let music = [3, 4].map(|seed| Signal::silence(RATE_HZ, frames).with_programme(seed).to_f32());
    let both = [[left, music[0].clone()].concat(), [right, music[1].clone()].concat()];
    let mut rig = Rig::new(Settings::default());
    rig.feed(&both.clone().map(|side| side[..frames].to_vec()), iter::repeat(BLOCK));
    let kind = |rig: &mut Rig| rig.drained().report.map(|report| report.stimulus.kind);
    assert_eq!(kind(&mut rig), Some(StimulusKind::Tone));
    // A record of 1.37 s, a quarter for a break that is not found yet, and one to the next record's end.
    let after = frames + (2.1 * RATE_HZ) as usize;
    rig.feed(&both.map(|side| side[frames..after].to_vec()), iter::repeat(BLOCK));
    assert_eq!(kind(&mut rig), Some(StimulusKind::Programme));
}
