//! Both amplifiers captured in the session, compared, and written as a page.

use std::error::Error;
use std::path::Path;
use std::sync::Arc;

use clack_extensions::gui::GuiSize;
use groundtruth_captures::comparison::{Column, compare};
use groundtruth_captures::export;
use groundtruth_captures::pack::PackedCaptures;
use groundtruth_plugin::editor::preferences::{ComparePreferences, Lower, Preferences, Tab, Theme};
use groundtruth_tests::clap_host::{Instance, Library};
use groundtruth_tests::editor_window::EditorWindow;
use groundtruth_tests::saved_state::SavedState;
use serde_json::json;

use crate::captures::Capture;
use crate::show::{PICTURE_WAIT, RESIZE_WAIT, SMALLEST, picture_pace};

/// Centre of the button "Capture", from the right edge and from the top of the window.
const BUTTON: (i16, i16) = (48, 23);

/// Plays each recording into an instance of its own, presses "Capture", and leaves pictures and the page in `folder`.
pub fn show(library: &Library, captures: &[Capture], folder: &Path) -> Result<(), Box<dyn Error>> {
    let states = captures.iter().map(|capture| Ok((capture.name.as_str(), captured(library, capture)?)));
    let session = joined(&states.collect::<Result<Vec<_>, Box<dyn Error>>>()?)?;
    take_pictures(library, &session, folder)?;
    let read = PackedCaptures::from_json(&session.to_string())?;
    let captures = read.captures.iter().map(|packed| packed.unpack().map(Arc::new));
    let columns = Column::grouped(&captures.collect::<Result<Vec<_>, _>>()?);
    let page = folder.join("verdict.html");
    std::fs::write(&page, export::html(&compare(&columns, 0, None)))?;
    println!("the page of the comparison is {}", page.display());
    Ok(())
}

/// The state of an instance after "Capture" was pressed while it played.
fn captured(library: &Library, capture: &Capture) -> Result<SavedState, Box<dyn Error>> {
    let mut instance = Instance::new(library)?;
    let mut editor = EditorWindow::open(&mut instance, &capture.name)?;
    let playback = instance.start(&capture.clip, picture_pace(&capture.clip), false)?;
    editor.serve_for(&mut instance, PICTURE_WAIT)?;
    let width = editor.size().width as i16;
    editor.click(width - BUTTON.0, BUTTON.1)?;
    editor.serve_for(&mut instance, RESIZE_WAIT)?;
    let state = instance.save_state()?;
    editor.close(&mut instance)?;
    instance.finish(playback)?;
    Ok(state)
}

/// The captures of all states in one list, called by the names of their files.
fn joined(states: &[(&str, SavedState)]) -> Result<serde_json::Value, Box<dyn Error>> {
    let mut all = Vec::new();
    for (name, state) in states {
        let field = state.field("captures").ok_or("the state has no captures")?;
        let mut captures = field.as_array().cloned().unwrap_or_default();
        captures.iter_mut().for_each(|capture| capture["details"]["name"] = json!(name.replace('_', " ")));
        if captures.is_empty() {
            return Err("the press on Capture kept nothing".into());
        }
        all.extend(captures);
    }
    Ok(all.into())
}

fn take_pictures(
    library: &Library,
    session: &serde_json::Value,
    folder: &Path,
) -> Result<(), Box<dyn Error>> {
    for (theme, lower) in [(Theme::Dark, Lower::Figures), (Theme::Light, Lower::Claims)] {
        let mut instance = Instance::new(library)?;
        let mut state = instance.save_state()?;
        let compare = ComparePreferences { lower, ..ComparePreferences::default() };
        let preferences = Preferences { theme, tab: Tab::Compare, compare, ..Preferences::default() };
        state.set_field("preferences", &json!(preferences));
        state.set_field("captures", session);
        instance.load_state(&state)?;
        let mut editor = EditorWindow::open(&mut instance, "compare")?;
        editor.park_pointer()?;
        for size in [editor.size(), SMALLEST] {
            if size != editor.size() {
                editor.resize(&mut instance, size)?;
            }
            editor.serve_for(&mut instance, RESIZE_WAIT)?;
            let GuiSize { width, height } = editor.size();
            let (look, part) = (json!(theme), json!(lower));
            let words = [look.as_str(), part.as_str()].map(|word| word.unwrap_or("other"));
            let name = format!("compare_{}_{width}x{height}.png", words.join("_"));
            editor.screenshot()?.save(&folder.join(name))?;
        }
        editor.close(&mut instance)?;
    }
    Ok(())
}
