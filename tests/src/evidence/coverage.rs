//! How often intervals contain the truth, figure by figure.

use groundtruth_measure::Figure;
use serde_json::json;

use super::MARK;
use crate::tolerance::Coverage;

/// Number of trials for which 93 to 97 % needs no allowance for chance: 95 % of them has a deviation of 0.5 %.
const MANY_TRIALS: usize = 2000;

/// Counts of one kind of record, by figure.
pub struct Counts {
    condition: &'static str,
    rows: Vec<(String, Coverage)>,
}

impl Counts {
    /// Without counts.
    pub fn new(condition: &'static str) -> Counts {
        Counts { condition, rows: Vec::new() }
    }

    /// Counts one trial of a figure.
    pub fn count(&mut self, figure: &str, seen: &Figure, truth: f64) {
        let holds = seen.low <= truth && truth <= seen.high;
        match self.rows.iter_mut().find(|(name, _)| name == figure) {
            Some((_, coverage)) => coverage.count(holds),
            None => {
                self.rows.push((figure.to_owned(), Coverage { held: usize::from(holds), trials: 1 }));
            }
        }
    }

    /// Prints every row, and fails if one lies outside 93 to 97 %; fewer trials than 2000 are allowed 1.96 deviations
    /// more.
    #[track_caller]
    pub fn check(&self) {
        let outside: Vec<String> = self.rows.iter().filter(|row| !self.is_within(row)).map(line).collect();
        assert!(outside.is_empty(), "{}: outside 93 to 97 %: {outside:#?}", self.condition);
    }

    fn is_within(&self, row: &(String, Coverage)) -> bool {
        let (figure, coverage) = row;
        let spread = 100.0 * (0.95 * 0.05 / coverage.trials as f64).sqrt();
        let chance = if coverage.trials < MANY_TRIALS { 1.96 * spread } else { 0.0 };
        let most = (97.0 + chance).min(99.9);
        println!("{}: {}", self.condition, line(row));
        let json = json!({
            "kind": "coverage", "condition": self.condition, "figure": figure, "percent": coverage.percent(),
            "spread": spread, "trials": coverage.trials,
        });
        println!("{MARK}{json}");
        (93.0 - chance..=most).contains(&coverage.percent())
    }
}

fn line((figure, coverage): &(String, Coverage)) -> String {
    format!("{figure}: held in {} of {}, {:.1} %", coverage.held, coverage.trials, coverage.percent())
}
