//! The tones of a record and who carries them.

use crate::figures::report::StimulusKind;
use crate::lines::line_fit::FittedLine;
use crate::spectra::record::{ChannelRecord, Transforms};
use crate::terms::settings::DeclaredStimulus;

/// A side whose tone stands this far below the same tone elsewhere is not driven.
pub(crate) const NOT_DRIVEN_DB: f64 = 10.0;
/// Lowest fundamental in bins: closer to 0 the line, its image and DC share a main lobe.
pub(crate) const LOWEST_BINS: f64 = 4.0;
/// Two tones closer than this are taken for one and the same.
pub(super) const SAME_BINS: f64 = 1.0;

/// The tones of a record and who carries them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Stimulus {
    /// Frequencies in bins, from the side that carries each strongest; three or more are a multitone.
    pub(crate) tones: Vec<f64>,
    /// Per channel, the indices of the tones that drive it.
    pub(crate) driven: Vec<Vec<usize>>,
    /// Per channel, the amplitude of the strongest line that was considered.
    pub(crate) strongest: Vec<Option<f64>>,
    /// Why tones that are there, or were told, cannot be used.
    pub(crate) obstacle: Option<Obstacle>,
}

/// What keeps a record's tones from being measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Obstacle {
    /// A tone too low for this record, or too near half the rate, in bins.
    OutsideRange(f64),
    /// Two tones that this record does not tell apart: the lower one, their distance and the one needed, in bins.
    TooClose { bins: f64, spacing_bins: f64, needed_bins: f64 },
    /// A declared tone that is not there, and the power at which it would have been seen.
    Missing { hz: f64, detectable: f64 },
    /// Fewer tones than make a multitone, although one was told.
    NoMultitone,
    /// A tone that starts, stops or wavers inside the record: on which channel, where in bins, and what is left in its lobe
    /// without the fitted sine, over its own power.
    Unsteady { channel: usize, bins: f64, left: f64 },
}

impl Stimulus {
    /// Without tones.
    pub(super) fn none(strongest: Vec<Option<f64>>, obstacle: Option<Obstacle>) -> Stimulus {
        Stimulus { tones: Vec::new(), driven: vec![Vec::new(); strongest.len()], strongest, obstacle }
    }

    /// From the tones that each channel shows.
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
        // Rising, whichever side carries which: where lines collide, the same gives way with the sides swapped.
        let mut tones: Vec<f64> = Vec::new();
        own.iter().flatten().for_each(|bins| _ = index_of(&mut tones, *bins));
        tones.sort_by(f64::total_cmp);
        let indices = |own: &Vec<f64>| own.iter().map(|bins| index_of(&mut tones, *bins)).collect();
        let driven = own.iter().map(indices).collect();
        Stimulus { tones, driven, strongest, obstacle: None }
    }

    /// Nothing that could have been a stimulus.
    fn is_empty(&self) -> bool {
        matches!(self.obstacle, None | Some(Obstacle::Unsteady { .. }))
    }

    /// What a tone that is not steady leaves in its lobe, over its own power.
    pub(crate) fn unsteady_share(&self) -> Option<f64> {
        match self.obstacle {
            Some(Obstacle::Unsteady { left, .. }) => Some(left),
            _ => None,
        }
    }

    /// Two tones on one side.
    pub(crate) fn is_pair(&self) -> bool {
        self.tones.len() == 2 && self.driven.iter().any(|tones| tones.len() == 2)
    }

    /// Whether this is the same stimulus, as far as an average may go on.
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

    /// What kind of stimulus this is: told, or by the number of tones and who carries them. `quiet` says whether
    /// what is left without tones lies below the threshold of silence.
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

/// Whether a tone of a channel is its own: nowhere else 10 dB stronger.
fn drives(transforms: &Transforms, records: &[ChannelRecord], channel: usize, tone: &FittedLine) -> bool {
    let elsewhere = |other: &ChannelRecord| transforms.exact.evaluate(&other.exact, tone.bins).norm();
    let most = tone.amplitude.norm() * 10f64.powf(NOT_DRIVEN_DB / 20.0);
    !records.iter().enumerate().any(|(index, other)| index != channel && elsewhere(other) > most)
}

/// The index of a tone, added when it is new.
fn index_of(tones: &mut Vec<f64>, bins: f64) -> usize {
    tones.iter().position(|tone| (tone - bins).abs() < SAME_BINS).unwrap_or_else(|| {
        tones.push(bins);
        tones.len() - 1
    })
}

/// The tones of each side, or what keeps them from being used.
pub(super) type Found = Result<Vec<Vec<FittedLine>>, Option<Obstacle>>;
