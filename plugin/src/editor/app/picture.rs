//! A picture of what the window shows.

use std::collections::BTreeSet;
use std::sync::Arc;

use groundtruth_analysis::Snapshot;
use groundtruth_captures::library::file_name;

use crate::editor::picture::{Picture, png};
use crate::editor::preferences::Tab;
use crate::editor::view::{PictureScale, View};
use crate::files::{self, Target};
use crate::instance::Instance;
use crate::instances;

/// What the window shows besides the instance's own data.
pub(super) struct Shown<'a> {
    pub snapshot: &'a Snapshot,
    pub view: &'a View,
    pub watched: &'a BTreeSet<u64>,
    pub ui: &'a egui::Ui,
}

/// Writes a picture; without a target into a new file named after track and view.
pub(super) fn save(instance: &Arc<Instance>, shown: Shown<'_>, scale: PictureScale, target: Option<Target>) {
    let target = target.unwrap_or_else(|| Target::New(name(instance)));
    let picture = Picture {
        snapshot: shown.snapshot.clone(),
        restored: instance.last_report(),
        settings: instance.settings(),
        preferences: instance.preferences(),
        frozen: instance.is_frozen(),
        take: instance.take(),
        track: instance.track(),
        session: instances::seen_from(instance, shown.watched),
        view: shown.view.same_part(),
        scrolled: shown.ui.data(|data| data.clone()),
        size: shown.ui.max_rect().size(),
        scale,
    };
    files::export(instance, Box::new(move |_| png(&picture.paint(), scale)), target);
}

fn name(instance: &Instance) -> String {
    let view = match instance.preferences().tab {
        Tab::Spectrum => "spectrum",
        Tab::Crosstalk => "crosstalk",
        Tab::Noise => "noise",
        Tab::Bench => "bench",
        Tab::Compare => "comparison",
    };
    let track = instance.track().map(|track| format!("{track} ")).unwrap_or_default();
    format!("{}.png", file_name(&format!("Groundtruth {track}{view}")))
}
