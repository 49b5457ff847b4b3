//! The bins around each line of every record, kept for a high-resolution analysis of the whole stretch.

use realfft::num_complex::Complex;

use super::part::Part;
use crate::lines::line_fit::FittedLine;
use crate::lines::model::Role;

/// Bins kept on either side of a line if there are many records. There the window's side lobes are 110 dB down, and in
/// overlapping records the truncation errors cancel.
pub(crate) const KEPT: usize = 18;
/// The same for few records.
pub(crate) const KEPT_OF_FEW: usize = 40;
/// Records after which lines below the significance threshold are dropped.
pub(crate) const DECIDED: usize = 8;
/// Lines kept per channel.
const MOST_LINES: usize = 64;
/// Memory for the pieces of all channels: 64 lines over ten minutes of stereo at 96 kHz, 7 over two hours.
pub(crate) const BUDGET_BYTES: usize = 32 << 20;

/// One channel's records around its lines.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pieces {
    pub(crate) places: Vec<Place>,
    pub(crate) lines: Vec<LinePieces>,
    pub(crate) has_hum: bool,
}

/// Position of a record, and its clock drift before straightening.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    /// Relative to the first frame of the average.
    pub(crate) first_frame: f64,
    pub(crate) bend_frames: f64,
}

/// One line over the records.
#[derive(Clone, Debug)]
pub(crate) struct LinePieces {
    pub(crate) role: Role,
    /// The centre bin, and the number of bins kept on either side.
    pub(crate) centre: usize,
    pub(crate) kept: usize,
    /// Index of the first record that contains it.
    pub(crate) from: usize,
    /// Per record, the bins without the lines of the model. The residual is small, so single precision suffices: it
    /// rounds to −144 dB of the residual.
    pub(crate) bins: Vec<Complex<f32>>,
    /// Per record, the line itself.
    pub(crate) fitted: Vec<FittedLine>,
}

impl Pieces {
    /// Adds a fitted record whose lines are already subtracted from its noise spectrum. `first_frame` counts from the
    /// first frame of the average; `channels` share the memory.
    pub(crate) fn take(&mut self, part: &Part, first_frame: u64, bend_frames: f64, channels: usize) {
        let roles = &part.model.roles;
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
        if self.places.len() == DECIDED {
            self.lines.iter_mut().for_each(LinePieces::narrow);
        }
        if self.places.len() == DECIDED || self.bytes() > budget {
            self.prune(budget);
        }
    }

    fn begin(&mut self, part: &Part, roles: &[Role], wanted: impl Fn(&Role) -> bool) {
        let from = self.places.len();
        let last = part.noise.len();
        for (role, fitted) in roles.iter().zip(&part.model.fit.lines) {
            let centre = fitted.bins.round() as usize;
            let kept = KEPT_OF_FEW.min(centre.saturating_sub(2)).min(last.saturating_sub(centre + 3));
            if wanted(role) && kept >= KEPT && *role != Role::Dc {
                let (bins, fitted) = (Vec::new(), Vec::new());
                self.lines.push(LinePieces { role: *role, centre, kept, from, bins, fitted });
            }
        }
    }

    pub(crate) fn bytes(&self) -> usize {
        let bytes = |line: &LinePieces| size_of_val(&line.bins[..]) + size_of_val(&line.fitted[..]);
        self.lines.iter().map(bytes).sum()
    }

    /// Keeps the significant lines, the strongest first, as many as the memory allows.
    pub(crate) fn prune(&mut self, budget: usize) {
        self.lines.retain(LinePieces::stands_out);
        self.lines.sort_by(|a, b| b.power().total_cmp(&a.power()));
        self.lines.truncate(MOST_LINES);
        while self.bytes() > budget && self.lines.pop().is_some() {}
    }
}

impl LinePieces {
    fn take(&mut self, part: &Part, index: usize) {
        let single = |bin: &Complex<f64>| Complex::new(bin.re as f32, bin.im as f32);
        self.bins.extend(part.noise[self.first_bin()..self.first_bin() + self.width()].iter().map(single));
        self.fitted.push(part.model.fit.lines[index]);
    }

    pub(crate) fn first_bin(&self) -> usize {
        self.centre - self.kept
    }

    pub(crate) fn width(&self) -> usize {
        2 * self.kept + 1
    }

    /// The bins and the fitted line of one record of the stretch.
    pub(crate) fn piece(&self, record: usize) -> Option<(&[Complex<f32>], &FittedLine)> {
        let index = record.checked_sub(self.from)?;
        let bins = self.bins.chunks_exact(self.width()).nth(index)?;
        Some((bins, &self.fitted[index]))
    }

    /// Reduces the bins to the number kept for many records.
    fn narrow(&mut self) {
        let inner = self.kept - KEPT..self.kept + KEPT + 1;
        self.bins =
            self.bins.chunks_exact(self.width()).flat_map(|bins| &bins[inner.clone()]).copied().collect();
        self.kept = KEPT;
    }

    /// Mean power of the fitted line.
    pub(crate) fn power(&self) -> f64 {
        let powers = self.fitted.iter().map(|fitted| fitted.amplitude.norm_sqr());
        powers.sum::<f64>() / self.fitted.len().max(1) as f64
    }

    /// Whether the line, or one beside it, exceeds the surrounding noise. The lower quartile of an exponential
    /// distribution is 0.288 of its mean; a strong neighbour does not affect all bins.
    pub(crate) fn stands_out(&self) -> bool {
        const QUARTILE: f64 = 0.288;
        let (count, width) = (self.fitted.len().max(1) as f64, self.width());
        let bins = |k: usize| self.bins.iter().skip(k).step_by(width);
        let power = |k: usize| bins(k).map(|bin| f64::from(bin.norm_sqr())).sum::<f64>() / count;
        let mut powers: Vec<f64> = (0..width).map(power).collect();
        powers.sort_by(f64::total_cmp);
        let (noise, most) = (powers[width / 4] / QUARTILE, powers[width - 1]);
        self.power().max(most) > (4.0 + 12.0 / count) * noise
    }
}
