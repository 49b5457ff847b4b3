//! Every sentence of the editor, so that they can be read in one go: notices, hints, tooltips, messages.
//!
//! Labels of a few words stay with what they label; definitions of figures are in `measure`, reasons in
//! [`groundtruth_measure::Refusal`].

use groundtruth_measure::{Figure, Harmonic};

use super::format;

pub mod help;

// Header.

/// Hint of the button *Capture*.
pub const CAPTURE_HINT: &str = "Keep the current figures for comparison. Key C.";
/// Hint of the button *Freeze*.
pub const FREEZE_HINT: &str = "Hold figures and curves. Audio is not analysed meanwhile. Key F.";

/// Hint of the mark of clipping.
pub const CLIP_HINT: &str =
    "Samples reached full scale: the figures include the distortion of clipping. Click to clear the mark.";

/// Hint of a view's tab.
pub fn tab_hint(number: usize) -> String {
    format!("Key {number}")
}

/// Frames that the analysis missed.
pub fn frames_lost(frames: u64) -> String {
    format!("{} frames lost", format::grouped(frames))
}

// The stimulus and the state, in the header.

/// Signals without a tone.
pub const PROGRAMME: &str = "music, speech or noise: no test tone";
/// The same, short.
pub const NO_TEST_TONE: &str = "no test tone";
/// Nothing but noise and hum.
pub const IDLE: &str = "no signal: noise and hum only";
/// Every sample is 0.
pub const DIGITAL_SILENCE: &str = "digital silence";
/// No audio comes.
pub const NO_AUDIO_HINT: &str = "No audio: start playback, or check that the track is routed here";
/// The figures are of an earlier session, or from before a restart.
pub const PREVIOUS_READING: &str = "previous reading";
/// The first record is not complete.
pub const FILLING: &str = "filling the first record";
/// The analysis failed.
pub const RESTARTED: &str = "analysis restarted";

/// Where in the host's timeline the audio ended.
pub fn last_audio(moment: &str) -> String {
    format!("last audio at {moment}")
}

// Compare.

/// Hint of a track in the list.
pub const LIVE_HINT: &str = "Compare what this track measures now with the captures. It is then analysed even with its window closed.";

// Saving a file.

/// Hint of the button that opens the system's dialogue.
pub const BROWSE_HINT: &str = "Choose the file in the system's dialogue";
/// Hint of the consent to replace a file.
pub const REPLACE_HINT: &str = "Write over a file of this name";

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

// The cursor of the plots.

/// The peak nearest to the pointer.
pub fn peak(channel: &str, frequency_hz: f64, level_dbfs: f64) -> String {
    let [frequency, level] =
        [(frequency_hz, 3), (level_dbfs, 2)].map(|(value, decimals)| format::fixed(value, decimals));
    format!("peak {channel}  {frequency} Hz  {level} dBFS")
}

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

// Readouts.

/// Two tones that no method of measuring intermodulation uses.
pub const NO_STANDARD_PAIR: &str = "no standard pair of tones";
/// Two tones whose products coincide.
pub const PRODUCTS_MEET: &str = "products coincide with lines";
/// A figure of one tone.
pub const NEEDS_SINGLE_TONE: &str = "needs a single tone";
/// A figure without a short reason.
pub const NOT_MEASURABLE: &str = "not measurable";

/// Third octave with the lowest coherence.
pub fn lowest_coherence(frequency: &str) -> String {
    format!("lowest: {frequency} Hz")
}

// Readouts of music.

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
pub const OVERLAYS_HINT: &str = "Draw captures or another track behind the spectrum: left solid, right dashed. Of music \
                               their noise is drawn at this curve's resolution. Not for mid and side.";
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

// Tooltips of readouts.

/// A figure can be copied.
pub const CLICK_TO_COPY: &str = "Click to copy";
/// The reason for a missing figure can be copied.
pub const CLICK_TO_COPY_REASON: &str = "Click to copy the reason";
/// A figure was copied.
pub const COPIED: &str = "copied";
/// Meaning of one tone of a pair.
pub const TONE_OF_PAIR: &str = "One of the two tones on this side: frequency or level, by least-squares fit.";
/// Meaning of one product of a pair.
pub const PRODUCT_OF_PAIR: &str =
    "Level of this intermodulation product of the two tones, f1 the lower one, noise power subtracted.";
/// Meaning of the number of tones.
pub const TONES: &str = "Tones of the multitone on this side.";
/// Meaning of the live peak.
pub const PEAK: &str = "Largest absolute sample since the restart.";
/// Meaning of the number of clipped samples.
pub const CLIPPED: &str = "Samples at or beyond full scale since the restart.";
/// Meaning of the number of invalid samples.
pub const NOT_FINITE: &str = "NaN or infinite samples since the restart.";
/// A harmonic above half the sample rate.
pub const ALIASED: &str = "Above half the sample rate: measured at its alias, not summed.";

/// Meaning of a harmonic.
pub fn harmonic(order: u32, harmonic: Option<&Harmonic>) -> String {
    let at = harmonic.map_or_else(String::new, |harmonic| {
        format!(" at {}", format::frequency_short(harmonic.frequency_hz))
    });
    format!("Level of harmonic {order}{at} over the fundamental, noise power subtracted.")
}

/// The complete reason for a missing figure.
pub fn refused(reason: &str) -> String {
    format!("Not measurable. {reason}")
}

/// The band of a figure.
pub fn band(band_hz: [f64; 2]) -> String {
    format!("Band {}", format::band(band_hz))
}

/// A 95 % interval.
pub fn interval(low: &str, high: &str, unit: &str) -> String {
    format!("95 %: {low} to {high} {unit}").trim_end().to_owned()
}

/// An upper limit.
pub fn at_most(high: &str, unit: &str) -> String {
    format!("Limit: at most {high} {unit} (95 %)")
}

/// A lower limit.
pub fn at_least(low: &str, unit: &str) -> String {
    format!("Limit: at least {low} {unit} (95 %)")
}

/// A value with an unknown number of whole periods.
pub fn modulo(period: &str, unit: &str) -> String {
    format!("Known modulo {period} {unit}: the number of whole periods is unknown")
}

/// An assumption that the interval does not cover.
pub fn assumes(assumption: &str) -> String {
    format!("Assumption: {assumption}")
}

/// Phase of the crosstalk.
pub fn crosstalk_phase(phase_rad: f64) -> String {
    let (degrees, word) = (format::degrees(phase_rad), format::phase_word(phase_rad));
    format!("Phase {degrees} (undriven minus driven): {word}")
}

/// Phase of a harmonic.
pub fn harmonic_phase(phase_rad: f64) -> String {
    format!("Phase {}", format::degrees(phase_rad))
}

/// A line of the spectrum in a list.
pub fn line(frequency_hz: f64, level_dbfs: f64) -> String {
    format!("{} at {} dBFS", format::frequency_short(frequency_hz), format::fixed(level_dbfs, 1))
}

/// The rest of a list.
pub fn more(count: u64) -> String {
    format!("and {} more", format::grouped(count))
}

/// A discontinuity: kind, length, time, place.
pub fn glitch(kind: &str, frames: u64, moment: &str, frame: u64) -> String {
    let frames = match frames {
        0 => String::new(),
        1 => ", 1 frame".to_owned(),
        frames => format!(", {} frames", format::grouped(frames)),
    };
    format!("{kind}{frames}, at {moment} (frame {})", format::grouped(frame))
}

/// Frequencies of a multitone.
pub fn tones_extent(low_hz: f64, high_hz: f64) -> String {
    format!("{} to {}", format::frequency_short(low_hz), format::frequency_short(high_hz))
}

/// Levels of a multitone's tones.
pub fn tones_levels(low_dbfs: f64, high_dbfs: f64) -> String {
    format!("{} to {} dBFS each", format::fixed(low_dbfs, 2), format::fixed(high_dbfs, 2))
}

// Settings.

/// Hint of the slope.
pub const SLOPE_HINT: &str = "Tilts the spectrum of music around 1 kHz, in dB per octave. 0 draws the true level; 4.5 makes most music look flat.";
/// Hint of the smoothing.
pub const SMOOTHING_HINT: &str = "Averages the power over this part of an octave.";
/// Hint of the fall.
pub const FALL_HINT: &str = "How fast peaks of music fall, in dB per second.";

/// The analysis stops with the editor, or goes on.
pub const EDITOR_CLOSED: [&str; 2] = ["pause", "keep analysing"];
/// Hint of the button that restarts the average.
pub const RESTART_HINT: &str = "Discard the average and restart. Key R.";
/// Hint of the take's number.
pub const TAKE_HINT: &str = "Number of the take. A change restarts the average. Key T.";
/// Hint of the band's lower edge.
pub const LOWER_EDGE_HINT: &str = "Lower edge; click to type";
/// Hint of the band's upper edge.
pub const UPPER_EDGE_HINT: &str = "Upper edge; click to type";
/// Hint of the button that saves a picture.
pub const PICTURE_HINT: &str = "Save this view without popups in your documents folder. Key P.";
/// An undeclared stimulus.
pub const STIMULUS_AUTOMATIC: &str = "automatic";
/// Spellings of a declared stimulus.
pub const STIMULUS_MEANING: &str = "tone:997, dual:997,1499, twin:19000,20000, smpte, din, dfd, multitone, sweep, \
                                    silence or programme; leave empty for automatic recognition";
/// Meaning of the load.
pub const LOAD_MEANING: &str = "Load resistance in Ω, for output power and the cause of crosstalk";
/// Meaning of the output impedance.
pub const OUTPUT_MEANING: &str = "Output impedance of the amplifier in Ω, for the coupling capacitance";
/// Meaning of the voltage at full scale.
pub const VOLTS_MEANING: &str =
    "RMS voltage of a full-scale sine, left and right if they differ; for levels in volts";

/// Duration and resolution of an FFT.
pub fn fft_size(seconds: f64) -> String {
    format!("{seconds:.2} s per record, {:.3} Hz per bin", 1.0 / seconds)
}

// Keys and pointer, in the order of the help.

/// Every key and its function.
pub const KEYS: [(&str, &str); 19] = [
    ("?", "show / hide this page"),
    ("1 2 3 4", "Spectrum, Crosstalk, Noise, Compare"),
    ("C", "capture the current figures"),
    ("F", "freeze / resume"),
    ("R", "restart the average"),
    ("T", "start the next take"),
    ("H", "show / hide max hold"),
    ("X", "clear max hold"),
    ("L", "logarithmic / linear frequency"),
    ("Z", "show the whole spectrum"),
    ("P", "save a picture of this view (PNG)"),
    ("drag", "zoom into the spectrum"),
    ("wheel", "zoom at the pointer (Ctrl: level, Shift: move)"),
    ("double-click", "show the whole spectrum"),
    ("click in a plot", "set a second cursor, which the first is compared with"),
    ("Esc", "remove the second cursor; close this page"),
    ("click a figure", "copy it"),
    ("Alt up, down", "move the capture that has the focus in Compare's list"),
    ("Ctrl Z", "undo the last change of captures (Ctrl Shift Z: redo)"),
];

// Messages.

/// *Capture* before the first figures.
pub const NOTHING_TO_CAPTURE: &str = "Nothing to capture yet: play the recording until figures are shown.";
/// Heading of an internal error.
pub const DISPLAY_FAULT: &str = "Internal error in the display";
/// Text of an internal error.
pub const DISPLAY_FAULT_MEANING: &str = "The audio is not affected. The display is tried again every second and whenever the window changes size.";
