//! Parsing of quantities typed by users.

use groundtruth_measure::{Band, Mains};

/// `20-20000`, or a band's name.
pub(super) fn band(text: &str) -> Result<Band, String> {
    match text {
        "aes17" => return Ok(Band::AUDIO),
        "22k4" => return Ok(Band::AUDIO_22K4),
        "40k" => return Ok(Band::WIDE_40K),
        "full" => return Ok(Band::FULL),
        _ => {}
    }
    let edges = text.split_once('-').and_then(|(low, high)| Some((number(low)?, number(high)?)));
    match edges {
        Some((low_hz, high_hz)) if 0.0 <= low_hz && low_hz < high_hz => Ok(Band { low_hz, high_hz }),
        _ => Err("use LOW-HIGH in Hz with LOW below HIGH, or aes17, 22k4, 40k or full".to_owned()),
    }
}

pub(super) fn mains(text: &str) -> Result<Mains, String> {
    match text {
        "50" => Ok(Mains::Hz50),
        "60" => Ok(Mains::Hz60),
        _ => Err("use 50 or 60".to_owned()),
    }
}

pub(super) fn above_zero(text: &str) -> Result<f64, String> {
    number(text).filter(|value| *value > 0.0).ok_or_else(|| "use a number above 0".to_owned())
}

pub(super) fn zero_or_more(text: &str) -> Result<f64, String> {
    number(text).filter(|value| *value >= 0.0).ok_or_else(|| "use a number, 0 or more".to_owned())
}

/// A load in ohms; `open` is infinite.
pub(super) fn load(text: &str) -> Result<f64, String> {
    if text.trim() == "open" { Ok(f64::INFINITY) } else { above_zero(text) }
}

/// Two loads in ohms; `open` is infinite.
pub(super) fn loads(text: &str) -> Result<[f64; 2], String> {
    let both = text.split_once(',').and_then(|(first, second)| Some([load(first).ok()?, load(second).ok()?]));
    match both.ok_or_else(|| "use two resistances in ohms, above 0 or open, such as open,32".to_owned())? {
        [first, second] if first == second => {
            Err("the loads are equal: record the same tone into two different loads, such as open,32"
                .to_owned())
        }
        both => Ok(both),
    }
}

/// A level that digital audio can carry.
pub(super) fn level_dbfs(text: &str) -> Result<f64, String> {
    let level = number(text).filter(|level| (-200.0..=0.0).contains(level));
    level.ok_or_else(|| "use a level from -200 to 0 dB".to_owned())
}

fn number(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|value: &f64| value.is_finite())
}
