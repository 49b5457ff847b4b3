//! Standard streams, pipes, links and devices.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::command::{file, groundtruth, path, stderr, stdout};
use crate::wav_bytes::single_ended;

fn text(path: &Path) -> &str {
    path.to_str().expect("a UTF-8 path")
}

/// Runs `groundtruth` with bytes on standard input.
fn fed(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_groundtruth"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the built binary");
    child.stdin.take().expect("a pipe").write_all(input).expect("a reader");
    child.wait_with_output().expect("an end")
}

#[test]
fn a_stimulus_on_standard_output_is_measured_on_standard_input() {
    let written = groundtruth(&["stimulus", "tone", "--length", "1", "-o", "-"]);
    assert_eq!((written.status.code(), stderr(&written).as_str()), (Some(0), ""));
    let measured = fed(&["measure", "-"], &written.stdout);
    assert_eq!((measured.status.code(), stderr(&measured).as_str()), (Some(0), ""));
    assert!(
        stdout(&measured).contains("1.000 s, band 20 Hz to 20 kHz, tone: 997 Hz on L"),
        "{}",
        stdout(&measured)
    );
}

#[test]
fn folders_are_named() {
    let output = groundtruth(&["measure", env!("CARGO_TARGET_TMPDIR")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).ends_with(": is a folder; name the files in it\n"), "{}", stderr(&output));
}

#[test]
fn names_are_shown_in_one_line_without_escape_sequences() {
    let name = "streams-\u{1b}[31mred\n.wav";
    let shown = "streams-\\u{1b}[31mred\\n.wav";
    let missing = groundtruth(&["measure", text(&path(&name.replace("red", "gone")))]);
    assert_eq!(stderr(&missing).lines().count(), 1);
    assert!(stderr(&missing).contains(&shown.replace("red", "gone")), "{}", stderr(&missing));
    if cfg!(unix) {
        let amp = file(name, &single_ended().bytes());
        let table = stdout(&groundtruth(&["measure", text(&amp)]));
        assert!(table.contains(shown) && !table.contains('\u{1b}'), "{table}");
        let json = stdout(&groundtruth(&["measure", "--json", text(&amp)]));
        let report: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(report["source"]["file"], text(&amp));
    }
}

#[test]
fn what_is_measured_in_part_says_so_in_table_and_json() {
    let mut bytes = single_ended().bytes();
    bytes.truncate(bytes.len() - 6000);
    let cut = file("streams-cut.wav", &bytes);
    let note = "truncated at byte 282044: 47000 of 48000 frames are there and measured";
    let table = stdout(&groundtruth(&["measure", "--allow-truncated", text(&cut)]));
    assert!(table.contains(&format!("note: {note}\n")), "{table}");
    let json = stdout(&groundtruth(&["measure", "--allow-truncated", "--json", text(&cut)]));
    let report: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(report["source"]["notes"], serde_json::json!([note]));
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
    use std::path::PathBuf;

    use super::*;

    fn write_to(target: &Path) -> Output {
        groundtruth(&["stimulus", "tone", "--length", "0.1", "--force", "-o", text(target)])
    }

    /// An unused path.
    fn fresh(name: &str) -> PathBuf {
        let path = path(name);
        let _ = fs::remove_file(&path);
        path
    }

    fn pipe(name: &str) -> PathBuf {
        let pipe = fresh(name);
        assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
        pipe
    }

    #[test]
    fn links_lead_to_the_file_that_is_written() {
        let (real, link) = (fresh("streams-real.wav"), fresh("streams-link.wav"));
        symlink("streams-real.wav", &link).expect("a link");
        // Once with a link to nothing, once with a link to a file with its own permissions.
        assert_eq!(write_to(&link).status.code(), Some(0));
        fs::set_permissions(&real, fs::Permissions::from_mode(0o600)).expect("own file");
        assert_eq!(write_to(&link).status.code(), Some(0));
        assert!(fs::symlink_metadata(&link).expect("a link").is_symlink());
        let written = fs::metadata(&real).expect("the file");
        assert_eq!((written.len() > 28_800, written.permissions().mode() & 0o777), (true, 0o600));
    }

    #[test]
    fn a_file_with_two_names_keeps_both() {
        let (one, other) = (file("streams-one.wav", b"old"), fresh("streams-other.wav"));
        fs::hard_link(&one, &other).expect("a link");
        assert_eq!(write_to(&one).status.code(), Some(0));
        assert_eq!(fs::read(&one).expect("one"), fs::read(&other).expect("other"));
    }

    #[test]
    fn devices_are_written_into_and_stay() {
        let output = write_to(Path::new("/dev/null"));
        assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), ""));
        assert!(fs::metadata("/dev/null").expect("a device").file_type().is_char_device());
        let read = groundtruth(&["measure", "/dev/null"]);
        assert!(
            stderr(&read).contains("is a device or a socket; record into a file first"),
            "{}",
            stderr(&read)
        );
    }

    #[test]
    fn pipes_without_another_end_are_named_instead_of_waiting() {
        let pipe = pipe("streams-nobody");
        let read = groundtruth(&["measure", text(&pipe)]);
        assert_eq!(read.status.code(), Some(1));
        assert!(stderr(&read).contains("is a pipe without a writer"), "{}", stderr(&read));
        let written = write_to(&pipe);
        assert_eq!(written.status.code(), Some(1));
        assert!(stderr(&written).contains("is a pipe without a reader; start the reader first"));
    }

    #[test]
    fn a_pipe_is_measured_as_its_writer_writes() {
        let pipe = pipe("streams-pipe");
        let writer = std::thread::spawn({
            let pipe = pipe.clone();
            move || fs::write(pipe, single_ended().bytes())
        });
        let output = groundtruth(&["measure", text(&pipe)]);
        writer.join().expect("no panic").expect("a reader");
        assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), ""));
        assert!(stdout(&output).contains("tone: 997 Hz on L"), "{}", stdout(&output));
    }
}
