//! Frequencies as notes of equal temperament, A4 = 440 Hz, and ratios of frequencies as intervals.

use crate::editor::view::format;

const NAMES: [&str; 12] = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"];
/// Number of A4 counted in semitones from C-1, as MIDI does.
const A4: f64 = 69.0;
const CENTS_PER_OCTAVE: f64 = 1200.0;

/// The nearest note and the distance from it: "A4 +0 ct"; `None` below C-1, 8.18 Hz.
pub fn note(hz: f64) -> Option<String> {
    let semitones = A4 + 12.0 * (hz / 440.0).log2();
    let nearest = semitones.round();
    if !nearest.is_finite() || nearest < 0.0 {
        return None;
    }
    let (name, octave) = (NAMES[nearest as usize % 12], nearest as i64 / 12 - 1);
    Some(format!("{name}{octave} {} ct", signed(100.0 * (semitones - nearest), 0)))
}

/// A frequency with its note: "440.0 Hz · A4 +0 ct".
pub fn pitched(hz: f64) -> String {
    let frequency = format::frequency_short(hz);
    note(hz).map_or_else(|| frequency.clone(), |note| format!("{frequency} · {note}"))
}

/// The ratio of two frequencies: in cents within an octave, in octaves beyond; `None` unless both are above 0.
pub fn interval(from_hz: f64, to_hz: f64) -> Option<String> {
    let octaves = (to_hz / from_hz).log2();
    if !octaves.is_finite() {
        return None;
    }
    Some(match octaves.abs() < 1.0 {
        true => format!("{} ct", signed(CENTS_PER_OCTAVE * octaves, 0)),
        false => format!("{} oct", signed(octaves, 2)),
    })
}

/// A number that has its sign even if it is positive.
pub fn signed(value: f64, decimals: usize) -> String {
    let text = format::fixed(value, decimals);
    if text.starts_with('−') { text } else { format!("+{text}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_those_of_equal_temperament() {
        let named = |hz| note(hz).unwrap_or_default();
        assert_eq!([440.0, 880.0, 27.5].map(named), ["A4 +0 ct", "A5 +0 ct", "A0 +0 ct"]);
        assert_eq!([261.6256, 246.9417].map(named), ["C4 +0 ct", "B3 +0 ct"], "the octave begins at C");
        // 1200·log2(997/987.767) = 16.1; 1200·log2(1000/987.767) = 21.3; 1200·log2(50/48.9994) = 35.0
        assert_eq!([997.0, 1000.0, 50.0].map(named), ["B5 +16 ct", "B5 +21 ct", "G1 +35 ct"]);
        assert_eq!([452.8, 453.0].map(named), ["A4 +50 ct", "A#4 −50 ct"]);
        assert_eq!(named(8.1758), "C-1 +0 ct");
    }

    #[test]
    fn frequencies_below_every_note_have_none() {
        assert_eq!([0.0, -1.0, 7.9, f64::NAN].map(note), [None, None, None, None]);
        assert_eq!(pitched(0.0), "0.00 Hz");
        assert_eq!(pitched(440.0), "440.0 Hz · A4 +0 ct");
    }

    #[test]
    fn ratios_are_cents_within_an_octave_and_octaves_beyond() {
        let ratio = |from, to| interval(from, to).unwrap_or_default();
        assert_eq!([ratio(1000.0, 1500.0), ratio(1500.0, 1000.0)], ["+702 ct", "−702 ct"]);
        assert_eq!([ratio(1000.0, 2000.0), ratio(1000.0, 500.0)], ["+1.00 oct", "−1.00 oct"]);
        assert_eq!(ratio(1000.0, 3000.0), "+1.58 oct");
        assert_eq!([interval(0.0, 10.0), interval(10.0, 0.0)], [None, None]);
    }
}
