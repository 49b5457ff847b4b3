//! A display: the user's own, or a private one in memory.

use std::fmt;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use x11rb::rust_connection::RustConnection;

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
    /// The server ends with its last client: also when this process is killed.
    _first_client: RustConnection,
}

impl PrivateScreen {
    /// Starts Xvfb on a free display number, which the server itself picks.
    pub fn start() -> Result<PrivateScreen, ScreenFault> {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"])
            .args(["+extension", "GLX", "-terminate"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(ScreenFault::NoServer)?;
        let mut number = String::new();
        let stdout = server.stdout.take().expect("piped above");
        let read = BufReader::new(stdout).read_line(&mut number);
        let display = format!(":{}", number.trim());
        match (read, x11rb::connect(Some(&display))) {
            (Ok(length), Ok((first_client, _))) if length > 1 => {
                Ok(PrivateScreen { server, display, _first_client: first_client })
            }
            _ => {
                // It may have ended already; then there is nothing to end.
                let _ = server.kill();
                let _ = server.wait();
                Err(ScreenFault::Ended)
            }
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

/// Set for a program that [`rerun_on_private_screen`] has started.
const PRIVATE: &str = "GROUNDTRUTH_PRIVATE_SCREEN";

/// Whether nobody can see this program's windows.
pub fn is_private() -> bool {
    std::env::var_os(PRIVATE).is_some()
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
        .env(PRIVATE, "1")
        .status()
        .map_err(ScreenFault::NoServer)?;
    Ok(status.code().unwrap_or(1))
}
