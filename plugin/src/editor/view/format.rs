//! Text as the editor sets it: the table's numbers with true minus signs, frequencies, times, phases.

pub use groundtruth_captures::table::number::grouped;
use groundtruth_captures::table::number::{self, Form, Number};
use groundtruth_measure::{Figure, Refusal};

/// A number with a true minus sign, "−∞" for digital silence, and never "−0.00".
pub fn fixed(value: f64, decimals: usize) -> String {
    number::fixed(value, decimals).replace('-', "−")
}

/// A number of the table without its interval: "−87.46", or "≤−148.2" (an SNR "≥148.2") for a limit.
pub fn number(number: &Number) -> String {
    number.short().replace('-', "−")
}

/// The same of a figure in the unit of its definition.
pub fn figure(figure: &Figure) -> String {
    number(&Number { figure: *figure, form: Form::Interval(3) })
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

/// `digits` significant digits: "150", "35.2", "0.015".
fn significant(value: f64, digits: usize) -> String {
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

/// A sample rate: "44.1 kHz".
pub fn sample_rate(sample_rate_hz: f64) -> String {
    frequency_tick(sample_rate_hz)
        .strip_suffix('k')
        .map_or_else(|| format!("{sample_rate_hz} Hz"), |k| format!("{k} kHz"))
}

/// Crosstalk's phase in degrees.
pub fn degrees(phase_rad: f64) -> String {
    let text = fixed(phase_rad.to_degrees(), 1);
    // Half a turn has one name.
    format!("{}°", if text == "−180.0" { "180.0" } else { &text })
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

/// A text whose negative numbers have a true minus sign; hyphens of words stay.
pub fn true_minus(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let is_sign =
            letter == '-' && letters.peek().is_some_and(|next| next.is_ascii_digit() || *next == '∞');
        out.push(if is_sign { '−' } else { letter });
    }
    out
}

#[cfg(test)]
mod tests;
