//! The settings.

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

// Presets, undo.

/// Use of a preset.
pub const PRESET_REVIEWER: &str =
    "For distortion figures to publish: a fine resolution, and an average that settles within ten seconds.";
/// Use of a preset.
pub const PRESET_MUSIC: &str = "For monitoring: figures that follow within half a second, and a spectrum in which most music looks flat.";
/// Use of a preset.
pub const PRESET_NOISE: &str =
    "For noise and hum: a resolution that separates hum from noise, and a long average.";
/// Use of a preset.
pub const PRESET_LONG_AVERAGE: &str =
    "For the smallest intervals: everything since the restart counts. Restart when something changes.";
/// Hint of the button that undoes.
pub const UNDO_HINT: &str =
    "Undo the last change of settings and display. Ctrl Z, in Compare it undoes captures.";
/// Hint of the button that sets everything to its default.
pub const DEFAULT_HINT: &str = "Set everything in this list to its default. Undo brings it back.";
/// A change was undone by its key.
pub const UNDONE: &str = "settings: undone";
/// A change was made again by its key.
pub const REDONE: &str = "settings: redone";

/// What a preset is for, and everything that it sets.
pub fn preset(purpose: &str, sets: &[(&str, String)]) -> String {
    let sets: Vec<String> = sets.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    format!("{purpose}\n{}\nEverything else stays.", sets.join("\n"))
}
