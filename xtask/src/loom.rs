//! Every interleaving of the threads that share the stream's flags, by the model checker loom.

use anyhow::{Context, Result};

use crate::{process, workspace};

/// Runs the models, in a target folder of their own: the flag would rebuild everything in the common one.
pub fn run() -> Result<()> {
    process::run(
        process::cargo()
            .args(["test", "--package", "groundtruth-stream", "--test", "loom"])
            .env("RUSTFLAGS", "--cfg loom")
            .env("CARGO_TARGET_DIR", workspace::target().join("loom")),
    )
    .context("an interleaving of the stream's threads breaks a promise")
}
