//! `cargo xtask gallery`: what the editor shows of every stimulus, as pictures.

use anyhow::Result;

use crate::process;

/// Below the workspace: a contact sheet per stimulus, and a folder of single pictures beside each.
const FOLDER: &str = "target/gallery";

/// Draws all stimuli, or those that are named.
pub fn run(stimuli: &[String]) -> Result<()> {
    let example = ["run", "--quiet", "--package", "groundtruth-plugin", "--example", "gallery", "--", FOLDER];
    process::run(process::cargo().args(example).args(stimuli))
}
