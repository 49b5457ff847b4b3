//! `cargo xtask fuzz`: libFuzzer on the targets of `tests/fuzz`, in a build that reports what every input reaches.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::{debian, process, workspace};

/// The targets by name; their programs are called `fuzz_NAME`.
const TARGETS: &[&str] = &["wav", "aiff", "flac", "measure", "report", "capture", "packed", "state"];

/// The triple that this is set up for. Named in the build, it also keeps the flags away from build scripts.
const TRIPLE: &str = "x86_64-unknown-linux-gnu";

/// LLVM's coverage pass as libFuzzer reads it, on the stable toolchain.
const FLAGS: &[&str] = &[
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];

/// Inputs that were kept, one folder per target.
const KEPT: &str = "tests/fuzz/corpus";
/// Real files, which every reader begins with.
const FIXTURES: &str = "plugin/cli/tests/fixtures";

/// When a target has run enough.
#[derive(Clone, Copy)]
enum Until {
    Seconds(u64),
    Executions(u64),
}

impl Until {
    /// Time for each target, unless another limit is given.
    const DEFAULT: Until = Until::Seconds(60);
}

/// Runs what the command line names.
pub fn from_arguments(arguments: &[String]) -> Result<()> {
    const USAGE: &str = "use: cargo xtask fuzz [wav|aiff|flac|measure|report|capture|packed|state]... [--seconds N | --executions N] [--keep]";
    let (mut targets, mut until, mut keep) = (Vec::new(), Until::DEFAULT, false);
    let mut rest = arguments.iter().map(String::as_str);
    while let Some(argument) = rest.next() {
        let mut number = || rest.next().and_then(|text| text.parse().ok()).context(USAGE);
        match argument {
            "--seconds" => until = Until::Seconds(number()?),
            "--executions" => until = Until::Executions(number()?),
            "--keep" => keep = true,
            _ => targets.push(*TARGETS.iter().find(|target| **target == argument).context(USAGE)?),
        }
    }
    let targets = if targets.is_empty() { TARGETS } else { &targets };
    if !is_set_up_here() {
        bail!(
            "fuzzing is set up for 64-bit x86 Linux only; `cargo test --package groundtruth-fuzz` runs anywhere"
        );
    }
    fuzz(targets, until)?;
    if keep { targets.iter().try_for_each(|target| merge(target)) } else { Ok(()) }
}

/// Every target for its usual time.
pub fn all() -> Result<()> {
    if !is_set_up_here() {
        println!("fuzzing: skipped, it is set up for 64-bit x86 Linux only");
        return Ok(());
    }
    fuzz(TARGETS, Until::DEFAULT)
}

fn is_set_up_here() -> bool {
    cfg!(all(target_os = "linux", target_arch = "x86_64"))
}

/// Builds, runs one target after the other, prints the table, and fails where one did.
fn fuzz(targets: &[&str], until: Until) -> Result<()> {
    debian::ensure(debian::FUZZ)?;
    targets.iter().try_for_each(|target| build(target))?;
    let runs = targets.iter().map(|target| Run::of(target, until)).collect::<Result<Vec<Run>>>()?;
    println!("\n{:<10}{:>14}{:>10}{:>10}", "target", "executions", "seconds", "crashes");
    for Run { target, executions, seconds, crash } in &runs {
        println!("{target:<10}{executions:>14}{seconds:>10.1}{:>10}", u8::from(crash.is_some()));
    }
    let crashes: Vec<&Run> = runs.iter().filter(|run| run.crash.is_some()).collect();
    if crashes.is_empty() {
        return Ok(());
    }
    let lines = crashes.iter().map(|run| run.advice());
    bail!("{}", lines.collect::<Vec<_>>().join("\n"))
}

fn build(target: &str) -> Result<()> {
    let package = if target == "state" {
        ["--package", "groundtruth-fuzz-state"]
    } else {
        ["--package", "groundtruth-fuzz"]
    };
    process::run(
        process::cargo()
            .args(["build", "--profile", "fuzz", "--target", TRIPLE])
            .args(package)
            .args(["--features", "libfuzzer", "--bin", &format!("fuzz_{target}")])
            .env("CARGO_TARGET_DIR", target_folder())
            .env("RUSTFLAGS", FLAGS.join(" ")),
    )
}

/// A target folder of its own: the flags would rebuild everything in the common one.
fn target_folder() -> PathBuf {
    workspace::target().join("fuzz")
}

fn program(target: &str) -> PathBuf {
    target_folder().join(TRIPLE).join("fuzz").join(format!("fuzz_{target}"))
}

/// A folder for what one target makes.
fn made(what: &str, target: &str) -> Result<PathBuf> {
    let folder = target_folder().join(what).join(target);
    fs::create_dir_all(&folder).with_context(|| format!("no folder {}", folder.display()))?;
    Ok(folder)
}

/// One target's run.
struct Run {
    target: String,
    executions: u64,
    seconds: f64,
    /// The input that ended it.
    crash: Option<PathBuf>,
}

impl Run {
    fn of(target: &str, until: Until) -> Result<Run> {
        let artifacts = made("artifacts", target)?;
        let mut command = Command::new(program(target));
        command
            .arg(match until {
                Until::Seconds(seconds) => format!("-max_total_time={seconds}"),
                Until::Executions(executions) => format!("-runs={executions}"),
            })
            // A hang is 10 s; memory has tighter limits within the targets.
            .arg(format!("-max_len={}", longest_bytes(target)))
            .args(["-timeout=10", "-rss_limit_mb=2048", "-print_final_stats=1", "-verbosity=0"])
            .arg(format!("-artifact_prefix={}/", artifacts.display()))
            .arg(made("corpus", target)?)
            .args([Path::new(KEPT).join(target), FIXTURES.into()])
            .env("RUST_BACKTRACE", "1");
        println!("fuzzing {target}");
        let begin = Instant::now();
        let output =
            command.output().with_context(|| format!("{} does not start", program(target).display()))?;
        let seconds = begin.elapsed().as_secs_f64();
        let said = String::from_utf8_lossy(&output.stderr);
        let executions = after(&said, "stat::number_of_executed_units:").and_then(|count| count.parse().ok());
        let crash = (!output.status.success()).then(|| {
            eprintln!("{said}");
            after(&said, "Test unit written to").map_or_else(|| artifacts.clone(), PathBuf::from)
        });
        Ok(Run { target: target.to_owned(), executions: executions.unwrap_or(0), seconds, crash })
    }

    /// What to do about a crash.
    fn advice(&self) -> String {
        let Run { target, crash, .. } = self;
        let input = crash.as_deref().unwrap_or(Path::new("")).display();
        format!(
            "{target} failed on {input}; copy it to {KEPT}/{target} under a name that says why, and mend the cause"
        )
    }
}

/// Longest input: 4 KiB hold every header of audio there is, 32 KiB a capture.
fn longest_bytes(target: &str) -> usize {
    if matches!(target, "capture" | "packed" | "state") { 32_768 } else { 4096 }
}

/// The word behind a label.
fn after<'a>(text: &'a str, label: &str) -> Option<&'a str> {
    text.split_once(label)?.1.split_whitespace().next()
}

/// Adds the inputs to those kept which reach code that none of them does, however often.
fn merge(target: &str) -> Result<()> {
    let kept = Path::new(KEPT).join(target);
    // Small ones only: they are part of the repository.
    process::run(
        Command::new(program(target))
            .args(["-set_cover_merge=1", "-use_counters=0", "-max_len=1024", "-verbosity=0"])
            .args([kept, made("corpus", target)?]),
    )
}
