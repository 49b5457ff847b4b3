//! What drives the device: tones recognised from the record itself, or told and looked for there.
//!
//! A *tone* is a line that
//! - stands 20 dB above the density around it: stationary noise reaches 13 dB once in a thousand records;
//! - holds most of the power of its octave, itself at the middle: the partials of music do not, and no harmonic of
//!   its own lies there;
//! - is steady: the fitted sine leaves less than −30 dB of it in its own main lobe. A tone that starts, stops
//!   or glides inside the record leaves much more.
//!
//! It is not mains hum by the rule of section 1 of the measurement contract. The tones of a multitone ([`multitone`])
//! share their octaves and stand in a regular row instead; a told tone ([`told`]) need only be there.

use crate::figures::report::StimulusKind;
use crate::lines::line_fit::FittedLine;
use crate::spectra::record::{ChannelRecord, Transforms};
use crate::terms::settings::ToldStimulus;
use crate::terms::units::db_to_power;
use search::{Search, Side};

mod multitone;
mod related;
mod search;
mod told;

pub(crate) use multitone::FEWEST_TONES;
pub use related::RelatedTones;
pub(crate) use search::{HUM_BELOW_DBFS, UNSTEADY};

/// A side whose tone stands this far below the same tone elsewhere is not driven.
pub(crate) const NOT_DRIVEN_DB: f64 = 10.0;
/// Lowest fundamental in bins: closer to 0 the line, its image and DC share a main lobe.
pub(crate) const LOWEST_BINS: f64 = 4.0;
/// Tones of one side this far below those of another are its own lines, no stimulus.
const QUIET_SIDE_DB: f64 = 40.0;
/// Two tones closer than this are taken for one and the same.
const SAME_BINS: f64 = 1.0;

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
    /// A told tone that is not there, and the power at which it would have been seen.
    Missing { hz: f64, detectable: f64 },
    /// Fewer tones than make a multitone, although one was told.
    NoMultitone,
    /// A tone that starts, stops or wavers inside the record: on which channel, where in bins, and what is left in its lobe
    /// without the fitted sine, over its own power.
    Unsteady { channel: usize, bins: f64, left: f64 },
}

impl Stimulus {
    /// Without tones.
    fn none(strongest: Vec<Option<f64>>, obstacle: Option<Obstacle>) -> Stimulus {
        Stimulus { tones: Vec::new(), driven: vec![Vec::new(); strongest.len()], strongest, obstacle }
    }

    /// From the tones that each channel shows.
    fn of(
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
    pub(crate) fn kind(&self, told: Option<ToldStimulus>, quiet: impl FnOnce() -> bool) -> StimulusKind {
        match (told, self.tones.len()) {
            (Some(ToldStimulus::Tone(_)), _) => StimulusKind::Tone,
            (Some(ToldStimulus::DualTone(_)), _) => StimulusKind::DualTone,
            (Some(ToldStimulus::TwinTone(_)), _) => StimulusKind::TwinTone,
            (Some(ToldStimulus::Multitone), _) => StimulusKind::Multitone,
            (Some(ToldStimulus::Sweep), _) => StimulusKind::Sweep,
            (Some(ToldStimulus::Silence), _) => StimulusKind::Silence,
            (Some(ToldStimulus::Programme), _) => StimulusKind::Programme,
            (None, 0) if self.is_empty() && quiet() => StimulusKind::Silence,
            (None, 0) => StimulusKind::Programme,
            (None, 1) => StimulusKind::Tone,
            (None, 2) if self.is_pair() => StimulusKind::TwinTone,
            (None, 2) => StimulusKind::DualTone,
            (None, _) => StimulusKind::Multitone,
        }
    }
}

/// Finds the tones of all channels: the told ones, or a multitone, or one tone or pair per side.
pub(crate) fn recognise(
    transforms: &Transforms,
    records: &[ChannelRecord],
    sample_rate_hz: f64,
    told: Option<ToldStimulus>,
) -> Stimulus {
    let bin_hz = sample_rate_hz / transforms.frames as f64;
    let search = |record| Search { transforms, record, bin_hz };
    let sides: Vec<Side> = records.iter().map(|record| search(record).run()).collect();
    let strongest: Vec<Option<f64>> = sides.iter().map(|side| side.strongest).collect();
    let found = match told {
        Some(told) => told::find(transforms, records, bin_hz, told),
        None => match multitone::find(transforms, records, bin_hz, false) {
            Ok(Some(tones)) => Ok(tones),
            Ok(None) => single_or_pair(&sides, None),
            Err(unsteady @ Obstacle::Unsteady { .. }) => single_or_pair(&sides, Some(unsteady)),
            Err(obstacle) => Err(Some(obstacle)),
        },
    };
    match found {
        Ok(mut tones) => {
            let steady = told.is_some() || carry_over(&search, records, &mut tones);
            let stimulus = Stimulus::of(transforms, records, &tones, strongest.clone());
            let crowd = told.is_none() && (3..FEWEST_TONES).contains(&stimulus.tones.len());
            if crowd || !steady { Stimulus::none(strongest, None) } else { stimulus }
        }
        Err(obstacle) => Stimulus::none(strongest, obstacle),
    }
}

/// Adds single tones and pairs to every other side that carries them less than 10 dB below, or above. Returns false where
/// such a side's own line is not steady: then it is a programme that holds a steady note on one side.
fn carry_over<'a>(
    search: &dyn Fn(&'a ChannelRecord) -> Search<'a>,
    records: &'a [ChannelRecord],
    sides: &mut [Vec<FittedLine>],
) -> bool {
    let all: Vec<FittedLine> = sides.iter().flatten().copied().collect();
    if sides.iter().any(|tones| tones.len() > 2) {
        return true;
    }
    leave_out_spurs(&all, search, records, sides);
    let all: Vec<FittedLine> = sides.iter().flatten().copied().collect();
    sides.iter_mut().zip(records).all(|(side, record)| {
        let search = search(record);
        let missing = |tone: &&FittedLine| side.iter().all(|own| (own.bins - tone.bins).abs() >= SAME_BINS);
        let carried: Vec<FittedLine> =
            all.iter().filter(missing).filter_map(|tone| search.carried(tone)).collect();
        let steady = carried.iter().all(|tone| search.is_steady_at(tone));
        side.extend(carried);
        steady
    })
}

/// Leaves out tones of a side that are other lines beside a much louder stimulus: those 40 dB below the loudest tone, and
/// those that another side carries too, where its own tone stands far above them.
fn leave_out_spurs<'a>(
    all: &[FittedLine],
    search: &dyn Fn(&'a ChannelRecord) -> Search<'a>,
    records: &'a [ChannelRecord],
    sides: &mut [Vec<FittedLine>],
) {
    let loudest =
        |tones: &[FittedLine]| tones.iter().map(|tone| tone.amplitude.norm_sqr()).fold(0.0, f64::max);
    let tops: Vec<f64> = sides.iter().map(|tones| loudest(tones)).collect();
    let least = loudest(all) * db_to_power(-QUIET_SIDE_DB);
    for (index, tones) in sides.iter_mut().enumerate() {
        let is_spur = |tone: &FittedLine| {
            let beside = |(other, record): (usize, &'a ChannelRecord)| {
                let power = tone.amplitude.norm_sqr();
                other != index
                    && tops[other] > power * db_to_power(search::PAIR_DB)
                    && search(record).carried(tone).is_some_and(|line| {
                        line.amplitude.norm_sqr() < tops[other] * db_to_power(-search::PAIR_DB)
                    })
            };
            records.iter().enumerate().any(beside)
        };
        tones.retain(|tone| tone.amplitude.norm_sqr() > least && !is_spur(tone));
    }
}

/// The tones of each side, or what keeps them from being used.
type Found = Result<Vec<Vec<FittedLine>>, Option<Obstacle>>;

/// One tone or pair per side; without any the obstacle found before, or why there is none.
fn single_or_pair(sides: &[Side], before: Option<Obstacle>) -> Found {
    let tones: Vec<Vec<FittedLine>> = sides.iter().map(|side| side.tones.clone()).collect();
    if tones.iter().any(|tones| !tones.is_empty()) {
        return Ok(tones);
    }
    let too_low = || sides.iter().find_map(|side| side.too_low).map(Obstacle::OutsideRange);
    let unsteady = || {
        let louder = |a: &(usize, &Side), b: &(usize, &Side)| {
            let level = |side: &Side| side.strongest.unwrap_or(0.0);
            level(a.1).total_cmp(&level(b.1))
        };
        let unsteady = sides.iter().enumerate().filter(|(_, side)| side.unsteady.is_some()).max_by(louder);
        let (channel, side) = unsteady?;
        side.unsteady.map(|line| Obstacle::Unsteady { channel, bins: line.bins, left: line.left })
    };
    Err(before.or_else(too_low).or_else(unsteady))
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
