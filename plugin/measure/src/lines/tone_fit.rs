//! The fit of one channel of one record: frequencies by Gauss-Newton, all amplitudes jointly.

use realfft::num_complex::Complex;

use crate::lines::line_fit::FittedLine;
use crate::lines::mains;
use crate::lines::model::{Fundamentals, Role};
use crate::spectra::record::{ChannelRecord, Transforms};

/// Rounds after which the fit ends in any case; 2 to 3 are usual.
const MOST_ROUNDS: usize = 8;
/// A tone's frequency has settled when a round moves it by less: the next would move it below rounding, since
/// each round's error is far below a thousandth of the one before.
const SETTLED_BINS: f64 = 1e-9;
/// The same for the mains, whose frequency is never known better.
const MAINS_SETTLED_BINS: f64 = 1e-5;

/// Fits the lines of `roles`, refining the tones in `own` and the mains from this channel.
pub(crate) fn fit(
    transforms: &Transforms,
    record: &mut ChannelRecord,
    roles: &[Role],
    at: &mut Fundamentals,
    own: &[usize],
) {
    let frames = transforms.frames as f64;
    let coarse_mains = at.mains;
    for _ in 0..MOST_ROUNDS {
        place(record, roles, at, frames);
        record.fit.solve(&transforms.exact, &record.exact, frames);
        let tone_moved = refine_tones(transforms, record, roles, at, own);
        let mains_moved = refine_mains(transforms, record, roles, at, coarse_mains);
        if tone_moved < SETTLED_BINS && mains_moved < MAINS_SETTLED_BINS {
            break;
        }
    }
    // The last step is far below what changes an amplitude.
    for (line, role) in record.fit.lines.iter_mut().zip(roles) {
        line.bins = role.bins(at, frames);
    }
}

fn place(record: &mut ChannelRecord, roles: &[Role], at: &Fundamentals, frames: f64) {
    let line = |role: &Role| FittedLine { bins: role.bins(at, frames), amplitude: Complex::default() };
    record.fit.lines.clear();
    record.fit.lines.extend(roles.iter().map(line));
}

fn refine_tones(
    transforms: &Transforms,
    record: &ChannelRecord,
    roles: &[Role],
    at: &mut Fundamentals,
    own: &[usize],
) -> f64 {
    let frames = transforms.frames as f64;
    own.iter()
        .filter_map(|&tone| {
            let index = roles.iter().position(|role| *role == Role::Tone(tone))?;
            let error = record.fit.frequency_error(&transforms.exact, &record.exact, frames, index);
            at.tones[tone] += error;
            Some(error.abs())
        })
        .fold(0.0, f64::max)
}

/// Moves the mains, at most one bin of its highest line from where it was found.
fn refine_mains(
    transforms: &Transforms,
    record: &ChannelRecord,
    roles: &[Role],
    at: &mut Fundamentals,
    coarse: Option<f64>,
) -> f64 {
    let (Some(mains), Some(coarse)) = (at.mains, coarse) else { return 0.0 };
    let frames = transforms.frames as f64;
    let error =
        mains::frequency_error(&record.fit, roles, &record.power, &transforms.exact, &record.exact, frames);
    let moved = (mains + error).clamp(coarse - 0.5, coarse + 0.5);
    at.mains = Some(moved);
    (moved - mains).abs()
}
