//! Python environments of our own under `target`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::{debian, process, workspace};

/// What an environment is made of.
pub struct Environment {
    /// Its folder under `target`.
    folder: &'static str,
    /// Pinned, like the crates: these files are the one place that names versions.
    requirements: &'static str,
    /// Packages installed without what they ask for, likewise pinned.
    without_dependencies: Option<&'static str>,
}

/// A VST3 host.
pub const VST3: Environment =
    Environment { folder: "venv", requirements: "tests/vst3/requirements.txt", without_dependencies: None };

/// Other people's measurements: scipy and pysnr, which asks for more than it uses.
pub const PEERS: Environment = Environment {
    folder: "peers-venv",
    requirements: "tests/peers/requirements.txt",
    without_dependencies: Some("tests/peers/requirements-no-deps.txt"),
};

impl Environment {
    /// The environment's Python, made and filled where it is not yet.
    pub fn ensure(&self) -> Result<PathBuf> {
        debian::ensure(debian::PYTHON)?;
        let folder = workspace::target().join(self.folder);
        let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
        let wanted = self.wanted()?;
        let mark = folder.join("installed.txt");
        if fs::read_to_string(&mark).is_ok_and(|installed| installed == wanted) {
            return Ok(python);
        }
        let system_python = if cfg!(windows) { "python" } else { "python3" };
        process::run(Command::new(system_python).args(["-m", "venv", "--clear"]).arg(&folder))
            .with_context(|| format!("Python 3 with its venv module is needed for {}", self.requirements))?;
        install(&python, self.requirements, &[])?;
        if let Some(requirements) = self.without_dependencies {
            install(&python, requirements, &["--no-deps"])?;
        }
        fs::write(&mark, wanted).with_context(|| format!("{} cannot be written", mark.display()))?;
        Ok(python)
    }

    /// All that its files ask for.
    fn wanted(&self) -> Result<String> {
        let files = [Some(self.requirements), self.without_dependencies];
        let read = |file| fs::read_to_string(file).with_context(|| format!("{file} cannot be read"));
        files.into_iter().flatten().map(read).collect()
    }
}

fn install(python: &Path, requirements: &str, options: &[&str]) -> Result<()> {
    let install = ["-m", "pip", "install", "--quiet"];
    process::run(Command::new(python).args(install).args(options).args(["--requirement", requirements]))
        .with_context(|| format!("the packages of {requirements} could not be installed"))
}
