//! A display: the user's own, or a private one in memory.

use std::fmt;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// Why there is no display.
#[derive(Debug)]
pub enum ScreenFault {
    /// Xvfb is not installed or does not start.
    NoServer(std::io::Error),
    /// Xvfb ended before it was ready.
    Ended,
}

impl fmt::Display for ScreenFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ScreenFault::NoServer(error) => {
                write!(f, "Xvfb does not start: {error}; install it with `apt-get install xvfb`")
            }
            ScreenFault::Ended => f.write_str("Xvfb ended before it was ready"),
        }
    }
}

impl std::error::Error for ScreenFault {}

/// A private X server in memory; ends with this value.
pub struct PrivateScreen {
    server: Child,
    /// Its name, for `DISPLAY`.
    pub display: String,
}

impl PrivateScreen {
    /// Starts Xvfb on a free display number, which the server itself picks.
    pub fn start() -> Result<PrivateScreen, ScreenFault> {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"])
            .args(["+extension", "GLX", "-noreset"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(ScreenFault::NoServer)?;
        let mut number = String::new();
        let stdout = server.stdout.take().expect("piped above");
        let read = BufReader::new(stdout).read_line(&mut number);
        let screen = PrivateScreen { server, display: format!(":{}", number.trim()) };
        match read {
            Ok(length) if length > 1 => Ok(screen),
            _ => Err(ScreenFault::Ended),
        }
    }
}

impl Drop for PrivateScreen {
    fn drop(&mut self) {
        // Both fail only when the server has ended already.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// Runs this very program again with a private display and returns its exit code.
///
/// A display has to be in the environment before the first thread and the first X library look for it.
pub fn rerun_on_private_screen() -> Result<i32, ScreenFault> {
    let screen = PrivateScreen::start()?;
    let program = std::env::current_exe().map_err(ScreenFault::NoServer)?;
    let status = Command::new(program)
        .args(std::env::args_os().skip(1))
        .env("DISPLAY", &screen.display)
        .status()
        .map_err(ScreenFault::NoServer)?;
    Ok(status.code().unwrap_or(1))
}
