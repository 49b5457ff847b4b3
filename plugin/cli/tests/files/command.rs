//! The command as used by a script: exit codes, streams, names.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::planted::fixture;
use crate::wav_bytes::{WavBytes, single_ended};

/// A fresh path in the tests' own folder.
pub fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// Writes a file there.
pub fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let path = path(name);
    std::fs::write(&path, bytes).expect("a writable target folder");
    path
}

/// Runs `groundtruth`.
pub fn groundtruth(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_groundtruth")).args(arguments).output().expect("the built binary")
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a UTF-8 path")
}

#[test]
fn a_measured_file_exits_with_0_and_keeps_standard_error_empty() {
    let amp = file("command-good.wav", &single_ended().bytes());
    let output = groundtruth(&["measure", text(&amp)]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(stderr(&output), "");
    assert!(stdout(&output).contains("tone: 997 Hz on L"), "{}", stdout(&output));
}

#[test]
fn a_file_that_cannot_be_measured_exits_with_1_and_leaves_the_others_measured() {
    let good = file("command-other.wav", &single_ended().bytes());
    let cut = file("command-cut.wav", &WavBytes::counting(5).bytes()[..60]);
    let missing = path("command-missing.wav");
    let output = groundtruth(&["measure", text(&cut), text(&missing), text(&good)]);
    assert_eq!(output.status.code(), Some(1));
    let errors = stderr(&output);
    let lines: Vec<&str> = errors.lines().collect();
    assert_eq!(lines.len(), 2, "one line per failure: {errors}");
    assert!(lines[0].starts_with(&format!("{}: is truncated at byte 60", text(&cut))), "{errors}");
    assert!(lines[1].starts_with(&format!("{}: cannot be read: ", text(&missing))), "{errors}");
    assert!(stdout(&output).contains("command-other.wav"));
}

#[test]
fn every_refused_fixture_exits_with_1_in_one_line() {
    for name in ["refused-wav-adpcm.wav", "refused-ogg.ogg", "refused-aifc-alaw.aiff", "refused-caf.caf"] {
        let output = groundtruth(&["measure", text(&file(name, &fixture(name)))]);
        assert_eq!((output.status.code(), stderr(&output).lines().count()), (Some(1), 1), "{name}");
        assert_eq!(stdout(&output), "", "{name}");
    }
}

#[test]
fn wrong_usage_exits_with_2() {
    let table: &[&[&str]] = &[
        &[],
        &["measure"],
        &["measure", "--band", "20000-20", "a.wav"],
        &["measure", "--mains", "55", "a.wav"],
        &["measure", "--stimulus", "tone:-3", "a.wav"],
        &["measure", "--load", "0", "a.wav"],
        &["measure", "--reference-volts", "2,x", "a.wav"],
        &["measure", "--no-such-option", "a.wav"],
        &["measure", "--other-load", "unloaded.wav", "a.wav"],
        &["measure", "--other-load", "-3=unloaded.wav", "a.wav"],
        &["measure", "--force", "a.wav"],
    ];
    for arguments in table {
        assert_eq!(groundtruth(arguments).status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn a_truncated_file_is_measured_when_asked_for() {
    let mut bytes = single_ended().bytes();
    bytes.truncate(bytes.len() - 6000);
    let cut = file("command-truncated.wav", &bytes);
    assert_eq!(groundtruth(&["measure", text(&cut)]).status.code(), Some(1));
    assert_eq!(groundtruth(&["measure", "--allow-truncated", text(&cut)]).status.code(), Some(0));
}

#[test]
fn the_table_of_two_files_fits_80_columns() {
    let amp = file("command-wide.wav", &single_ended().bytes());
    let output = groundtruth(&["measure", text(&amp), text(&amp), "--reference-volts", "2"]);
    for line in stdout(&output).lines().filter(|line| !line.contains("command-wide")) {
        assert!(line.chars().count() <= 80, "{line}");
    }
}

#[test]
fn two_loads_give_the_output_impedance() {
    let made = |name: &str, level: &str| {
        let file = path(name);
        let arguments =
            ["stimulus", "tone", "-o", text(&file), "--level-dbfs", level, "--length", "3", "--force"];
        assert_eq!(groundtruth(&arguments).status.code(), Some(0));
        file
    };
    // 32 Ω after 10 Ω: 20·lg(32/42) = −2.3619 dB.
    let (open, loaded) = (made("impedance-open.wav", "-6"), made("impedance-loaded.wav", "-8.361923"));
    let output = groundtruth(&["impedance", text(&open), text(&loaded), "--loads", "open,32"]);
    assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), ""));
    let lines = stdout(&output);
    let ohms = |line: &str| line.split_whitespace().nth(1).and_then(|number| number.parse::<f64>().ok());
    assert_eq!(lines.lines().count(), 2, "{lines}");
    assert!(lines.lines().all(|line| ohms(line).is_some_and(|ohms| (ohms - 10.0).abs() < 0.002)), "{lines}");
    assert!(lines.contains("damping factor 3.20 into 32 Ω"), "{lines}");
    let swapped = groundtruth(&["impedance", text(&open), text(&loaded), "--loads", "32,open"]);
    assert_eq!(swapped.status.code(), Some(3));
    assert!(stdout(&swapped).contains("2.362 dB higher into the smaller load"), "{}", stdout(&swapped));
}

#[test]
fn a_band_that_a_file_does_not_reach_is_said_of_that_file() {
    let amp = file("command-band.wav", &single_ended().bytes());
    let output = groundtruth(&["measure", text(&amp), "--band", "30000-40000"]);
    assert_eq!(output.status.code(), Some(1));
    let expected = "the band begins at 30000 Hz, above half the sample rate, 24000 Hz: choose a lower band";
    assert_eq!(stderr(&output), format!("{}: {expected}\n", text(&amp)));
}
