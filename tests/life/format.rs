//! Word length: rounding causes lines of its own, and lines below the resolution of the format are not findings.

use groundtruth_measure::PairFigure::XtalkSelective;
use groundtruth_measure::Report;
use groundtruth_tests::life::{Case, cases, shown};
use groundtruth_tests::reading::measure;
use groundtruth_tests::stimulus::{Signal, Tone};
use serde_json::Value;

use crate::{db, json};

/// Rounds without dither.
fn rounded(mut signal: Signal, bits: u32) -> Signal {
    let step = 2f64.powi(1 - bits as i32);
    signal.samples.iter_mut().for_each(|x| *x = (*x / step).round() * step);
    signal
}

/// Level of one line of rounding if its power q²/12 spreads evenly over the lines of a stretch. A real line below it is
/// indistinguishable from rounding.
fn carried_dbfs(bits: u32, frames: usize) -> f64 {
    db(2.0 * 4f64.powi(1 - bits as i32) / 12.0) - db(0.5 * frames as f64)
}

/// Lines in the report below the resolution of the format.
fn lines_below(report: &Report, carried_dbfs: f64, tone_dbfs: f64) -> Vec<String> {
    let mut lines = Vec::new();
    for channel in &report.channels {
        let harmonics = channel.harmonics.iter().filter(|line| !line.limit);
        let levels = harmonics
            .filter_map(|line| Some((line.frequency_hz, line.level_dbc? + tone_dbfs, "harmonic")))
            .chain(channel.hum_lines.iter().map(|line| (line.frequency_hz, line.level_dbfs, "hum")))
            .chain(channel.spurs.iter().map(|line| (line.frequency_hz, line.level_dbfs, "spur")));
        let below = levels.filter(|(_, level_dbfs, _)| *level_dbfs < carried_dbfs);
        lines.extend(
            below.map(|(hz, level, what)| format!("{}: {what} {hz:.2} Hz {level:.1} dBFS", channel.name)),
        );
    }
    lines.truncate(6);
    lines
}

fn tone(case: &mut Case) -> (Tone, f64, usize, u32) {
    let rate_hz = case.draw.pick(&[44_100.0, 48_000.0]);
    let any = case.draw.log_between(130.0, 8000.0);
    let frequency_hz = case.draw.pick(&[any, any.round(), 997.0, 1000.0]);
    let level_dbfs = case.draw.between(-30.0, -0.5);
    let tone = Tone { phase_rad: case.draw.phase_rad(), ..Tone::new(frequency_hz, level_dbfs) };
    let (seconds, bits) = (case.draw.between(3.0, 10.0), case.draw.pick(&[16, 16, 24]));
    case.note(format!("{tone:?}, {rate_hz} Hz, {seconds:.2} s, {bits} bits"));
    (tone, rate_hz, (seconds * rate_hz) as usize, bits)
}

#[test]
fn no_line_is_claimed_below_what_the_rounding_of_an_undithered_tone_carries() {
    cases("lines below the format", 10, 100, |case| {
        let (tone, rate_hz, frames, bits) = tone(case);
        let signal = rounded(Signal::silence(rate_hz, frames).with_tone(tone), bits);
        let report = measure(&[&signal]);
        let below = lines_below(&report, carried_dbfs(bits, frames), tone.level_dbfs);
        case.expect(below.is_empty(), below.join("; "));
    });
}

/// The other side is digital silence or its last bit toggles: a ratio of rounding to the tone is no crosstalk.
#[test]
fn no_crosstalk_is_claimed_below_the_format() {
    cases("crosstalk below the format", 10, 100, |case| {
        let (tone, rate_hz, frames, bits) = tone(case);
        let is_silent = case.draw.chance(0.5);
        case.note(format!("other side silent {is_silent}"));
        let signal = rounded(Signal::silence(rate_hz, frames).with_tone(tone), bits);
        let other = Signal::silence(rate_hz, frames);
        let other = if is_silent { other } else { other.dithered(bits, case.draw.seed()) };
        let report = measure(&[&signal, &other]);
        let seen = report.pair("L", "R").and_then(|pair| pair.figures[&XtalkSelective].figure().copied());
        if let Some(seen) = seen {
            case.expect(seen.limit, format!("crosstalk where nothing leaks: {}", shown(&seen)));
        }
    });
}

#[test]
fn the_word_length_is_recognised() {
    cases("word length", 10, 100, |case| {
        let (tone, rate_hz, frames, _) = tone(case);
        let bits = case.draw.pick(&[16, 18, 20, 24]);
        case.note(format!("rounded to {bits} bits"));
        let signal = Signal::silence(rate_hz, frames).with_tone(tone).with_noise(-80.0, case.draw.seed());
        let report = json(&measure(&[&rounded(signal, bits)]));
        let seen = report["source"]["bits"].as_u64();
        case.expect(
            seen == Some(u64::from(bits)),
            format!("source.bits {:?}", report["source"].get("bits").map(Value::to_string)),
        );
    });
}
