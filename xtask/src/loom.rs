//! Every interleaving of the threads that share the stream's flags, by the model checker loom.

use anyhow::{Context, Result};

use crate::{process, workspace};

/// Runs the models, in a target folder of their own: the flag would rebuild everything in the common one.
pub fn run() -> Result<()> {
    process::run(
        process::cargo()
            .args(["test", "--package", "groundtruth-stream", "--lib", "--test", "loom"])
            .env("RUSTFLAGS", "--cfg loom")
            // The models take 10 ms; unoptimised, the checker's libraries are built in less time.
            .env("CARGO_PROFILE_DEV_OPT_LEVEL", "0")
            .env("CARGO_TARGET_DIR", workspace::target().join("loom")),
    )
    .context("an interleaving of the stream's threads breaks a promise")
}
