//! The plugin's bundles, by the framework's own bundler.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::workspace;

/// The package that is the plugin.
const PACKAGE: &str = "groundtruth-plugin";

/// What the bundles are called.
pub const NAME: &str = "Groundtruth";

/// `cargo xtask bundle groundtruth-plugin [--release] [cargo's options]`.
pub fn from_arguments(arguments: &[String]) -> Result<()> {
    match arguments.split_first() {
        Some((package, options)) if package == PACKAGE => bundle(options),
        Some((package, _)) => bail!("'{package}' is no plugin; the only one is {PACKAGE}"),
        None => bail!("which package? `cargo xtask bundle {PACKAGE} --release`"),
    }
}

/// The bundles of the library that was built with the tests: their profile, with the framework's allocation guard.
pub fn tested() -> Result<()> {
    remove_stale_standalone()?;
    nice_plug_xtask::bundle(&workspace::target(), PACKAGE, &[], false)
}

/// The bundles that are installed and shown.
pub fn release() -> Result<()> {
    bundle(&["--release".to_owned()])
}

/// Not the framework's `main`: that one works in the outermost folder with a `Cargo.toml`, which is
/// another project's when this one is checked out inside it.
fn bundle(options: &[String]) -> Result<()> {
    nice_plug_xtask::build(&[PACKAGE.to_owned()], options)?;
    remove_stale_standalone()?;
    nice_plug_xtask::bundle(&workspace::target(), PACKAGE, options, false)
}

/// The bundler copies any program of the bundle's name as a "standalone"; there is none.
fn remove_stale_standalone() -> Result<()> {
    for name in [NAME.to_owned(), format!("{NAME}.exe")] {
        let stale = workspace::bundled().join(name);
        if stale.is_file() {
            fs::remove_file(&stale).with_context(|| format!("{} cannot be removed", stale.display()))?;
        }
    }
    Ok(())
}
