//! Pictures of every stimulus in every view, theme, size and scale, and a contact sheet of each stimulus:
//! `cargo run --example gallery -- FOLDER [STIMULUS]...`.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use egui::Vec2;
use groundtruth_analysis::Snapshot;
use groundtruth_plugin::editor::picture::raster::Image;
use groundtruth_plugin::editor::picture::{Picture, png};
use groundtruth_plugin::editor::preferences::{Preferences, Tab, Theme};
use groundtruth_plugin::editor::view::{PictureScale, View};
use groundtruth_plugin::settings::InstrumentSettings;

#[path = "../../tests/support/session.rs"]
mod session;
mod sheet;
#[path = "../../tests/support/snapshots.rs"]
mod snapshots;

use sheet::{Cell, Sheet};
use snapshots::stimuli::Stimulus;

/// What one picture shows; the columns of a sheet.
#[derive(Clone, Copy)]
struct Shown {
    name: &'static str,
    tab: Tab,
    help: bool,
}

const SHOWN: [Shown; 6] = [
    Shown { name: "spectrum", tab: Tab::Spectrum, help: false },
    Shown { name: "crosstalk", tab: Tab::Crosstalk, help: false },
    Shown { name: "noise", tab: Tab::Noise, help: false },
    Shown { name: "bench", tab: Tab::Bench, help: false },
    Shown { name: "compare", tab: Tab::Compare, help: false },
    Shown { name: "help", tab: Tab::Spectrum, help: true },
];

/// Size of the window in points, and pixels per point.
const SIZES: [([f32; 2], PictureScale); 4] = [
    ([1100.0, 720.0], PictureScale::Once),
    ([760.0, 480.0], PictureScale::Once),
    ([1500.0, 950.0], PictureScale::Once),
    ([1100.0, 720.0], PictureScale::Twice),
];

const THEMES: [(&str, Theme); 2] = [("dark", Theme::Dark), ("light", Theme::Light)];

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (folder, names) = words.split_first().ok_or("usage: gallery FOLDER [STIMULUS]...")?;
    let stimuli: Vec<Stimulus> = match names {
        [] => Stimulus::ALL.to_vec(),
        names => {
            let named = |name: &String| Stimulus::of(name).ok_or(format!("no stimulus “{name}”"));
            names.iter().map(named).collect::<Result<_, _>>()?
        }
    };
    let began = Instant::now();
    in_parallel(&stimuli, |stimulus| sheet_of(Path::new(folder), *stimulus))?;
    println!("{} sheets in {folder}, {:.0} s", stimuli.len(), began.elapsed().as_secs_f64());
    Ok(())
}

/// Calls for every item, on as many threads as there are processors. Returns the first error.
fn in_parallel<T: Sync>(items: &[T], work: impl Fn(&T) -> Result<(), String> + Sync) -> Result<(), String> {
    let (next, failed) = (AtomicUsize::new(0), Mutex::new(None));
    let run = || {
        while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
            if let Err(error) = work(item) {
                *failed.lock().expect("no thread panicked") = Some(error);
                return;
            }
        }
    };
    let threads = thread::available_parallelism().map_or(1, Into::into);
    thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(run))));
    failed.into_inner().expect("no thread panicked").map_or(Ok(()), Err)
}

/// All pictures of a stimulus, in a folder of its own, and its sheet.
fn sheet_of(folder: &Path, stimulus: Stimulus) -> Result<(), String> {
    let snapshot = snapshots::of(stimulus);
    let own = folder.join(stimulus.name());
    std::fs::create_dir_all(&own).map_err(|error| format!("{}: {error}", own.display()))?;
    let mut sheet = Sheet::new(SHOWN.len());
    for (theme_name, theme) in THEMES {
        for ([width, height], scale) in SIZES {
            for shown in SHOWN {
                let picture = picture(stimulus, &snapshot, shown, theme, (Vec2::new(width, height), scale));
                let image = picture.paint();
                let pixels = scale.pixels_per_point();
                let label = format!("{} {theme_name} {width}×{height} @{pixels}", shown.name);
                let file = format!("{}-{theme_name}-{width}x{height}@{pixels}.png", shown.name);
                write(&own.join(file), &image, scale)?;
                sheet.push(Cell::new(format!("{} · {label}", stimulus.name()), &image));
            }
        }
    }
    let file = folder.join(format!("{}.png", stimulus.name()));
    write(&file, &sheet.paint(), PictureScale::Once)?;
    println!("{}", file.display());
    Ok(())
}

fn picture(
    stimulus: Stimulus,
    snapshot: &Snapshot,
    shown: Shown,
    theme: Theme,
    (size, scale): (Vec2, PictureScale),
) -> Picture {
    let mut view = View::new();
    if shown.help {
        view.open_help();
    }
    Picture {
        snapshot: snapshot.clone(),
        restored: None,
        settings: InstrumentSettings::default(),
        preferences: Preferences { tab: shown.tab, theme, ..Preferences::default() },
        frozen: false,
        take: 0,
        track: Some("Amplifier B".to_owned()),
        session: session::beside_pair(stimulus.name(), snapshot),
        view,
        scrolled: Default::default(),
        size,
        scale,
    }
}

fn write(file: &PathBuf, image: &Image, scale: PictureScale) -> Result<(), String> {
    let bytes = png(image, scale)?;
    std::fs::write(file, bytes).map_err(|error| format!("{}: {error}", file.display()))
}
