//! Pulses in a whitened block.

use std::ops::Range;

use super::whitening::White;

/// A pulse that stands out of what surrounds it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Pulse {
    /// Absolute frame of its peak.
    pub(super) frame: u64,
    /// First frame that stands out as its peak does, and how many do in a row.
    pub(super) first: u64,
    pub(super) frames: u64,
    /// Root of the energy of its five middle samples over the strongest rms next to it.
    pub(super) ratio: f64,
    /// The same over the rms of the whitened block, 1.
    pub(super) size: f64,
}

/// Peaks below this over the rms of the block away from them are noise: once in ten thousand hours at 48 kHz.
const LEAST_PEAK: f64 = 9.0;
/// Samples on either side of the peak that are the pulse's own.
const CORE: usize = 2;
/// Peaks this near to each other are one pulse, unless their row is longer than that.
const ROW_GAP: usize = 48;
const LONGEST_ROW: usize = 96;
/// Distances from a pulse in which rms is looked at: the attack of a drum goes on in one of them.
const AROUND: [(usize, usize); 4] = [(6, 24), (12, 60), (30, 200), (100, 600)];
/// How far the whitening itself rings: narrow tones taken out leave that.
pub(super) const RINGING_FRAMES: usize = 700;
/// Pulses of one block that are looked at.
const MOST: usize = 8;

/// What a whitened block shows.
pub(super) struct Seen {
    /// Pulses in frames of its own, in order.
    pub(super) pulses: Vec<Pulse>,
    /// Highest peak away from the largest pulse, over the rms there. Of even noise it is 4 or 5.
    pub(super) crest: f64,
}

/// Looks at a block; `start` is its first frame.
pub(super) fn look(white: &White, start: u64) -> Seen {
    let samples = white.samples;
    let own = || white.own.clone();
    let highest = own().max_by(|&a, &b| samples[a].abs().total_cmp(&samples[b].abs())).unwrap_or(0);
    let rms = away(white, highest).sqrt();
    let least = LEAST_PEAK * rms;
    let size = |n: usize| f64::from(samples[n].abs());
    if size(highest) < least {
        return Seen { pulses: Vec::new(), crest: size(highest) / rms };
    }
    let crest = own().filter(|n| n.abs_diff(highest) > RINGING_FRAMES).map(size).fold(0.0, f64::max) / rms;
    let peaks = own().filter(|&n| size(n) > least && is_highest(samples, n));
    let mut rows: Vec<Range<usize>> = Vec::new();
    for n in peaks {
        match rows.last_mut().filter(|row| n < row.end + ROW_GAP && n < row.start + LONGEST_ROW) {
            Some(row) => row.end = n + 1,
            None => rows.push(n..n + 1),
        }
    }
    let pulses = rows.iter().map(|row| pulse(white, row, start)).collect();
    Seen { pulses: without_ringing(pulses), crest }
}

/// The largest pulses, none within the ringing of a larger one, in order.
fn without_ringing(mut pulses: Vec<Pulse>) -> Vec<Pulse> {
    pulses.sort_by(|a, b| b.size.total_cmp(&a.size));
    let mut kept: Vec<Pulse> = Vec::new();
    for pulse in pulses {
        let rings = |larger: &Pulse| larger.frame.abs_diff(pulse.frame) < RINGING_FRAMES as u64;
        if kept.len() < MOST && !kept.iter().any(rings) {
            kept.push(pulse);
        }
    }
    kept.sort_by_key(|pulse| pulse.frame);
    kept
}

fn is_highest(samples: &[f32], n: usize) -> bool {
    const NEAR: usize = 8;
    let around = &samples[n - NEAR..=n + NEAR];
    around.iter().all(|x| x.abs() <= samples[n].abs())
}

/// Mean square of the block farther away from its highest peak.
fn away(white: &White, highest: usize) -> f64 {
    let before = white.own.start..highest.saturating_sub(RINGING_FRAMES).max(white.own.start);
    let after = (highest + RINGING_FRAMES).min(white.own.end)..white.own.end;
    let [a, b] = [before, after].map(|range| (mean_square(white, range.clone()), range.len() as f64));
    let frames = a.1 + b.1;
    if frames > 0.0 { ((a.0 * a.1 + b.0 * b.1) / frames).max(0.01) } else { 1.0 }
}

/// The pulse that a row of peaks makes.
fn pulse(white: &White, row: &Range<usize>, start: u64) -> Pulse {
    let samples = white.samples;
    let core = |n: usize| samples[n - CORE..=n + CORE].iter().map(|x| x * x).sum::<f32>();
    let peak = row.clone().max_by(|&a, &b| core(a).total_cmp(&core(b))).unwrap_or(row.start);
    let around = AROUND.iter().map(|&(near, far)| louder_side(white, row, near, far)).fold(0.0, f64::max);
    let (before, after) = width(samples, peak);
    let frame = start + peak as u64;
    let size = f64::from(core(peak));
    Pulse {
        frame,
        first: frame - before,
        frames: before + after + 1,
        ratio: (size / (around + 0.01)).sqrt(),
        size: size.sqrt(),
    }
}

/// Mean square between two distances from a row, of the louder side.
fn louder_side(white: &White, row: &Range<usize>, near: usize, far: usize) -> f64 {
    let end = white.samples.len();
    let before = row.start.saturating_sub(far)..row.start - near;
    let after = (row.end + near).min(end)..(row.end + far).min(end);
    mean_square(white, before).max(mean_square(white, after))
}

/// Mean square; the fade that weakens the block's ends is divided out.
fn mean_square(white: &White, range: Range<usize>) -> f64 {
    let (mut sum, mut weight) = (0.0f64, 0.0f64);
    for (x, fade) in white.samples[range.clone()].iter().zip(&white.fade[range]) {
        sum += f64::from(x * x);
        weight += f64::from(fade * fade);
    }
    if weight > 0.0 { sum / weight } else { 0.0 }
}

/// Samples in a row before and after the peak that reach half of it.
fn width(samples: &[f32], n: usize) -> (u64, u64) {
    const MOST: usize = 6;
    let stands = |x: &&f32| x.abs() > samples[n].abs() / 2.0;
    let before = samples[n - MOST..n].iter().rev().take_while(stands).count();
    let after = samples[n + 1..=n + MOST].iter().take_while(stands).count();
    (before as u64, after as u64)
}
