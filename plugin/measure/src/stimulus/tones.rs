//! The tones of a record and their channels.

use crate::figures::report::StimulusKind;
use crate::lines::line_fit::FittedLine;
use crate::spectra::record::{ChannelRecord, Transforms};
use crate::terms::settings::DeclaredStimulus;
use crate::terms::units::db_to_amplitude;

/// A channel whose tone is this far below the same tone elsewhere is not driven.
pub(crate) const NOT_DRIVEN_DB: f64 = 10.0;
/// Lowest fundamental in bins: closer to 0 the line, its image and DC share a main lobe.
pub(crate) const LOWEST_BINS: f64 = 4.0;
/// Two tones closer than this are considered the same.
pub(super) const SAME_BINS: f64 = 1.0;

/// The tones of a record and their channels.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Stimulus {
    /// Frequencies in bins, from the channel with the highest level; three or more are a multitone.
    pub(crate) tones: Vec<f64>,
    /// Per channel, the indices of the tones that drive it.
    pub(crate) driven: Vec<Vec<usize>>,
    /// Per channel, the amplitude of the strongest line considered.
    pub(crate) strongest: Vec<Option<f64>>,
    /// Why tones that are present or declared cannot be used.
    pub(crate) obstacle: Option<Obstacle>,
}

/// Why a record's tones cannot be measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Obstacle {
    /// A tone too low for this record, or too near half the rate, in bins.
    OutsideRange(f64),
    /// Two tones that this record does not resolve: the lower one, their distance and the one needed, in bins.
    TooClose { bins: f64, spacing_bins: f64, needed_bins: f64 },
    /// A declared tone that is absent, and its detection limit as a power.
    Missing { hz: f64, detectable: f64 },
    /// Too few tones for a declared multitone.
    NoMultitone,
    /// A tone that starts, stops or wavers inside the record: channel, frequency in bins, and the residual in its lobe
    /// without the fitted sine, relative to its own power.
    Unsteady { channel: usize, bins: f64, left: f64 },
}

impl Stimulus {
    /// Without tones.
    pub(super) fn none(strongest: Vec<Option<f64>>, obstacle: Option<Obstacle>) -> Stimulus {
        Stimulus { tones: Vec::new(), driven: vec![Vec::new(); strongest.len()], strongest, obstacle }
    }

    /// From the tones of each channel.
    pub(super) fn of(
        transforms: &Transforms,
        records: &[ChannelRecord],
        sides: &[Vec<FittedLine>],
        strongest: Vec<Option<f64>>,
    ) -> Stimulus {
        let own = |(channel, tones): (usize, &Vec<FittedLine>)| -> Vec<f64> {
            let own = tones.iter().filter(|tone| drives(transforms, records, channel, tone));
            own.map(|tone| tone.bins).collect()
        };
        let own: Vec<Vec<f64>> = sides.iter().enumerate().map(own).collect();
        // Ascending, whichever channel carries which: if lines collide, the same one is dropped when the channels are
        // swapped.
        let mut tones: Vec<f64> = Vec::new();
        own.iter().flatten().for_each(|bins| _ = index_of(&mut tones, *bins));
        tones.sort_by(f64::total_cmp);
        let indices = |own: &Vec<f64>| own.iter().map(|bins| index_of(&mut tones, *bins)).collect();
        let driven = own.iter().map(indices).collect();
        Stimulus { tones, driven, strongest, obstacle: None }
    }

    /// Whether there was no candidate for a stimulus.
    fn is_empty(&self) -> bool {
        matches!(self.obstacle, None | Some(Obstacle::Unsteady { .. }))
    }

    /// Residual of an unsteady tone in its lobe, relative to its own power.
    pub(crate) fn unsteady_share(&self) -> Option<f64> {
        match self.obstacle {
            Some(Obstacle::Unsteady { left, .. }) => Some(left),
            _ => None,
        }
    }

    /// Whether two tones are on one channel.
    pub(crate) fn is_pair(&self) -> bool {
        self.tones.len() == 2 && self.driven.iter().any(|tones| tones.len() == 2)
    }

    /// Whether this is the same stimulus, so that an average may continue.
    pub(crate) fn continues(&self, other: &Stimulus) -> bool {
        let near = |(a, b): (&f64, &f64)| (a - b).abs() < SAME_BINS;
        self.driven == other.driven
            && self.tones.len() == other.tones.len()
            && self.tones.iter().zip(&other.tones).all(near)
    }

    /// A channel that a tone drives.
    pub(crate) fn owner(&self, tone: usize) -> Option<usize> {
        self.driven.iter().position(|tones| tones.contains(&tone))
    }

    /// The kind of stimulus: declared, or by the number of tones and their channels. `quiet` means that the residual
    /// without tones is below the threshold of silence.
    pub(crate) fn kind(
        &self,
        declared: Option<DeclaredStimulus>,
        quiet: impl FnOnce() -> bool,
    ) -> StimulusKind {
        match (declared, self.tones.len()) {
            (Some(DeclaredStimulus::Tone(_)), _) => StimulusKind::Tone,
            (Some(DeclaredStimulus::DualTone(_)), _) => StimulusKind::DualTone,
            (Some(DeclaredStimulus::TwinTone(_)), _) => StimulusKind::TwinTone,
            (Some(DeclaredStimulus::Multitone), _) => StimulusKind::Multitone,
            (Some(DeclaredStimulus::Sweep), _) => StimulusKind::Sweep,
            (Some(DeclaredStimulus::Silence), _) => StimulusKind::Silence,
            (Some(DeclaredStimulus::Programme), _) => StimulusKind::Programme,
            (None, 0) if self.is_empty() && quiet() => StimulusKind::Silence,
            (None, 0) => StimulusKind::Programme,
            (None, 1) => StimulusKind::Tone,
            (None, 2) if self.is_pair() => StimulusKind::TwinTone,
            (None, 2) => StimulusKind::DualTone,
            (None, _) => StimulusKind::Multitone,
        }
    }
}

/// Whether a channel is driven by a tone: it is not 10 dB stronger elsewhere.
fn drives(transforms: &Transforms, records: &[ChannelRecord], channel: usize, tone: &FittedLine) -> bool {
    let elsewhere = |other: &ChannelRecord| transforms.exact.evaluate(&other.exact, tone.bins).norm();
    let most = tone.amplitude.norm() * db_to_amplitude(NOT_DRIVEN_DB);
    !records.iter().enumerate().any(|(index, other)| index != channel && elsewhere(other) > most)
}

/// The index of a tone, which is added if new.
fn index_of(tones: &mut Vec<f64>, bins: f64) -> usize {
    tones.iter().position(|tone| (tone - bins).abs() < SAME_BINS).unwrap_or_else(|| {
        tones.push(bins);
        tones.len() - 1
    })
}

/// The tones of each channel, or why they cannot be used.
pub(super) type Found = Result<Vec<Vec<FittedLine>>, Option<Obstacle>>;
