//! `groundtruth library`, as used by a script.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use crate::command::{file, path, stderr, stdout};
use crate::wav_bytes::single_ended;

/// A library of its own, and a folder for data that has a bin of its own.
struct Shelf {
    folder: PathBuf,
    data: PathBuf,
}

impl Shelf {
    fn new(name: &str) -> Shelf {
        let folder = path(&format!("library-{name}"));
        let _ = fs::remove_dir_all(&folder);
        let data = folder.join("data");
        fs::create_dir_all(&data).expect("a writable target folder");
        Shelf { folder: folder.join("captures"), data }
    }

    /// Runs `groundtruth`, which finds the library through the environment.
    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_groundtruth"))
            .args(arguments)
            .env("GROUNDTRUTH_LIBRARY", &self.folder)
            .env("XDG_DATA_HOME", &self.data)
            .output()
            .expect("the built binary")
    }

    fn run_well(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), ""), "{arguments:?}");
        stdout(&output)
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.folder).expect("a library");
        let names = entries.map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned());
        let mut names: Vec<String> = names.filter(|name| !name.starts_with('.')).collect();
        names.sort();
        names
    }
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a UTF-8 path")
}

#[test]
fn a_recording_is_imported_listed_shown_and_exported() {
    let shelf = Shelf::new("import");
    let amp = file("library-amp.wav", &single_ended().bytes());
    let line = shelf.run_well(&[
        "library",
        "import",
        text(&amp),
        "--device",
        "Amp 3",
        "--topology",
        "balanced",
        "--load",
        "32",
        "--reference-volts",
        "2",
        "--price",
        "€ 99",
    ]);
    let id = line.split_whitespace().next().expect("an id");
    assert_eq!(shelf.names(), ["library-amp.json", "library-amp.wav"]);

    let list = shelf.run_well(&["library", "list"]);
    assert!(list.starts_with(id) && list.contains("library-amp  (Amp 3, balanced, 32 Ω, € 99)"), "{list}");
    let list: Value = serde_json::from_str(&shelf.run_well(&["library", "list", "--json"])).expect("JSON");
    assert_eq!((&list[0]["id"], &list[0]["has_samples"]), (&Value::from(id), &Value::from(true)));
    assert_eq!(list[0]["details"]["topology"], "balanced");

    let shown = shelf.run_well(&["library", "show", id]);
    assert!(shown.contains("Amp 3, balanced") && shown.contains("tone: 997 Hz on L"), "{shown}");
    let shown: Value =
        serde_json::from_str(&shelf.run_well(&["library", "show", "library-amp", "--json"])).expect("JSON");
    let measured = Command::new(env!("CARGO_BIN_EXE_groundtruth"))
        .args(["measure", "--json", text(&amp), "--load", "32", "--reference-volts", "2"])
        .output()
        .expect("the built binary");
    assert_eq!(shown["measured"], serde_json::from_str::<Value>(&stdout(&measured)).expect("JSON"));

    let (json, wav) = (path("library-out.json"), path("library-out.wav"));
    for target in [&json, &wav] {
        shelf.run_well(&["library", "export", id, "--force", "-o", text(target)]);
        assert_eq!(shelf.run(&["library", "export", id, "-o", text(target)]).status.code(), Some(1));
    }
    assert_eq!(serde_json::from_slice::<Value>(&fs::read(json).expect("there")).expect("JSON"), shown);
    let figures = |file: &Path| {
        let output = shelf.run_well(&["measure", "--json", text(file)]);
        serde_json::from_str::<Value>(&output).expect("JSON")["channels"].clone()
    };
    assert_eq!(figures(&wav), figures(&amp), "the samples kept are the recording's");
}

#[test]
fn a_file_that_fails_does_not_stop_the_others() {
    let shelf = Shelf::new("others");
    let good = file("library-good.wav", &single_ended().bytes());
    let cut = file("library-cut.wav", &single_ended().bytes()[..50]);
    let foreign = file("library-foreign.json", b"{\"schema\": \"\\u001b[31m\"}");
    let output = shelf.run(&["library", "import", text(&cut), "missing.wav", text(&foreign), text(&good)]);
    assert_eq!(output.status.code(), Some(1));
    let errors = stderr(&output);
    assert_eq!(errors.lines().count(), 3, "{errors}");
    assert!(!errors.contains('\u{1b}'), "{errors:?}");
    assert_eq!(stdout(&output).lines().count(), 1);
    assert_eq!(shelf.names(), ["library-good.json", "library-good.wav"]);
}

#[test]
fn a_recording_without_a_figure_is_kept_and_exits_with_3() {
    let shelf = Shelf::new("short");
    let mut wav = single_ended();
    wav.audio.truncate(6 * 400);
    let short = file("library-short.wav", &wav.bytes());
    let output = shelf.run(&["library", "import", text(&short)]);
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    assert_eq!(shelf.names(), ["library-short.json", "library-short.wav"]);
}

#[test]
fn reports_and_captures_are_imported_once() {
    let (shelf, other) = (Shelf::new("json"), Shelf::new("json-other"));
    let amp = file("library-json.wav", &single_ended().bytes());
    let report = file("library-report.json", shelf.run_well(&["measure", "--json", text(&amp)]).as_bytes());
    shelf.run_well(&["library", "import", text(&report)]);
    let kept = shelf.folder.join("library-json.json");
    let line = other.run_well(&["library", "import", text(&kept)]);
    assert!(!line.contains("was there already"), "{line}");
    let line = other.run_well(&["library", "import", text(&kept)]);
    assert!(line.contains("was there already"), "{line}");
    assert_eq!(other.names(), ["library-json.json"]);
    assert_eq!(
        fs::read(&kept).expect("there"),
        fs::read(other.folder.join("library-json.json")).expect("there")
    );
}

#[test]
fn captures_of_the_library_are_compared_by_name_and_id() {
    let shelf = Shelf::new("compare");
    let (one, two) = (single_ended(), single_ended());
    let amps = [file("library-one.wav", &one.bytes()), file("library-two.wav", &two.bytes())];
    let lines = shelf.run_well(&["library", "import", text(&amps[0]), text(&amps[1])]);
    let ids: Vec<&str> = lines.lines().filter_map(|line| line.split_whitespace().next()).collect();
    let comparison = |arguments: &[&str]| -> Value {
        let output = shelf.run_well(&[&["compare", "--json"], arguments].concat());
        serde_json::from_str(&output).expect("JSON")
    };
    let by_name = comparison(&["library-one", ids[1]]);
    let by_file = comparison(&[text(&amps[0]), text(&amps[1])]);
    assert_eq!(by_name["captures"][1]["name"], "library-two");
    assert_eq!((&by_name["rows"], &by_name["claims"]), (&by_file["rows"], &by_file["claims"]));
    let output = shelf.run(&["compare", "library-one", "nobody"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(stderr(&output), "nobody: is neither a file nor a capture in the library\n");
}

#[cfg(all(unix, not(target_os = "macos")))]
#[test]
fn a_deleted_capture_is_in_the_bin_with_its_samples() {
    let shelf = Shelf::new("bin");
    let amp = file("library-bin.wav", &single_ended().bytes());
    shelf.run_well(&["library", "import", text(&amp)]);
    let said = shelf.run_well(&["library", "delete", "library-bin"]);
    assert!(said.contains("is in the system's bin now"), "{said}");
    assert_eq!(shelf.names(), [""; 0]);
    let binned = shelf.data.join("Trash/files");
    assert!(binned.join("library-bin.json").is_file() && binned.join("library-bin.wav").is_file());
    let info = fs::read_to_string(shelf.data.join("Trash/info/library-bin.json.trashinfo")).expect("there");
    assert!(info.contains("/captures/library-bin.json"), "{info}");
    assert_eq!(shelf.run(&["library", "delete", "library-bin"]).status.code(), Some(1));
}

#[cfg(all(unix, not(target_os = "macos")))]
#[test]
fn without_a_bin_a_deleted_capture_can_be_undeleted() {
    let mut shelf = Shelf::new("no-bin");
    let amp = file("library-no-bin.wav", &single_ended().bytes());
    shelf.run_well(&["library", "import", text(&amp)]);
    // A file, where the folder of the bin should be made.
    shelf.data = amp.clone();
    let said = shelf.run_well(&["library", "delete", "library-no-bin"]);
    assert!(said.contains("the system has no bin"), "{said}");
    assert_eq!(shelf.names(), ["deleted"]);
    shelf.run_well(&["library", "undelete", "library-no-bin"]);
    assert_eq!(shelf.names(), ["deleted", "library-no-bin.json", "library-no-bin.wav"]);
}

#[test]
fn damaged_files_are_listed_on_standard_error() {
    let shelf = Shelf::new("damaged");
    let amp = file("library-whole.wav", &single_ended().bytes());
    shelf.run_well(&["library", "import", text(&amp)]);
    fs::write(shelf.folder.join("broken.json"), "{").expect("written");
    let output = shelf.run(&["library", "list"]);
    assert_eq!((output.status.code(), stdout(&output).lines().count()), (Some(1), 1));
    let errors = stderr(&output);
    assert!(errors.contains("broken.json: is no JSON") && errors.contains("left as it is"), "{errors}");
    assert_eq!(shelf.run(&["library", "delete", "broken"]).status.code(), Some(1));
    assert_eq!(fs::read_to_string(shelf.folder.join("broken.json")).expect("there"), "{");
}

#[test]
fn the_library_of_the_option_has_precedence() {
    let shelf = Shelf::new("option");
    let other = Shelf::new("option-other");
    let amp = file("library-option.wav", &single_ended().bytes());
    shelf.run_well(&["library", "import", "--no-samples", text(&amp), "--library", text(&other.folder)]);
    assert_eq!(other.names(), ["library-option.json"]);
    assert_eq!(shelf.run_well(&["library", "list"]), "");
    assert!(!shelf.folder.exists(), "listing creates nothing");
    assert_eq!(shelf.run(&["library"]).status.code(), Some(2));
}
