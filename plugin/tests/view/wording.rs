//! The sentences of the editor live in one module.

use std::fs;
use std::path::{Path, PathBuf};

/// Words in a row that make a sentence rather than a label.
const SENTENCE: usize = 5;

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the editor's sources").flatten() {
        let path = entry.path();
        let name = entry.file_name();
        match path.is_dir() {
            true if name != "words" => sources(&path, found),
            false if name != "words.rs" && name != "tests.rs" => found.push(path),
            _ => {}
        }
    }
}

/// Literals of a source without comments and tests.
fn literals(source: &str) -> impl Iterator<Item = &str> {
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.flat_map(|line| line.split('"').skip(1).step_by(2))
}

fn words(literal: &str) -> usize {
    let is_word = |word: &&str| word.chars().filter(|letter| letter.is_alphabetic()).count() > 1;
    literal.split_whitespace().filter(|word| !word.contains(['{', '}'])).filter(is_word).count()
}

#[test]
fn every_sentence_of_the_views_is_in_one_module() {
    let view = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/editor/view");
    let mut paths = Vec::new();
    sources(&view, &mut paths);
    assert!(paths.len() > 30, "{paths:?}");
    let mut strays = Vec::new();
    for path in paths {
        let source = fs::read_to_string(&path).expect("a source");
        let sentences = literals(&source).filter(|literal| words(literal) >= SENTENCE);
        strays.extend(sentences.map(|literal| format!("{}: {literal}", path.display())));
    }
    assert!(strays.is_empty(), "{}", strays.join("\n"));
    let mut there = Vec::new();
    sources(&view.join("words"), &mut there);
    for path in there {
        let source = fs::read_to_string(&path).expect("a source");
        let is_empty = !literals(&source).any(|literal| words(literal) >= SENTENCE);
        assert!(!is_empty, "{} has no sentence", path.display());
    }
}
