//! The samples that a capture keeps are those behind the figures, without a gap.

use std::time::Duration;

use groundtruth_analysis::{Samples, State};

use crate::rig::{FRAMES, RATE_HZ, Rig, part, planted, settings};

fn samples(rig: &Rig) -> Samples {
    rig.worker.samples().wait(Duration::from_secs(20)).expect("the worker answers")
}

#[test]
fn they_are_the_frames_sent_since_the_record_began() {
    let mut rig = Rig::new(settings());
    let signal = planted(5 * FRAMES + 77);
    rig.feed(&signal, [1, 500, 3000].into_iter().cycle());
    rig.drained();
    let kept = samples(&rig);
    assert_eq!((kept.first_frame, kept.sample_rate_hz), (0, RATE_HZ));
    assert_eq!(kept.channels, signal);

    rig.sender.reset();
    let second = part(&signal, 100..2000);
    rig.feed_plainly(&second);
    rig.drained();
    let kept = samples(&rig);
    assert_eq!(kept.channels, second, "a new record has its own");
}

#[test]
fn of_a_long_record_the_last_thirty_seconds_are_kept() {
    let mut rig = Rig::new(settings());
    let signal: [Vec<f32>; 2] =
        [0, 1].map(|side| (0..33 * 48_000).map(|frame| ((frame + side) % 8191) as f32 / 8192.0).collect());
    rig.feed_plainly(&signal);
    rig.drained();
    let kept = samples(&rig);
    assert_eq!(kept.channels[0].len(), 30 * 48_000);
    assert_eq!(kept.first_frame, 3 * 48_000);
    assert!(kept.channels[1] == signal[1][3 * 48_000..]);
}

#[test]
fn while_frozen_they_stay_those_of_the_frozen_figures_and_closed_none_are_kept() {
    let mut rig = Rig::new(settings());
    let signal = planted(2 * FRAMES);
    rig.feed_plainly(&signal);
    rig.drained();
    rig.freeze(true);
    rig.wait_for("frozen", |snapshot| snapshot.state == State::Frozen);
    rig.feed_plainly(&planted(FRAMES));
    rig.drained();
    assert_eq!(samples(&rig).channels, signal);
    rig.open(false);
    rig.drained();
    assert!(samples(&rig).channels.is_empty());
}
