//! The readouts of music.

/// The samples of digital silence.
pub const ALL_ZERO: &str = "all 0";
/// A figure of music that needs more audio.
pub const NOT_YET: &str = "not yet";
/// Meaning of the true peak.
pub const TRUE_PEAK: &str =
    "Largest level between the samples since the restart, by four-fold interpolation (ITU-R BS.1770).";
/// Meaning of the crest factor.
pub const CREST: &str = "Peak over rms since the restart.";
/// Meaning of the integrated loudness.
pub const INTEGRATED: &str = "Loudness of everything since the restart (EBU R 128): passages more than 10 LU below the mean are left out.";
/// Meaning of the short-term loudness.
pub const SHORT_TERM: &str = "Loudness of the last 3 s (EBU R 128).";
/// Meaning of the momentary loudness.
pub const MOMENTARY: &str = "Loudness of the last 400 ms (EBU R 128).";
/// Meaning of the loudness range.
pub const LOUDNESS_RANGE: &str =
    "Distance between quiet and loud passages since the restart (EBU Tech 3342). Settles after a minute.";
/// Meaning of the correlation.
pub const CORRELATION: &str = "Correlation of left and right over the last second: 1 is mono, 0 is unrelated, \
                               below 0 parts cancel in mono.";
/// Title of the samples between the sides.
pub const STEREO_FIELD: &str = "Stereo field";
/// What it shows.
pub const STEREO_FIELD_MEANING: &str = "The newest samples between left and right: mono points up, opposite sides \
                                        point across. Centre −48 dBFS, circle 0 dBFS.";
/// Title of the width of each octave.
pub const WIDTH: &str = "Width per octave";
/// What it is.
pub const WIDTH_MEANING: &str = "The side's share of the power over the last second, M = (L + R) / 2, S = (L − R) / 2: \
                                 0 % is mono, 50 % unrelated or one side alone, 100 % opposite sides.";
/// The menu of curves drawn behind the spectrum.
pub const OVERLAYS: &str = "overlay…";
/// What it is for.
pub const OVERLAYS_HINT: &str = "Draw captures or another track behind the spectrum: left solid, right dashed. With \
                               music their levels are drawn at the resolution of the mean. Not available for mid and side.";
/// There is nothing to choose.
pub const NO_OVERLAYS: &str = "No captures yet. Press Capture (key C) to keep what plays now.";
/// Another track that is measured now.
pub fn live(track: &str) -> String {
    format!("{track} · live")
}
/// No more can be chosen.
pub const MOST_OVERLAYS: &str = "Two captures at most: remove one first.";
/// Heading of the figures that music does not give.
pub const PLAY_FOR_MORE: &str = "WITH A TEST SIGNAL";
/// Why it does not.
pub const PLAY_FOR_MORE_MEANING: &str =
    "Music hides distortion, crosstalk and noise: these need a signal that is known.";
/// Why silence does not give distortion.
pub const SILENCE_HAS_NO_DISTORTION: &str = "Silence has no distortion and no crosstalk: these need a tone.";
/// Why a sweep does not give the figures of a tone.
pub const SWEEP_HAS_NO_TONE: &str =
    "A sweep gives curves over frequency: these figures need a steady signal.";
/// Signals, and the figures that they give.
pub const SIGNALS_FOR_FIGURES: [(&str, &str); 3] =
    [("one tone", "THD, THD+N, noise"), ("a tone per side", "crosstalk"), ("silence", "noise, hum")];
