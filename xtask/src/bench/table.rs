//! The table: what was measured beside what was asked. It reports and does not judge.

use std::collections::BTreeMap;

use anyhow::{Context, Result};

use super::criterion::median_s;

/// One line.
pub struct Row {
    what: &'static str,
    measured: String,
    asked: &'static str,
}

/// All lines, from criterion's results, the costs of an instance by name, and what the benches printed.
pub fn rows(costs: &BTreeMap<String, f64>, printed: &[String]) -> Result<Vec<Row>> {
    let cost = |name: &str| {
        costs.get(name).copied().with_context(|| format!("the program `costs` gave no figure {name}"))
    };
    let copy_s = median_s("process/plain_copy")?;
    let process_s = median_s("process/plugin")?;
    let second_s = median_s("analysis/one_second")?;
    let transforms_s = median_s("analysis/bare_transforms")?;
    let mut rows = vec![
        row("512 frames: plain copy", nanoseconds(copy_s), ""),
        row("512 frames: our process", nanoseconds(process_s), ""),
        row("512 frames: our process over the copy", format!("{:.2} ×", process_s / copy_s), "≤ 3 ×"),
        row("512 frames: 99.9th percentile over median", ratio(printed, "process/plugin: median")?, "≤ 3 ×"),
        row("512 frames: playing over not playing", ratio(printed, "process/playing: median")?, "≤ 1.5 ×"),
        row("512 frames: empty framework wrapper", nanoseconds(median_s("process/empty_wrapper")?), ""),
        row("512 frames: wrapper and ours", nanoseconds(median_s("process/wrapper_and_plugin")?), ""),
        row("analysis, stereo, 65 536 points", format!("{:.1} % of a core", 100.0 * second_s), "≤ 3 %"),
        row("analysis over its bare transforms", format!("{:.2} ×", second_s / transforms_s), "≤ 2 ×"),
    ];
    rows.extend(pace_rows(printed)?);
    rows.extend([
        row("editor frame, 1 048 576 points", milliseconds(median_s("editor/spectrum")?), "≤ 4 ms"),
        row(
            "editor frame with a new record",
            milliseconds(median_s("editor/spectrum_new_record")?),
            "≤ 4 ms",
        ),
        row("closed: wake-ups", format!("{:.1} /s", cost("closed_wakeups_per_s")?), "0"),
        row("open, no audio: wake-ups", format!("{:.1} /s", cost("idle_wakeups_per_s")?), "≤ 10 /s"),
        row("open, nothing new: frames", format!("{:.1} /s", cost("idle_frames_per_s")?), "0"),
        row("memory of an instance", format!("{:.1} MiB", cost("instance_mib")?), "≤ 64 MiB"),
        row("creating an instance", format!("{:.2} ms", cost("create_ms")?), "≤ 5 ms"),
        row("loading and listing the bundle", format!("{:.1} ms", cost("load_and_list_ms")?), "≤ 30 ms"),
        row("editor to first frame, first time", format!("{:.0} ms", cost("first_open_ms")?), "≤ 400 ms"),
        row("editor to first frame, again", format!("{:.0} ms", cost("open_ms")?), "≤ 400 ms"),
    ]);
    Ok(rows)
}

fn row(what: &'static str, measured: String, asked: &'static str) -> Row {
    Row { what, measured, asked }
}

/// From the lines that the bench `pace` prints: the worker's thread in a session, among threads that evict its caches.
fn pace_rows(printed: &[String]) -> Result<Vec<Row>> {
    let lines = [
        ("live at pace, tone, no editor", "pace/tone/closed: worker ", "≤ 4 %"),
        ("live at pace, tone, editor open", "pace/tone/open: worker ", "≤ 6 %"),
        ("live at pace, music, no editor", "pace/music/closed: worker ", "≤ 4 %"),
        ("live at pace, music, editor open", "pace/music/open: worker ", "≤ 6 %"),
        ("live at pace, bench track, no editor", "pace/bench/closed: worker ", "≤ 4 %"),
        ("live at pace, bench track, editor open", "pace/bench/open: worker ", "≤ 6 %"),
    ];
    let share = |start: &str| -> Result<String> {
        let line = printed.iter().find_map(|line| line.strip_prefix(start));
        let (share, _) = line
            .and_then(|line| line.split_once(" %"))
            .with_context(|| format!("the bench `pace` printed no line that begins with \"{start}\""))?;
        Ok(format!("{share} % of a core"))
    };
    lines.into_iter().map(|(what, start, asked)| Ok(row(what, share(start)?, asked))).collect()
}

/// The ratio in a line that the bench of `process` prints of its single calls.
fn ratio(printed: &[String], start: &str) -> Result<String> {
    let line = printed.iter().find(|line| line.starts_with(start));
    let ratio = line.and_then(|line| line.rsplit_once("ratio "));
    let (_, ratio) = ratio.with_context(|| format!("the bench of `process` printed no line \"{start}\""))?;
    Ok(format!("{} ×", ratio.trim()))
}

fn milliseconds(seconds: f64) -> String {
    format!("{:.2} ms", seconds * 1e3)
}

fn nanoseconds(seconds: f64) -> String {
    format!("{:.0} ns", seconds * 1e9)
}

/// Prints the lines in three columns.
pub fn print(rows: &[Row]) {
    println!("\n{:<44}{:>18}   asked", "", "measured");
    for row in rows {
        println!("{:<44}{:>18}   {}", row.what, row.measured, row.asked);
    }
}
