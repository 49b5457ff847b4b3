//! Copies the bundles to where DAWs look for a user's own plugins.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::{bundle, workspace};

/// Bundles and installs; prints where.
pub fn run() -> Result<()> {
    bundle::release()?;
    for extension in ["clap", "vst3"] {
        let name = format!("{}.{extension}", bundle::NAME);
        let folder = plugin_folder(extension)?;
        let place = folder.join(&name);
        fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        remove(&place).with_context(|| {
            format!("the earlier {} cannot be removed; is a DAW using it?", place.display())
        })?;
        copy(&workspace::bundled().join(&name), &place)?;
        println!("installed {}", place.display());
    }
    println!("rescan plugins in your DAW to see it");
    Ok(())
}

/// The user's folder for a plugin format, as its standard names it for this system.
fn plugin_folder(extension: &str) -> Result<PathBuf> {
    let home = |variable: &str| {
        std::env::var_os(variable)
            .map(PathBuf::from)
            .with_context(|| format!("{variable} is not set, so there is no place to install to"))
    };
    let upper = extension.to_uppercase();
    Ok(if cfg!(target_os = "macos") {
        home("HOME")?.join("Library/Audio/Plug-Ins").join(upper)
    } else if cfg!(target_os = "windows") {
        home("LOCALAPPDATA")?.join("Programs").join("Common").join(upper)
    } else {
        home("HOME")?.join(format!(".{extension}"))
    })
}

fn remove(place: &Path) -> std::io::Result<()> {
    match fs::symlink_metadata(place) {
        Ok(what) if what.is_dir() => fs::remove_dir_all(place),
        Ok(_) => fs::remove_file(place),
        Err(_) => Ok(()),
    }
}

/// A bundle is one file or a folder, by format and system.
fn copy(from: &Path, to: &Path) -> Result<()> {
    if !from.is_dir() {
        fs::copy(from, to)
            .with_context(|| format!("{} cannot be copied to {}", from.display(), to.display()))?;
        return Ok(());
    }
    fs::create_dir_all(to).with_context(|| format!("{} cannot be made", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("{} cannot be read", from.display()))? {
        let name = entry?.file_name();
        copy(&from.join(&name), &to.join(&name))?;
    }
    Ok(())
}
