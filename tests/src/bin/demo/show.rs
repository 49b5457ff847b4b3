//! The real editor in real windows: pictures of every view, and two windows to watch.

use std::error::Error;
use std::path::Path;
use std::time::Duration;

use clack_extensions::gui::GuiSize;
use groundtruth_plugin::editor::preferences::{Preferences, Tab, Theme};
use groundtruth_tests::clap_host::{Instance, Library, Pace};
use groundtruth_tests::clip::Clip;
use groundtruth_tests::editor_window::EditorWindow;
use serde_json::json;

use crate::captures::Capture;

/// Minimum duration of one pass of a capture while pictures are taken: an end or a loop's seam within one would affect
/// the figures.
const PASS_SECONDS: f64 = 5.0;

/// Time played before the first picture: more than half of the pass.
pub const PICTURE_WAIT: Duration = Duration::from_secs(3);

/// Time for the editor to redraw itself in its other size.
pub const RESIZE_WAIT: Duration = Duration::from_millis(600);

pub const SMALLEST: GuiSize =
    GuiSize { width: Preferences::SMALLEST_WINDOW[0] as u32, height: Preferences::SMALLEST_WINDOW[1] as u32 };

/// Pictures of every view of the first capture in both themes and sizes, and of the others in the default look.
pub fn take_pictures(library: &Library, captures: &[Capture], folder: &Path) -> Result<(), Box<dyn Error>> {
    for (index, capture) in captures.iter().enumerate() {
        let themes: &[Theme] = if index == 0 { &[Theme::Dark, Theme::Light] } else { &[Theme::Dark] };
        for theme in themes {
            for tab in [Tab::Spectrum, Tab::Crosstalk, Tab::Noise] {
                take_pictures_of_view(library, capture, *theme, tab, folder)?;
            }
        }
    }
    println!("pictures of every view are in {}", folder.display());
    Ok(())
}

fn take_pictures_of_view(
    library: &Library,
    capture: &Capture,
    theme: Theme,
    tab: Tab,
    folder: &Path,
) -> Result<(), Box<dyn Error>> {
    let mut instance = Instance::new(library)?;
    let mut state = instance.save_state()?;
    state.set_field("preferences", &json!(Preferences { theme, tab, ..Preferences::default() }));
    instance.load_state(&state)?;

    let mut editor = EditorWindow::open(&mut instance, &capture.name)?;
    editor.park_pointer()?;
    let playback = instance.start(&capture.clip, picture_pace(&capture.clip), false)?;
    for (size, wait) in [(editor.size(), PICTURE_WAIT), (SMALLEST, RESIZE_WAIT)] {
        if size != editor.size() {
            editor.resize(&mut instance, size)?;
        }
        editor.serve_for(&mut instance, wait)?;
        let size = editor.size();
        let (view, look) = (json!(tab), json!(theme));
        let words = [view.as_str(), look.as_str()].map(|word| word.unwrap_or("other"));
        let name = format!("{}_{}_{}x{}.png", capture.name, words.join("_"), size.width, size.height);
        editor.screenshot()?.save(&folder.join(name))?;
    }
    editor.close(&mut instance)?;
    instance.finish(playback)?;
    Ok(())
}

/// Faster than real time if the capture is long enough, so that the one-minute histories fill.
pub fn picture_pace(clip: &Clip) -> Pace {
    let seconds = clip.frames() as f64 / clip.sample_rate_hz;
    Pace::TimesRealTime((seconds / PASS_SECONDS).clamp(0.5, 4.0))
}

/// Plays every capture in a loop in a window of its own, until one window is closed.
pub fn watch(library: &Library, captures: &[Capture]) -> Result<(), Box<dyn Error>> {
    println!("close a window to end the demo");
    let mut running = Vec::new();
    for capture in captures {
        let mut instance = Instance::new(library)?;
        let playback = instance.start(&capture.clip, Pace::TimesRealTime(1.0), true)?;
        let editor = EditorWindow::open(&mut instance, &capture.name)?;
        running.push((instance, editor, playback));
    }
    while !running.iter().any(|(_, editor, _)| editor.close_requested()) {
        for (instance, editor, _) in &mut running {
            editor.serve(instance)?;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    for (mut instance, editor, playback) in running {
        editor.close(&mut instance)?;
        instance.finish(playback)?;
    }
    Ok(())
}
