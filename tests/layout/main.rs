//! The layout of the sources: which module imports which. Rooms are above those that they import, without cycles.

mod imports;

use std::path::Path;

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
