//! The search for discontinuities by itself, without figures.

use groundtruth_measure::{Glitch, GlitchScan, Glitches};
use groundtruth_tests::stimulus::{Random, Signal, amplitude};

/// Result of a search.
pub struct Scanned {
    pub glitches: Vec<Glitch>,
    /// How many there are, listed or not.
    pub count: u64,
    /// Frames across which no figure may be measured.
    pub breaks: Vec<(u64, u64)>,
}

impl Scanned {
    /// Those of a kind.
    pub fn of(&self, kind: &str) -> impl Iterator<Item = &Glitch> {
        self.glitches.iter().filter(move |glitch| glitch.kind.id() == kind)
    }

    /// Whether there is a break within `within` frames of a place.
    pub fn is_cut(&self, frame: u64, within: u64) -> bool {
        self.breaks.iter().any(|(first, after)| *first <= frame + within && *after + within >= frame)
    }
}

/// Searches a signal in blocks of 4096 frames.
pub fn scan(signal: &Signal) -> Scanned {
    scan_in(signal, || 4096)
}

/// Searches a signal in blocks of these sizes.
pub fn scan_in(signal: &Signal, mut block: impl FnMut() -> usize) -> Scanned {
    let mut scan = GlitchScan::new(signal.sample_rate_hz, 1, 0);
    let mut breaks = Vec::new();
    let mut rest = signal.samples.as_slice();
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(block().min(rest.len()));
        scan.take(&[piece]).expect("one channel");
        breaks.extend(scan.take_breaks());
        rest = after;
    }
    scan.finish();
    breaks.extend(scan.take_breaks());
    let Glitches { listed, count } = scan.found().remove(0);
    Scanned { glitches: listed, count, breaks }
}

/// A random number with a uniform logarithm between two limits.
pub fn spread(random: &mut Random, low: f64, high: f64) -> f64 {
    low * (high / low).powf(random.unit())
}

/// Between two numbers, evenly.
pub fn between(random: &mut Random, low: f64, high: f64) -> f64 {
    low + (high - low) * random.unit()
}

/// A sample rate.
pub fn rate_hz(random: &mut Random) -> f64 {
    [44_100.0, 48_000.0, 96_000.0, 192_000.0][(4.0 * random.unit()) as usize]
}

/// Levels at 0 and some decibels below.
pub fn ratio(db: f64) -> f64 {
    amplitude(-db)
}
