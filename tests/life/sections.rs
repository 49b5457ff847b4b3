//! Files with several parts: left then right, and stepped tones. The report lists each part as a section.

use groundtruth_measure::Report;
use groundtruth_tests::life::{Case, cases};
use groundtruth_tests::reading::{left_to_right, measure};
use groundtruth_tests::stimulus::{Signal, Tone};
use serde_json::Value;

use crate::json;

const RATE_HZ: f64 = 48_000.0;
/// Largest delay of a section's start, in seconds; it must not start early, within another part.
const START_S: f64 = 0.3;

/// A planted part: its frames, tone and channel.
struct Part {
    first: usize,
    frames: usize,
    tone: Tone,
    side: Option<usize>,
}

/// Both channels' samples: each part on its channel (or both), with a leak onto the other, in noise.
fn played(case: &mut Case, parts: &[Part], frames: usize, leak_db: f64) -> [Signal; 2] {
    let mut sides = [(); 2].map(|()| Signal::silence(RATE_HZ, frames));
    for part in parts {
        for (side, signal) in sides.iter_mut().enumerate() {
            let gain_db = if part.side.is_none_or(|driven| driven == side) { 0.0 } else { leak_db };
            let tone = part.tone.through(gain_db, 0.0);
            let samples = &mut signal.samples[part.first..part.first + part.frames];
            samples.iter_mut().zip(part.first as u64..).for_each(|(x, frame)| *x += tone.at(frame, RATE_HZ));
        }
    }
    sides.map(|signal| signal.with_noise(-112.0, case.draw.seed()))
}

/// Consecutive parts, with or without pauses between them.
fn laid_out(case: &mut Case, tones: &[(Tone, Option<usize>)], seconds: [f64; 2]) -> (Vec<Part>, usize) {
    let pause_s = case.draw.pick(&[0.0, 0.0, 0.2, 1.0]);
    let mut first = (RATE_HZ * pause_s) as usize;
    let mut parts = Vec::new();
    for (tone, side) in tones {
        let frames = (RATE_HZ * case.draw.between(seconds[0], seconds[1])) as usize;
        parts.push(Part { first, frames, tone: *tone, side: *side });
        first += frames + (RATE_HZ * pause_s) as usize;
    }
    let planted: Vec<String> = parts
        .iter()
        .map(|part| {
            format!("{}+{} {:.2} Hz {:?}", part.first, part.frames, part.tone.frequency_hz, part.side)
        })
        .collect();
    case.note(format!("pause {pause_s} s, parts {}", planted.join("; ")));
    (parts, first)
}

fn tones_of(section: &Value, side: &str) -> Vec<f64> {
    section["stimulus"]["tones_hz"][side].as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
}

fn is_of(section: &Value, part: &Part) -> bool {
    let first = section["first_frame"].as_u64().unwrap_or(u64::MAX) as f64;
    let frames = section["frames"].as_u64().unwrap_or(0) as f64;
    let late = (first - part.first as f64) / RATE_HZ;
    let early = ((part.first + part.frames) as f64 - first - frames) / RATE_HZ;
    // A border inside the part by 10 ms counts as found; one outside it does not.
    (-0.01..=START_S).contains(&late) && (-0.01..=START_S).contains(&early)
}

/// Reports a fault for each part without a section, with its tone on the correct channels.
fn check(case: &mut Case, report: &Value, parts: &[Part]) {
    let sections: Vec<Value> = report["sections"].as_array().cloned().unwrap_or_default();
    let places: Vec<String> = sections
        .iter()
        .map(|section| {
            format!("{}+{} {}", section["first_frame"], section["frames"], section["stimulus"]["tones_hz"])
        })
        .collect();
    case.note(format!("sections {}", places.join("; ")));
    for (number, part) in parts.iter().enumerate() {
        let section = sections.iter().find(|section| is_of(section, part));
        case.expect(section.is_some(), format!("no section lies within part {number} and covers it"));
        let Some(section) = section else { continue };
        for (index, side) in ["L", "R"].into_iter().enumerate() {
            let tones = tones_of(section, side);
            let is_driven = part.side.is_none_or(|driven| driven == index);
            let said = format!("part {number}, {side}: tones {tones:?}");
            match tones[..] {
                [hz] => case.expect(is_driven && (hz - part.tone.frequency_hz).abs() < 0.05, said),
                _ => case.expect(!is_driven && tones.is_empty(), said),
            }
        }
    }
}

/// The level of a section's crosstalk from one channel to the other.
fn crosstalk_db(section: &Value, from: &str) -> Option<f64> {
    let pairs = section["pairs"].as_array()?;
    pairs.iter().find(|pair| pair["from"] == from)?["figures"]["xtalk.selective"]["value"].as_f64()
}

#[test]
fn left_then_right_in_one_file_are_two_sections_with_crosstalk_each() {
    cases("left, then right", 8, 100, |case| {
        let tone = case.draw.tone(200.0, 8000.0, -10.0);
        let leak_db = case.draw.between(-80.0, -40.0);
        case.note(format!("leak {leak_db:.1} dB"));
        let (parts, frames) = laid_out(case, &[(tone, Some(0)), (tone, Some(1))], [3.0, 8.0]);
        let [one, other] = played(case, &parts, frames, leak_db);
        let report = json(&measure(&[&one, &other]));
        check(case, &report, &parts);
        for (part, from) in parts.iter().zip(["L", "R"]) {
            let section =
                report["sections"].as_array().into_iter().flatten().find(|section| is_of(section, part));
            let seen = section.and_then(|section| crosstalk_db(section, from));
            let holds = seen.is_some_and(|seen| (seen - leak_db).abs() < 0.2);
            case.expect(holds, format!("crosstalk from {from} {seen:?}, true {leak_db:.3}"));
        }
    });
}

/// Frequencies upwards, 1 to 3 s each, both sides or one.
fn stepped(case: &mut Case, side: Option<usize>) -> (Vec<Part>, Report) {
    let count = case.draw.whole(4..=9) as i32;
    let (low_hz, step) = (case.draw.between(130.0, 400.0), case.draw.between(1.35, 1.6));
    let tones: Vec<(Tone, Option<usize>)> = (0..count)
        .map(|k| (Tone { phase_rad: case.draw.phase_rad(), ..Tone::new(low_hz * step.powi(k), -10.0) }, side))
        .collect();
    let (parts, frames) = laid_out(case, &tones, [1.0, 3.0]);
    let [one, other] = played(case, &parts, frames, -60.0);
    (parts, measure(&[&one, &other]))
}

#[test]
fn stepped_tones_are_a_section_each() {
    cases("stepped tones", 8, 100, |case| {
        let (parts, report) = stepped(case, None);
        check(case, &json(&report), &parts);
    });
}

#[test]
fn stepped_tones_on_one_side_give_a_curve_of_crosstalk() {
    cases("stepped crosstalk", 8, 100, |case| {
        let (parts, report) = stepped(case, Some(0));
        let curve = &left_to_right(&report).crosstalk_curve;
        let points: Vec<String> =
            curve.iter().map(|point| format!("{:.2} Hz {:?}", point.frequency_hz, point.level_db)).collect();
        case.note(format!("curve {}", points.join("; ")));
        for part in &parts {
            let hz = part.tone.frequency_hz;
            let seen = curve.iter().find(|point| (point.frequency_hz / hz - 1.0).abs() < 1e-3);
            let holds = seen.and_then(|point| point.level_db).is_some_and(|level| (level + 60.0).abs() < 0.2);
            case.expect(holds, format!("at {hz:.2} Hz no point of −60 dB"));
        }
    });
}
