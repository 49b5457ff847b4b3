//! Means of a set of lines.

use realfft::num_complex::Complex;

use super::overlap::{Correlations, Shares, weight};
use super::part::Part;
use crate::lines::line_mean::LineMean;
use crate::lines::model::Role;
use crate::terms::settings::Averaging;

/// Means of a set of lines since its first record.
#[derive(Clone, Debug, Default)]
pub(crate) struct LineSet {
    pub(crate) roles: Vec<Role>,
    /// Index of each role's line in the fit.
    pub(super) places: Vec<usize>,
    pub(crate) lines: Vec<LineMean>,
    pub(crate) records: u32,
    pub(crate) shares: Shares,
}

impl LineSet {
    /// The roles among `fitted` that `wanted` picks.
    pub(crate) fn new(fitted: &[Role], wanted: impl Fn(&Role) -> bool) -> LineSet {
        let mut set = LineSet::default();
        set.roles.extend(fitted.iter().filter(|role| wanted(role)));
        set.lines.resize(set.roles.len(), LineMean::default());
        set.place(fitted);
        set
    }

    /// Looks up its roles in a fit.
    pub(crate) fn place(&mut self, fitted: &[Role]) {
        let place = |role: &Role| fitted.iter().position(|fitted| fitted == role);
        self.places = self.roles.iter().filter_map(place).collect();
    }

    /// Adds a record's lines.
    pub(super) fn join(
        &mut self,
        part: &Part,
        averaging: Averaging,
        correlations: &Correlations,
        phases: &[f64],
    ) {
        self.records += 1;
        let weight = weight(averaging, self.records);
        self.shares.join(weight, correlations);
        for ((mean, role), place) in self.lines.iter_mut().zip(&self.roles).zip(&self.places) {
            let line = part.model.fit.lines[*place];
            let reversed = role.reversed(&part.model.at, part.frames);
            let turned = if reversed { line.amplitude.conj() } else { line.amplitude };
            let aligned = turned * Complex::cis(-reference_phase(*role, phases));
            mean.bins = line.bins;
            mean.power += weight * (line.amplitude.norm_sqr() - mean.power);
            mean.aligned += (aligned - mean.aligned) * weight;
        }
    }

    /// Replaces the mean of one role.
    pub(crate) fn replace(&mut self, role: Role, mean: LineMean) {
        let found = self.roles.iter().zip(&mut self.lines).find(|(own, _)| **own == role);
        found.into_iter().for_each(|(_, line)| *line = mean);
    }

    /// Moves all mains lines to multiples of `mains_bins`.
    pub(crate) fn move_hum(&mut self, mains_bins: f64) {
        for (role, line) in self.roles.iter().zip(&mut self.lines) {
            if let Role::Hum(order) = role {
                line.bins = f64::from(*order) * mains_bins;
            }
        }
    }

    /// The mean of one role.
    pub(crate) fn get(&self, role: Role) -> Option<&LineMean> {
        self.roles.iter().position(|r| *r == role).map(|index| &self.lines[index])
    }
}

/// Reference phase of a line's amplitude.
fn reference_phase(role: Role, phases: &[f64]) -> f64 {
    let phase = |tone: usize| phases.get(tone).copied().unwrap_or(0.0);
    match role {
        Role::Tone(tone) => phase(tone),
        // As sines: φ_k − k·φ_1 with φ = arg + π/2.
        Role::Harmonic { tone, order } => f64::from(order) * phase(tone),
        Role::Product { first, second } => f64::from(first) * phase(0) + f64::from(second) * phase(1),
        Role::Dc | Role::Hum(_) => 0.0,
    }
}
