//! Formatting of figures: true minus signs, decimals according to the interval, refusals in two words.

use groundtruth_measure::{Bound, Figure, Reading, Refusal};

/// A number with a true minus sign, "−∞" for digital silence, and never "−0.00".
pub fn fixed(value: f64, decimals: usize) -> String {
    if value == f64::NEG_INFINITY {
        return "−∞".to_owned();
    }
    let text = format!("{value:.decimals$}");
    match text.strip_prefix('-') {
        Some(digits) if digits.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) => format!("−{digits}"),
        Some(digits) => digits.to_owned(),
        None => text,
    }
}

/// The large form: "−87.46", or "≤−148.2" (an SNR "≥148.2") for a limit.
pub fn figure(figure: &Figure) -> String {
    if figure.limit {
        return format!("{}{}", figure.bound.sign(), fixed(figure.value, 1));
    }
    fixed(figure.value, decimals(figure))
}

/// Two decimals if the 95 % interval lies within ±0.1, else one.
pub fn decimals(figure: &Figure) -> usize {
    if half_width(figure) <= 0.1 { 2 } else { 1 }
}

/// Half of the 95 % interval, in the figure's unit; +∞ if an end is infinite.
pub fn half_width(figure: &Figure) -> f64 {
    let half = (figure.high - figure.low) / 2.0;
    if half.is_finite() { half.abs() } else { f64::INFINITY }
}

/// "±0.02 dB": one significant digit, rounded up so that it is never understated. `None` for limits.
pub fn uncertainty(figure: &Figure, unit: &str) -> Option<String> {
    let half = half_width(figure);
    if figure.limit || !half.is_finite() {
        return None;
    }
    let digits = if half > 0.0 { (-half.log10().floor()).clamp(0.0, 4.0) as usize } else { 4 };
    let step = 10f64.powi(digits as i32);
    // The small subtraction keeps a binary error from turning 0.02 into 0.03.
    let rounded_up = ((half * step - 1e-6).ceil() / step).max(0.0);
    Some(format!("±{rounded_up:.digits$} {unit}").trim_end().to_owned())
}

/// "997.0000", in Hz: three to four decimals according to the interval.
pub fn frequency(figure: &Figure) -> String {
    let decimals = if half_width(figure) < 0.0005 { 4 } else { 3 };
    fixed(figure.value, decimals)
}

/// A frequency in about seven characters, for crosshair and lists: "997.00 Hz", "12.345 kHz".
pub fn frequency_short(hz: f64) -> String {
    match hz.abs() {
        h if h < 100.0 => format!("{} Hz", fixed(hz, 2)),
        h if h < 10_000.0 => format!("{} Hz", fixed(hz, 1)),
        _ => format!("{} kHz", fixed(hz / 1000.0, 3)),
    }
}

/// An axis or band number without redundant digits: "20", "1k", "22.4k".
pub fn frequency_tick(hz: f64) -> String {
    let (value, suffix) = if hz.abs() >= 1000.0 { (hz / 1000.0, "k") } else { (hz, "") };
    let text = format!("{value:.3}");
    format!("{}{suffix}", text.trim_end_matches('0').trim_end_matches('.'))
}

/// A band: "20 Hz–20 kHz".
pub fn band(band_hz: [f64; 2]) -> String {
    let edge = |hz: f64| {
        frequency_tick(hz)
            .strip_suffix('k')
            .map_or_else(|| format!("{} Hz", frequency_tick(hz)), |k| format!("{k} kHz"))
    };
    format!("{}–{}", edge(band_hz[0]), edge(band_hz[1]))
}

/// An amplitude ratio given in dB, in percent, two significant digits: "0.00066".
pub fn percent(ratio_db: f64) -> String {
    let percent = 100.0 * 10f64.powf(ratio_db / 20.0);
    if percent <= 0.0 || !percent.is_finite() {
        return "0".to_owned();
    }
    let decimals = (1.0 - percent.log10().floor()).clamp(0.0, 9.0) as usize;
    format!("{percent:.decimals$}")
}

/// `digits` significant digits: "150", "35.2", "0.015".
pub fn significant(value: f64, digits: usize) -> String {
    // Rounded first: a value rounded up to a power of ten has one more digit before the point.
    let rounded: f64 = format!("{value:.*e}", digits.saturating_sub(1)).parse().unwrap_or(value);
    if rounded == 0.0 || !rounded.is_finite() {
        return fixed(value, 0);
    }
    let decimals = digits as f64 - 1.0 - rounded.abs().log10().floor();
    fixed(rounded, decimals.clamp(0.0, 12.0) as usize)
}

/// A quantity of 0 or more with `digits` significant digits, from pico to kilo: "1.052 V", "4.21 µV".
pub fn with_prefix(value: f64, unit: &str, digits: usize) -> String {
    const PREFIXES: [(f64, &str); 6] =
        [(1e3, "k"), (1.0, ""), (1e-3, "m"), (1e-6, "µ"), (1e-9, "n"), (1e-12, "p")];
    // A value that rounds up to 1000 takes the next prefix.
    let least = 1.0 - 0.5 * 10f64.powi(-(digits as i32));
    let fits = |(factor, _): &&(f64, &str)| value >= least * factor;
    let (factor, prefix) = PREFIXES.iter().find(fits).unwrap_or(&PREFIXES[if value > 0.0 { 5 } else { 1 }]);
    format!("{} {prefix}{unit}", significant(value / factor, digits))
}

/// A time from the stream's start: "12.345 s", "1:02:05.123".
pub fn moment(seconds: f64) -> String {
    let milliseconds = (seconds * 1000.0).round() as u64;
    let (minutes, rest_s) = (milliseconds / 60_000, (milliseconds % 60_000) as f64 / 1000.0);
    match (minutes / 60, minutes % 60) {
        (0, 0) => format!("{rest_s:.3} s"),
        (0, minutes) => format!("{minutes}:{rest_s:06.3}"),
        (hours, minutes) => format!("{hours}:{minutes:02}:{rest_s:06.3}"),
    }
}

/// Digits in groups of three, separated by a no-break space: "1 048 576".
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('\u{a0}');
        }
        text.push(digit);
    }
    text
}

/// A sample rate: "44.1 kHz".
pub fn sample_rate(sample_rate_hz: f64) -> String {
    frequency_tick(sample_rate_hz)
        .strip_suffix('k')
        .map_or_else(|| format!("{sample_rate_hz} Hz"), |k| format!("{k} kHz"))
}

/// Crosstalk's phase in degrees.
pub fn degrees(phase_rad: f64) -> String {
    format!("{}°", fixed(phase_rad.to_degrees(), 1))
}

/// Meaning of a phase: a shared return inverts, a coupling capacitance leads by a quarter turn.
pub fn phase_word(phase_rad: f64) -> String {
    let degrees = phase_rad.to_degrees();
    match degrees.abs() {
        d if d >= 170.0 => "inverted".to_owned(),
        d if d <= 10.0 => "in phase".to_owned(),
        d if (80.0..=100.0).contains(&d) => if degrees > 0.0 { "+90°" } else { "−90°" }.to_owned(),
        _ if degrees > 0.0 => format!("+{degrees:.0}°"),
        d => format!("−{d:.0}°"),
    }
}

/// The complete reason as a sentence, with true minus signs.
pub fn refusal(refusal: &Refusal) -> String {
    let text = refusal.to_string().replace(" -", " −");
    let mut letters = text.chars();
    let first: String = letters.next().map(|letter| letter.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

/// Why there is no figure, no wider than a figure: the tooltip has the complete sentence.
pub fn short_refusal(refusal: &Refusal) -> &str {
    match refusal {
        Refusal::NoTone { .. } => "no tone",
        Refusal::NotDriven { .. } => "not driven",
        Refusal::BothDriven { .. } => "both driven",
        Refusal::RelatedTones { .. } => "tones meet",
        Refusal::OutsideBand { .. } => "out of band",
        Refusal::FundamentalOutsideRange { .. } => "out of range",
        Refusal::NoLine { .. } => "no line",
        Refusal::Unsteady { .. } => "unsteady",
        Refusal::TonesTooClose { .. } => "too close",
        Refusal::TooFewTones { .. } => "few tones",
        Refusal::TooShort { .. } => "too short",
        Refusal::NotFinite { .. } => "not finite",
        Refusal::DigitalSilence => "silence",
        Refusal::WrongStimulus { .. } => "other signal",
        Refusal::NoHum { .. } => "none found",
        Refusal::OneChannel => "one channel",
        Refusal::NotSet { .. } => "not set",
        Refusal::NotLookedFor => "not looked for",
        Refusal::Glides { .. } => "a sweep",
        Refusal::SweepTooLong { .. } => "too long",
        Refusal::AnotherPhase { .. } => "other phase",
        Refusal::SameLoads { .. } => "one load",
        Refusal::LevelRises { .. } => "level rises",
        Refusal::NoCommonDelay { .. } => "no delay fits",
        Refusal::NoPolarity { .. } => "not 0°/180°",
        Refusal::Unlike { .. } => "too unlike",
        Refusal::Internal { .. } => "internal",
        Refusal::Recorded { sentence } => short_recorded(sentence),
    }
}

/// The part of a recorded reason before its colon, if short enough for a figure's place.
fn short_recorded(reason: &str) -> &str {
    let head = reason.split(':').next().unwrap_or(reason);
    if head.chars().count() <= 12 { head } else { "not given" }
}

/// Text copied by a click on a figure: with an ASCII minus for spreadsheets, and the unit.
pub fn copied(reading: &Reading, unit: &str) -> String {
    match reading {
        Reading::Measured(f) => {
            let text = if unit == "Hz" { format!("{:.6}", f.value) } else { format!("{:.4}", f.value) };
            let limit = match (f.limit, f.bound) {
                (false, _) => "",
                (true, Bound::Upper) => "<= ",
                (true, Bound::Lower) => ">= ",
            };
            format!("{limit}{text} {unit}").trim_end().to_owned()
        }
        Reading::NotMeasurable(refusal) => refusal.to_string(),
    }
}

#[cfg(test)]
mod tests;
