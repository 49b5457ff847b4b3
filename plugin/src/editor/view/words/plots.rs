//! The plots: what stands in place of one, the cursor, crosstalk.

use groundtruth_measure::Figure;

use crate::editor::view::format;

// In place of a plot.

/// A restored session without audio.
pub const NO_AUDIO_YET: &str = "No audio yet. The figures are the previous reading.";
/// No audio.
pub const NO_AUDIO: &str = "No audio";
/// The first record is complete but not analysed.
pub const WAITING: &str = "Waiting for the first record";
/// Frozen without a reading.
pub const FROZEN_EMPTY: &str = "Frozen before the first record";
/// A signal that masks the noise density.
pub const NOISE_MASKED: &str =
    "Music, sweeps and loud noise mask the noise floor. Stop playback or play a test tone to measure it.";
/// Every sample is 0.
pub const NOTHING_BUT_ZEROS: &str = "Digital silence: every sample is 0.";
/// In place of figures of noise.
pub const MASKED: &str = "masked";
/// No spectrogram yet.
pub const NO_SPECTROGRAM: &str = "The spectrogram of the last minute appears here.";
/// No crosstalk yet.
pub const NO_STRIP_CHART: &str = "Crosstalk of the last minute appears here.";
/// One channel.
pub const NEEDS_TWO_CHANNELS: &str = "Crosstalk needs two channels.";

/// The first record fills.
pub fn filling(frames: usize, of: usize) -> String {
    let [frames, of] = [frames, of].map(|frames| format::grouped(frames as u64));
    format!("Filling the first record: {frames} of {of} frames")
}

/// The analysis failed, with the reason if there is one.
pub fn failed(why: Option<&str>) -> String {
    let why = why.map_or_else(String::new, |why| format!(": {why}"));
    format!("The analysis failed and was restarted{why}")
}

/// How curves of music differ from their true level: "+4.5 dB/oct · 1/6 oct".
pub fn shape(slope_db_per_octave: f32, smoothing_per_octave: u8) -> String {
    let slope = (slope_db_per_octave != 0.0)
        .then(|| format!("+{} dB/oct", format::fixed(slope_db_per_octave.into(), 1)));
    let smoothing = (smoothing_per_octave != 0).then(|| format!("1/{smoothing_per_octave} oct"));
    slope.into_iter().chain(smoothing).collect::<Vec<_>>().join(" · ")
}

// The cursor of the plots.

/// A time in the last minute.
pub fn before_now(age_s: f64) -> String {
    format!("{} s before now", format::fixed(age_s, 1))
}

/// The reference of the differences.
pub fn cursor_reference(frequency: &str) -> String {
    format!("from {frequency}")
}

// Crosstalk.

/// Music has no tone on one side.
pub const CROSSTALK_NEEDS_TONE: &str = "Play a tone on one side, or a tone of its own on each.";
/// A sweep has not yet been heard on this side, or not to its end.
pub const CROSSTALK_AFTER_SWEEP: &str = "Appears after a sweep on this side alone.";
/// Requirement of the crosstalk's cause.
pub const CAUSE_NEEDS_LOAD: &str = "Enter the load resistance in Settings to see the cause.";
/// Both channels carry the same tone.
pub const BOTH_DRIVEN: &str = "same tone on both sides";
/// A bar of a sweep.
pub const HIGHEST: &str = "highest over frequency";
/// A bar that is a limit.
pub const AT_THE_NOISE: &str = "at the noise";

/// A channel without a tone of its own.
pub fn not_driven(channel: &str) -> String {
    format!("{channel} is not driven")
}

/// Legend of the bars of a tone, and of a sweep.
pub fn bars_legend(of_sweep: bool, band: &str) -> String {
    match of_sweep {
        true => format!("bar: {HIGHEST}{band}"),
        false => format!("bar: selective, at the driven frequency · dashed: broadband{band}"),
    }
}

/// The crosstalk's phase excludes a shared return.
pub fn no_shared_return(phase_rad: f64) -> String {
    format!("no shared return: its phase would be 180°, not {}", format::degrees(phase_rad))
}

/// A cause and its size: "a coupling of at most 1.20 pF".
pub fn cause(name: &str, figure: &Figure, quantity: &str) -> String {
    let most = if figure.limit { "at most " } else { "" };
    let assumes = figure.assumes.map_or(String::new(), |assumption| format!(" ({})", assumption.words()));
    format!("{name} of {most}{quantity}{assumes}")
}
