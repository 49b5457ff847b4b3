//! Killed writers, several writers at once, and the time that large libraries and full sessions take.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};
use std::{env, fs, io};

use groundtruth_captures::Capture;
use groundtruth_captures::library::Library;
use groundtruth_captures::pack::{PackedCapture, PackedCaptures};
use ulid::Ulid;

use crate::common::{capture, library, names, samples};

/// Tells the test [`writer`] to write: folder and number of captures.
const FOLDER: &str = "GROUNDTRUTH_TEST_WRITER";
const COUNT: &str = "GROUNDTRUTH_TEST_COUNT";

/// Frames of the samples that a writer keeps.
const FRAMES: usize = 4800;

/// The other process of the tests below; in itself it tests nothing.
#[test]
#[ignore = "full: started by other tests"]
fn writer() {
    let Some(folder) = env::var_os(FOLDER) else { return };
    let count: usize = env::var(COUNT).expect("a number").parse().expect("a number");
    let library = Library::open(folder);
    for _ in 0..count {
        let kept = capture("Amp");
        library.save(&kept, Some(&samples(FRAMES))).expect("saved");
        let mut out = io::stdout().lock();
        writeln!(out, "saved {}", kept.id).and_then(|()| out.flush()).expect("a reader");
    }
}

fn start(folder: &Path, count: usize) -> (Child, BufReader<ChildStdout>) {
    let mut child = Command::new(env::current_exe().expect("this program"))
        .args(["programs::writer", "--exact", "--ignored", "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder)
        .env(COUNT, count.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .expect("this program starts");
    let out = child.stdout.take().expect("piped");
    (child, BufReader::new(out))
}

/// Ids that a writer has reported on complete lines.
fn reported(out: &str) -> Vec<Ulid> {
    let complete = out.rsplit_once('\n').map_or("", |(complete, _)| complete);
    let ids = complete.lines().filter_map(|line| line.split_once("saved "));
    ids.map(|(_, id)| Ulid::from_string(id.trim()).expect("an id")).collect()
}

/// Every capture is whole, with its samples, and every reported one is there. Returns their number.
fn assert_whole(folder: &Path, reported: &[Ulid]) -> usize {
    let library = Library::open(folder);
    let list = library.list().expect("a list");
    for entry in &list {
        let id = entry.id().unwrap_or_else(|| panic!("{}: {:?}", entry.path.display(), entry.content));
        let text = fs::read_to_string(&entry.path).expect("readable");
        assert_eq!(Capture::from_json(&text).expect("whole").id, id);
        let wav = hound::WavReader::open(entry.path.with_extension("wav"));
        assert_eq!(wav.expect("a WAV file").duration() as usize, FRAMES, "{}", entry.path.display());
    }
    let missing = reported.iter().find(|id| !list.iter().any(|entry| entry.id() == Some(**id)));
    assert_eq!(missing, None, "reported saved, and missing");
    let is_ours = |name: &String| name.starts_with('.') || name.ends_with(".json") || name.ends_with(".wav");
    assert!(names(folder).iter().all(is_ours), "{:?}", names(folder));
    list.len()
}

#[test]
fn a_killed_writer_leaves_a_whole_library() {
    assert_whole_after_kills(5);
}

#[test]
#[ignore = "full: half a minute"]
fn a_writer_killed_at_any_moment_leaves_a_whole_library() {
    assert_whole_after_kills(200);
}

fn assert_whole_after_kills(kills: u64) {
    let (_folder, library) = library();
    let (mut all, mut dice) = (0, 1u64);
    for _ in 0..kills {
        let (mut child, mut out) = start(library.folder(), usize::MAX);
        let mut text = String::new();
        while !text.contains("saved ") {
            assert_ne!(out.read_line(&mut text).expect("UTF-8"), 0, "the writer ended: {text}");
        }
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        sleep(Duration::from_micros((dice >> 40) % 30_000));
        child.kill().expect("running");
        child.wait().expect("ended");
        out.read_to_string(&mut text).expect("UTF-8");
        let ids = reported(&text);
        all += ids.len();
        assert_whole(library.folder(), &ids);
        // A fresh folder now and then keeps the check of all files short.
        if names(library.folder()).len() > 100 {
            fs::remove_dir_all(library.folder()).expect("removed");
        }
    }
    println!("{kills} kills, {all} captures reported, none missing");
    library.save(&capture("last"), Some(&samples(FRAMES))).expect("saved");
    let left: Vec<String> =
        names(library.folder()).into_iter().filter(|name| name.ends_with(".part")).collect();
    assert_eq!(left, [""; 0], "leftovers");
}

#[test]
fn two_programs_that_write_at_once_lose_nothing() {
    assert_all_there(20);
}

#[test]
#[ignore = "full: half a minute"]
fn two_programs_that_write_a_thousand_captures_each_have_two_thousand() {
    assert_all_there(1000);
}

/// Two programs write this many captures each.
fn assert_all_there(each: usize) {
    let (_folder, library) = library();
    let start_time = Instant::now();
    let writers = [start(library.folder(), each), start(library.folder(), each)];
    let mut ids = Vec::new();
    for (mut child, mut out) in writers {
        let mut text = String::new();
        out.read_to_string(&mut text).expect("UTF-8");
        assert!(child.wait().expect("ended").success());
        ids.extend(reported(&text));
    }
    println!("2 × {each} captures in {:.1} s", start_time.elapsed().as_secs_f64());
    assert_eq!(ids.len(), 2 * each);
    assert_eq!(assert_whole(library.folder(), &ids), 2 * each);
}

#[test]
#[ignore = "full: writes 350 MB"]
fn ten_thousand_captures_are_listed_in_300_ms() {
    const COUNT: usize = 10_000;
    let (_folder, library) = library();
    fs::create_dir_all(library.folder()).expect("created");
    for number in 0..COUNT {
        let kept = capture(&format!("Amp {number}"));
        fs::write(library.folder().join(format!("Amp {number}.json")), kept.to_json()).expect("written");
    }
    let time = |library: &Library| {
        let start = Instant::now();
        assert_eq!(
            library.list().expect("a list").iter().filter(|entry| entry.content.is_ok()).count(),
            COUNT
        );
        start.elapsed()
    };
    let first: Vec<Duration> = (0..5).map(|_| time(&Library::open(library.folder()))).collect();
    time(&library);
    let again: Vec<Duration> = (0..5).map(|_| time(&library)).collect();
    println!("{COUNT} captures: a new program {first:?}, the same again {again:?}");
    let best = |times: Vec<Duration>| times.into_iter().min().expect("five");
    assert!(best(first) <= Duration::from_millis(300));
    assert!(best(again) <= Duration::from_millis(300));
}

#[test]
#[ignore = "full: measures time"]
fn twelve_captures_of_a_session_load_and_save_in_20_ms_each() {
    let captures: Vec<_> = (0..12).map(|number| capture(&format!("Amp {number}"))).collect();
    let best = |work: &dyn Fn()| {
        let time = |_| {
            let start = Instant::now();
            work();
            start.elapsed()
        };
        (0..5).map(time).min().expect("five")
    };
    let pack = || -> PackedCaptures {
        let captures = captures.iter().map(|capture| PackedCapture::pack(capture).expect("packed")).collect();
        PackedCaptures { captures, set_aside: Vec::new() }
    };
    let state = pack();
    let text = state.to_json();
    let unpack = || {
        let read = PackedCaptures::from_json(&text).expect("an array");
        assert!(read.captures.iter().all(|capture| capture.unpack().is_ok()));
    };
    let save = best(&|| assert!(!state.to_json().is_empty()));
    let load = best(&|| assert!(PackedCaptures::from_json(&text).is_ok()));
    let (pack, unpack) = (best(&|| drop(pack())), best(&unpack));
    println!(
        "12 captures, {} bytes: load {load:?}, save {save:?}; load and unpack all {unpack:?}, pack all {pack:?}",
        text.len()
    );
    assert!(load <= Duration::from_millis(20) && save <= Duration::from_millis(20));
}
