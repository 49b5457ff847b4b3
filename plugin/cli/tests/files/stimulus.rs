//! Stimuli in files: read back and compared with the request.

use groundtruth_captures::audio_file::Truncated;
use serde_json::Value;

use crate::command::{file, groundtruth, path, stderr, stdout};
use crate::planted::{Content, read};

/// Writes a stimulus, replacing an earlier one.
fn written(name: &str, options: &str) -> String {
    let path = path(name).to_str().expect("a UTF-8 path").to_owned();
    let mut arguments = vec!["stimulus"];
    arguments.extend(options.split(' '));
    arguments.extend(["-o", &path, "--force"]);
    let output = groundtruth(&arguments);
    assert_eq!(output.status.code(), Some(0), "{options}: {}", stderr(&output));
    assert_eq!(stderr(&output), "");
    path
}

fn content(path: &str) -> Content {
    let bytes = std::fs::read(path).expect("a written file");
    read(bytes, Truncated::Refuse).unwrap_or_else(|fault| panic!("{path} {fault}"))
}

fn peak_dbfs(samples: &[f64]) -> f64 {
    20.0 * samples.iter().fold(0.0, |peak: f64, sample| peak.max(sample.abs())).log10()
}

#[test]
fn the_bench_track_is_recognised_and_its_table_says_how_it_lies() {
    let path = written("stimulus-bench.wav", "bench --quick --rate 44100 --level -20");
    assert!((peak_dbfs(&content(&path).channels[0]) + 20.0).abs() < 0.01);
    let report: Value =
        serde_json::from_str(&stdout(&groundtruth(&["measure", "--json", &path]))).expect("JSON");
    assert_eq!(report["stimulus"]["kind"], "bench_track");
    assert_eq!(report["run"]["form"], "quick");
    let names: Vec<&Value> =
        report["sections"].as_array().expect("sections").iter().map(|one| &one["name"]).collect();
    assert!(names.contains(&&Value::from("silence")) && names.contains(&&Value::from("smpte")), "{names:?}");
    let table = stdout(&groundtruth(&["measure", &path]));
    for line in [
        "Bench track, quick form",
        "begins at frame 0.00, clock +0.0 ppm, polarity kept",
        "THD stays below 1 %",
    ] {
        assert!(table.contains(line), "{line}: {table}");
    }
    for (options, reason) in
        [("bench --length 3", "--length"), ("bench --rate 32000", "--rate"), ("tone --quick", "--quick")]
    {
        let mut arguments = vec!["stimulus", "-o", "unwritten.wav"];
        arguments.extend(options.split(' '));
        let output = groundtruth(&arguments);
        assert_eq!(output.status.code(), Some(2), "{options}");
        assert!(stderr(&output).contains(reason), "{options}");
    }
}

#[test]
fn every_kind_is_recognised_when_measured() {
    // Sweeps are covered by the measurement's own tests.
    let table = [
        ("tone", "tone"),
        ("tone --sides right --frequency 1000", "tone"),
        ("dual", "dual_tone"),
        ("twin", "twin_tone"),
        ("smpte", "twin_tone"),
        ("din", "twin_tone"),
        ("dfd", "twin_tone"),
        ("multitone", "multitone"),
        ("silence", "silence"),
    ];
    for (options, kind) in table {
        let path = written("stimulus-kind.wav", &format!("{options} --length 4"));
        let output = groundtruth(&["measure", "--json", &path]);
        let report: Value = serde_json::from_str(&stdout(&output)).expect("JSON");
        assert_eq!(report["stimulus"]["kind"], kind, "{options}");
    }
}

#[test]
fn length_rate_and_level_are_those_asked_for() {
    let path = written(
        "stimulus-asked.wav",
        "tone --length 0.5 --rate 96000 --level-dbfs -20 --bits 32f --sides left",
    );
    let content = content(&path);
    assert_eq!(content.sample_rate_hz, 96_000.0);
    assert_eq!(content.channels[0].len(), 48_000);
    // A crest may fall between two samples: at 96 frames a period it misses less than 0.005 dB.
    assert!((peak_dbfs(&content.channels[0]) + 20.0).abs() < 0.005);
    assert!(content.channels[1].iter().all(|sample| *sample == 0.0));
}

#[test]
fn integers_are_dithered_with_a_quarter_of_a_squared_step() {
    for (bits, expected_dbfs) in [("16", -93.32), ("24", -141.48)] {
        let path = written("stimulus-dither.wav", &format!("silence --length 4 --bits {bits}"));
        for samples in content(&path).channels {
            let mean_square =
                samples.iter().map(|sample| sample * sample).sum::<f64>() / samples.len() as f64;
            let level_dbfs = 10.0 * (2.0 * mean_square).log10();
            // 192 000 squares that spread by 1.41 of their mean: 0.014 dB (1σ), and the expectation is rounded.
            assert!((level_dbfs - expected_dbfs).abs() < 0.06, "{bits} bits: {level_dbfs}");
        }
    }
}

#[test]
fn the_two_sides_are_dithered_apart() {
    let path = written("stimulus-apart.wav", "silence --length 1 --bits 16");
    let [left, right] = content(&path).channels.try_into().expect("two sides");
    let product: f64 = left.iter().zip(&right).map(|(left, right)| left * right).sum();
    let energy: f64 = left.iter().map(|sample| sample * sample).sum();
    // 48 000 products of independent values: 0.005 (1σ).
    assert!((product / energy).abs() < 0.025);
}

#[test]
fn a_file_is_replaced_only_by_force() {
    let kept = file("stimulus-kept.wav", b"mine");
    let path = kept.to_str().expect("a UTF-8 path");
    let output = groundtruth(&["stimulus", "tone", "-o", path]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("exists already"), "{}", stderr(&output));
    assert_eq!(std::fs::read(&kept).expect("the file"), b"mine");
    written("stimulus-kept.wav", "tone --length 0.1");
    assert_eq!(content(path).channels[0].len(), 4800);
}

#[test]
fn a_failed_write_leaves_nothing_behind() {
    let folder = path("stimulus-folder");
    std::fs::create_dir_all(folder.join("taken.wav")).expect("a folder");
    let target = folder.join("taken.wav");
    let output = groundtruth(&["stimulus", "tone", "--force", "-o", target.to_str().expect("a UTF-8 path")]);
    assert_eq!(output.status.code(), Some(1));
    let names: Vec<_> = std::fs::read_dir(&folder).expect("the folder").flatten().collect();
    assert_eq!(names.len(), 1, "{names:?}");
}

#[test]
fn what_cannot_be_played_exits_with_2_and_writes_nothing() {
    let target = path("stimulus-never.wav");
    let path = target.to_str().expect("a UTF-8 path");
    let table = [
        "tone --frequency 24000",
        "tone --frequency 100,200",
        "tone --sides each",
        "tone --level-dbfs 1",
        "smpte --frequency 60,7000",
        "silence --sides left",
        "dual --sides left",
        "multitone --tones 1",
        "multitone --sides left",
        "sweep --length 1",
        "sweep --frequency 2000,20",
        "tone --length 0.000001",
        "tone --length 100000",
        "tone --rate 10",
        "tone --bits 8",
        "noise",
    ];
    for options in table {
        let mut arguments = vec!["stimulus", "-o", path];
        arguments.extend(options.split(' '));
        let output = groundtruth(&arguments);
        assert_eq!(output.status.code(), Some(2), "{options}");
        assert!(stderr(&output).starts_with("error: "), "{options}: {}", stderr(&output));
        assert!(!target.exists(), "{options}");
    }
}
