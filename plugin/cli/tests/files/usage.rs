//! Wrong usage: every message names the option and its valid values.

use crate::command::{file, groundtruth, path, stderr, stdout};
use crate::wav_bytes::single_ended;

/// Standard error of a command that exits with `code`.
fn said(arguments: &[&str], code: i32) -> String {
    let output = groundtruth(arguments);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
    said
}

#[test]
fn options_are_named_with_their_range() {
    let table: &[(&str, &str)] = &[
        ("measure --load -5 a.wav", "'-5' for '--load <OHMS>': use a number above 0"),
        (
            "measure --reference-volts -1,2 a.wav",
            "'-1' for '--reference-volts <V[,V]>': use a number above 0",
        ),
        (
            "measure --output-impedance -1 a.wav",
            "'-1' for '--output-impedance <OHMS>': use a number, 0 or more",
        ),
        ("impedance a.wav b.wav --loads 32,32", "'--loads <OHMS,OHMS>': the loads are equal"),
        ("stimulus tone -o x.wav --length -1", "'-1' for '--length <S>': use a number above 0"),
        ("stimulus tone -o x.wav --level-dbfs 1", "'--level-dbfs <DB>': use a level from -200 to 0 dB"),
        (
            "stimulus tone -o x.wav --frequency 24000",
            "--frequency 24000: use frequencies above 0 and below 24000 Hz",
        ),
        ("stimulus tone -o x.wav --length 0.000001", "--length 0.000001: use at least one frame"),
        ("stimulus tone -o x.wav --length 100000", "--length 100000: use 14913 s or less"),
        ("stimulus tone -o x.wav --tones 3", "--tones is for a multitone, not for tone"),
        ("stimulus sweep -o x.wav --frequency 20000,20", "--frequency 20000,20: a sweep rises"),
        ("stimulus sweep -o x.wav --length 1", "--length 1: this sweep needs "),
        ("stimulus multitone -o x.wav --tones 1", "'1' for '--tones <TONES>': 1 is not in 2..=120"),
        ("stimulus silence -o x.wav --level-dbfs -10", "--level-dbfs is not for silence"),
        ("stimulus dfd -o x.wav --rate 32000", "--rate 32000: dfd needs more than 40000 Hz"),
        ("stimulus smpte -o x.wav --frequency 60", "--frequency is not for smpte"),
        ("stimulus dual -o x.wav --frequency 60", "--frequency takes 2 for dual, not 1"),
    ];
    for (command, expected) in table {
        let said = said(&command.split(' ').collect::<Vec<_>>(), 2);
        assert!(said.contains(expected), "said: {said}\nexpected: {expected}");
    }
}

#[test]
fn pairs_whose_harmonics_meet_are_refused_with_a_pair_that_would_do() {
    let target = path("usage-dual.wav");
    let target = target.to_str().expect("a UTF-8 path");
    for pair in ["1000,3000", "500,1000", "440,4400", "3000,1000", "1000,1500", "1000,1000", "1000,20000"] {
        let refused = said(&["stimulus", "dual", "-o", target, "--frequency", pair], 2);
        assert!(refused.starts_with(&format!("error: --frequency {pair}: ")), "{refused}");
        let (_, other) = refused.trim_end().rsplit_once("such as ").expect("a pair that would do");
        let arguments = ["stimulus", "dual", "-o", target, "--force", "--length", "1", "--frequency", other];
        assert_eq!(said(&arguments, 0), "", "{other}");
    }
}

#[test]
fn a_declared_tone_that_the_file_cannot_hold_is_said_of_that_file() {
    let amp = file("usage-tone.wav", &single_ended().bytes());
    let amp = amp.to_str().expect("a UTF-8 path");
    let said = said(&["measure", amp, "--stimulus", "tone:97000"], 1);
    let expected = "--stimulus with a tone of 97000 Hz: use one below half the sample rate, 24000 Hz";
    assert_eq!(said, format!("{amp}: {expected}\n"));
}

#[test]
fn a_file_without_a_figure_exits_with_3() {
    let mut wav = single_ended();
    wav.audio.truncate(6 * 400);
    let short = file("usage-short.wav", &wav.bytes());
    let short = short.to_str().expect("a UTF-8 path");
    assert_eq!(
        said(&["measure", short], 3),
        format!("{short}: gives no figure; the table and the JSON state the reason for each\n")
    );
    assert!(said(&["measure", short, "no-such-file.wav"], 1).contains("gives no figure"));
}

#[test]
fn impedance_of_one_recording_twice_says_so() {
    let bytes = single_ended().bytes();
    let (one, copy) = (file("usage-one.wav", &bytes), file("usage-copy.wav", &bytes));
    let (one, copy) = (one.to_str().expect("UTF-8"), copy.to_str().expect("UTF-8"));
    let twice = said(&["impedance", one, one, "--loads", "open,32"], 2);
    assert!(twice.contains("is named twice; name one recording for each load"), "{twice}");
    let output = groundtruth(&["impedance", one, copy, "--loads", "open,32"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(
        stdout(&output).contains("both recordings have the same level to the last digit"),
        "{}",
        stdout(&output)
    );
}
