//! Many cases of one class, each with a seed, its parameters and its faults.

use std::fmt::Display;
use std::panic::{AssertUnwindSafe, catch_unwind};

use groundtruth_measure::{Figure, Reading};

use super::Draw;
use crate::evidence::{count, repeated};
use crate::reading::Readings;

/// Largest distance of a planted truth in half-widths of the 95 % interval: 3.9 standard deviations, 1 in 10 000 by
/// chance.
const CHANCE: f64 = 2.0;

/// One case: a seed, the parameters drawn from it, and the faults found.
pub struct Case {
    /// Random parameters of this case.
    pub draw: Draw,
    seed: u64,
    parameters: Vec<String>,
    faults: Vec<String>,
}

impl Case {
    /// The case of a seed, before anything is drawn.
    pub fn new(seed: u64) -> Case {
        Case { draw: Draw::new(seed), seed, parameters: Vec::new(), faults: Vec::new() }
    }

    /// Notes parameters, to be printed with a fault.
    pub fn note(&mut self, parameters: impl Display) {
        self.parameters.push(parameters.to_string());
    }

    /// Records a fault unless `holds`; `said` names the figures.
    pub fn expect(&mut self, holds: bool, said: impl Display) {
        if !holds {
            self.faults.push(said.to_string());
        }
    }

    /// The figure; records a fault if it is refused.
    pub fn measured<R: Readings>(&mut self, of: &R, id: R::Id) -> Option<Figure> {
        match &of.figures()[&id] {
            Reading::Measured(figure) => Some(*figure),
            Reading::NotMeasurable(refusal) => {
                self.faults.push(format!("{id} is refused: {refusal}"));
                None
            }
        }
    }

    /// Records a fault if the figure is measured.
    pub fn refused<R: Readings>(&mut self, of: &R, id: R::Id, side: &str) {
        if let Reading::Measured(figure) = &of.figures()[&id] {
            self.faults.push(format!("{side}: {id} is claimed: {}", shown(figure)));
        }
    }

    /// Records a fault unless the figure's interval, at twice its width, contains the truth and is no wider than
    /// `±most`.
    pub fn holds<R: Readings>(&mut self, of: &R, id: R::Id, truth: f64, most: f64) {
        let Some(figure) = self.measured(of, id) else { return };
        let within = if figure.limit { truth <= stretched(&figure).1 } else { contains(&figure, truth) };
        self.expect(within, format!("{id} reads {}, true {truth:.6}", shown(&figure)));
        let half_width = 0.5 * (figure.high - figure.low);
        self.expect(
            figure.limit || half_width <= most,
            format!("{id} reads {}, no better known than ±{most} asked", shown(&figure)),
        );
    }

    fn said(&self, name: &str) -> String {
        format!(
            "{name}, seed {}: {}\n    {}",
            self.seed,
            self.parameters.join(", "),
            self.faults.join("\n    ")
        )
    }
}

/// Runs `few` cases of a class, in a long run `many`, and fails with every case that has a fault. A panic inside a case is
/// one of its faults.
#[track_caller]
pub fn cases(name: &str, few: u64, many: u64, test: impl Fn(&mut Case) + Sync) {
    let seed_of =
        |number: u64| name.bytes().fold(number, |sum, byte| sum.wrapping_mul(131) + u64::from(byte));
    let run = |number: u64| {
        let mut case = Case::new(seed_of(number));
        let outcome = catch_unwind(AssertUnwindSafe(|| test(&mut case)));
        if let Err(panic) = outcome {
            let said = panic.downcast_ref::<String>().map_or("without words", String::as_str);
            case.faults.push(format!("panic: {said}"));
        }
        (!case.faults.is_empty()).then(|| case.said(name))
    };
    let total = count(few, many);
    let faults: Vec<String> = repeated(total, run).into_iter().flatten().collect();
    println!("{name}: {} of {total} cases with faults", faults.len());
    assert!(faults.is_empty(), "{name}: {} of {total} cases:\n{}", faults.len(), faults.join("\n"));
}

/// A figure with its interval as text.
pub fn shown(figure: &Figure) -> String {
    let at_most = if figure.limit { "≤ " } else { "" };
    format!("{at_most}{:.6} [{:.6}, {:.6}]", figure.value, figure.low, figure.high)
}

fn stretched(figure: &Figure) -> (f64, f64) {
    let below = if figure.low.is_finite() { figure.value - figure.low } else { f64::INFINITY };
    (figure.value - CHANCE * below, figure.value + CHANCE * (figure.high - figure.value))
}

fn contains(figure: &Figure, truth: f64) -> bool {
    let (low, high) = stretched(figure);
    (low..=high).contains(&truth)
}
