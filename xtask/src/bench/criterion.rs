//! Criterion's results, as it leaves them under `target/criterion`.

use std::fs;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::workspace;

/// Median time of one iteration in seconds, by the folder that criterion names after group and bench.
pub fn median_s(bench: &str) -> Result<f64> {
    let estimates = read(bench, "estimates.json")?;
    let nanoseconds = estimates["median"]["point_estimate"].as_f64();
    Ok(nanoseconds.with_context(|| format!("criterion's estimates of {bench} have no median"))? * 1e-9)
}

fn read(bench: &str, file: &str) -> Result<Value> {
    let path = workspace::target().join("criterion").join(bench).join("new").join(file);
    let text = fs::read_to_string(&path)
        .with_context(|| format!("{} cannot be read; did the bench {bench} run?", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} is no JSON", path.display()))
}
