//! At the pace of a host, with another core busy: the ring never overflows.

use std::hint::spin_loop;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use groundtruth_measure::Settings;
use groundtruth_tests::stimulus::{Signal, Tone};

use crate::rig::{RATE_HZ, Rig};

/// How long is played in the full tier; the signal is repeated.
const LONG: Duration = Duration::from_secs(20);
/// How long is played in the quick tier.
const SHORT: Duration = Duration::from_secs(3);
const BLOCK: usize = 512;
/// Interval of an editor's reads.
const FRAME: Duration = Duration::from_millis(33);

/// A thread that never waits.
struct Busy {
    stop: Arc<AtomicBool>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Busy {
    fn start() -> Busy {
        let stop = Arc::new(AtomicBool::new(false));
        let thread = thread::spawn({
            let stop = stop.clone();
            move || {
                while !stop.load(Ordering::Relaxed) {
                    spin_loop();
                }
            }
        });
        Busy { stop, thread: Some(thread) }
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.join().expect("spinning cannot fail");
        }
    }
}

/// Plays a signal repeatedly with the settings of a new instance, with its snapshots read 30 times a second.
fn play_beside_a_busy_core(signal: &[Vec<f32>; 2], played: Duration) {
    let mut rig = Rig::new(Settings::default());
    rig.sender.set_offline(false);
    let busy = Busy::start();
    let started = Instant::now();
    let (mut frame, mut looked) = (0, started);
    while started.elapsed() < played {
        let [left, right]: [[f32; BLOCK]; 2] = [0, 1]
            .map(|channel| std::array::from_fn(|at| signal[channel][(frame + at) % signal[channel].len()]));
        let lost = rig.sender.push(&[&left, &right], None, None);
        assert_eq!(lost, 0, "{:.1} s after the start", frame as f64 / RATE_HZ);
        frame += BLOCK;
        if looked.elapsed() > FRAME {
            looked = Instant::now();
            rig.reader.latest();
        }
        let due = Duration::from_secs_f64(frame as f64 / RATE_HZ);
        thread::sleep(due.saturating_sub(started.elapsed()));
    }
    drop(busy);
    let context = rig.drained().context.expect("audio came");
    assert_eq!((context.gaps, context.lost_frames), (0, 0));
    // The newest snapshot stands at most one point of 30 a second before the end.
    let left = frame as f64 - context.end_frame as f64;
    assert!(left < RATE_HZ / 30.0, "{left} frames were not analysed");
}

/// Eight seconds of music.
fn music() -> [Vec<f32>; 2] {
    [1, 2].map(|seed| Signal::silence(RATE_HZ, 8 * RATE_HZ as usize).with_programme(seed).to_f32())
}

/// A second of a tone whose end does not meet its start.
fn jumping_tone() -> [Vec<f32>; 2] {
    let tone = |level_dbfs| Tone::new(997.3, level_dbfs);
    let side = |level_dbfs| Signal::silence(RATE_HZ, RATE_HZ as usize).with_tone(tone(level_dbfs)).to_f32();
    [-6.0, -66.0].map(side)
}

#[test]
fn no_frame_of_a_tone_that_jumps_every_second_is_lost_beside_a_busy_core() {
    play_beside_a_busy_core(&jumping_tone(), SHORT);
}

#[test]
#[ignore = "full: long play"]
fn no_frame_of_music_is_lost_in_twenty_seconds_beside_a_busy_core() {
    play_beside_a_busy_core(&music(), LONG);
}

#[test]
#[ignore = "full: long play"]
fn no_frame_of_a_tone_that_jumps_every_second_is_lost_in_twenty_seconds_beside_a_busy_core() {
    play_beside_a_busy_core(&jumping_tone(), LONG);
}
