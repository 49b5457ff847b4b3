//! `cargo xtask bench`: what the plugin costs, as one table of figures and what was asked.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};

use crate::{bundle, debian, process};

mod criterion;
mod table;

/// Packages with criterion benches.
const BENCHED: &[&str] = &[
    "groundtruth-measure",
    "groundtruth-stream",
    "groundtruth-analysis",
    "groundtruth-plugin",
    "groundtruth-tests",
];

/// Runs every bench and the cost measurements on the built bundle, then prints the table.
pub fn run() -> Result<()> {
    if !cfg!(target_os = "linux") {
        bail!(
            "the costs of an instance are read from Linux's /proc; `cargo bench --workspace` runs anywhere"
        );
    }
    debian::ensure(debian::EDITOR)?;
    bundle::release()?;
    let costs = costs()?;
    let packages = BENCHED.iter().flat_map(|package| ["--package", package]);
    let printed = process::shown_lines(process::cargo().arg("bench").args(packages).arg("--benches"))?;
    table::print(&table::rows(&costs, &printed)?);
    Ok(())
}

/// Figures by name from the program that measures the built bundle.
fn costs() -> Result<BTreeMap<String, f64>> {
    let program = ["run", "--quiet", "--release", "--package", "groundtruth-tests", "--bin", "costs"];
    let printed = process::output(process::cargo().args(program))?;
    let last = printed.lines().last().context("the program `costs` printed nothing")?;
    serde_json::from_str(last).with_context(|| format!("the program `costs` printed no figures: {last}"))
}
