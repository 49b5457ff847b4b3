//! `cargo xtask test`: everything that must hold, from set-up to the runner's last line.

use std::process::Command;

use anyhow::{Result, bail};

use crate::{bundle, debian, fuzz, loom, peers, process, python, sanitizer};

/// Sets up, bundles and runs every group. The Rust groups run last: their closing lines are the run's.
pub fn run(arguments: &[String]) -> Result<()> {
    let long = match arguments {
        [] => false,
        [only] if only == "--long" => true,
        _ => bail!("`cargo xtask test` takes no argument but --long"),
    };
    if cfg!(target_os = "linux") {
        debian::ensure(debian::EDITOR)?;
    }
    let python = python::VST3.ensure()?;
    bundle::release()?;
    process::run(Command::new(python).arg("tests/vst3/passthrough.py"))?;
    peers::test(long)?;
    loom::run()?;
    sanitizer::run()?;
    if long {
        fuzz::all()?;
    }
    process::run(process::cargo().args(["test", "--quiet", "--doc", "--package", "groundtruth-measure"]))?;
    rust_groups(long)
}

/// All groups in one build, which has the framework's allocation guard in it.
///
/// xtask itself stays out: it would build the bundler's dependencies a second time for no test.
fn rust_groups(long: bool) -> Result<()> {
    let has_nextest = process::succeeds(process::cargo().args(["nextest", "--version"]));
    let runner: &[&str] =
        if has_nextest { &["nextest", "run", "--no-fail-fast"] } else { &["test", "--no-fail-fast"] };
    let mut command = process::cargo();
    command.args(runner).args(["--workspace", "--exclude", "xtask"]);
    if long {
        command.env("GROUNDTRUTH_LONG_TESTS", "1");
    }
    process::run(&mut command)
}
