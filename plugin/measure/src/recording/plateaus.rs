//! Plateaus: parts of a stretch with a constant level, between fades, starts, stops and steps.

use std::ops::Range;

/// Blocks on either side of a place whose levels are compared.
const BESIDE: usize = 3;
/// Smallest change of level between them that ends a plateau, in dB. A slower drift is followed.
const LEAST_CHANGE_DB: f64 = 0.15;
/// The same for the colour, which is proportional to the square of the frequency: 5 %.
const LEAST_COLOUR_DB: f64 = 0.4;
/// The same at the ends, where fewer blocks can be compared.
const LEAST_AT_ENDS_DB: f64 = 1.0;
/// Changes up to this many times their usual size belong to the signal: beating tones, noise, music.
const USUAL: f64 = 8.0;
/// A fade changes more slowly at its ends than in its middle; it is extended by this share on either side.
const FADE_ENDS: f64 = 0.3;
/// Channels this far below the loudest one are ignored.
const LEAST_DB: f64 = -60.0;
/// Fewest blocks of a plateau: a quarter of a second.
const FEWEST_BLOCKS: usize = 6;

/// Runs of blocks within `within` in which level and colour are constant on every channel. `powers` and `colours` hold
/// one number per block for every channel.
pub(super) fn plateaus(powers: &[Vec<f32>], colours: &[Vec<f32>], within: Range<usize>) -> Vec<Range<usize>> {
    let cut = |channels: &[Vec<f32>]| -> Vec<Vec<f64>> {
        channels.iter().map(|channel| levels_db(&channel[within.clone()])).collect()
    };
    let (levels, colours) = (cut(powers), cut(colours));
    let middle = |channel: &Vec<f64>| median(channel.clone());
    let loudest = levels.iter().map(middle).fold(f64::NEG_INFINITY, f64::max);
    let mut moves = vec![false; within.len()];
    for (level, colour) in levels.iter().zip(&colours) {
        if middle(level) > loudest + LEAST_DB {
            mark_moves(level, LEAST_CHANGE_DB, &mut moves);
            mark_moves(colour, LEAST_COLOUR_DB, &mut moves);
        }
    }
    let runs = lengthened(&runs(&moves, true), within.len());
    for run in runs {
        moves[run].fill(true);
    }
    let still = runs_of_still(&moves);
    still.into_iter().map(|run| run.start + within.start..run.end + within.start).collect()
}

fn runs_of_still(moves: &[bool]) -> Vec<Range<usize>> {
    runs(moves, false).into_iter().filter(|run| run.len() >= FEWEST_BLOCKS).collect()
}

/// Levels of blocks, smoothed with half of each neighbour: a block holds no whole number of a low tone's periods, so
/// levels fluctuate from block to block.
fn levels_db(powers: &[f32]) -> Vec<f64> {
    let at = |index: usize| f64::from(powers[index]);
    let smooth = |index: usize| {
        let beside = at(index.saturating_sub(1)) + at((index + 1).min(powers.len() - 1));
        0.5 * at(index) + 0.25 * beside
    };
    (0..powers.len()).map(|index| 10.0 * smooth(index).max(1e-30).log10()).collect()
}

/// Marks the blocks from the first to the last of adjacent places where the level changes by more than usual over the
/// same number of blocks; near the ends fewer are compared.
fn mark_moves(levels: &[f64], least_db: f64, moves: &mut [bool]) {
    let most: Vec<f64> = (1..=BESIDE).map(|beside| usual_change(levels, beside, least_db)).collect();
    for place in 1..levels.len() {
        let beside = BESIDE.min(place).min(levels.len() - place);
        if change(levels, place, beside) > most[beside - 1] {
            moves[place - 1..place + 1].fill(true);
        }
    }
}

/// Change of the level from `beside` blocks before a place to the same number after it.
fn change(levels: &[f64], place: usize, beside: usize) -> f64 {
    (median(levels[place..place + beside].to_vec()) - median(levels[place - beside..place].to_vec())).abs()
}

/// The largest change that belongs to the signal.
fn usual_change(levels: &[f64], beside: usize, least_db: f64) -> f64 {
    let places = beside..(levels.len() + 1).saturating_sub(beside);
    let changes = places.map(|place| change(levels, place, beside)).collect();
    // A block holds no whole number of a tone's periods: means of fewer blocks fluctuate more.
    let least_db = if beside < BESIDE { LEAST_AT_ENDS_DB } else { least_db };
    (USUAL * median(changes)).max(least_db)
}

/// Runs of one value.
pub(super) fn runs(values: &[bool], wanted: bool) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for index in (0..values.len()).filter(|&index| values[index] == wanted) {
        match runs.last_mut().filter(|run| run.end == index) {
            Some(run) => run.end += 1,
            None => runs.push(index..index + 1),
        }
    }
    runs
}

fn lengthened(runs: &[Range<usize>], blocks: usize) -> Vec<Range<usize>> {
    let longer = |run: &Range<usize>| {
        let more = (FADE_ENDS * run.len() as f64).ceil() as usize;
        run.start.saturating_sub(more)..(run.end + more).min(blocks)
    };
    runs.iter().map(longer).collect()
}

fn median(mut values: Vec<f64>) -> f64 {
    crate::lines::peaks::median(&mut values)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(levels_db: impl Iterator<Item = f64>) -> Vec<Range<usize>> {
        let powers: Vec<f32> = levels_db.map(|db| 10f64.powf(db / 10.0) as f32).collect();
        let blocks = powers.len();
        plateaus(&[powers], &[vec![1.0; blocks]], 0..blocks)
    }

    fn all(blocks: usize) -> Vec<Range<usize>> {
        std::iter::once(0..blocks).collect()
    }

    #[test]
    fn a_steady_level_is_one_plateau() {
        assert_eq!(of((0..100).map(|_| -6.0)), all(100));
        // Slow drift: half a decibel in four seconds.
        assert_eq!(of((0..100).map(|n| -6.0 + 0.005 * f64::from(n))), all(100));
    }

    #[test]
    fn fades_are_cut_off_and_steps_part_plateaus() {
        let faded = of((0..100).map(|n| if n < 10 { -6.0 - 3.0 * f64::from(10 - n) } else { -6.0 }));
        assert!(matches!(&faded[..], [range] if range.start >= 10 && range.start < 20 && range.end == 100));
        let stepped = of((0..100).map(|n| if n < 50 { -6.0 } else { -12.0 }));
        assert_eq!(stepped.len(), 2);
        assert!(stepped[0].end <= 50 && stepped[1].start >= 50);
    }

    #[test]
    fn a_level_that_always_moves_is_one_plateau() {
        let beating = |n: i32| -10.0 + 3.0 * (0.7 * f64::from(n)).sin();
        assert_eq!(of((0..200).map(beating)), all(200));
    }
}
