//! `cargo xtask peers`: our figures and our speed beside other people's, on the same files.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::{process, python};

/// Scripts under `tests/peers`, in the order they run.
const SCRIPTS: &[&str] = &["twin", "accuracy", "speed"];

/// Files of each kind in the short run. So few medians scatter by tens of per cent, which the margin allows for.
const SHORT: &[&str] = &["--files", "3", "--longest", "4", "--margin", "2"];

/// Runs the named script with what else is given, or all of them.
pub fn run(arguments: &[String]) -> Result<()> {
    let names = match arguments.first().map(String::as_str) {
        None => SCRIPTS,
        Some(name) if SCRIPTS.contains(&name) => &[name],
        Some(unknown) => bail!("unknown comparison '{unknown}': use {}", SCRIPTS.join(", ")),
    };
    let python = prepare()?;
    let options: Vec<&str> = arguments.iter().skip(1).map(String::as_str).collect();
    names.iter().try_for_each(|name| script(&python, name, &options))
}

/// What belongs to `cargo xtask test`: the twin, and the errors side by side, of many files in long runs.
pub fn test(long: bool) -> Result<()> {
    let python = prepare()?;
    script(&python, "twin", &[])?;
    script(&python, "accuracy", if long { &[] } else { SHORT })
}

/// The environment's Python, and the release build of the command line.
fn prepare() -> Result<PathBuf> {
    let python = python::PEERS.ensure()?;
    process::run(process::cargo().args(["build", "--release", "--locked", "--package", "groundtruth-cli"]))?;
    Ok(python)
}

/// On one thread, as everything here is.
fn script(python: &Path, name: &str, options: &[&str]) -> Result<()> {
    let mut command = Command::new(python);
    command.arg(format!("tests/peers/{name}.py")).args(options);
    process::run(command.env("OPENBLAS_NUM_THREADS", "1"))
}
