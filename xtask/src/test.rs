//! `cargo xtask test`: everything that must hold, from set-up to the runner's last line.

use std::process::Command;

use anyhow::{Result, bail};

use crate::{bundle, debian, fuzz, loom, peers, process, python, sanitizer};

/// How much is run. Each tier contains the ones above it.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Tier {
    /// All that a change can break.
    Quick,
    /// Also the statistics: tests with `#[ignore = "full: ..."]`, and the errors of others on the same files.
    Full,
    /// The statistics of many records, and fuzzing.
    Long,
}

impl Tier {
    fn from_arguments(arguments: &[String]) -> Result<Tier> {
        match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            [] => Ok(Tier::Quick),
            ["--full"] => Ok(Tier::Full),
            ["--long"] => Ok(Tier::Long),
            _ => bail!("`cargo xtask test` takes --full or --long, or nothing"),
        }
    }
}

/// What all groups are built of: one selection, hence one build, which has the framework's allocation guard in it.
///
/// xtask itself stays out: it would build the bundler's dependencies a second time for no test.
pub const SELECTION: &[&str] = &["--workspace", "--exclude", "xtask", "--locked"];

/// Sets up, builds, bundles and runs every group. The Rust groups run last: their closing lines are the run's.
pub fn run(arguments: &[String]) -> Result<()> {
    let tier = Tier::from_arguments(arguments)?;
    if cfg!(target_os = "linux") {
        debian::ensure(debian::EDITOR)?;
        debian::ensure(debian::SESSION)?;
    }
    let python = python::VST3.ensure()?;
    // First: both builds write the plugin's library to one file, and tests older than that would be built again.
    sanitizer::run()?;
    process::run(process::cargo().arg("build").args(SELECTION).args(["--lib", "--bins", "--tests"]))?;
    bundle::tested()?;
    process::run(Command::new(&python).arg("tests/vst3/passthrough.py"))?;
    if cfg!(target_os = "linux") {
        process::run(Command::new(python).arg("tests/vst3/session.py"))?;
    }
    peers::twin()?;
    if tier >= Tier::Full {
        peers::accuracy(tier == Tier::Long)?;
    }
    loom::run()?;
    if tier == Tier::Long {
        fuzz::all()?;
    }
    process::run(process::cargo().args(["test", "--quiet", "--doc"]).args(SELECTION))?;
    rust_groups(tier)
}

/// All Rust groups, by nextest if it is there.
fn rust_groups(tier: Tier) -> Result<()> {
    let has_nextest = process::succeeds(process::cargo().args(["nextest", "--version"]));
    let runner: &[&str] = if has_nextest { &["nextest", "run"] } else { &["test"] };
    let full: &[&str] = match (tier, has_nextest) {
        (Tier::Quick, _) => &[],
        (_, true) => &["--run-ignored", "all"],
        (_, false) => &["--", "--include-ignored"],
    };
    let mut command = process::cargo();
    command.args(runner).arg("--no-fail-fast").args(SELECTION).args(full);
    if tier == Tier::Long {
        command.env("GROUNDTRUTH_LONG_TESTS", "1");
    }
    process::run(&mut command)
}
