//! Text forms of settings: names for display, and parsing of typed text.
//!
//! `name_*` gives the displayed spelling; `parse_*` accepts that spelling and common others.

use groundtruth_measure::{Averaging, Band, Mains, Settings, WindowKind};

pub use declared::{
    name_ohms, name_stimulus, name_volts, parse_load, parse_output_impedance, parse_stimulus, parse_volts,
};

mod declared;
mod refused;
pub use refused::Refused;

/// `64k`: k is 1 024 here, as lengths are powers of two.
pub fn name_transform_frames(frames: usize) -> String {
    match frames {
        _ if frames != 0 && frames.is_multiple_of(1 << 20) => format!("{}M", frames >> 20),
        _ if frames != 0 && frames.is_multiple_of(1 << 10) => format!("{}k", frames >> 10),
        _ => frames.to_string(),
    }
}

/// `64k`, `65536`, `65 536`, `1M`.
///
/// # Errors
/// Not a power of two from 4 096 to 1 048 576.
pub fn parse_transform_frames(text: &str) -> Result<usize, Refused> {
    const EXPECTED: Refused = Refused("a power of two from 4096 (4k) to 1048576 (1M)");
    let text: String = text.to_lowercase().replace("frames", "").replace([' ', ',', '\u{202f}', '\''], "");
    let (digits, shift) = match text.strip_suffix(['k', 'm']) {
        Some(digits) if text.ends_with('k') => (digits, 10),
        Some(digits) => (digits, 20),
        None => (text.as_str(), 0),
    };
    let frames =
        digits.parse::<usize>().ok().and_then(|number| number.checked_mul(1 << shift)).ok_or(EXPECTED)?;
    let in_range = (Settings::SHORTEST_FRAMES..=Settings::LONGEST_FRAMES).contains(&frames);
    if frames.is_power_of_two() && in_range { Ok(frames) } else { Err(EXPECTED) }
}

const WINDOWS: [(WindowKind, &str, &[&str]); 6] = [
    (WindowKind::Rectangular, "Rectangular", &["rect", "none", "uniform", "boxcar"]),
    (WindowKind::Hann, "Hann", &["hanning"]),
    (WindowKind::BlackmanHarris4, "Blackman-Harris 4", &["bh4", "blackmanharris4term"]),
    (WindowKind::BlackmanHarris7, "Blackman-Harris 7", &["bh7", "blackmanharris", "blackmanharris7term"]),
    (WindowKind::FlatTop144, "Flat-top HFT144D", &["flattop", "flattop144", "hft144", "hft144d"]),
    (WindowKind::FlatTop248, "Flat-top HFT248D", &["flattop248", "hft248", "hft248d"]),
];

/// Name of a window.
pub fn name_window(window: WindowKind) -> &'static str {
    WINDOWS.iter().find(|(kind, ..)| *kind == window).map_or("", |(_, name, _)| name)
}

/// A window by name or common abbreviation; only letters and digits count.
///
/// # Errors
/// Any other text.
pub fn parse_window(text: &str) -> Result<WindowKind, Refused> {
    let text = letters_and_digits(text);
    let named = |(_, name, others): &&(WindowKind, &str, &[&str])| {
        letters_and_digits(name) == text || others.contains(&text.as_str())
    };
    WINDOWS
        .iter()
        .find(named)
        .map(|(kind, ..)| *kind)
        .ok_or(Refused("Rectangular, Hann, Blackman-Harris 4 or 7, Flat-top HFT144D or HFT248D"))
}

/// `Off`, `Exponential 4`, `16 records`, `Infinite`, `Coherent`.
pub fn name_averaging(averaging: Averaging) -> String {
    match averaging {
        Averaging::Off => "Off".to_owned(),
        Averaging::Exponential { records } => format!("Exponential {records}"),
        Averaging::Records { records } => format!("{records} records"),
        Averaging::Infinite => "Infinite".to_owned(),
        Averaging::Coherent => "Coherent".to_owned(),
    }
}

/// `off`, `exp 8`, `16 records`, `16`, `infinite`, `coherent`.
///
/// # Errors
/// Any other text; fewer than two records.
pub fn parse_averaging(text: &str) -> Result<Averaging, Refused> {
    const EXPECTED: Refused = Refused("off, exponential N, N records, infinite or coherent, N from 2");
    let text = letters_and_digits(text);
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let words: String = text.chars().filter(|letter| !letter.is_ascii_digit()).collect();
    let records = digits.parse().ok().filter(|&records| records >= 2);
    match (words.as_str(), records) {
        ("off" | "none", None) if digits.is_empty() => Ok(Averaging::Off),
        ("infinite" | "inf" | "forever", None) if digits.is_empty() => Ok(Averaging::Infinite),
        ("coherent" | "coh", None) if digits.is_empty() => Ok(Averaging::Coherent),
        ("exponential" | "exp", Some(records)) => Ok(Averaging::Exponential { records }),
        ("records" | "record" | "rec" | "n" | "", Some(records)) => Ok(Averaging::Records { records }),
        _ => Err(EXPECTED),
    }
}

/// `20 Hz – 20 kHz`, `Full`.
pub fn name_band(band: Band) -> String {
    if band == Band::FULL {
        return "Full".to_owned();
    }
    format!("{} – {}", name_frequency(band.low_hz), name_frequency(band.high_hz))
}

/// `20-20000`, `20 Hz to 20 kHz`, `20..22.4k`, `full`, `audio`.
///
/// # Errors
/// Any other text; a lower edge that is not below the upper one.
pub fn parse_band(text: &str) -> Result<Band, Refused> {
    const EXPECTED: Refused = Refused("two frequencies, the lower first, as in 20-20000, or full");
    match letters_and_digits(text).as_str() {
        "full" => return Ok(Band::FULL),
        "audio" => return Ok(Band::AUDIO),
        _ => {}
    }
    let text = text.to_lowercase().replace("to", "-").replace("..", "-").replace(['–', '…'], "-");
    let (low, high) = text.split_once('-').ok_or(EXPECTED)?;
    let band = Band {
        low_hz: parse_frequency(low).ok_or(EXPECTED)?,
        high_hz: parse_frequency(high).ok_or(EXPECTED)?,
    };
    if band.low_hz < band.high_hz { Ok(band) } else { Err(EXPECTED) }
}

/// `Auto`, `50 Hz`, `60 Hz`.
pub fn name_mains(mains: Mains) -> &'static str {
    match mains {
        Mains::Auto => "Auto",
        Mains::Hz50 => "50 Hz",
        Mains::Hz60 => "60 Hz",
    }
}

/// `auto`, `50`, `60 Hz`.
///
/// # Errors
/// Any other text.
pub fn parse_mains(text: &str) -> Result<Mains, Refused> {
    match letters_and_digits(text).as_str() {
        "auto" | "automatic" => Ok(Mains::Auto),
        "50" | "50hz" => Ok(Mains::Hz50),
        "60" | "60hz" => Ok(Mains::Hz60),
        _ => Err(Refused("auto, 50 or 60")),
    }
}

fn letters_and_digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

fn name_frequency(hz: f64) -> String {
    if hz >= 1000.0 { format!("{} kHz", hz / 1000.0) } else { format!("{hz} Hz") }
}

/// Frequency in Hz from `20`, `20 Hz`, `22.4k`, `22.4 kHz`: finite, 0 or more.
fn parse_frequency(text: &str) -> Option<f64> {
    let text = text.trim().trim_end_matches("hz").trim_end();
    let (number, factor) = match text.strip_suffix('k') {
        Some(number) => (number.trim_end(), 1000.0),
        None => (text, 1.0),
    };
    let hz = number.parse::<f64>().ok()? * factor;
    (hz.is_finite() && hz >= 0.0).then_some(hz)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_reads_back_as_what_it_names() {
        for exponent in 12..=20 {
            assert_eq!(parse_transform_frames(&name_transform_frames(1 << exponent)), Ok(1 << exponent));
        }
        for (window, ..) in WINDOWS {
            assert_eq!(parse_window(name_window(window)), Ok(window));
        }
        for averaging in [
            Averaging::Off,
            Averaging::Exponential { records: 8 },
            Averaging::Records { records: 16 },
            Averaging::Infinite,
            Averaging::Coherent,
        ] {
            assert_eq!(parse_averaging(&name_averaging(averaging)), Ok(averaging));
        }
        for band in [Band::AUDIO, Band::AUDIO_22K4, Band::WIDE_40K, Band::FULL] {
            assert_eq!(parse_band(&name_band(band)), Ok(band));
        }
        for mains in [Mains::Auto, Mains::Hz50, Mains::Hz60] {
            assert_eq!(parse_mains(name_mains(mains)), Ok(mains));
        }
    }

    #[test]
    fn lengths_are_read_in_the_usual_spellings() {
        for text in ["64k", "65536", "65 536", "65,536", " 64 K ", "64k frames"] {
            assert_eq!(parse_transform_frames(text), Ok(65_536), "{text}");
        }
    }

    #[test]
    fn lengths_that_are_no_power_of_two_or_out_of_range_are_refused() {
        for text in
            ["", "k", "48000", "2k", "2M", "-64k", "64kk", "99999999999999999999", "18014398509481984k"]
        {
            assert!(parse_transform_frames(text).is_err(), "{text}");
        }
    }

    #[test]
    fn bands_are_read_in_the_usual_spellings() {
        for text in ["20-20000", "20 - 20k", "20 Hz to 20 kHz", "20..20k", "20 Hz – 20 kHz", "audio"] {
            assert_eq!(parse_band(text), Ok(Band::AUDIO), "{text}");
        }
    }

    #[test]
    fn bands_that_are_empty_or_no_numbers_are_refused() {
        for text in ["", "20", "20-", "20000-20", "20-20", "20-inf", "nan-20k", "-5-20k", "a-b"] {
            assert!(parse_band(text).is_err(), "{text}");
        }
    }

    #[test]
    fn averaging_of_fewer_than_two_records_is_refused() {
        for text in ["1 record", "0", "exp 1", "exponential", "off 4", "coherent 3", "4 apples"] {
            assert!(parse_averaging(text).is_err(), "{text}");
        }
        assert_eq!(parse_averaging("exp 8"), Ok(Averaging::Exponential { records: 8 }));
        assert_eq!(parse_averaging("16"), Ok(Averaging::Records { records: 16 }));
    }

    #[test]
    fn windows_are_read_by_their_short_forms() {
        assert_eq!(parse_window("BH7"), Ok(WindowKind::BlackmanHarris7));
        assert_eq!(parse_window("hft-144d"), Ok(WindowKind::FlatTop144));
        assert!(parse_window("kaiser").is_err());
    }
}
