//! Paths as people type and paste them.

use std::env::home_dir;
use std::path::{Path, PathBuf};

/// The paths in a text: one a line, or several in quotes; file managers' `file://` addresses too.
pub(crate) fn pasted(text: &str) -> Vec<PathBuf> {
    let lines = text.lines().map(str::trim).filter(|line| !is_note(line));
    lines.flat_map(quoted).filter(|path| !path.is_empty()).map(|path| path_of(&path)).collect()
}

/// A single path as typed: without quotes, with the home folder for `~`.
pub(crate) fn path_of(typed: &str) -> PathBuf {
    let typed = typed.trim();
    if let Some(path) = typed.strip_prefix("file:") {
        return address(path);
    }
    match (typed.strip_prefix("~/"), home_dir()) {
        (Some(below), Some(home)) => home.join(below),
        _ => PathBuf::from(typed),
    }
}

/// Where exports go unless the user says otherwise: the folder for documents, or home.
pub fn documents() -> PathBuf {
    let home = home_dir().unwrap_or_default();
    let documents = home.join("Documents");
    if documents.is_dir() { documents } else { home }
}

/// A path with `~` for the home folder.
pub(crate) fn shortened(path: &Path) -> String {
    let below = home_dir().and_then(|home| path.strip_prefix(home).ok().map(Path::to_owned));
    below.map_or_else(|| path.display().to_string(), |below| format!("~/{}", below.display()))
}

/// Lines that file managers add: comments of a list of addresses, and what was to be done with the files.
fn is_note(line: &str) -> bool {
    line.starts_with('#') || matches!(line, "x-special/nautilus-clipboard" | "copy" | "cut")
}

/// The parts of a line that begins with a quote, otherwise the whole line.
fn quoted(line: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = line;
    while let Some(quote) = rest.chars().next().filter(|first| matches!(first, '"' | '\'')) {
        let Some(end) = rest[1..].find(quote) else { break };
        parts.push(rest[1..=end].to_owned());
        rest = rest[end + 2..].trim_start();
    }
    parts.push(rest.to_owned());
    parts
}

/// The path of an address without its `file:`; a host's name is left out.
fn address(rest: &str) -> PathBuf {
    let path = match rest.strip_prefix("//") {
        Some(with_host) => with_host.find('/').map_or("", |slash| &with_host[slash..]),
        None => rest,
    };
    path_from_bytes(decoded(path))
}

/// Bytes with `%41` replaced by `A`; what is no such code stays.
fn decoded(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut place = 0;
    while place < bytes.len() {
        let code = text.get(place + 1..place + 3).filter(|_| bytes[place] == b'%');
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                decoded.push(byte);
                place += 3;
            }
            None => {
                decoded.push(bytes[place]);
                place += 1;
            }
        }
    }
    decoded
}

#[cfg(unix)]
fn path_from_bytes(bytes: Vec<u8>) -> PathBuf {
    PathBuf::from(<std::ffi::OsString as std::os::unix::ffi::OsStringExt>::from_vec(bytes))
}

#[cfg(not(unix))]
fn path_from_bytes(bytes: Vec<u8>) -> PathBuf {
    // `/C:/folder` is the form in an address.
    let text = String::from_utf8_lossy(&bytes).into_owned();
    PathBuf::from(text.strip_prefix('/').filter(|rest| rest[1..].starts_with(':')).unwrap_or(&text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_addresses_and_quotes_are_paths() {
        let text = "  /a/Amp 1.wav \n\n\"/b/Amp, two.flac\" '/c/it.wav'\n# a list\r\nfile:///d/na%C3%AFve%20100%25.aiff\r\n\
                    file://desk/e.json\nfile:/f.wav\n/g%20h.wav";
        let expected = [
            "/a/Amp 1.wav",
            "/b/Amp, two.flac",
            "/c/it.wav",
            "/d/naïve 100%.aiff",
            "/e.json",
            "/f.wav",
            "/g%20h.wav",
        ];
        assert_eq!(pasted(text), expected.map(PathBuf::from));
        let clipboard = "x-special/nautilus-clipboard\ncopy\nfile:///a%2";
        assert_eq!(pasted(clipboard), [PathBuf::from("/a%2")]);
        assert_eq!(pasted("\"/unfinished"), [PathBuf::from("\"/unfinished")]);
    }

    #[test]
    fn the_home_folder_is_a_tilde_both_ways() {
        let home = home_dir().expect("the test has one");
        assert_eq!(path_of("~/x/y.html"), home.join("x/y.html"));
        assert_eq!(shortened(&home.join("x/y.html")), "~/x/y.html");
        assert_eq!(shortened(Path::new("/nowhere/y")), "/nowhere/y");
    }
}
