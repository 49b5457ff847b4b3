//! Captures across two instances with their windows side by side, as in a session with a track for each amplifier.

use std::time::{Duration, Instant};

use groundtruth_captures::colours::ON_DARK;
use groundtruth_plugin::editor::preferences::{Preferences, Tab};
use groundtruth_tests::amplifier::{Amplifier, Drive};
use groundtruth_tests::clap_host::{Instance, Library, Playback};
use groundtruth_tests::clip::Clip;
use groundtruth_tests::editor_window::{EditorWindow, Key};
use groundtruth_tests::picture::Picture;
use groundtruth_tests::saved_state::SavedState;
use serde_json::Value;

use crate::stage::{instance_showing, on_stage, open, play};

/// Two windows of the smallest size fit beside each other.
const WIDTH: i16 = 760;

/// Longest wait for what a machine under load may be slow at.
const PATIENCE: Duration = Duration::from_secs(20);

/// A place in the header without any button.
const NEUTRAL: (i16, i16) = (480, 23);

fn compare_view() -> Preferences {
    let [window_width, window_height] = Preferences::SMALLEST_WINDOW;
    Preferences { tab: Tab::Compare, window_width, window_height, ..Preferences::default() }
}

fn clip(amplifier: &Amplifier) -> Clip {
    amplifier.capture(Drive { frequency_hz: 997.0, amplitude: 0.5 }, 48_000.0, 240_000, 1)
}

/// An instance with its window.
struct Track {
    instance: Instance,
    editor: EditorWindow,
}

/// The tracks of a session, from left to right.
struct Tracks([Track; 2]);

impl Tracks {
    fn open(mut instances: [Instance; 2]) -> Tracks {
        let editors = instances.each_mut().map(open);
        for (place, editor) in editors.iter().enumerate() {
            editor.move_to(WIDTH as i32 * place as i32, 0).expect("the display answers");
        }
        let [left, right] = instances;
        let [left_editor, right_editor] = editors;
        Tracks([
            Track { instance: left, editor: left_editor },
            Track { instance: right, editor: right_editor },
        ])
    }

    fn serve(&mut self) {
        for Track { instance, editor } in &mut self.0 {
            editor.serve(instance).expect("the display answers");
        }
    }

    /// Serves until a condition holds.
    fn wait_until(&mut self, what: &str, mut holds: impl FnMut(&mut Tracks) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !holds(self) {
            assert!(Instant::now() < end, "{what} does not come");
            let pause = Instant::now() + Duration::from_millis(100);
            while Instant::now() < pause {
                self.serve();
                std::thread::sleep(Duration::from_millis(5));
            }
        }
    }

    fn states(&mut self) -> [SavedState; 2] {
        self.0.each_mut().map(|track| track.instance.save_state().expect("saved"))
    }

    /// Names of the captures that each instance keeps.
    fn kept(&mut self) -> [Vec<String>; 2] {
        self.states().map(|state| names(&state))
    }

    /// Waits until each window lists this many captures.
    fn wait_until_both_list(&mut self, count: usize) {
        self.wait_until(&format!("a list of {count} captures in both windows"), |tracks| {
            tracks.0.iter().all(|track| {
                let picture = track.editor.screenshot().expect("the display answers");
                listed(&picture) == count
            })
        });
    }

    /// Serves until the hosts were told of changes as often as expected since the last call, and no more follows.
    fn expect_marks(&mut self, expected: [u64; 2]) {
        let mut told = [0, 0];
        let mut rounds_since = 0;
        self.wait_until(&format!("{expected:?} marks"), |tracks| {
            for (sum, track) in told.iter_mut().zip(&tracks.0) {
                *sum += track.instance.requests().take_marks();
            }
            assert!(told.iter().zip(expected).all(|(told, expected)| *told <= expected), "{told:?} marks");
            rounds_since += usize::from(told == expected);
            rounds_since > 3
        });
    }

    /// Presses the button of one window and waits until that instance keeps one more capture.
    fn capture(&mut self, track: usize) {
        let before = self.kept()[track].len();
        self.0[track].editor.click(WIDTH - 45, 23).expect("the display answers");
        self.0[track].editor.park_pointer().expect("the display answers");
        self.wait_until("the capture", |tracks| tracks.kept()[track].len() == before + 1);
    }

    /// Clicks a window's header for the keyboard and presses keys together.
    fn press(&mut self, track: usize, keys: &[Key]) {
        let editor = &mut self.0[track].editor;
        editor.click(NEUTRAL.0, NEUTRAL.1).expect("the display answers");
        editor.press(keys).expect("the display answers");
        editor.park_pointer().expect("the display answers");
    }

    fn close(self) {
        for Track { mut instance, editor } in self.0 {
            editor.close(&mut instance).expect("closed");
        }
    }
}

fn names(state: &SavedState) -> Vec<String> {
    let captures = state.field("captures").expect("saved with the session");
    let name = |capture: &Value| capture["details"]["name"].as_str().expect("a name").to_owned();
    captures.as_array().expect("an array").iter().map(name).collect()
}

/// How many captures a window's list shows: each has a square in the colour of its place.
fn listed(picture: &Picture) -> usize {
    const SIDE: usize = 8;
    let is_square = |colour: [u8; 3]| {
        let places = picture.find(|pixel| pixel == colour);
        places.iter().any(|(x, y)| {
            let is_inside = x + SIDE <= picture.width() && y + SIDE <= picture.height();
            is_inside && (0..SIDE * SIDE).all(|n| picture.pixel(x + n % SIDE, y + n / SIDE) == colour)
        })
    };
    ON_DARK.into_iter().take_while(|colour| is_square(*colour)).count()
}

/// Both amplifiers played and measured, with nothing captured yet.
fn two_amplifiers(library: &Library) -> (Tracks, [Playback; 2]) {
    let mut instances = [(); 2].map(|()| instance_showing(library, &compare_view()));
    let amplifiers = [Amplifier::single_ended(), Amplifier::balanced()];
    let mut play_amplifier = |track: usize| play(&mut instances[track], &clip(&amplifiers[track]));
    let playbacks = [play_amplifier(0), play_amplifier(1)];
    let mut tracks = Tracks::open(instances);
    tracks.wait_until("a reading of each", |tracks| {
        tracks.states().iter().all(|state| state.report().is_some())
    });
    tracks.expect_marks([0, 0]);
    (tracks, playbacks)
}

fn stop(tracks: &mut Tracks, playbacks: [Playback; 2]) {
    for (track, playback) in tracks.0.iter_mut().zip(playbacks) {
        let count = track.instance.finish(playback).expect("deactivated");
        assert_eq!((count.altered_samples, count.failed_blocks), (0, 0));
    }
}

#[test]
fn captures_of_two_instances_are_seen_in_both_and_come_back_with_the_session() {
    on_stage(|library| {
        let (mut tracks, playbacks) = two_amplifiers(library);
        for track in [0, 1] {
            tracks.capture(track);
            tracks.wait_until_both_list(track + 1);
            let mut marks = [0, 0];
            marks[track] = 1;
            tracks.expect_marks(marks);
        }
        stop(&mut tracks, playbacks);
        let states = tracks.states();
        tracks.close();

        let mut restored = [(); 2].map(|()| Instance::new(library).expect("created"));
        for (instance, state) in restored.iter_mut().zip(&states) {
            instance.load_state(state).expect("loaded");
        }
        let mut tracks = Tracks::open(restored);
        tracks.wait_until_both_list(2);
        assert_eq!(tracks.kept(), [["Amplifier"], ["Amplifier 2"]]);
        let captures = |states: &[SavedState; 2]| states.each_ref().map(|state| state.field("captures"));
        assert_eq!(captures(&tracks.states()), captures(&states));
        tracks.expect_marks([0, 0]);
        tracks.close();
    });
}

#[test]
fn undo_and_redo_reach_the_capture_of_another_instance_and_its_host_is_told() {
    on_stage(|library| {
        let (mut tracks, playbacks) = two_amplifiers(library);
        tracks.capture(0);
        tracks.capture(1);
        tracks.wait_until_both_list(2);
        tracks.expect_marks([1, 1]);
        let kept = |tracks: &mut Tracks| tracks.kept().map(|names| names.len());

        tracks.press(0, &[Key::Control, Key::Z]);
        tracks
            .wait_until("undo of the newest capture, in the other instance", |tracks| kept(tracks) == [1, 0]);
        tracks.wait_until_both_list(1);
        tracks.expect_marks([0, 1]);

        tracks.press(1, &[Key::Control, Key::Z]);
        tracks.wait_until("undo of the other one", |tracks| kept(tracks) == [0, 0]);
        tracks.wait_until_both_list(0);
        tracks.expect_marks([1, 0]);

        for expected in [[1, 0], [1, 1]] {
            tracks.press(1, &[Key::Control, Key::Shift, Key::Z]);
            tracks.wait_until("redo", |tracks| kept(tracks) == expected);
        }
        tracks.wait_until_both_list(2);
        tracks.expect_marks([1, 1]);
        stop(&mut tracks, playbacks);
        tracks.close();
    });
}

#[test]
fn the_key_c_captures_and_says_why_it_cannot() {
    on_stage(|library| {
        let instances = [(); 2].map(|()| instance_showing(library, &compare_view()));
        let mut tracks = Tracks::open(instances);
        tracks.wait_until_both_list(0);
        let before = tracks.0[0].editor.screenshot().expect("the display answers");
        tracks.press(0, &[Key::C]);
        tracks.wait_until("a message", |tracks| {
            let picture = tracks.0[0].editor.screenshot().expect("the display answers");
            picture.differing_pixels(&before) > 1_000
        });
        tracks.expect_marks([0, 0]);
        assert_eq!(tracks.kept().map(|names| names.len()), [0, 0]);
        tracks.close();

        let (mut tracks, playbacks) = two_amplifiers(library);
        tracks.press(0, &[Key::C]);
        tracks.wait_until("the capture", |tracks| tracks.kept() == [vec!["Amplifier"], vec![]]);
        tracks.expect_marks([1, 0]);
        stop(&mut tracks, playbacks);
        tracks.close();
    });
}
