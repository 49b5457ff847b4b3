//! A Python environment of our own under `target`, with a VST3 host in it.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::{debian, process, workspace};

/// Pinned, like the crates. `tests/vst3/requirements.txt` is the one place that names versions.
const REQUIREMENTS: &str = "tests/vst3/requirements.txt";

/// The environment's Python, made and filled where it is not yet.
pub fn ensure() -> Result<PathBuf> {
    debian::ensure(debian::PYTHON)?;
    let environment = workspace::target().join("venv");
    let python = environment.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let wanted =
        fs::read_to_string(REQUIREMENTS).with_context(|| format!("{REQUIREMENTS} cannot be read"))?;
    let mark = environment.join("installed.txt");
    if fs::read_to_string(&mark).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    let system_python = if cfg!(windows) { "python" } else { "python3" };
    process::run(Command::new(system_python).args(["-m", "venv", "--clear"]).arg(&environment))
        .context("Python 3 with its venv module is needed for the VST3 tests")?;
    process::run(Command::new(&python).args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--requirement",
        REQUIREMENTS,
    ]))
    .with_context(|| format!("the packages of {REQUIREMENTS} could not be installed"))?;
    fs::write(&mark, wanted).with_context(|| format!("{} cannot be written", mark.display()))?;
    Ok(python)
}
