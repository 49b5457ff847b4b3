//! Pictures of the view: what the window shows, in twice as many pixels.

use std::time::Instant;

use egui::{Color32, Key, Pos2, Rect, Vec2};
use egui_kittest::Harness;
use groundtruth_plugin::editor::picture::raster::Image;
use groundtruth_plugin::editor::picture::{Picture, png};
use groundtruth_plugin::editor::preferences::{Tab, Theme};
use groundtruth_plugin::editor::theme::Palette;
use groundtruth_plugin::editor::view::PictureScale;

use super::layout::{Text, texts};
use super::{DEFAULT, Editor, click, drag, session, snapshots};

/// The part of the window that the view has.
fn area(harness: &Harness<'_, Editor>) -> Rect {
    harness.state().area.expect("a frame was drawn")
}

/// A picture of what an editor shows.
fn picture(editor: &Editor, context: &egui::Context) -> Picture {
    Picture {
        snapshot: editor.snapshot.clone(),
        restored: editor.restored.clone().map(Into::into),
        settings: editor.settings,
        preferences: editor.preferences.clone(),
        frozen: false,
        take: editor.take,
        track: Some("Amplifier B".to_owned()),
        session: editor.session.clone(),
        view: editor.view.same_part(),
        scrolled: context.data(|data| data.clone()),
        size: editor.area.expect("a frame was drawn").size(),
        scale: PictureScale::Twice,
    }
}

fn painted(harness: &Harness<'_, Editor>) -> Image {
    picture(harness.state(), &harness.ctx).paint()
}

/// Texts of the window that are seen there, but not in the image.
fn missing(harness: &Harness<'_, Editor>, image: &Image) -> Vec<String> {
    let background = Palette::of(harness.state().preferences.theme).background;
    let corner = area(harness).min.to_vec2();
    // Of less than that only an edge is seen.
    let seen =
        texts(harness).into_iter().filter(|text| text.seen().height() > 4.0 && text.seen().width() > 3.0);
    seen.filter(|text| !has_ink(image, text, text.seen().translate(-corner), background))
        .map(|text| text.words)
        .collect()
}

/// Whether a pixel comes near the colour of a text in its ink.
fn has_ink(image: &Image, text: &Text, ink: Rect, background: Color32) -> bool {
    let ink = ink * PictureScale::Twice.pixels_per_point();
    let wanted = rgb(background.blend(text.colour));
    let near = |pixel: [u8; 3]| pixel.iter().zip(wanted).all(|(have, want)| have.abs_diff(want) < 60);
    let mut pixels = (ink.top() as usize..ink.bottom() as usize)
        .flat_map(|y| (ink.left() as usize..ink.right() as usize).map(move |x| (x, y)));
    pixels.any(|(x, y)| x < image.width() && y < image.height() && near(image.pixel(x, y)))
}

fn rgb(colour: Color32) -> [u8; 3] {
    [colour.r(), colour.g(), colour.b()]
}

#[test]
fn every_view_is_painted_as_the_window_shows_it() {
    for tab in [Tab::Spectrum, Tab::Crosstalk, Tab::Noise, Tab::Bench, Tab::Compare] {
        for theme in [Theme::Dark, Theme::Light] {
            let mut editor = Editor { session: session::pair(), ..Editor::showing(snapshots::dual_tone()) };
            (editor.preferences.tab, editor.preferences.theme) = (tab, theme);
            let harness = editor.open(DEFAULT);
            let begun = Instant::now();
            let image = painted(&harness);
            let painted_after = begun.elapsed();
            let file = png(&image, PictureScale::Twice).expect("an image");
            let times = (painted_after.as_millis(), (begun.elapsed() - painted_after).as_millis());
            println!(
                "{tab:?} {theme:?}: painted in {} ms, encoded in {} ms, {} bytes",
                times.0,
                times.1,
                file.len()
            );
            assert_eq!((image.width(), image.height()), (2168, 1408));
            let background = rgb(Palette::of(theme).background);
            assert_eq!([image.pixel(0, 0), image.pixel(2167, 0)], [background; 2], "{tab:?} {theme:?}");
            let missing = missing(&harness, &image);
            assert!(missing.is_empty(), "{tab:?} {theme:?}: {missing:?}");
        }
    }
}

#[test]
fn the_file_is_a_png_that_reads_back_pixel_by_pixel() {
    let harness = Editor::showing(snapshots::tone_left()).open(Vec2::new(760.0, 480.0));
    let image = painted(&harness);
    let file = png(&image, PictureScale::Twice).expect("an image");
    let mut reader = ::png::Decoder::new(std::io::Cursor::new(&file)).read_info().expect("a PNG");
    let mut bytes = vec![0; reader.output_buffer_size().expect("a size")];
    let info = reader.next_frame(&mut bytes).expect("a whole PNG");
    assert_eq!((info.width, info.height, bytes.as_slice()), (1488, 928, image.bytes()));
}

#[test]
fn at_1x_a_picture_has_a_pixel_per_point_and_says_so() {
    let harness = Editor::showing(snapshots::tone_left()).open(Vec2::new(760.0, 480.0));
    let sizes = [PictureScale::Once, PictureScale::Twice].map(|scale| {
        let image = Picture { scale, ..picture(harness.state(), &harness.ctx) }.paint();
        let file = png(&image, scale).expect("an image");
        let reader = ::png::Decoder::new(std::io::Cursor::new(&file)).read_info().expect("a PNG");
        let dots = reader.info().pixel_dims.expect("a density").xppu;
        (image.width(), image.height(), dots)
    });
    assert_eq!(sizes, [(744, 464, 3780), (1488, 928, 7559)]);
}

#[test]
fn the_picture_keeps_zoom_and_scroll_and_leaves_popups_and_pointer_out() {
    let mut harness = Editor::showing(snapshots::tone_left()).open(DEFAULT);
    let whole = painted(&harness);
    click(&mut harness, "Settings");
    harness.hover_at(Pos2::new(468.0, 200.0));
    harness.run_steps(4);
    assert!(painted(&harness).bytes() == whole.bytes(), "the popup is not in the picture");
    harness.key_press(Key::Escape);
    harness.run();
    drag(&mut harness, Pos2::new(400.0, 300.0), Pos2::new(500.0, 310.0));
    let zoomed = painted(&harness);
    assert!(zoomed.bytes() != whole.bytes());
    let missing = missing(&harness, &zoomed);
    assert!(missing.is_empty(), "{missing:?}");
}

/// Draws a frame as the window's framework does: in the root of the context.
fn frame(context: &egui::Context, editor: &mut Editor, events: Vec<egui::Event>) {
    let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, DEFAULT));
    let input = egui::RawInput { screen_rect, events, ..Default::default() };
    context.run_ui(input, |ui| Editor::ui(ui, editor)).drop_without_applying_deltas();
}

#[test]
fn a_scrolled_table_is_scrolled_in_the_picture_too() {
    let mut editor = Editor { session: session::crowd(), ..Editor::default() };
    editor.preferences.tab = Tab::Compare;
    let context = egui::Context::default();
    frame(&context, &mut editor, vec![egui::Event::PointerMoved(Pos2::new(700.0, 600.0))]);
    frame(&context, &mut editor, Vec::new());
    let before = picture(&editor, &context).paint();
    let wheel = egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: Vec2::new(0.0, -200.0),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Wheel,
        modifiers: egui::Modifiers::NONE,
    };
    frame(&context, &mut editor, vec![wheel]);
    (0..30).for_each(|_| frame(&context, &mut editor, Vec::new()));
    let after = picture(&editor, &context).paint();
    let differs = |x: usize, y: usize| before.pixel(x, y) != after.pixel(x, y);
    let count = |rows: std::ops::Range<usize>| rows.filter(|y| (0..2200).any(|x| differs(x, *y))).count();
    assert_eq!(count(0..700), 0, "nothing above the table");
    assert!(count(800..1440) > 200, "the rows moved");
}
