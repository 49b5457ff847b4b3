//! Running other programs, with errors that name the command.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// Runs a program to its end with its output shown; fails when it does.
pub fn run(command: &mut Command) -> Result<()> {
    let line = line_of(command);
    println!("$ {line}");
    let status = command.status().with_context(|| format!("`{line}` could not be started"))?;
    if !status.success() {
        bail!("`{line}` failed with {status}; its own message stands above");
    }
    Ok(())
}

/// Runs a program and returns what it printed; its errors are shown.
pub fn output(command: &mut Command) -> Result<String> {
    let line = line_of(command);
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("`{line}` could not be started"))?;
    if !output.status.success() {
        bail!("`{line}` failed with {}; its own message stands above", output.status);
    }
    String::from_utf8(output.stdout).with_context(|| format!("`{line}` printed no UTF-8"))
}

/// Runs a program with its output shown, and returns the lines of it.
pub fn shown_lines(command: &mut Command) -> Result<Vec<String>> {
    let (lines, succeeded) = lines(command, |_| true)?;
    if !succeeded {
        bail!("`{}` failed; its own message stands above", line_of(command));
    }
    Ok(lines)
}

/// Runs a program, shows those lines of its output that are asked for, and returns all of them, and whether it succeeded.
pub fn lines(command: &mut Command, is_shown: impl Fn(&str) -> bool) -> Result<(Vec<String>, bool)> {
    let line = line_of(command);
    println!("$ {line}");
    let mut child =
        command.stdout(Stdio::piped()).spawn().with_context(|| format!("`{line}` could not be started"))?;
    let stdout = child.stdout.take().context("its output was piped above")?;
    let mut lines = Vec::new();
    for printed in BufReader::new(stdout).lines() {
        let printed = printed.with_context(|| format!("`{line}` printed no UTF-8"))?;
        if is_shown(&printed) {
            println!("{printed}");
        }
        lines.push(printed);
    }
    let status = child.wait().with_context(|| format!("`{line}` was lost"))?;
    Ok((lines, status.success()))
}

/// Whether a program runs and succeeds; nothing of it is shown.
pub fn succeeds(command: &mut Command) -> bool {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

/// The cargo that runs this very command.
pub fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// The command as one would type it.
fn line_of(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
