//! Frames of a block over which a gain moves one way.

use std::ops::Range;

use super::fade::Fade;
use super::run::Run;

/// How a gain moves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Slope {
    Rising,
    Level,
    Falling,
}

impl Slope {
    /// The position some frames later.
    pub fn after(self, position: u32, frames: usize) -> u32 {
        match self {
            Slope::Rising => position + frames as u32,
            Slope::Level => position,
            Slope::Falling => position.saturating_sub(frames as u32),
        }
    }
}

/// How the gain of a run moves next, and for how many of `left` frames: up at its start, down to its end. 0 frames: it is
/// over.
pub(crate) fn next_piece(run: &Run, left: usize, whole: u32) -> (Slope, usize) {
    let remaining = run.remaining();
    let position = u64::from(run.gain_at);
    let whole = u64::from(whole);
    let (slope, most) = if run.end.is_some() || remaining <= position {
        (Slope::Falling, position.min(remaining))
    } else if position < whole {
        // A signal shorter than two fades turns in its middle.
        (Slope::Rising, (whole - position).min((remaining - position).div_ceil(2)))
    } else {
        (Slope::Level, remaining - whole)
    };
    (slope, most.min(left as u64) as usize)
}

/// Multiplies samples by the fade from a position on.
pub(crate) fn apply(samples: &mut [f32], position: u32, slope: Slope, fade: Fade) {
    for (offset, sample) in samples.iter_mut().enumerate() {
        *sample *= fade.gain(slope.after(position, offset));
    }
}

/// Takes as many frames of a run as `range` has, and writes them there, limited and with their gain. Frames that the ring
/// does not have are silent.
pub(crate) fn write<S: AsMut<[f32]>>(
    run: &mut Run,
    block: &mut [S],
    range: Range<usize>,
    slope: Slope,
    fade: Fade,
) {
    let (limit, position) = (run.limit, run.gain_at);
    let taken = range.len().min(run.consumer.slots());
    // Cannot fail: there are as many.
    if let Ok(chunk) = run.consumer.read_chunk(taken) {
        let (one, two) = chunk.as_slices();
        for (side, samples) in block.iter_mut().enumerate() {
            let (first, rest) = samples.as_mut()[range.clone()].split_at_mut(one.len());
            let (second, missing) = rest.split_at_mut(two.len());
            copy_side(one, first, side, limit);
            copy_side(two, second, side, limit);
            missing.fill(0.0);
        }
        chunk.commit_all();
    }
    if slope != Slope::Level {
        for samples in block.iter_mut() {
            apply(&mut samples.as_mut()[range.clone()], position, slope, fade);
        }
    }
}

/// Copies one side of frames. Channels past the second are silent.
fn copy_side(frames: &[[f32; 2]], samples: &mut [f32], side: usize, limit: f32) {
    match side {
        0 => samples.iter_mut().zip(frames).for_each(|(to, [left, _])| *to = limited(*left, limit)),
        1 => samples.iter_mut().zip(frames).for_each(|(to, [_, right])| *to = limited(*right, limit)),
        _ => samples.fill(0.0),
    }
}

/// The sample within ±`limit`, without a branch; NaN becomes a limit too. As written, each comparison is one instruction.
fn limited(sample: f32, limit: f32) -> f32 {
    let below = if sample < limit { sample } else { limit };
    if below > -limit { below } else { -limit }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn nothing_passes_the_limit() {
        for sample in [f32::NAN, f32::INFINITY, -f32::INFINITY, 1.0, -1.0, f32::MAX, 0.26, -0.26] {
            assert_eq!(limited(sample, 0.25).abs(), 0.25, "{sample}");
        }
        for sample in [0.0, -0.0, 0.25, -0.25, 0.1, f32::MIN_POSITIVE] {
            assert_eq!(limited(sample, 0.25).to_bits(), sample.to_bits());
        }
    }
}
