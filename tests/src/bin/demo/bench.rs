//! The loop closed: the plugin plays the bench track through the modelled amplifier and measures what comes back.

use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

use groundtruth_captures::pack::PackedCaptures;
use groundtruth_measure::{Report, Settings, measure_record};
use groundtruth_plugin::editor::preferences::{Preferences, Tab, Theme};
use groundtruth_tests::amplifier::{Amplifier, Pole};
use groundtruth_tests::bench_track::Largest;
use groundtruth_tests::clap_host::{Blocks, Instance, Library, Loop, Looped, Pace};
use groundtruth_tests::editor_window::EditorWindow;
use serde_json::json;

use crate::show::{RESIZE_WAIT, SMALLEST};

const SAMPLE_RATE_HZ: f64 = 48_000.0;
/// The track lasts 75 s; the plugin holds one second of it ahead.
const PACE: Pace = Pace::TimesRealTime(2.0);
/// Time until the track is over and its last section is measured, with room for a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);
/// Between two pictures of the run.
const PICTURE_EVERY: Duration = Duration::from_secs(9);

/// Places to click in a window of the default size: "Play bench track" below the list, then "Play" below its question.
const PRESSES: [(i16, i16); 2] = [(118, 621), (32, 630)];
/// The header's "Capture".
const CAPTURE: (i16, i16) = (1052, 23);

/// Plays the whole track as a user has it played; figures, and pictures in `folder`.
pub fn run(library: &Library, folder: &Path) -> Result<(), Box<dyn Error>> {
    let mut instance = Instance::new(library)?;
    let mut state = instance.save_state()?;
    let preferences = Preferences { tab: Tab::Bench, ..Preferences::default() };
    state.set_field("preferences", &json!(preferences));
    instance.load_state(&state)?;
    let mut editor = EditorWindow::open(&mut instance, "bench track")?;
    let looped = instance.start_loop(device())?;
    for place in PRESSES {
        editor.serve_for(&mut instance, RESIZE_WAIT)?;
        editor.screenshot()?.save(&folder.join("bench_before.png"))?;
        editor.click(place.0, place.1)?;
    }
    editor.park_pointer()?;
    let report = captured(&mut instance, &mut editor, folder)?;
    let heard = finished(&mut instance, editor, looped, folder)?;
    print(&report, &heard);
    Ok(())
}

/// An inexpensive amplifier on a shared return, and the way to it and back.
fn device() -> Loop {
    let device = Amplifier::single_ended().running(Pole { share: 0.8 }, SAMPLE_RATE_HZ, 7);
    Loop {
        device,
        gain: 0.5,
        sample_rate_hz: SAMPLE_RATE_HZ,
        latency_frames: 1024,
        blocks: Blocks::Of(512),
        pace: PACE,
    }
}

/// The run's report, once "Capture" keeps it; pictures on the way.
fn captured(
    instance: &mut Instance,
    editor: &mut EditorWindow,
    folder: &Path,
) -> Result<Report, Box<dyn Error>> {
    let began = Instant::now();
    while began.elapsed() < PATIENCE {
        editor.serve_for(instance, PICTURE_EVERY)?;
        let second = began.elapsed().as_secs();
        editor.screenshot()?.save(&folder.join(format!("bench_{second:03}_s.png")))?;
        editor.click(CAPTURE.0, CAPTURE.1)?;
        editor.serve_for(instance, RESIZE_WAIT)?;
        let state = instance.save_state()?;
        let captures = state.field("captures").unwrap_or_default().to_string();
        for packed in PackedCaptures::from_json(&captures)?.captures {
            let report = packed.unpack()?.measured.report;
            if report.run.is_some() {
                return Ok(report);
            }
        }
    }
    Err("the bench track was not measured in time; the pictures show how far it came".into())
}

/// What the plugin heard; pictures of the whole run in both sizes and themes.
fn finished(
    instance: &mut Instance,
    mut editor: EditorWindow,
    looped: Looped,
    folder: &Path,
) -> Result<[Vec<f32>; 2], Box<dyn Error>> {
    editor.park_pointer()?;
    editor.serve_for(instance, RESIZE_WAIT)?;
    editor.screenshot()?.save(&folder.join("bench_dark_1100x720.png"))?;
    editor.resize(instance, SMALLEST)?;
    editor.serve_for(instance, RESIZE_WAIT)?;
    editor.screenshot()?.save(&folder.join("bench_dark_760x480.png"))?;
    editor.close(instance)?;
    let heard = instance.finish_loop(looped)?;
    let mut state = instance.save_state()?;
    state.set_in_field("preferences", "theme", json!(Theme::Light));
    instance.load_state(&state)?;
    let mut editor = EditorWindow::open(instance, "bench track")?;
    editor.serve_for(instance, RESIZE_WAIT)?;
    editor.screenshot()?.save(&folder.join("bench_light_760x480.png"))?;
    editor.close(instance)?;
    println!("pictures of the run are in {}", folder.display());
    Ok(heard)
}

/// The live figures against those of the same samples as a recording.
fn print(live: &Report, heard: &[Vec<f32>; 2]) {
    let recorded = measure_record(SAMPLE_RATE_HZ, &[&heard[0][..], &heard[1][..]], Settings::default());
    let largest = Largest::of(live, &recorded);
    if let Some(run) = &live.run {
        println!("run: {:?}, clock {:?} ppm, missing {:?}", run.form, run.clock_ppm, run.missing);
    }
    println!(
        "live and recorded figures differ by {:.5} at most (dB, °, Hz, µs): {}",
        largest.difference, largest.place
    );
}
