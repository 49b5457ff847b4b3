//! The editor as a window: opening, closing, resizing, idling, a real mouse.

use std::time::{Duration, Instant};

use clack_extensions::gui::GuiSize;
use groundtruth_plugin::editor::preferences::Preferences;
use groundtruth_tests::amplifier::{Amplifier, Drive};
use groundtruth_tests::clap_host::{AUDIO_THREAD, Instance, Pace};
use groundtruth_tests::threads::{new_threads, thread_ids, wakeups_per_second};

use crate::stage::{instance_showing, on_stage, open, play, wait};

/// From the request for the editor to its first frame.
const OPENING_LIMIT: Duration = Duration::from_millis(400);

fn capture() -> groundtruth_tests::clip::Clip {
    Amplifier::single_ended().capture(Drive { frequency_hz: 997.0, amplitude: 0.5 }, 48_000.0, 240_000, 1)
}

#[test]
fn the_editor_opens_at_the_size_it_names_and_shows_its_first_frame_in_time() {
    on_stage(|library| {
        let mut instance = Instance::new(library).expect("created");
        let editor = open(&mut instance);
        assert_eq!((editor.size().width, editor.size().height), (1100, 720));
        assert!(editor.opened_in() <= OPENING_LIMIT, "first frame after {:?}", editor.opened_in());
        editor.close(&mut instance).expect("closed");
    });
}

#[test]
fn the_editor_fills_its_window_at_every_size() {
    on_stage(|library| {
        let mut instance = Instance::new(library).expect("created");
        let playback = play(&mut instance, &capture());
        let mut editor = open(&mut instance);
        for (width, height) in [(760, 480), (1500, 950), (900, 600), (1100, 720)] {
            let size = editor.resize(&mut instance, GuiSize { width, height }).expect("resized");
            assert_eq!((size.width, size.height), (width, height));
            wait(&mut editor, &mut instance, 700);
            let picture = editor.screenshot().expect("the display answers");
            let undrawn = picture.find(|colour| colour == [255, 0, 255]).len();
            assert_eq!(undrawn, 0, "{width} × {height}");
            // Text, curves and panels, not one cleared surface.
            assert!(picture.colours() > 50, "{width} × {height}: {} colours", picture.colours());
        }
        editor.close(&mut instance).expect("closed");
        instance.finish(playback).expect("deactivated");
    });
}

#[test]
fn a_window_below_the_smallest_size_is_not_accepted() {
    on_stage(|library| {
        let mut instance = Instance::new(library).expect("created");
        let mut editor = open(&mut instance);
        let size = editor.resize(&mut instance, GuiSize { width: 200, height: 100 }).expect("resized");
        let [width, height] = Preferences::SMALLEST_WINDOW.map(|side| side as u32);
        assert!(size.width >= width && size.height >= height, "{size:?}");
        editor.close(&mut instance).expect("closed");
    });
}

#[test]
fn a_window_that_was_too_flat_to_draw_in_is_drawn_whole_again_when_it_is_higher() {
    on_stage(|library| {
        let mut instance = Instance::new(library).expect("created");
        let playback = play(&mut instance, &capture());
        let mut editor = open(&mut instance);
        // Labels at the lines, which once had no room, come with the first reading.
        wait(&mut editor, &mut instance, 2_000);
        assert!(instance.save_state().expect("saved").report().is_some(), "no reading yet");
        let before = editor.screenshot().expect("the display answers").colours();
        for (width, height) in [(900, 100), (760, 30), (1100, 110), (1, 1)] {
            editor.force_size(&mut instance, GuiSize { width, height }).expect("resized");
            wait(&mut editor, &mut instance, 500);
        }
        editor.force_size(&mut instance, GuiSize { width: 1100, height: 720 }).expect("resized");
        wait(&mut editor, &mut instance, 700);
        let picture = editor.screenshot().expect("the display answers");
        assert!(picture.find(|colour| colour == [255, 0, 255]).is_empty(), "a part is undrawn");
        // A message alone has fewer colours than text, curves and panels.
        assert!(picture.colours() > before / 2, "{} colours, {before} before", picture.colours());
        editor.close(&mut instance).expect("closed");
        instance.finish(playback).expect("deactivated");
    });
}

#[test]
fn a_restored_or_requested_size_larger_than_the_screen_ends_at_the_screen() {
    on_stage(|library| {
        let huge = Preferences { window_width: 32_768.0, window_height: 32_768.0, ..Preferences::default() };
        let mut instance = instance_showing(library, &huge);
        let mut editor = open(&mut instance);
        assert_eq!((editor.size().width, editor.size().height), (1600, 1000));
        let wanted = GuiSize { width: 32_768, height: 32_768 };
        let size = editor.resize(&mut instance, wanted).expect("resized");
        assert_eq!((size.width, size.height), (1600, 1000));
        // Whatever size the host gives its own window, the editor's is limited to the screen and continues to draw.
        editor.force_size(&mut instance, wanted).expect("resized");
        wait(&mut editor, &mut instance, 300);
        editor.resize(&mut instance, GuiSize { width: 1100, height: 720 }).expect("resized");
        wait(&mut editor, &mut instance, 700);
        assert!(editor.screenshot().expect("the display answers").colours() > 50);
        editor.close(&mut instance).expect("closed");
    });
}

#[test]
fn a_reopened_editor_has_the_size_it_was_left_with() {
    on_stage(|library| {
        let mut instance = Instance::new(library).expect("created");
        let mut editor = open(&mut instance);
        editor.resize(&mut instance, GuiSize { width: 900, height: 600 }).expect("resized");
        wait(&mut editor, &mut instance, 500);
        editor.close(&mut instance).expect("closed");
        let editor = open(&mut instance);
        assert_eq!((editor.size().width, editor.size().height), (900, 600));
        editor.close(&mut instance).expect("closed");
    });
}

#[test]
fn an_editor_opened_and_closed_many_times_leaves_no_thread_behind() {
    on_stage(|library| {
        let mut instance = Instance::new(library).expect("created");
        let playback = play(&mut instance, &capture());
        let mut threads = Vec::new();
        for _ in 0..12 {
            let mut editor = open(&mut instance);
            wait(&mut editor, &mut instance, 50);
            editor.close(&mut instance).expect("closed");
            threads.push(thread_ids().len());
        }
        // The driver and the framework keep some threads after the first opening; later ones must not add any. A thread
        // that reads the library may still be ending, so what is left of them some time after the last closing counts.
        let first = *threads[..3].iter().max().expect("counted");
        let deadline = Instant::now() + Duration::from_secs(10);
        while thread_ids().len() > first && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(20));
        }
        let left = thread_ids().len();
        assert!(left <= first, "{left} threads are left; after each closing there were {threads:?}");
        let count = instance.finish(playback).expect("deactivated");
        assert_eq!((count.altered_samples, count.failed_blocks), (0, 0));
    });
}

#[test]
fn an_instance_destroyed_with_its_editor_open_takes_nothing_down() {
    on_stage(|library| {
        for _ in 0..3 {
            let mut instance = Instance::new(library).expect("created");
            let editor = open(&mut instance);
            drop(instance);
            drop(editor);
        }
        let mut instance = Instance::new(library).expect("created");
        let editor = open(&mut instance);
        editor.close(&mut instance).expect("closed");
    });
}

#[test]
fn an_idle_editor_draws_nothing_and_hardly_wakes() {
    on_stage(|library| {
        let before = thread_ids();
        let mut instance = Instance::new(library).expect("created");
        let mut editor = open(&mut instance);
        wait(&mut editor, &mut instance, 2_000);
        let drawn = editor.frames();
        let wakeups = wakeups_per_second(&new_threads(&before, AUDIO_THREAD), Duration::from_secs(3));
        editor.serve(&mut instance).expect("the display answers");
        assert_eq!(editor.frames(), drawn, "frames without anything new");
        assert!(wakeups <= 10.0, "{wakeups} wake-ups per second");
        editor.close(&mut instance).expect("closed");
    });
}

#[test]
fn a_running_editor_draws() {
    on_stage(|library| {
        let mut instance = Instance::new(library).expect("created");
        let playback = instance.start(&capture(), Pace::TimesRealTime(1.0), true).expect("activated");
        let mut editor = open(&mut instance);
        wait(&mut editor, &mut instance, 2_000);
        let drawn = editor.frames();
        wait(&mut editor, &mut instance, 2_000);
        assert!(editor.frames() >= drawn + 20, "{} frames in 2 s", editor.frames() - drawn);
        editor.close(&mut instance).expect("closed");
        instance.finish(playback).expect("deactivated");
    });
}

#[test]
fn with_the_editor_closed_no_thread_of_the_plugin_wakes() {
    on_stage(|library| {
        let before = thread_ids();
        let mut instance = Instance::new(library).expect("created");
        let playback = instance.start(&capture(), Pace::TimesRealTime(1.0), true).expect("activated");
        let mut editor = open(&mut instance);
        wait(&mut editor, &mut instance, 500);
        editor.close(&mut instance).expect("closed");
        std::thread::sleep(Duration::from_secs(2));
        let wakeups = wakeups_per_second(&new_threads(&before, AUDIO_THREAD), Duration::from_secs(3));
        assert_eq!(wakeups, 0.0, "wake-ups per second");
        instance.finish(playback).expect("deactivated");
    });
}

#[test]
fn a_click_of_the_mouse_on_a_tab_changes_the_view_and_the_session_remembers_it() {
    on_stage(|library| {
        let mut instance = instance_showing(library, &Preferences::default());
        let mut editor = open(&mut instance);
        wait(&mut editor, &mut instance, 300);
        let before = editor.screenshot().expect("the display answers");
        let tab = |instance: &mut Instance| {
            let state = instance.save_state().expect("saved");
            state.field("preferences").expect("saved with the session")["tab"].clone()
        };
        assert_eq!(tab(&mut instance), "spectrum");
        // The tabs are in the header's left half; their exact position is up to the view.
        for x in (110..420).step_by(30) {
            editor.click(x, 23).expect("the display answers");
            wait(&mut editor, &mut instance, 200);
            if tab(&mut instance) == "crosstalk" {
                break;
            }
        }
        assert_eq!(tab(&mut instance), "crosstalk");
        editor.park_pointer().expect("the display answers");
        wait(&mut editor, &mut instance, 300);
        let after = editor.screenshot().expect("the display answers");
        assert!(after.differing_pixels(&before) > 1_000, "the picture did not change");
        editor.close(&mut instance).expect("closed");
    });
}
