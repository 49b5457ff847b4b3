//! `cargo xtask accuracy`: how well every figure is known, as tables of what was asked and what many planted signals show.

use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::process;

mod table;

/// What stands in front of a row in the tests' output.
const MARK: &str = "evidence: ";

/// Runs the rows on 500 records each and the coverage on 2000 trials, or on few with `--quick`; prints the tables, and
/// fails when a row misses what is asked of it.
pub fn run(arguments: &[String]) -> Result<()> {
    let quick = match arguments {
        [] => false,
        [only] if only == "--quick" => true,
        _ => bail!("`cargo xtask accuracy` takes no argument but --quick"),
    };
    let mut command = process::cargo();
    command.args(["test", "--package", "groundtruth-tests", "--test", "planted", "--no-fail-fast", "--"]);
    command.args(["accuracy::", "coverage::", "--include-ignored", "--nocapture"]);
    if !quick {
        println!("some 40 minutes on two cores; --quick takes two");
        command.env("GROUNDTRUTH_LONG_TESTS", "1");
    }
    let (rows, succeeded) = rows(&mut command)?;
    let missing = table::print(&rows);
    if !missing.is_empty() {
        bail!("no row came of {}", missing.join(", "));
    }
    if !succeeded {
        bail!("a row misses what is asked of it; the test's own message stands above the tables");
    }
    Ok(())
}

/// The rows that the tests print, and whether all of them passed.
fn rows(command: &mut Command) -> Result<(Vec<Value>, bool)> {
    let (lines, succeeded) = process::lines(command, |line| !line.contains(MARK))?;
    let row = |line: &String| {
        let (_, json) = line.split_once(MARK)?;
        Some(serde_json::from_str(json).with_context(|| format!("a row is no JSON: {line}")))
    };
    let rows: Vec<Value> = lines.iter().filter_map(row).collect::<Result<_>>()?;
    if rows.is_empty() {
        bail!("the planted tests printed no row: did they build?");
    }
    Ok((rows, succeeded))
}
