//! Location of the built bundle.

use std::path::{Path, PathBuf};

/// The workspace's root.
pub fn workspace_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package lies in the workspace").to_owned()
}

/// Cargo's target folder: `CARGO_TARGET_DIR`, or `target` in the workspace.
pub fn target_folder() -> PathBuf {
    let chosen = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
    workspace_root().join(chosen)
}

/// The CLAP bundle made by `cargo xtask bundle groundtruth-plugin --release`.
pub fn clap_bundle() -> PathBuf {
    target_folder().join("bundled").join("Groundtruth.clap")
}
