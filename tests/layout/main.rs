//! The layout of the sources: which module imports which, which tier a test is in, and where links lead. Rooms are above those that they
//! import, without cycles.

mod imports;
mod links;
mod tiers;

use std::fs;
use std::path::{Path, PathBuf};

use imports::Imports;

/// Rooms of `measure`, each above all that it may import.
const ROOMS: &[&str] = &[
    "terms",
    "figures",
    "spectra",
    "lines",
    "stimulus",
    "average",
    "noise",
    "readings",
    "zoom",
    "analyzer",
    "glitch",
    "sweep",
    "bench",
    "recording",
    "generator",
];

fn of(crate_folder: &str) -> Imports {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(crate_folder).join("src");
    Imports::read(&root)
}

#[test]
fn every_room_of_measure_is_in_the_order() {
    let rooms = of("plugin/measure").rooms();
    let known: Vec<String> = ROOMS.iter().map(|room| (*room).to_owned()).collect();
    let unknown: Vec<&String> = rooms.iter().filter(|room| !known.contains(room)).collect();
    let missing: Vec<&String> = known.iter().filter(|room| !rooms.contains(room)).collect();
    assert!(unknown.is_empty() && missing.is_empty(), "not in ROOMS: {unknown:?}; not there: {missing:?}");
}

#[test]
fn no_room_of_measure_imports_a_higher_one() {
    let floor = |module: &str| {
        let room = module.split("::").next().unwrap_or(module);
        ROOMS.iter().position(|known| *known == room).expect("a room of the order")
    };
    let imports = of("plugin/measure");
    let up: Vec<String> = imports
        .iter()
        .filter(|(from, to)| floor(from) < floor(to))
        .map(|(from, to)| format!("{from} imports {to}"))
        .collect();
    assert!(up.is_empty(), "arrows that run back up: {up:#?}");
}

#[test]
fn measure_imports_by_real_path() {
    // The re-exports of the crate's root are for other crates.
    let through_root = of("plugin/measure").through_root().to_vec();
    assert!(through_root.is_empty(), "{through_root:#?}");
}

#[test]
fn no_crate_has_a_circle_of_modules() {
    for crate_folder in
        ["plugin/measure", "plugin/captures", "plugin/stream", "plugin/analysis", "plugin/cli", "plugin"]
    {
        let circles = of(crate_folder).circles();
        assert!(circles.is_empty(), "{crate_folder}: modules that import each other: {circles:#?}");
    }
}

#[test]
fn a_circle_and_a_hidden_import_are_found() {
    let sources = [
        ("a", "use crate::b::f; mod inner { fn g() { super::super::c::h(); } }"),
        ("b", "use super::c;"),
        ("c", "fn h() { let _ = crate::a::K; } #[cfg(test)] mod tests { use crate::d; }"),
        ("d", "mod part; use part::P;"),
        ("d::part", "use crate::P; pub struct P;"),
    ];
    let imports = Imports::of(sources.map(|(name, text)| (name.to_owned(), text.to_owned())));
    let circle: Vec<String> = ["a", "b", "c"].map(str::to_owned).to_vec();
    assert_eq!(imports.circles(), [circle]);
    assert_eq!(imports.through_root(), ["d::part: crate::P"]);
    assert!(imports.iter().any(|(from, to)| (from, to) == ("d", "d::part")));
}

/// All sources of a folder of the workspace.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Sources with tests by their module's name: the first two parts below the workspace's `tests`, or below `plugin`.
fn tested() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    ["plugin", "tests", "xtask"].iter().for_each(|folder| sources(&root.join(folder), &mut found));
    let module = |path: &Path| {
        let relative = path.strip_prefix(&root).expect("below the root").with_extension("");
        let parts: Vec<&str> = relative.iter().take(3).map(|part| part.to_str().expect("UTF-8")).collect();
        parts.join("/")
    };
    found.iter().map(|path| (module(path), fs::read_to_string(path).expect("a readable source"))).collect()
}

#[test]
fn every_test_names_its_tier() {
    let sources = tested();
    let unnamed: Vec<String> = sources
        .iter()
        .filter(|(module, _)| module != "tests/layout/main" && module != "tests/layout/tiers")
        .flat_map(|(module, text)| {
            tiers::without_tier(text).into_iter().map(move |line| format!("{module}: {line}"))
        })
        .collect();
    assert!(unnamed.is_empty(), "ignored without a tier: {unnamed:#?}");
}

#[test]
fn what_the_full_tier_tests_the_quick_one_tests_too() {
    let sources = tested();
    let only_full = tiers::only_full(sources.iter().map(|(module, text)| (module.as_str(), text.as_str())));
    assert!(only_full.is_empty(), "no test in the quick tier: {only_full:#?}");
}

#[test]
fn a_test_without_tier_and_a_module_without_quick_test_are_found() {
    let full = "#[test]\n    #[ignore = \"full: statistics\"]\n";
    assert_eq!(tiers::without_tier(full), [""; 0]);
    for line in ["#[ignore]", "#[ignore = \"slow\"]", "#[cfg_attr(windows, ignore)]"] {
        assert_eq!(tiers::without_tier(&format!("#[test]\n{line}\nfn f() {{}}")), [line]);
    }
    let quick = "#[test]\nfn f() {}";
    let files = [("a", full), ("a", quick), ("b", full), ("c", quick)];
    assert_eq!(tiers::only_full(files).into_iter().collect::<Vec<_>>(), ["b"]);
}

#[test]
fn links_of_the_documents_lead_to_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folders = [root.clone(), root.join("docs")].map(|folder| fs::read_dir(folder).expect("a folder"));
    let files = folders.into_iter().flatten().map(|entry| entry.expect("a readable folder").path());
    let documents: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|extension| extension == "md")).collect();
    assert!(documents.len() >= 5, "{documents:?}");
    let text = |path: &Path| fs::read_to_string(path).expect("a readable document");
    let broken: Vec<String> = documents.iter().flat_map(|path| links::broken(path, &text(path))).collect();
    assert!(broken.is_empty(), "links that lead nowhere: {broken:#?}");
    let guide = root.join("docs").join("measuring.md");
    assert!(links::targets(&text(&root.join("README.md"))).contains(&"docs/measuring.md"));
    assert!(links::targets(&text(&guide)).iter().any(|target| target.ends_with(".svg")));
}

#[test]
fn a_broken_link_is_found() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join("README.md");
    let text =
        "[a](docs/measuring.md#1-nothing) [b](LICENSE) ![c](no.svg) [d](https://example.org/x) [e](#limits)";
    let broken = links::broken(&file, text);
    assert_eq!(broken.len(), 2, "{broken:?}");
    assert_eq!(
        links::anchor("## 1. Loopback: what your interface can show"),
        "1-loopback-what-your-interface-can-show"
    );
}
