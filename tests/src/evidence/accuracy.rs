//! A figure's errors over many records, compared with the requirement.

use serde_json::json;

use super::{MARK, percentile, percentiles, root_mean_square, sorted};
use crate::tolerance::Spread;

/// Requirement of a row.
#[derive(Clone, Copy, Debug)]
pub enum Asked {
    /// Every record satisfies it.
    Worst(f64),
    /// Near the noise of a single record, which the worst of many exceeds by chance: 95 of 100 records satisfy it.
    Most95(f64),
    /// For the mean and for the standard deviation.
    BiasAndSpread(f64, f64),
}

/// A figure's errors with the criteria applied.
pub struct Row {
    /// Figure and condition.
    pub figure: &'static str,
    /// Unit of the errors.
    pub unit: &'static str,
    /// Requirement.
    pub asked: Asked,
    /// Smallest standard deviation of an unbiased reading: the Cramér–Rao bound, or that of a power over `B·T` values.
    pub bound: Option<f64>,
    /// Origin of the requirement and the bound.
    pub origin: &'static str,
    /// Measured minus planted value of every record.
    pub errors: Vec<f64>,
}

impl Row {
    /// Prints the row, and fails if it does not satisfy the requirement.
    #[track_caller]
    pub fn check(&self) {
        let line = self.line();
        println!("{line}");
        println!("{MARK}{}", self.json());
        assert!(self.is_met(), "missed: {line}");
    }

    fn spread(&self) -> Spread {
        Spread::of(&self.errors)
    }

    fn sizes(&self) -> Vec<f64> {
        sorted(self.errors.iter().map(|error| error.abs()))
    }

    fn is_met(&self) -> bool {
        let spread = self.spread();
        match self.asked {
            Asked::Worst(most) => self.sizes().iter().all(|size| *size <= most),
            Asked::Most95(most) => 1.96 * root_mean_square(&self.errors) <= most,
            Asked::BiasAndSpread(bias, deviation) => {
                spread.mean.abs() <= bias && spread.deviation <= deviation
            }
        }
    }

    fn asked_in_words(&self) -> String {
        let unit = self.unit;
        match self.asked {
            Asked::Worst(most) => format!("{most:.3e} {unit}"),
            Asked::Most95(most) => format!("{most:.3e} {unit} (95 %)"),
            Asked::BiasAndSpread(bias, spread) => format!("bias {bias:.2e}, 1σ {spread:.2e} {unit}"),
        }
    }

    fn line(&self) -> String {
        let (spread, sizes) = (self.spread(), self.sizes());
        format!(
            "{}: asked {}; worst {:.2e}, median {:.2e}, bias {:+.2e}, 1σ {:.2e}, bound {}; {} records ({})",
            self.figure,
            self.asked_in_words(),
            sizes[sizes.len() - 1],
            percentile(&sizes, 50.0),
            spread.mean,
            spread.deviation,
            self.bound.map_or_else(|| "none".to_owned(), |bound| format!("{bound:.2e}")),
            sizes.len(),
            self.origin,
        )
    }

    fn json(&self) -> serde_json::Value {
        let (spread, sizes) = (self.spread(), self.sizes());
        let errors = sorted(self.errors.iter().copied());
        json!({
            "kind": "accuracy", "figure": self.figure, "unit": self.unit, "asked": self.asked_in_words(),
            "met": self.is_met(), "worst": sizes[sizes.len() - 1], "median": percentile(&sizes, 50.0),
            "bias": spread.mean, "spread": spread.deviation, "bound": self.bound, "records": sizes.len(),
            "origin": self.origin,
            "percentiles": percentiles(&errors),
        })
    }
}
