//! The neighbourhood of each line at the resolution of the whole stretch.
//!
//! Records of one or two seconds cannot separate a line of the model from another one a few hertz away: the fit of each
//! record mixes both. Each record therefore leaves, for every line that stands out, the bins around it of its noise
//! spectrum and the line that was subtracted there ([`Pieces`]). The window w of that spectrum is power-complementary, so
//! the inverse transforms of these few bins, weighted with w once more and added at their records' times, give the signal
//! around the line over the whole stretch ([`series`]): `Σ w·(w·x) / Σ w²`. On this slow series the lines are fitted again
//! and other lines are looked for ([`near`]), and what is found replaces what the records' fits had mixed ([`settle`]).
//!
//! A record that was straightened is bent back first: what a neighbour did to the tone's phase is not the clock's.
//! Deliberately not here: lines without steady frequency. They keep the figures of their records.

use realfft::num_complex::Complex;

use crate::average::Part;
use crate::line_fit::FittedLine;
use crate::model::Role;

mod around;
mod least_squares;
mod mains;
mod near;
mod reference;
mod series;
mod settle;
mod spectra;

pub(crate) use around::Neighbourhood;
pub(crate) use settle::settle;

/// Bins kept on either side of a line. At this distance the window's side lobes have fallen by 100 dB.
const KEPT: usize = 14;
const BINS: usize = 2 * KEPT + 1;
/// Records after which lines that do not stand out are dropped.
const DECIDED: usize = 8;
/// Lines kept per channel.
const MOST_LINES: usize = 64;
/// Memory for the pieces of all channels: 64 lines over ten minutes of stereo at 96 kHz, 8 over two hours.
const BUDGET_BYTES: usize = 24 << 20;

/// One channel's records around its lines.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pieces {
    places: Vec<Place>,
    lines: Vec<LinePieces>,
    has_hum: bool,
}

/// Where a record stands, and how far its clock ran off before it was straightened.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// Counted from the first frame of the average.
    first_frame: f64,
    bend_frames: f64,
}

/// One line over the records.
#[derive(Clone, Debug)]
struct LinePieces {
    role: Role,
    first_bin: usize,
    /// Index of the first record that holds it.
    from: usize,
    pieces: Vec<Piece>,
}

/// The surroundings of a line in one record, without the lines of the model, and the line itself. Single precision is
/// enough: what is left without the line is small, and rounds to −144 dB of itself.
#[derive(Clone, Copy, Debug)]
struct Piece {
    bins: [Complex<f32>; BINS],
    fitted: FittedLine,
}

impl Pieces {
    /// Takes in a fitted record, whose lines are already subtracted from its noise spectrum. `first_frame` counts from the
    /// first frame of the average; `channels` share the memory.
    pub(crate) fn take(
        &mut self,
        part: &Part,
        roles: &[Role],
        first_frame: u64,
        bend_frames: f64,
        channels: usize,
    ) {
        let has_hum = roles.iter().any(|role| matches!(role, Role::Hum(_)));
        if self.places.is_empty() {
            self.begin(part, roles, |_| true);
        } else if has_hum && !self.has_hum {
            self.begin(part, roles, |role| matches!(role, Role::Hum(_)));
        }
        self.has_hum |= has_hum;
        self.places.push(Place { first_frame: first_frame as f64, bend_frames });
        for line in &mut self.lines {
            if let Some(index) = roles.iter().position(|role| *role == line.role) {
                line.take(part, index);
            }
        }
        let budget = BUDGET_BYTES / channels.max(1);
        if self.places.len() == DECIDED || self.bytes() > budget {
            self.prune(budget);
        }
    }

    fn begin(&mut self, part: &Part, roles: &[Role], wanted: impl Fn(&Role) -> bool) {
        let from = self.places.len();
        let last = part.record.noise.len();
        for (role, fitted) in roles.iter().zip(&part.record.fit.lines) {
            let first_bin = (fitted.bins.round() as usize).saturating_sub(KEPT);
            let inside = first_bin > 1 && first_bin + BINS + 1 < last;
            if wanted(role) && inside && *role != Role::Dc {
                self.lines.push(LinePieces { role: *role, first_bin, from, pieces: Vec::new() });
            }
        }
    }

    fn bytes(&self) -> usize {
        self.lines.iter().map(|line| line.pieces.len() * size_of::<Piece>()).sum()
    }

    /// Keeps the lines that stand out, the strongest first, as many as the memory allows.
    fn prune(&mut self, budget: usize) {
        self.lines.retain(LinePieces::stands_out);
        self.lines.sort_by(|a, b| b.power().total_cmp(&a.power()));
        self.lines.truncate(MOST_LINES);
        while self.bytes() > budget && self.lines.pop().is_some() {}
    }
}

impl LinePieces {
    fn take(&mut self, part: &Part, index: usize) {
        let single = |bin: &Complex<f64>| Complex::new(bin.re as f32, bin.im as f32);
        let bins = &part.record.noise[self.first_bin..self.first_bin + BINS];
        let bins = std::array::from_fn(|k| single(&bins[k]));
        self.pieces.push(Piece { bins, fitted: part.record.fit.lines[index] });
    }

    /// Mean power of the fitted line.
    fn power(&self) -> f64 {
        let powers = self.pieces.iter().map(|piece| piece.fitted.amplitude.norm_sqr());
        powers.sum::<f64>() / self.pieces.len().max(1) as f64
    }

    /// Whether the line, or something beside it, stands over the noise around. The lower quartile of an exponential
    /// distribution is 0.288 of its mean; a strong neighbour does not reach all bins.
    fn stands_out(&self) -> bool {
        const QUARTILE: f64 = 0.288;
        let count = self.pieces.len() as f64;
        let power =
            |k: usize| self.pieces.iter().map(|piece| f64::from(piece.bins[k].norm_sqr())).sum::<f64>();
        let mut powers: Vec<f64> = (0..BINS).map(power).collect();
        powers.sort_by(f64::total_cmp);
        let noise = powers[BINS / 4] / QUARTILE / count.max(1.0);
        self.power() > (4.0 + 12.0 / count.max(1.0)) * noise
    }
}
