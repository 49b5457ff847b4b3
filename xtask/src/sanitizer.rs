//! `process` under RealtimeSanitizer, whose runtime comes with the stable toolchain.

use std::process::Command;

use anyhow::{Context, Result};

use crate::{process, test};

/// Triples whose toolchain has the runtime, and where in the sysroot it lies.
const RUNTIME: &str = "lib/rustlib/x86_64-unknown-linux-gnu/lib/librustc-stable_rt.rtsan.a";

/// Runs the realtime test group in a build with the sanitizer.
pub fn run() -> Result<()> {
    let sysroot = process::output(Command::new("rustc").args(["--print", "sysroot"]))?;
    let runtime = std::path::Path::new(sysroot.trim()).join(RUNTIME);
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        println!("RealtimeSanitizer: skipped, it is set up for 64-bit x86 Linux only");
        return Ok(());
    }
    runtime.metadata().with_context(|| {
        format!("no RealtimeSanitizer runtime at {}; Rust 1.95 or later has it", runtime.display())
    })?;
    process::run(
        process::cargo()
            .arg("test")
            .args(test::SELECTION)
            .args(["--features", "groundtruth-tests/rtsan", "--test", "realtime"])
            .env("RTSAN_ENABLE", "1")
            .env("RTSAN_LIB_PATH", runtime),
    )
    .context("`process` did something that may block")
}
