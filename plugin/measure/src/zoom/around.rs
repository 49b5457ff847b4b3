//! The neighbourhoods of one channel's lines.

use super::near::{Near, Wanted};
use super::reference::Reference;
use super::stretch::{Followed, Hum, Stretch};
use crate::average::ChannelAverage;
use crate::average::pieces::{LinePieces, Pieces};
use crate::lines::model::{Fundamentals, Role};
use crate::lines::neighbourhood::{Neighbourhood, SpurLine};
use crate::spectra::noise_window;
use crate::spectra::window::LOBE_BINS;
use crate::terms::settings::WindowKind;

/// Largest distance of a line from the middle bin kept, in bins of a record.
const OFF_BINS: f64 = 8.0;
/// Largest bend, in turns of the fundamental, at which other lines beside a line count as straight.
const STRAIGHT_TURNS: f64 = 1e-3;

/// A line of the model, refitted over the stretch.
pub(super) struct Found {
    pub(super) role: Role,
    pub(super) bins: f64,
    /// Whether folding inverted its phase.
    pub(super) reversed: bool,
    pub(super) near: Near,
    /// Samples of the series per record.
    per_record: f64,
    /// Mean power of the records' fits.
    fitted_power: f64,
    /// Variance of its amplitude over that of one record's.
    pub(super) share: f64,
}

/// One channel's fundamentals.
pub(super) struct Around<'a> {
    stretch: &'a Stretch,
    hum: Option<&'a Hum>,
    tones: &'a [Option<Followed>],
    at: Fundamentals,
    record_frames: f64,
    least: f64,
}

impl<'a> Around<'a> {
    pub(super) fn new(
        channel: &ChannelAverage,
        stretch: &'a Stretch,
        hum: Option<&'a Hum>,
        tones: &'a [Option<Followed>],
        record_frames: f64,
        least: f64,
    ) -> Around<'a> {
        let bins = |reference: &Reference| reference.turns_per_frame * record_frames;
        let followed = tones.iter().zip(&channel.tones);
        let at = Fundamentals {
            strays: Vec::new(),
            tones: followed.map(|(own, bin)| own.map_or(*bin, |own| bins(&own.reference))).collect(),
            mains: hum.map(|hum| bins(&hum.reference)).or(channel.mains),
        };
        Around { stretch, hum, tones, at, record_frames, least }
    }

    /// Every steady line whose fundamental was tracked.
    pub(super) fn find(&self, pieces: &Pieces) -> Vec<Found> {
        pieces.lines.iter().filter_map(|line| self.find_one(line, &pieces.lines)).collect()
    }

    fn find_one(&self, line: &LinePieces, all: &[LinePieces]) -> Option<Found> {
        let role = line.role;
        let multiples = self.multiples(role)?;
        let stretch = match role {
            Role::Hum(_) => &self.hum?.stretch,
            _ => self.stretch,
        };
        let bins = role.bins(&self.at, self.record_frames);
        if (bins - line.centre as f64).abs() > OFF_BINS || line.from != stretch.grid.from {
            return None;
        }
        let others = self.others(line, bins, all, stretch.spectra.reach());
        let lines: Vec<&LinePieces> =
            std::iter::once(line).chain(others.iter().map(|(other, _)| *other)).collect();
        let mut series = stretch.grid.series(&lines, bins / self.record_frames);
        let reversed = role.reversed(&self.at, self.record_frames);
        for (order, reference) in multiples {
            reference.unwind(&mut series, if reversed { -order } else { order });
        }
        let others: Vec<f64> =
            others.iter().map(|(_, other)| (other - bins) / stretch.spectra.per_record).collect();
        let degree = if matches!(role, Role::Tone(_)) { 2 } else { 1 };
        let wanted = Wanted { degree, others: &others, least: self.least };
        let near = Near::of(&stretch.spectra, &series, &stretch.grid.weights, &wanted);
        let (fitted_power, per_record) = (line.power(), stretch.spectra.per_record);
        let share = near.share(&stretch.grid.weights);
        near.is_steady.then_some(Found { role, bins, reversed, near, per_record, fitted_power, share })
    }

    /// The fundamentals whose multiples add up to a line.
    fn multiples(&self, role: Role) -> Option<Vec<(f64, Reference)>> {
        let tone =
            |tone: usize, order: f64| self.tones.get(tone)?.map(|followed| (order, followed.reference));
        Some(match role {
            Role::Dc => return None,
            Role::Tone(own) => vec![tone(own, 1.0)?],
            Role::Harmonic { tone: own, order } => vec![tone(own, f64::from(order))?],
            Role::Product { first, second } => vec![tone(0, f64::from(first))?, tone(1, f64::from(second))?],
            Role::Hum(order) => vec![(f64::from(order), self.hum?.reference)],
        })
    }

    /// The model's other lines within reach of one, if the phases are straight enough for them to have a frequency
    /// there.
    fn others<'b>(
        &self,
        own: &LinePieces,
        bins: f64,
        all: &'b [LinePieces],
        reach: f64,
    ) -> Vec<(&'b LinePieces, f64)> {
        let hum = self.hum.map(|hum| hum.reference);
        let mut references = self.tones.iter().flatten().map(|tone| tone.reference).chain(hum);
        if references.any(|reference| reference.bend_turns.abs() > STRAIGHT_TURNS) {
            return Vec::new();
        }
        let known = all.iter().filter(|other| other.role != own.role && self.multiples(other.role).is_some());
        let placed = known.map(|other| (other, other.role.bins(&self.at, self.record_frames)));
        placed.filter(|(other, at)| (at - bins).abs() < reach && other.from <= own.from).collect()
    }

    /// The surroundings of a line that are not nearer to another one.
    pub(super) fn neighbourhood(&self, own: &Found, all: &[Found]) -> Neighbourhood {
        let is_nearest = |bins: f64| {
            let distance = (bins - own.bins).abs();
            all.iter().all(|other| (bins - other.bins).abs() >= distance)
        };
        let spur = |(turns, power): (f64, f64)| SpurLine {
            bins: own.bins + turns * own.per_record,
            power,
            share: own.share,
        };
        let spurs = own.near.spurs().map(spur).filter(|spur| is_nearest(spur.bins)).collect();
        // From Hann's weight over the stretch to the noise window over a record.
        let scale = noise_window::enbw_bins() / WindowKind::Hann.enbw_bins() / own.share;
        let lobe = LOBE_BINS as isize;
        let off = own.bins.round() - own.bins;
        let (left, counts): (Vec<f64>, Vec<f64>) =
            (-lobe..=lobe).map(|k| own.near.left(k as f64 + off)).unzip();
        Neighbourhood {
            bins: own.bins,
            spurs,
            mixed: own.near.has_spurs().then_some(own.fitted_power),
            left: left.into_iter().map(|power| power * scale).collect(),
            independent: counts.iter().sum(),
        }
    }
}
