//! The result depends on the record, not on the blocks or their pace.

use std::iter::repeat;
use std::time::Duration;

use groundtruth_measure::{Averaging, Settings, WindowKind};
use groundtruth_tests::stimulus::Random;

use crate::rig::{FRAMES, Rig, assert_same, contents, is_running, part, planted, report, settings};

/// Not a whole number of quarter records: the last part of a record is at hand too.
const LENGTH: usize = 5 * FRAMES + 333;

fn contents_of(settings: Settings, blocks: impl IntoIterator<Item = usize>) -> String {
    let mut rig = Rig::new(settings);
    assert_eq!(rig.feed(&planted(LENGTH), blocks), 0);
    contents(&rig.drained())
}

#[test]
fn everything_is_the_same_bit_for_bit_whatever_the_blocks() {
    let whole = contents_of(settings(), repeat(512));
    assert!(whole.contains("thd.f"), "{whole}");
    for block in [1, 7, 64, 1023, 1024, 1025, 4096, 16_384] {
        assert_same(&contents_of(settings(), repeat(block)), &whole, &format!("blocks of {block}"));
    }
    for seed in 0..8 {
        let mut random = Random::new(seed);
        let size = move || 16_384f64.powf(random.unit()) as usize;
        let blocks = std::iter::repeat_with(size);
        assert_same(&contents_of(settings(), blocks), &whole, &format!("random blocks, seed {seed}"));
    }
}

#[test]
fn the_report_is_the_same_in_every_averaging_whatever_the_blocks() {
    let modes = [
        Averaging::Off,
        Averaging::Exponential { records: 4 },
        Averaging::Records { records: 3 },
        Averaging::Coherent,
    ];
    for averaging in modes {
        let settings = Settings { averaging, window: WindowKind::FlatTop144, ..settings() };
        let reading = |block| {
            let mut rig = Rig::new(settings);
            rig.feed(&planted(LENGTH), repeat(block));
            report(&rig.drained())
        };
        assert_eq!(reading(100), reading(16_384), "{averaging:?}");
    }
}

#[test]
fn the_pace_does_not_show() {
    let signal = planted(LENGTH);
    let mut hurried = Rig::new(settings());
    hurried.feed_plainly(&signal);
    let mut slow = Rig::new(settings());
    for start in (0..LENGTH).step_by(2500) {
        slow.feed_plainly(&part(&signal, start..LENGTH.min(start + 2500)));
        std::thread::sleep(Duration::from_millis(40));
    }
    assert_same(&contents(&slow.drained()), &contents(&hurried.drained()), "slow and hurried");
}

#[test]
fn records_end_every_quarter_and_meters_come_in_between() {
    let mut rig = Rig::new(Settings { transform_frames: 65_536, ..settings() });
    let signal = planted(65_536 + 2000);
    rig.feed_plainly(&signal);
    let snapshot = rig.drained();
    assert!(is_running(&snapshot));
    assert_eq!(snapshot.progress.records, 1);
    let context = snapshot.context.expect("audio came");
    assert!(context.end_frame > 65_536, "meters are newer than the record: {}", context.end_frame);
    let peaks = [0, 1].map(|channel| snapshot.meters[channel].peak);
    assert!(peaks[0] > 0.49 && peaks[1] < 0.01, "{peaks:?}");
}
