//! Single sweeps, and the stretches of two channels behind a curve.

use std::f64::consts::LN_2;
use std::ops::Range;

use super::gate::Line;
use super::spectra::{self, Spectra};

/// Least distance of a band's middle from the ends of a sweep's range, as part of the band's width: the taper is below
/// 2 % there.
pub(super) const INSIDE: f64 = 0.25;

/// Longest sweep evaluated, including the silence around it: 76 s at 48 kHz. It is held in memory as a whole, with up
/// to 41 bytes per frame: 143 MiB.
pub(super) const MOST_FRAMES: usize = 7 << 19;

/// The samples of one channel in a stretch of the recording.
pub(crate) type Stretch<'a, E> = &'a mut dyn FnMut(usize, Range<usize>) -> Result<Vec<f64>, E>;

/// One sweep.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pass {
    /// Channels that play it.
    pub(super) driven: Vec<usize>,
    /// Its frames, including margins before and after.
    pub(super) frames: Range<usize>,
    /// Its frequency over time, from the first of these frames on.
    pub(super) line: Line,
    /// Its frequency range within the recording, in cycles per frame: the lowest and the highest.
    pub(super) covered: [f64; 2],
}

/// Sources of a curve: a stretch of each channel; the same one unless the sweeps alternate.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sources {
    pub(super) from: Pass,
    pub(super) to: Pass,
}

impl Sources {
    pub(super) fn is_at_once(&self) -> bool {
        self.from == self.to
    }

    /// The spectra of two channels up to a frequency, in cycles per frame.
    pub(super) fn spectra<E>(
        &self,
        [from, to]: [usize; 2],
        highest: f64,
        samples: Stretch<E>,
    ) -> Result<Spectra, E> {
        let lengths = [&self.from, &self.to].map(|pass| pass.frames.len());
        let mut spectra = Spectra::new(lengths, &self.from.line, highest, |which| match which {
            0 => samples(from, self.from.frames.clone()),
            _ => samples(to, self.to.frames.clone()),
        })?;
        if !self.is_at_once() {
            spectra.align();
        } else if self.from.drives(to) {
            // Half of the distance to the second harmonic.
            spectra.take_out_delay(LN_2 / 2.0 * self.from.line.growth_frames.abs());
        }
        Ok(spectra)
    }

    /// Whether both sweeps cover the middle of a band, in cycles per frame, and its relevant surroundings.
    pub(super) fn covers(&self, centre: f64, width: f64) -> bool {
        let [below, above] = [centre - INSIDE * width, centre + INSIDE * width];
        let covers = |pass: &Pass| pass.covered[0] <= below && above <= pass.covered[1];
        // With alternating sweeps the stretches' fades affect different frequencies; with simultaneous ones both
        // channels fade equally, but hardly any signal is left in the outer half.
        let is_unfaded = |pass: &Pass| {
            let part = if self.is_at_once() { 0.5 } else { 1.0 };
            let fade = part * spectra::fade_frames(&pass.line) as f64;
            let unfaded = fade..=pass.frames.len() as f64 - fade;
            [below, above].iter().all(|frequency| unfaded.contains(&pass.line.frame_of(*frequency)))
        };
        let passes = [&self.from, &self.to];
        passes.iter().all(|pass| covers(pass) && is_unfaded(pass))
    }
}

impl Pass {
    pub(super) fn is_too_long(&self) -> bool {
        self.frames.len() > MOST_FRAMES
    }

    pub(super) fn drives(&self, channel: usize) -> bool {
        self.driven.contains(&channel)
    }
}
