//! Errors over random conditions, each divided by the smallest standard deviation that its condition allows.

use serde_json::json;

use super::{MARK, percentile, percentiles, root_mean_square, sorted};

/// A figure's errors over the bound of each record.
pub struct Normalised {
    ratios: Vec<f64>,
}

impl Normalised {
    /// From errors with the bounds of their records.
    pub fn of(errors: impl Iterator<Item = (f64, f64)>) -> Normalised {
        Normalised { ratios: errors.map(|(error, bound)| error / bound).collect() }
    }

    /// Prints the row, and fails if the root mean square exceeds `most`, the required ratio of spread to bound, or the
    /// mean a tenth of the bound; the allowance for chance is three and four deviations. Without `most` the row is only
    /// printed.
    #[track_caller]
    pub fn check(&self, figure: &str, most: Option<f64>, origin: &str) {
        let sizes = sorted(self.ratios.iter().map(|ratio| ratio.abs()));
        let ratios = sorted(self.ratios.iter().copied());
        let (rms, count) = (root_mean_square(&ratios), ratios.len());
        let mean = ratios.iter().sum::<f64>() / count as f64;
        // The rms of n errors spreads by 1/√2n of itself.
        let within = |most: f64| rms <= most * (1.0 + 3.0 / (2.0 * count as f64).sqrt());
        let met = most.is_none_or(within) && mean.abs() <= 0.1 + 4.0 * rms / (count as f64).sqrt();
        let (median, most_95, worst) = (percentile(&sizes, 50.0), percentile(&sizes, 95.0), sizes[count - 1]);
        let line = format!(
            "{figure} over random conditions: error/bound rms {rms:.2} of {most:?} asked, mean {mean:+.2}, median \
             {median:.2}, 95 % {most_95:.2}, worst {worst:.2}; {count} records ({origin})"
        );
        println!("{line}");
        let json = json!({
            "kind": "normalised", "figure": figure, "asked": most, "met": met, "rms": rms, "mean": mean,
            "median": median, "most_95": most_95, "worst": worst, "records": count, "origin": origin,
            "percentiles": percentiles(&ratios),
        });
        println!("{MARK}{json}");
        assert!(met, "missed: {line}");
    }
}
