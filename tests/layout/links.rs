//! Links in Markdown files.

use std::path::Path;

/// The targets of a text's links and pictures: `](target)`.
pub fn targets(text: &str) -> Vec<&str> {
    let ends = text.match_indices("](").map(|(start, mark)| &text[start + mark.len()..]);
    ends.filter_map(|rest| rest.split_once(')')).map(|(target, _)| target).collect()
}

/// The anchor that a heading gets: lower case, words joined by dashes, other signs left out.
pub fn anchor(heading: &str) -> String {
    let kept = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = kept.chars().filter(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_'));
    kept.map(|letter| if letter == ' ' { '-' } else { letter }).collect()
}

/// Targets inside the project that do not exist, seen from a file with this text.
pub fn broken(file: &Path, text: &str) -> Vec<String> {
    let folder = file.parent().unwrap_or(Path::new(""));
    let is_there = |target: &&str| {
        let (path, fragment) = target.split_once('#').unwrap_or((target, ""));
        let path = if path.is_empty() { file.to_owned() } else { folder.join(path) };
        let Ok(linked) = std::fs::read(&path) else { return path.is_dir() && fragment.is_empty() };
        let linked = String::from_utf8_lossy(&linked);
        let mut headings = linked.lines().filter(|line| line.starts_with('#'));
        fragment.is_empty() || headings.any(|heading| anchor(heading) == fragment)
    };
    let inside = targets(text).into_iter().filter(|target| !target.contains("://"));
    inside.filter(|target| !is_there(target)).map(|target| format!("{}: {target}", file.display())).collect()
}
