//! A progress bar on standard error; hidden if that is not a terminal.

use std::time::Duration;

use groundtruth_captures::import;
use indicatif::{ProgressBar, ProgressStyle};

/// Shows the progress. Disappears when dropped.
pub(crate) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// At 0.
    pub(crate) fn new(name: &str) -> Progress {
        let style = ProgressStyle::with_template("{msg}  [{bar:40}] {percent:>3} %")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::new(Self::STEPS);
        bar.set_style(style.progress_chars("=> "));
        bar.set_message(name.to_owned());
        bar.enable_steady_tick(Duration::from_millis(100));
        Progress { bar }
    }

    const STEPS: u64 = 1000;

    /// Sets the progress, from 0 to 1.
    pub(crate) fn set(&self, part: f64) {
        self.bar.set_position((part * Self::STEPS as f64) as u64);
    }
}

impl import::Progress for Progress {
    fn set_share(&self, share: f64) {
        self.set(share);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
