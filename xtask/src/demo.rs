//! `cargo xtask demo`: the built plugin in a real host, on two captures or with the bench track in a loop.

use anyhow::{Result, bail};

use crate::{bundle, debian, process};

/// Sets up, bundles, and runs the demo host on the project's own captures or the user's files; with `--bench` on what the
/// plugin plays itself.
pub fn run(files: &[String]) -> Result<()> {
    if !cfg!(target_os = "linux") {
        bail!(
            "the demo host opens its windows on X11, so it runs on Linux only; `cargo xtask install` works here"
        );
    }
    let is_bench = matches!(files, [only] if only == "--bench");
    if !is_bench && !matches!(files.len(), 0 | 2) {
        bail!(
            "the demo compares two captures: `cargo xtask demo A.wav B.wav`, or none for its own; `--bench` has the plugin \
             play the bench track through a modelled amplifier"
        );
    }
    debian::ensure(debian::EDITOR)?;
    bundle::release()?;
    let program = ["run", "--quiet", "--release", "--package", "groundtruth-tests", "--bin", "demo", "--"];
    process::run(process::cargo().args(program).args(files))
}
