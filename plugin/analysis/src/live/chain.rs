//! What depends on rate, channels and settings.

use groundtruth_measure::{Analyzer, Averaging, Settings};
use groundtruth_stream::capture::Block;

use super::breaks::Breaks;
use super::grid::{Due, Grid};
use super::history::History;
use super::meters::Meters;

/// Plans and buffers for one rate, channel count and settings.
pub(super) struct Chain {
    pub analyzer: Analyzer,
    pub grid: Grid,
    pub history: History,
    pub meters: Meters,
    pub breaks: Breaks,
}

/// Settings limited to the range supported by live analysis.
pub(super) fn usable(settings: Settings) -> Settings {
    let frames = settings.transform_frames.clamp(Settings::SHORTEST_FRAMES, Settings::LONGEST_FRAMES);
    Settings { transform_frames: frames.next_power_of_two(), ..settings }
}

/// Whether the display slides between records with these settings.
pub(super) fn slides(settings: &Settings) -> bool {
    /// Longer transforms change too slowly for a finer hop to be visible, and cost too much.
    const LONGEST_FRAMES: usize = 65_536;
    let modes = matches!(settings.averaging, Averaging::Off | Averaging::Exponential { .. });
    modes && settings.transform_frames <= LONGEST_FRAMES
}

impl Chain {
    pub fn new(settings: &Settings, sample_rate_hz: f64, channels: usize) -> Chain {
        Chain {
            analyzer: Analyzer::new(sample_rate_hz, channels, *settings),
            grid: Grid::new(settings, sample_rate_hz),
            history: History::new(channels, settings.transform_frames),
            meters: Meters::new(channels),
            breaks: Breaks::new(sample_rate_hz, settings.transform_frames),
        }
    }

    pub fn restart(&mut self) {
        self.analyzer.restart();
        self.grid.restart();
        self.history.clear();
        self.meters.restart();
        self.breaks.clear();
    }

    pub fn advance(&mut self, block: &Block<'_>, from: usize, count: usize) -> Option<Due> {
        let plane = |channel: usize| &block.channel(channel)[from..from + count];
        (0..block.channels()).for_each(|channel| self.meters.add(channel, plane(channel)));
        self.history.append(count, plane);
        self.grid.advance(count)
    }
}
