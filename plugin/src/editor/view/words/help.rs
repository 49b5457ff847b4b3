//! The page for the newcomer.

use groundtruth_analysis::State;
use groundtruth_captures::stimulus::Stimulus;
use groundtruth_measure::{BenchForm, StimulusKind};

use super::header::NO_AUDIO_HINT;
use crate::editor::preferences::Tab;

/// Hint of the button that opens and closes the page.
pub const HINT: &str = "What is shown, which signal to play, what is usual, and the keys. Key ?.";
/// Headings of the page's parts.
pub const HEADINGS: [&str; 4] = ["What you see now", "Which signal to play", "What is usual", "Keys"];

/// What the state of the analysis means, unless figures of a playing signal are shown.
pub fn state(state: &State, is_previous: bool) -> Option<&'static str> {
    match state {
        State::NoAudio => Some(NO_AUDIO_HINT),
        State::Failed => Some("The analysis failed and was restarted"),
        _ if is_previous => Some("These are previous figures; new ones come with the first record"),
        State::Filling { .. } => Some("Figures come with the first complete record"),
        _ => None,
    }
}

/// What is measured of a kind of signal.
pub fn measured_of(kind: StimulusKind, on_one_side: bool) -> &'static str {
    match kind {
        StimulusKind::Tone if on_one_side => {
            "A single tone on one channel: harmonics, THD and noise are measured there, and the crosstalk into the other."
        }
        StimulusKind::Tone => {
            "A single tone: harmonics, THD, noise and the balance of the channels are measured. Crosstalk needs a tone on \
             one channel alone, or another on each."
        }
        StimulusKind::DualTone => {
            "A tone of its own on each channel: crosstalk is measured both ways at once, with harmonics, THD and noise."
        }
        StimulusKind::TwinTone => {
            "Two tones at once: intermodulation is measured. Play a single tone for THD."
        }
        StimulusKind::Multitone => "Many tones at once: everything that is not one of them is read as TD+N.",
        StimulusKind::Sweep => {
            "A sweep: after it, harmonics are shown over frequency, and so are crosstalk or balance."
        }
        StimulusKind::BenchTrack => "A sequence of test signals: each part gives its own figures.",
        StimulusKind::Silence => "Silence: the noise floor and mains hum are measured.",
        StimulusKind::Programme => {
            "Music, speech or noise: levels and spectrum. Play a test tone for distortion."
        }
    }
}

/// What a view shows.
pub fn view(tab: Tab) -> &'static str {
    match tab {
        Tab::Spectrum => "The view Spectrum shows the level at each frequency, with the harmonics of a tone.",
        Tab::Crosstalk => "The view Crosstalk shows what of one channel arrives in the other.",
        Tab::Noise => "The view Noise shows the noise over frequency, mains hum, and the last minute.",
        Tab::Bench => {
            "The view Bench shows the sections of the bench track, and its curves over frequency and level."
        }
        Tab::Compare => "The view Compare puts captures side by side: C keeps what is measured now.",
    }
}

/// Below the heading of the signals.
pub fn signals_note(sample_rate: &str) -> String {
    format!(
        "Stereo WAV, 24 bits, {sample_rate}, 30 s with peaks at −6 dBFS, the bench track −12 dBFS: put it on the track \
         that feeds the device, and Groundtruth on the track that records it. What to connect and how: the guide \
         docs/measuring.md, beside the README of the project."
    )
}

/// A test signal: its name, its figures, and the name of its file.
pub struct SignalWords {
    /// The signal.
    pub stimulus: Stimulus,
    /// Its name in the table.
    pub name: &'static str,
    /// What it gives.
    pub figures: &'static str,
    /// What its file is called, without rate and ending.
    pub file: &'static str,
}

const fn signal(
    stimulus: Stimulus,
    file: &'static str,
    name: &'static str,
    figures: &'static str,
) -> SignalWords {
    SignalWords { stimulus, name, figures, file }
}

/// The bench track.
pub const BENCH_TRACK: SignalWords = signal(
    Stimulus::BenchTrack(BenchForm::Full),
    "bench track",
    "Bench track, 75 s",
    "everything below in one file, with response, distortion and crosstalk over frequency and over level; see Bench",
);
/// The quick form of it.
pub const QUICK_BENCH_TRACK: SignalWords = signal(
    Stimulus::BenchTrack(BenchForm::Quick),
    "bench track quick",
    "Bench track, quick",
    "the same with fewer levels and wider intervals",
);

/// The test signals, in the order of the table.
pub const SIGNALS: [SignalWords; 13] = [
    BENCH_TRACK,
    QUICK_BENCH_TRACK,
    signal(
        Stimulus::Tone,
        "tone 997 Hz",
        "Tone, 997 Hz",
        "THD, THD+N, harmonics, noise, hum, balance; output impedance, if recorded with two loads",
    ),
    signal(
        Stimulus::ToneLeft,
        "tone 997 Hz left",
        "Tone on the left",
        "crosstalk from left to right; THD and noise of the left",
    ),
    signal(
        Stimulus::ToneRight,
        "tone 997 Hz right",
        "Tone on the right",
        "crosstalk from right to left; THD and noise of the right",
    ),
    signal(
        Stimulus::Dual,
        "dual tone",
        "A tone on each, 997 and 1499 Hz",
        "crosstalk both ways at once, THD of both",
    ),
    signal(Stimulus::Smpte, "SMPTE", "SMPTE, 60 Hz and 7 kHz", "intermodulation of bass and treble (IMD)"),
    signal(Stimulus::Din, "DIN", "DIN, 250 Hz and 8 kHz", "intermodulation of midrange and treble (IMD)"),
    signal(
        Stimulus::Dfd,
        "DFD",
        "DFD, 19 and 20 kHz",
        "difference-frequency distortion at high frequencies (IMD)",
    ),
    signal(
        Stimulus::Multitone,
        "multitone",
        "Multitone, 31 tones",
        "TD+N: distortion and noise beside many tones",
    ),
    signal(
        Stimulus::InterleavedMultitone,
        "multitone interleaved",
        "Multitone, interleaved",
        "crosstalk over frequency both ways, TD+N",
    ),
    signal(Stimulus::Sweep, "sweep", "Sweep, left then right", "harmonics and crosstalk over frequency"),
    signal(Stimulus::Silence, "silence", "Silence", "noise floor unweighted, A and 468; hum"),
];

/// The columns of the table of usual figures.
pub const USUAL_COLUMNS: [&str; 4] = ["Figure", "excellent", "accepted", "audible"];
/// Below its heading.
pub const USUAL_NOTE: &str =
    "As published; point at a value for its source. A dash: no published figure is known to us.";
/// A cell without a figure.
pub const UNKNOWN: &str = "–";

/// Where an audible figure comes from.
pub enum Audible {
    /// What is published for the claim with this name.
    Claim(&'static str, &'static str),
    /// A figure with its own source.
    Own([&'static str; 2]),
}

/// A row of usual figures: name, an excellent one and an accepted one with their sources, and what is audible.
pub struct Usual {
    /// The figure.
    pub name: &'static str,
    /// Value and source.
    pub excellent: Option<[&'static str; 2]>,
    /// Value and source.
    pub accepted: Option<[&'static str; 2]>,
    /// Value, with its source.
    pub audible: Audible,
}

const DIN_45500: &str =
    "DIN 45500 as of 1977, cited from an excerpt: the least that was called hi-fi (withdrawn in 1996)";

/// What is usual.
pub const USUAL: [Usual; 7] = [
    Usual {
        name: "THD",
        excellent: Some([
            "−112 dB",
            "A converter made for measuring, in loopback: QuantAsylum QA402, better than −112 dB (notes of qa40x-rs, QuantAsylum's forum)",
        ]),
        accepted: Some(["−40 dB (1 %)", DIN_45500]),
        audible: Audible::Claim("distortion", "from −40 dB on with test signals, −26 dB with music"),
    },
    Usual {
        name: "THD+N",
        excellent: Some([
            "−110 dB",
            "Converters used for measuring: RME ADI-2 Pro −110 to −112 dB, ES9822 −117 to −118 dB (Archimago, A look at ADC noise limits, 2022)",
        ]),
        accepted: None,
        audible: Audible::Claim("distortion", "as THD and noise"),
    },
    Usual {
        name: "IMD",
        excellent: None,
        accepted: Some(["−30.5 dB (3 %)", DIN_45500]),
        audible: Audible::Claim("intermodulation", "no threshold exists"),
    },
    Usual {
        name: "Crosstalk, 1 kHz",
        excellent: None,
        accepted: Some(["−40 dB", DIN_45500]),
        audible: Audible::Claim("crosstalk", "stereo image good with 16 dB of separation"),
    },
    Usual {
        name: "Noise floor",
        excellent: Some([
            "−115 dBV",
            "The shorted input of an analyzer, 20 Hz to 20 kHz: QuantAsylum QA402, −115.2 dBV (notes of qa40x-rs, QuantAsylum's forum)",
        ]),
        accepted: Some(["50 dB below 100 mW", DIN_45500]),
        audible: Audible::Claim("noise", "from 2.4 dB SPL on at the ear"),
    },
    Usual {
        name: "Balance",
        excellent: Some([
            "0.1 dB",
            "The usual match of levels in blind tests (Steinberg forum and Prosoundweb on level matching)",
        ]),
        accepted: Some(["3 dB", DIN_45500]),
        audible: Audible::Claim("louder", "about 0.4 dB"),
    },
    Usual {
        name: "Output impedance",
        excellent: Some([
            "below 2 Ω",
            "NwAvGuy, Headphone & Amp Impedance, 2011: suits nearly any headphone",
        ]),
        accepted: Some([
            "1/8 of the headphone's (damping factor 8)",
            "The one-eighth rule: NwAvGuy, Headphone & Amp Impedance, 2011",
        ]),
        audible: Audible::Own([
            "10 Ω into 32 to 100 Ω: response moves by 1.5 dB",
            "Computed from the divider of output impedance and load: 1.53 dB; about 0.4 dB is audible (G. A. Miller, J. Acoust. Soc. Am. 19, 1947)",
        ]),
    },
];
