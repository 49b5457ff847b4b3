//! A bar on the terminal's standard error; nothing where that is no terminal.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// Shows how far a file is read. It vanishes when dropped.
pub(crate) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// For a recording of so many frames, where that is known.
    pub(crate) fn new(name: &str, frames: Option<u64>) -> Progress {
        let template = if frames.is_some() { "{msg}  [{bar:40}] {percent:>3} %" } else { "{msg}  {spinner}" };
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = frames.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
        bar.set_style(style.progress_chars("=> "));
        bar.set_message(name.to_owned());
        bar.enable_steady_tick(Duration::from_millis(100));
        Progress { bar }
    }

    /// So many frames were read; a second pass begins anew.
    pub(crate) fn set(&self, frames: u64) {
        self.bar.set_position(self.bar.length().map_or(frames, |length| frames.min(length)));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
