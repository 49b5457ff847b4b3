//! Compares the drawn curve with the signal played: its pixels must be at the tone's position.

use groundtruth_plugin::editor::preferences::{Preferences, Theme};
use groundtruth_plugin::editor::theme::Palette;
use groundtruth_tests::amplifier::{Amplifier, Drive};
use groundtruth_tests::clap_host::Library;
use groundtruth_tests::clip::Clip;
use groundtruth_tests::picture::{Colour, Picture};

use crate::stage::{instance_showing, on_stage, open, play, wait};

const SAMPLE_RATE_HZ: f64 = 48_000.0;

/// The plot is left of the readouts and below the header, whose marks have the channels' colours too.
const PLOT: (std::ops::Range<usize>, std::ops::Range<usize>) = (30..750, 75..540);

/// A tone on the left side over quiet noise on both, without crosstalk.
fn tone(frequency_hz: f64, level_dbfs: f64) -> Clip {
    let clean = Amplifier { curve: [0.0; 4], coupling_farad: 0.0, ..Amplifier::balanced() };
    let drive = Drive { frequency_hz, amplitude: 10f64.powf(level_dbfs / 20.0) };
    clean.capture(drive, SAMPLE_RATE_HZ, 5 * SAMPLE_RATE_HZ as usize, 1)
}

/// The spectrum of a clip after a few records.
fn spectrum_of(library: &Library, clip: &Clip, theme: Theme) -> Picture {
    let mut instance = instance_showing(library, &Preferences { theme, ..Preferences::default() });
    let playback = play(&mut instance, clip);
    let mut editor = open(&mut instance);
    wait(&mut editor, &mut instance, 2_000);
    let picture = editor.screenshot().expect("the display answers");
    editor.close(&mut instance).expect("closed");
    instance.finish(playback).expect("deactivated");
    picture
}

fn channel_colour(theme: Theme, channel: usize) -> Colour {
    let colour = Palette::of(theme).channels[channel];
    [colour.r(), colour.g(), colour.b()]
}

/// The highest point of a channel's curve. Lines are blended with the background; the grey of labels is further away in
/// colour.
fn summit(picture: &Picture, colour: Colour, theme: Theme) -> (usize, usize) {
    let behind = Palette::of(theme).background;
    let behind = [behind.r(), behind.g(), behind.b()];
    let is_curve = |pixel: Colour| {
        let distance = |to: Colour| pixel.iter().zip(to).map(|(a, b)| u32::from(a.abs_diff(b))).sum::<u32>();
        4 * distance(colour) < distance(behind)
    };
    let on_plot = |(x, y): &(usize, usize)| PLOT.0.contains(x) && PLOT.1.contains(y);
    let places = picture.find(is_curve).into_iter().filter(on_plot);
    places.min_by_key(|(_, y)| *y).expect("the channel's curve is drawn")
}

#[test]
fn tones_of_equal_ratio_stand_at_equal_distances_in_the_channels_colour() {
    check_distances(Theme::Dark);
}

#[test]
#[ignore = "full: another theme"]
fn tones_of_equal_ratio_stand_at_equal_distances_in_the_light_theme() {
    check_distances(Theme::Light);
}

fn check_distances(theme: Theme) {
    on_stage(|library| {
        let left = channel_colour(theme, 0);
        let column = |frequency_hz: f64| {
            summit(&spectrum_of(library, &tone(frequency_hz, -6.0), theme), left, theme).0 as i64
        };
        let [low, middle, high] = [100.0, 1_000.0, 10_000.0].map(column);
        assert!(high - low > 300, "columns {low}, {middle}, {high}");
        // One pixel of rounding at each of the three.
        assert!(((high - middle) - (middle - low)).abs() <= 3, "columns {low}, {middle}, {high}");
    });
}

#[test]
fn levels_of_equal_difference_stand_at_equal_heights() {
    on_stage(|library| {
        let left = channel_colour(Theme::Dark, 0);
        let row = |level_dbfs: f64| {
            summit(&spectrum_of(library, &tone(1_000.0, level_dbfs), Theme::Dark), left, Theme::Dark).1 as i64
        };
        // All loud enough to be a tone: without one there are no bars, and the plot is higher.
        let [loud, middle, quiet] = [-20.0, -40.0, -60.0].map(row);
        assert!(quiet - loud > 100, "rows {loud}, {middle}, {quiet}");
        assert!(((quiet - middle) - (middle - loud)).abs() <= 3, "rows {loud}, {middle}, {quiet}");
    });
}

#[test]
fn the_undriven_channel_keeps_its_own_colour_far_below_the_tone() {
    on_stage(|library| {
        let picture = spectrum_of(library, &tone(1_000.0, -6.0), Theme::Dark);
        let (_, driven) = summit(&picture, channel_colour(Theme::Dark, 0), Theme::Dark);
        let (_, undriven) = summit(&picture, channel_colour(Theme::Dark, 1), Theme::Dark);
        assert!(undriven > driven + 250, "rows {driven} and {undriven}");
    });
}
