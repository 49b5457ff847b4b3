//! Names that people, hosts and attackers give.

use std::fs;
use std::path::{Component, Path};

use groundtruth_captures::library::file_name;

use crate::common::{capture, library, names, samples};

const HOSTILE: &[&str] = &[
    "",
    " ",
    ".",
    "..",
    "...",
    "../../outside",
    "..\\..\\outside",
    "/etc/passwd",
    "C:\\outside",
    "\\\\server\\share",
    "a/b",
    "nul\0inside",
    "\u{1b}[31mred",
    "line\nbreak",
    "turned\u{202E}gpj.exe",
    ".hidden",
    "trailing.",
    "trailing ",
    "trailing. . .",
    "CON",
    "con",
    "aux.txt",
    "NUL.tar.gz",
    "COM1",
    "com¹",
    "LPT9.json",
    "CONIN$",
    "CON .txt",
    "a:b:c",
    "<>\"|?*",
    ".lock",
    "deleted",
    "Amp.json",
    "Amp.wav",
    "\u{FEFF}",
    "e\u{301}",
    "%2e%2e%2f",
    "~",
    "-rf",
    "$HOME",
];

/// Names whose length is the difficulty.
fn long() -> [String; 3] {
    ["x".repeat(300), "漢".repeat(300), "👩‍👩‍👧".repeat(300)]
}

#[test]
fn every_name_makes_a_file_in_the_library() {
    let (folder, library) = library();
    let all: Vec<String> = HOSTILE.iter().map(|name| (*name).to_owned()).chain(long()).collect();
    for name in &all {
        let kept = capture(name);
        let path = library.save(&kept, Some(&samples(4))).unwrap_or_else(|error| panic!("{name:?}: {error}"));
        assert_eq!(path.parent(), Some(library.folder()), "{name:?}");
        assert!(path.is_file() && path.with_extension("wav").is_file(), "{name:?}: {}", path.display());
        assert_eq!(library.load(kept.id).expect("loaded").details.name, *name);
    }
    assert_eq!(names(folder.path()), ["library"], "nothing beside the library");
    assert_eq!(names(library.folder()).len(), 2 * all.len() + 1);
    assert!(library.list().expect("a list").iter().all(|entry| entry.content.is_ok()));
}

#[test]
fn file_names_are_valid_on_every_platform() {
    let reserved = ["CON", "PRN", "AUX", "NUL", "COM1", "LPT9", "COM¹", "CONIN$"];
    for name in HOSTILE.iter().map(|name| (*name).to_owned()).chain(long()) {
        let made = file_name(&name);
        assert!(!made.is_empty() && made.len() <= 121, "{name:?}: {made:?}");
        assert!(Path::new(&made).components().eq([Component::Normal(made.as_ref())]), "{name:?}: {made:?}");
        assert!(!made.contains(|c: char| c.is_control() || "/\\:*?\"<>|".contains(c)), "{name:?}: {made:?}");
        assert!(!made.starts_with('.') && !made.ends_with(['.', ' ']), "{name:?}: {made:?}");
        let stem = made.split('.').next().unwrap_or_default().trim_end();
        assert!(!reserved.contains(&stem.to_uppercase().as_str()), "{name:?}: {made:?}");
    }
}

#[test]
fn ordinary_names_stay_as_they_are() {
    for name in ["Amp 3", "Röhre, 2.83 V", "アンプ", "Amp.wav", "O'Neil & Söhne (2)", "COMPACT", "console"]
    {
        assert_eq!(file_name(name), name);
    }
    assert_eq!(file_name("a/b: c?"), "a_b_ c_");
}

#[test]
fn equal_names_are_numbered_and_nothing_is_overwritten() {
    let (_folder, library) = library();
    fs::create_dir_all(library.folder()).expect("created");
    // A recording of the user's, and a folder.
    fs::write(library.folder().join("Amp.wav"), "mine").expect("written");
    fs::create_dir(library.folder().join("Amp 2.json")).expect("created");
    for _ in 0..3 {
        library.save(&capture("Amp"), Some(&samples(4))).expect("saved");
    }
    let expected = [
        ".lock",
        "Amp 2.json",
        "Amp 3.json",
        "Amp 3.wav",
        "Amp 4.json",
        "Amp 4.wav",
        "Amp 5.json",
        "Amp 5.wav",
        "Amp.wav",
    ];
    assert_eq!(names(library.folder()), expected);
    assert_eq!(fs::read_to_string(library.folder().join("Amp.wav")).expect("there"), "mine");
}

#[cfg(unix)]
#[test]
fn names_that_are_not_utf8_are_listed_and_loaded() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let (_folder, library) = library();
    let kept = capture("Amp");
    let path = library.save(&kept, Some(&samples(4))).expect("saved");
    for ending in ["json", "wav"] {
        let name = [b"Amp \xFF.".as_slice(), ending.as_bytes()].concat();
        fs::rename(path.with_extension(ending), library.folder().join(OsStr::from_bytes(&name)))
            .expect("renamed");
    }
    assert_eq!(library.load(kept.id).expect("loaded"), kept);
    assert!(library.samples_path(kept.id).expect("found").is_some());
    library.delete(kept.id).expect("deleted");
    library.undelete(kept.id).expect("undeleted");
    assert_eq!(library.load(kept.id).expect("loaded"), kept);
}
