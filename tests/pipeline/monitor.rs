//! How soon a beat is in the short spectrum, at the pace of a host.

use std::thread;
use std::time::{Duration, Instant};

use groundtruth_analysis::Snapshot;
use groundtruth_measure::Settings;

use crate::rig::{RATE_HZ, Rig};

const BLOCK: usize = 512;
/// Frames between beats: no multiple of a block or of a snapshot's interval.
const BETWEEN: usize = 14_683;
const BEATS: usize = 12;
/// Asked of the time from a beat to its picture, beside the host's block.
const ASKED: Duration = Duration::from_millis(60);
/// A display's frame, which follows the snapshot.
const DISPLAY: Duration = Duration::from_millis(17);

/// Beats of 2 ms of loud noise.
fn sample(frame: usize) -> f32 {
    let mut random = (frame as u32).wrapping_mul(2_654_435_761);
    random ^= random >> 15;
    let noise = random.wrapping_mul(2_246_822_519) as f32 / u32::MAX as f32 - 0.5;
    if frame % BETWEEN < 96 && frame >= BETWEEN { noise } else { noise * 1e-4 }
}

fn power(snapshot: &Snapshot) -> f32 {
    let spectrum = snapshot.programme.channels.now.as_ref();
    spectrum.map_or(0.0, |spectrum| spectrum.channels[0].iter().skip(1).sum())
}

/// Time from the block with each beat to the first snapshot that shows it within 6 dB of its highest.
fn latencies() -> Vec<Duration> {
    let mut rig = Rig::new(Settings::default());
    rig.sender.set_offline(false);
    let started = Instant::now();
    let (mut frame, mut version) = (0, 0);
    let mut beats: Vec<(Instant, Vec<(Duration, f32)>)> = Vec::new();
    while frame < (BEATS + 1) * BETWEEN {
        let block: Vec<f32> = (frame..frame + BLOCK).map(sample).collect();
        if (frame..frame + BLOCK).any(|at| at > 0 && at % BETWEEN == 0) {
            beats.push((Instant::now(), Vec::new()));
        }
        rig.sender.push(&[&block, &block], None, None);
        frame += BLOCK;
        let due = started + Duration::from_secs_f64(frame as f64 / RATE_HZ);
        while Instant::now() < due {
            let snapshot = rig.reader.latest();
            if let (true, Some((pushed, powers))) = (snapshot.version != version, beats.last_mut()) {
                powers.push((pushed.elapsed(), power(snapshot)));
            }
            version = rig.reader.latest().version;
            thread::sleep(Duration::from_micros(500));
        }
    }
    let latency = |powers: &[(Duration, f32)]| {
        let highest = powers.iter().map(|(_, power)| *power).fold(0.0, f32::max);
        powers.iter().find(|(_, power)| *power >= highest / 4.0).map(|(after, _)| *after)
    };
    beats.iter().filter_map(|(_, powers)| latency(powers)).collect()
}

#[test]
fn a_beat_is_shown_within_60_ms_at_the_median() {
    let mut latencies = latencies();
    latencies.sort_unstable();
    assert!(latencies.len() >= BEATS - 1, "{latencies:?}");
    let (median, worst) = (latencies[latencies.len() / 2], latencies[latencies.len() - 1]);
    println!(
        "from a beat to its snapshot: median {median:?}, worst {worst:?}; a display adds up to {DISPLAY:?}"
    );
    assert!(median + DISPLAY <= ASKED, "{latencies:?}");
}
