//! The fit of one channel of one record: frequencies by Gauss-Newton, all amplitudes jointly.

use realfft::num_complex::Complex;

use crate::lines::line_fit::{FittedLine, LineFit};
use crate::lines::mains;
use crate::lines::model::{Fundamentals, Role};
use crate::spectra::record::{ChannelRecord, Transforms};

/// Largest number of rounds of the fit; 2 to 3 are usual.
const MOST_ROUNDS: usize = 8;
/// A tone's frequency has converged if a round moves it by less: each round's error is far below a thousandth of the
/// previous one, so the next step would be below rounding.
const SETTLED_BINS: f64 = 1e-9;
/// The same for the mains, whose frequency is known less exactly.
const MAINS_SETTLED_BINS: f64 = 1e-5;

/// The lines of one channel of one record: roles, frequencies and fit.
#[derive(Clone, Default)]
pub(crate) struct Model {
    pub(crate) roles: Vec<Role>,
    pub(crate) at: Fundamentals,
    /// One line per role.
    pub(crate) fit: LineFit,
    /// Bend of each tone's phase within the newest record, in radians at its ends.
    pub(crate) bends_rad: Vec<f64>,
}

impl Model {
    /// Fits the lines of all roles to a record, refining the tones in `own` and the mains from this channel.
    pub(crate) fn fit(&mut self, transforms: &Transforms, record: &ChannelRecord, own: &[usize]) {
        let frames = transforms.frames as f64;
        let coarse_mains = self.at.mains;
        for _ in 0..MOST_ROUNDS {
            self.place(frames);
            self.fit.solve(&transforms.exact, &record.exact, frames);
            let tone_moved = self.refine_tones(transforms, record, own);
            let mains_moved = self.refine_mains(transforms, record, coarse_mains);
            if tone_moved < SETTLED_BINS && mains_moved < MAINS_SETTLED_BINS {
                break;
            }
        }
        // The last step is far too small to change an amplitude.
        for (line, role) in self.fit.lines.iter_mut().zip(&self.roles) {
            line.bins = role.bins(&self.at, frames);
        }
    }

    /// The fitted line of one role.
    pub(crate) fn line(&self, role: Role) -> Option<&FittedLine> {
        self.roles.iter().position(|own| *own == role).map(|index| &self.fit.lines[index])
    }

    fn place(&mut self, frames: f64) {
        let at = &self.at;
        let line = |role: &Role| FittedLine { bins: role.bins(at, frames), amplitude: Complex::default() };
        self.fit.lines.clear();
        self.fit.lines.extend(self.roles.iter().map(line));
    }

    fn refine_tones(&mut self, transforms: &Transforms, record: &ChannelRecord, own: &[usize]) -> f64 {
        let frames = transforms.frames as f64;
        own.iter()
            .filter_map(|&tone| {
                let index = self.roles.iter().position(|role| *role == Role::Tone(tone))?;
                let error = self.fit.frequency_error(&transforms.exact, &record.exact, frames, index);
                self.at.tones[tone] += error;
                Some(error.abs())
            })
            .fold(0.0, f64::max)
    }

    /// Refines the mains by at most one bin of its highest line.
    fn refine_mains(&mut self, transforms: &Transforms, record: &ChannelRecord, coarse: Option<f64>) -> f64 {
        let (Some(mains), Some(coarse)) = (self.at.mains, coarse) else { return 0.0 };
        let frames = transforms.frames as f64;
        let exact = &transforms.exact;
        let error =
            mains::frequency_error(&self.fit, &self.roles, &record.power, exact, &record.exact, frames);
        let moved = (mains + error).clamp(coarse - 0.5, coarse + 0.5);
        self.at.mains = Some(moved);
        (moved - mains).abs()
    }
}
