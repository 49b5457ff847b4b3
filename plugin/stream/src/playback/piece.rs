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
    let taken = if run.holds(range.len()) { range.len() } else { run.consumer.slots() };
    // Cannot fail: there are as many.
    if let (Ok(chunk), Some((first, others))) = (run.consumer.read_chunk(taken), block.split_first_mut()) {
        let (one, two) = chunk.as_slices();
        let left = &mut first.as_mut()[range.clone()];
        match others.first_mut() {
            Some(second) => copy(one, two, left, &mut second.as_mut()[range.clone()], limit),
            None => copy_left(one, two, left, limit),
        }
        chunk.commit_all();
    }
    if slope != Slope::Level {
        for samples in block.iter_mut() {
            apply(&mut samples.as_mut()[range.clone()], position, slope, fade);
        }
    }
}

/// Writes both sides of the frames of two slices, and silence after them.
fn copy(one: &[[f32; 2]], two: &[[f32; 2]], left: &mut [f32], right: &mut [f32], limit: f32) {
    let (left, missing_left) = left.split_at_mut(one.len() + two.len());
    let (right, missing_right) = right.split_at_mut(one.len() + two.len());
    let (left_one, left_two) = left.split_at_mut(one.len());
    let (right_one, right_two) = right.split_at_mut(one.len());
    for (frames, left, right) in [(one, left_one, right_one), (two, left_two, right_two)] {
        for ((frame, left), right) in frames.iter().zip(left).zip(right) {
            *left = limited(frame[0], limit);
            *right = limited(frame[1], limit);
        }
    }
    missing_left.fill(0.0);
    missing_right.fill(0.0);
}

/// Writes the left side alone.
fn copy_left(one: &[[f32; 2]], two: &[[f32; 2]], left: &mut [f32], limit: f32) {
    let (there, missing) = left.split_at_mut(one.len() + two.len());
    for (sample, frame) in there.iter_mut().zip(one.iter().chain(two)) {
        *sample = limited(frame[0], limit);
    }
    missing.fill(0.0);
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
