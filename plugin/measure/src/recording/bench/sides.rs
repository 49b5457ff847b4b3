//! Which channel carries which side of the track, where no marker tells.

use super::super::input::Recording;
use super::piece::Pieces;
use crate::bench::clock::Clock;
use crate::bench::plan::Plan;
use crate::figures::run::BenchSection;

/// Whether the sections that drive one side sound more on the other channel.
pub(super) fn are_swapped<R: Recording>(
    pieces: &mut Pieces<R>,
    plan: &Plan,
    clock: &Clock,
) -> Result<bool, R::Error> {
    let (mut straight, mut crossed) = (0.0, 0.0);
    for planned in &plan.sections {
        let side = match planned.section {
            BenchSection::ToneLeft | BenchSection::SweepLeft => 0,
            BenchSection::ToneRight | BenchSection::SweepRight => 1,
            _ => continue,
        };
        let Some(stretch) = clock.stretch(planned.mark_s) else { continue };
        let times_s = planned.start_s..planned.start_s + planned.length_s;
        let Some(piece) = pieces.read(times_s, &stretch)? else { continue };
        let energy = |channel: usize| piece.channels[channel].iter().map(|x| x * x).sum::<f64>();
        straight += energy(side);
        crossed += energy(1 - side);
    }
    Ok(crossed > straight)
}
