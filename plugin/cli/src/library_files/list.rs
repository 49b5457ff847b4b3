//! `groundtruth library list`, and the details of a capture.

use std::path::Path;
use std::process::ExitCode;

use groundtruth_captures::library::{Entry, Library, Summary};
use groundtruth_captures::{Capture, Details, taken_utc};
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
            "taken": taken_utc(summary.id),
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
        let taken = taken_utc(*id);
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
        ("Taken", taken_utc(capture.id) + " UTC"),
        ("File", shown(path)),
        ("Device", about(details)),
        ("Track", escaped(capture.origin.track.as_deref().unwrap_or_default())),
        ("Notes", escaped(&details.notes)),
    ];
    let line = |(label, text): &(&str, String)| format!("{label:<8}{text}\n");
    lines.iter().filter(|(_, text)| !text.is_empty()).map(line).collect()
}
