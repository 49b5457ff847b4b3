//! Pulses in a whitened block.

use std::ops::Range;

use super::whitening::{Ringing, White};

/// A pulse above its surroundings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Pulse {
    /// Absolute frame of its peak.
    pub(super) frame: u64,
    /// First outlying frame, and the number of outlying frames in a row.
    pub(super) first: u64,
    pub(super) frames: u64,
    /// Root of the energy of its five middle samples over the strongest rms beside it.
    pub(super) ratio: f64,
    /// The same over the rms of the whitened block, 1.
    pub(super) size: f64,
    /// Whether it is too large to be the ringing of a larger pulse; otherwise the samples must confirm it.
    pub(super) is_clear: bool,
    /// Whether no larger one is within [`RINGING_FRAMES`].
    pub(super) is_alone: bool,
}

/// Peaks below this over the rms of the block's quieter half are noise: one in ten thousand hours at 48 kHz.
const LEAST_PEAK: f64 = 9.0;
/// Peaks above this are considered for a block's crest; even noise seldom has any.
const HIGH: f64 = 4.0;
/// Samples on either side of the peak that belong to the pulse.
const CORE: usize = 2;
/// Samples on either side over which a peak must be the highest.
const BESIDE: usize = 8;
/// Frames on either side of a pulse that are excluded from the sound before and after.
pub(super) const GAP: usize = 16;
/// Peaks closer than this are one pulse, unless their row is longer.
pub(super) const ROW_GAP: usize = 48;
const LONGEST_ROW: usize = 96;
/// Distances from a pulse over which rms is measured: the attack of a drum continues in one of them.
const AROUND: [(usize, usize); 4] = [(6, 24), (12, 60), (30, 200), (100, 600)];
/// Most pulses of one block that are examined.
const MOST: usize = 16;
/// Largest number of pulses per block in sound that has none of its own.
const FEW: usize = 3;
/// Largest ringing after a pulse relative to that of a single sample; tones that jump ring more.
const RINGS: f64 = 6.0;
/// Ringing of single samples.
const LEAST_RINGS: f64 = 1.2;
/// Length of the ringing of tones that jump.
pub(super) const RINGING_FRAMES: usize = 700;

/// Result for a whitened block.
pub(super) struct Seen {
    /// Pulses of its own frames, in order.
    pub(super) pulses: Vec<Pulse>,
    /// Highest peak apart from its largest pulses and their ringing, over the rms; 4 or 5 for even noise.
    pub(super) crest: f64,
}

/// Examines a block; `start` is its first frame.
pub(super) fn look(white: &White, start: i64, ringing: &mut Ringing) -> Seen {
    let rms = quiet_rms(white);
    let samples = white.samples;
    let highest = |range: Range<usize>| {
        samples[range].iter().fold(0.0f32, |a, x| if x.abs() > a { x.abs() } else { a })
    };
    let whole = BESIDE..samples.len() - BESIDE;
    let least = LEAST_PEAK * rms;
    if f64::from(highest(whole.clone())) < least {
        return Seen { pulses: Vec::new(), crest: f64::from(highest(white.own.clone())) / rms };
    }
    let mut rows: Vec<Range<usize>> = Vec::new();
    for n in whole.filter(|&n| f64::from(samples[n].abs()) > least && is_highest(samples, n)) {
        match rows.last_mut().filter(|row| n < row.end + ROW_GAP && n < row.start + LONGEST_ROW) {
            Some(row) => row.end = n + 1,
            None => rows.push(n..n + 1),
        }
    }
    let envelope = ringing.envelope(white);
    let pulses = largest(rows.iter().map(|row| pulse(white, row)).collect(), envelope);
    let crest = crest(white, &pulses[..pulses.len().min(FEW)], envelope, rms);
    let own = |peak: &&Peak| white.own.contains(&peak.at);
    let mut pulses: Vec<Pulse> = pulses.iter().filter(own).map(|peak| peak.pulse(start)).collect();
    pulses.sort_by_key(|pulse| pulse.frame);
    Seen { pulses, crest }
}

/// A pulse in a block's own frames.
struct Peak {
    at: usize,
    before: u64,
    after: u64,
    ratio: f64,
    size: f64,
    is_clear: bool,
    is_alone: bool,
}

impl Peak {
    fn pulse(&self, start: i64) -> Pulse {
        let frame = (start + self.at as i64) as u64;
        Pulse {
            frame,
            first: frame.saturating_sub(self.before),
            frames: self.before + self.after + 1,
            ratio: self.ratio,
            size: self.size,
            is_clear: self.is_clear,
            is_alone: self.is_alone,
        }
    }

    /// Ringing at another place of a single sample of the same height.
    fn rings(&self, n: usize, envelope: &[f32]) -> f64 {
        let distance = self.at.abs_diff(n).min(envelope.len() - 1);
        self.size * f64::from(envelope[distance])
    }
}

/// The largest pulses that are not a larger one's ringing, the largest first.
fn largest(mut pulses: Vec<Peak>, envelope: &[f32]) -> Vec<Peak> {
    pulses.sort_by(|a, b| b.size.total_cmp(&a.size));
    let mut kept: Vec<Peak> = Vec::new();
    for mut pulse in pulses {
        let rings = kept.iter().map(|larger| larger.rings(pulse.at, envelope)).fold(0.0, f64::max);
        pulse.is_clear = pulse.size > RINGS * rings;
        pulse.is_alone = kept.iter().all(|larger| larger.at.abs_diff(pulse.at) >= RINGING_FRAMES);
        if kept.len() < MOST && pulse.size > LEAST_RINGS * rings {
            kept.push(pulse);
        }
    }
    kept
}

/// The highest peak away from some pulses, over the rms.
fn crest(white: &White, pulses: &[Peak], envelope: &[f32], rms: f64) -> f64 {
    let rest = |n: usize| {
        let size = f64::from(white.samples[n].abs());
        let is_pulse = |peak: &Peak| peak.at.abs_diff(n) < RINGING_FRAMES;
        if size < HIGH * rms || pulses.iter().any(is_pulse) {
            return 0.0;
        }
        size - RINGS * pulses.iter().map(|peak| peak.rings(n, envelope)).sum::<f64>()
    };
    white.own.clone().map(rest).fold(HIGH * rms, f64::max) / rms
}

fn is_highest(samples: &[f32], n: usize) -> bool {
    samples[n - BESIDE..=n + BESIDE].iter().all(|x| x.abs() <= samples[n].abs())
}

/// The rms of even noise, from the median of short pieces, few of which contain pulses.
fn quiet_rms(white: &White) -> f64 {
    const PIECES: usize = 32;
    let piece = (white.own.len() / PIECES).max(1);
    let powers = white.samples[white.own.clone()]
        .chunks_exact(piece)
        .map(|samples| f64::from(samples.iter().map(|x| x * x).sum::<f32>()) / piece as f64);
    crate::lines::peaks::median(&mut powers.collect::<Vec<f64>>()).max(0.01).sqrt()
}

/// The pulse of a row of peaks.
fn pulse(white: &White, row: &Range<usize>) -> Peak {
    let samples = white.samples;
    let core = |n: usize| samples[n - CORE..=n + CORE].iter().map(|x| x * x).sum::<f32>();
    let at = row.clone().max_by(|&a, &b| core(a).total_cmp(&core(b))).unwrap_or(row.start);
    let around = AROUND.iter().map(|&(near, far)| louder_side(white, row, near, far)).fold(0.0, f64::max);
    let (before, after) = width(samples, at);
    let size = f64::from(core(at));
    Peak {
        at,
        before,
        after,
        ratio: (size / (around + 0.01)).sqrt(),
        size: size.sqrt(),
        is_clear: true,
        is_alone: true,
    }
}

/// Mean square between two distances from a row, on the louder side.
fn louder_side(white: &White, row: &Range<usize>, near: usize, far: usize) -> f64 {
    let end = white.samples.len();
    let before = row.start.saturating_sub(far)..row.start.saturating_sub(near);
    let after = (row.end + near).min(end)..(row.end + far).min(end);
    mean_square(white, before).max(mean_square(white, after))
}

/// Mean square, with the fade at the block's ends divided out.
fn mean_square(white: &White, range: Range<usize>) -> f64 {
    let (mut sum, mut weight) = (0.0f64, 0.0f64);
    for (x, fade) in white.samples[range.clone()].iter().zip(&white.fade[range]) {
        sum += f64::from(x * x);
        weight += f64::from(fade * fade);
    }
    if weight > 0.0 { sum / weight } else { 0.0 }
}

/// Numbers of consecutive samples before and after the peak that reach half of it.
fn width(samples: &[f32], n: usize) -> (u64, u64) {
    const MOST: usize = 6;
    let stands = |x: &&f32| x.abs() > samples[n].abs() / 2.0;
    let before = samples[n - MOST..n].iter().rev().take_while(stands).count();
    let after = samples[n + 1..=n + MOST].iter().take_while(stands).count();
    (before as u64, after as u64)
}
