//! A figure, or the reason why there is none.

use groundtruth_measure::{Figure, FigureKey, Figures, Reading, Refusal};

/// A figure, or the reason why there is none and what to do.
pub(super) type Outcome = Result<Figure, Refusal>;

pub(super) fn reading(outcome: Outcome) -> Reading {
    outcome.map_or_else(Reading::NotMeasurable, Reading::Measured)
}

/// The figure of an id, or why there is none.
pub(super) fn figure_of<Id: FigureKey>(figures: &Figures<Id>, id: Id) -> Outcome {
    match figures.get(&id) {
        Some(Reading::Measured(figure)) => Ok(*figure),
        Some(Reading::NotMeasurable(refusal)) => Err(refusal.clone()),
        None => Err(Refusal::NotLookedFor),
    }
}
