//! A stimulus as text.

use groundtruth_measure::{Stimulus, StimulusKind};

use super::number::hertz;

/// The kind in a word or two.
pub fn kind(kind: StimulusKind) -> &'static str {
    match kind {
        StimulusKind::Tone => "tone",
        StimulusKind::DualTone => "dual tone",
        StimulusKind::TwinTone => "twin tone",
        StimulusKind::Multitone => "multitone",
        StimulusKind::Sweep => "sweep",
        StimulusKind::BenchTrack => "bench track",
        StimulusKind::Silence => "silence",
        StimulusKind::Programme => "programme",
    }
}

/// `tone: 997 Hz on L`.
pub fn stimulus(stimulus: &Stimulus) -> String {
    /// Most tones listed; more are counted.
    const LISTED: usize = 2;
    let kind = kind(stimulus.kind);
    let on = |(channel, tones): (&String, &Vec<f64>)| match tones.as_slice() {
        [] => None,
        few if few.len() <= LISTED => {
            let tones: Vec<String> = few.iter().map(|hz| hertz(*hz)).collect();
            Some(format!("{} on {channel}", tones.join(" and ")))
        }
        many => Some(format!("{} tones on {channel}", many.len())),
    };
    let sides: Vec<String> = stimulus.tones_hz.iter().filter_map(on).collect();
    if sides.is_empty() { kind.to_owned() } else { format!("{kind}: {}", sides.join(", ")) }
}
