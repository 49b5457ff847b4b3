//! `cargo xtask peers`: our figures and our speed beside other people's, on the same files.

use std::process::Command;

use anyhow::{Result, bail};

use crate::{process, python};

/// Scripts under `tests/peers`, in the order they run.
const SCRIPTS: &[&str] = &["twin", "accuracy", "speed"];

/// Folder of the profile that the tests are built in.
const TESTED: &str = "debug";

/// Files of each kind in the short run. So few medians scatter by tens of per cent, which the margin allows for.
const SHORT: &[&str] = &["--files", "3", "--longest", "4", "--margin", "2"];

/// Runs the named script with what else is given, or all of them.
pub fn run(arguments: &[String]) -> Result<()> {
    let names = match arguments.first().map(String::as_str) {
        None => SCRIPTS,
        Some(name) if SCRIPTS.contains(&name) => &[name],
        Some(unknown) => bail!("unknown comparison '{unknown}': use {}", SCRIPTS.join(", ")),
    };
    process::run(process::cargo().args(["build", "--release", "--locked", "--package", "groundtruth-cli"]))?;
    let options: Vec<&str> = arguments.iter().skip(1).map(String::as_str).collect();
    names.iter().try_for_each(|name| script(name, &options, "release"))
}

/// The twin, with the command line that was built with the tests.
pub fn twin() -> Result<()> {
    script("twin", &[], TESTED)
}

/// The errors side by side, likewise; of many files in long runs.
pub fn accuracy(long: bool) -> Result<()> {
    script("accuracy", if long { &[] } else { SHORT }, TESTED)
}

/// On one thread, as everything here is; with the command line of a profile's folder under `target`.
fn script(name: &str, options: &[&str], profile: &str) -> Result<()> {
    let mut command = Command::new(python::PEERS.ensure()?);
    command.arg(format!("tests/peers/{name}.py")).args(options);
    command.env("GROUNDTRUTH_PROFILE", profile).env("OPENBLAS_NUM_THREADS", "1");
    process::run(&mut command)
}
