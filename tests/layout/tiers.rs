//! The tiers of tests, read from their attributes: `#[ignore = "full: why"]` names the full tier, no `#[ignore]` the
//! quick one, which `cargo test` runs.

use std::collections::{BTreeMap, BTreeSet};

/// What an ignored test says first.
const FULL: &str = "#[ignore = \"full: ";

/// Lines of a file that keep a test from being run without naming its tier.
pub fn without_tier(text: &str) -> Vec<&str> {
    let keeps =
        |line: &&str| line.starts_with("#[ignore") || (line.contains("cfg_attr") && line.contains("ignore"));
    text.lines().map(str::trim).filter(keeps).filter(|line| !line.starts_with(FULL)).collect()
}

/// The modules that have tests in the full tier but none in the quick one, of files with their modules' names.
pub fn only_full<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> BTreeSet<&'a str> {
    let mut counts = BTreeMap::<&str, (usize, usize)>::new();
    for (module, text) in files {
        let of = |start: &str| text.lines().filter(|line| line.trim().starts_with(start)).count();
        let (tests, full) = counts.entry(module).or_default();
        *tests += of("#[test]");
        *full += of(FULL);
    }
    counts
        .into_iter()
        .filter(|(_, (tests, full))| *full > 0 && tests == full)
        .map(|(module, _)| module)
        .collect()
}
