//! System packages on Debian and Ubuntu: installs those that are missing where it may.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process;

/// X server in memory and software OpenGL, for the editor; the libraries that windows load at run time.
pub const EDITOR: &[&str] = &[
    "xvfb",
    "libgl1",
    "libegl1",
    "libgl1-mesa-dri",
    "libx11-6",
    "libx11-xcb1",
    "libxcursor1",
    "libxkbcommon-x11-0",
];

/// What a JUCE host needs of a display besides the server, a mouse, and pictures of windows.
pub const SESSION: &[&str] = &["openbox", "xsettingsd", "xdotool", "x11-apps"];

/// A Python with virtual environments, for the VST3 host.
pub const PYTHON: &[&str] = &["python3", "python3-venv"];

/// A C++ compiler, for libFuzzer.
pub const FUZZ: &[&str] = &["g++"];

/// Makes sure of these packages, or stops with the one line to run.
///
/// On other systems than Debian's and Ubuntu's it does nothing: what is missing will say so itself.
pub fn ensure(packages: &[&str]) -> Result<()> {
    if !Path::new("/usr/bin/dpkg-query").exists() {
        return Ok(());
    }
    let missing: Vec<&str> = packages.iter().copied().filter(|package| !is_installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let Some(root) = root_prefix() else {
        bail!(
            "these packages are missing and may not be installed from here. Run this line, then try again:\n\n  \
             sudo apt-get update && sudo apt-get install -y {}",
            missing.join(" ")
        );
    };
    println!("installing {}", missing.join(" "));
    apt_get(root, &["update", "-qq"])?;
    let install = ["install", "-y", "-qq", "--no-install-recommends"];
    apt_get(root, &[&install, missing.as_slice()].concat())
        .with_context(|| format!("could not install {}", missing.join(" ")))
}

fn is_installed(package: &str) -> bool {
    let query = Command::new("dpkg-query").args(["-W", "-f", "${db:Status-Status}", package]).output();
    query.is_ok_and(|output| output.stdout == b"installed")
}

/// What to put before a command to run it as root; `None` where that needs a password.
fn root_prefix() -> Option<&'static [&'static str]> {
    let is_root = process::output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    if is_root {
        return Some(&[]);
    }
    process::succeeds(Command::new("sudo").args(["-n", "true"])).then_some(&["sudo", "-n"])
}

fn apt_get(root: &[&str], arguments: &[&str]) -> Result<()> {
    // `env` also through sudo, which drops the caller's environment.
    let words = [root, &["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"], arguments].concat();
    process::run(Command::new(words[0]).args(&words[1..]))
}
