//! `groundtruth library list`, and the details of a capture.

use std::path::Path;
use std::process::ExitCode;

use groundtruth_captures::library::{Entry, Library, Summary};
use groundtruth_captures::{Capture, Details};
use serde_json::{Value, json};

use super::exit::{failure, printed};
use crate::arguments::ListArguments;
use crate::names::{escaped, shown};

/// Prints all captures; damaged files go to standard error, and make the exit code 1.
pub(super) fn run(library: &Library, arguments: &ListArguments) -> ExitCode {
    let entries = match library.list() {
        Ok(entries) => entries,
        Err(error) => return failure(&error),
    };
    let text = if arguments.json { json(&entries) } else { table(&entries) };
    let code = printed(&text);
    let mut damaged =
        entries.iter().filter_map(|entry| Some((entry, entry.content.as_ref().err()?))).peekable();
    let is_whole = damaged.peek().is_none();
    for (entry, reason) in damaged {
        eprintln!("{}: {}; the file is left as it is", shown(&entry.path), escaped(reason));
    }
    if is_whole { code } else { ExitCode::FAILURE }
}

fn json(entries: &[Entry]) -> String {
    let entry = |entry: &Entry| match &entry.content {
        Ok(summary) => json!({
            "path": entry.path.to_string_lossy(),
            "id": summary.id,
            "taken": utc(summary.id.timestamp_ms()),
            "details": summary.details,
            "origin": summary.origin,
            "sample_rate_hz": summary.sample_rate_hz,
            "frames": summary.frames,
            "stimulus": summary.stimulus,
            "has_samples": summary.has_samples,
        }),
        Err(reason) => json!({ "path": entry.path.to_string_lossy(), "damaged": reason }),
    };
    format!("{:#}\n", Value::Array(entries.iter().map(entry).collect()))
}

/// Columns of equal width, and the name at the end.
fn table(entries: &[Entry]) -> String {
    let line = |entry: &Entry| {
        let Summary { id, details, sample_rate_hz, frames, has_samples, .. } = entry.content.as_ref().ok()?;
        let seconds = *frames as f64 / sample_rate_hz;
        let samples = if *has_samples { "samples" } else { "" };
        let taken = utc(id.timestamp_ms());
        let about = about(details);
        let about = if about.is_empty() { about } else { format!("  ({about})") };
        Some(format!("{id}  {taken}  {seconds:>8.1} s  {samples:<7}  {}{about}\n", escaped(&entry.name())))
    };
    entries.iter().filter_map(line).collect()
}

/// Device, wiring, load and price, as far as they are known.
fn about(details: &Details) -> String {
    let parts = [
        Some(escaped(&details.device)),
        details.topology.map(|topology| topology.words().to_owned()),
        details.load_ohms.map(|ohms| format!("{ohms} Ω")),
        Some(escaped(&details.price)),
    ];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// What is known of a capture besides its figures.
pub(super) fn details(capture: &Capture, path: &Path) -> String {
    let details = &capture.details;
    let lines = [
        ("Name", escaped(&details.name)),
        ("Id", capture.id.to_string()),
        ("Taken", utc(capture.id.timestamp_ms()) + " UTC"),
        ("File", shown(path)),
        ("Device", about(details)),
        ("Track", escaped(capture.origin.track.as_deref().unwrap_or_default())),
        ("Notes", escaped(&details.notes)),
    ];
    let line = |(label, text): &(&str, String)| format!("{label:<8}{text}\n");
    lines.iter().filter(|(_, text)| !text.is_empty()).map(line).collect()
}

/// Date and time in UTC of milliseconds since 1970: `2026-11-27 03:40`.
fn utc(milliseconds: u64) -> String {
    let minutes = milliseconds / 60_000;
    let (days, minute, hour) = (minutes / 1440, minutes % 60, minutes / 60 % 24);
    // Years that begin in March, so that a leap day is the last: Hinnant, "chrono-compatible low-level date algorithms".
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + 400 * era + u64::from(month <= 2);
    format!("{year}-{month:02}-{day:02} {hour:02}:{minute:02}")
}

#[cfg(test)]
mod tests {
    use super::utc;

    #[test]
    fn dates_are_those_of_the_calendar() {
        assert_eq!(utc(0), "1970-01-01 00:00");
        assert_eq!(utc(951_782_400_000), "2000-02-29 00:00");
        assert_eq!(utc(1_795_750_740_000), "2026-11-27 03:39");
        assert_eq!(utc(4_107_542_399_999), "2100-02-28 23:59");
        assert_eq!(utc(4_107_542_400_000), "2100-03-01 00:00");
    }
}
