//! The tones of all channels together: those of each, and those it shares with the others.

use super::multitone::FEWEST_TONES;
use super::search::{self, Search, Side};
use super::tones::{Found, Obstacle, SAME_BINS, Stimulus};
use super::{declared, multitone};
use crate::lines::line_fit::FittedLine;
use crate::spectra::record::{ChannelRecord, Transforms};
use crate::terms::settings::DeclaredStimulus;
use crate::terms::units::db_to_power;

/// Tones of one channel this far below those of another are spurious lines, not a stimulus.
const QUIET_SIDE_DB: f64 = 40.0;

/// Finds the tones of all channels: the declared ones, or a multitone, or one tone or pair per channel.
pub(crate) fn recognise(
    transforms: &Transforms,
    records: &[ChannelRecord],
    sample_rate_hz: f64,
    declared: Option<DeclaredStimulus>,
) -> Stimulus {
    let bin_hz = sample_rate_hz / transforms.frames as f64;
    let search = |record| Search { transforms, record, bin_hz };
    let sides: Vec<Side> = records.iter().map(|record| search(record).run()).collect();
    let strongest: Vec<Option<f64>> = sides.iter().map(|side| side.strongest).collect();
    let found = match declared {
        Some(declared) => declared::find(transforms, records, bin_hz, declared),
        None => match multitone::find(transforms, records, bin_hz, false) {
            Ok(Some(tones)) => Ok(tones),
            Ok(None) => single_or_pair(&sides, None),
            Err(unsteady @ Obstacle::Unsteady { .. }) => single_or_pair(&sides, Some(unsteady)),
            Err(obstacle) => Err(Some(obstacle)),
        },
    };
    match found {
        Ok(mut tones) => {
            let steady = declared.is_some() || carry_over(&search, records, &mut tones);
            let stimulus = Stimulus::of(transforms, records, &tones, strongest.clone());
            let crowd = declared.is_none() && (3..FEWEST_TONES).contains(&stimulus.tones.len());
            if crowd || !steady { Stimulus::none(strongest, None) } else { stimulus }
        }
        Err(obstacle) => Stimulus::none(strongest, obstacle),
    }
}

/// Adds single tones and pairs to every other channel that carries them less than 10 dB below, or louder. Returns false
/// if such a channel's own line is unsteady: then it is programme with a steady note on one channel.
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

/// Drops tones of a channel that are spurious lines beside a much louder stimulus: those 40 dB below the loudest tone,
/// and those that another channel carries too, if its own tone is far above them.
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

/// One tone or pair per channel; without any the obstacle found before, or a new one.
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
