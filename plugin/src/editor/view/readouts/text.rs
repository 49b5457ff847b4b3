//! The readings as text, for a forum post or a spreadsheet.

use groundtruth_captures::export::{readings_csv, readings_markdown};
use groundtruth_captures::table::stimulus;

use super::rows::{self, Columns};
use crate::editor::view::scene::Scene;
use crate::editor::view::{format, words};

/// Every figure with its interval or the reason for its absence, as Markdown; `None` while there is none.
pub fn markdown(scene: &Scene<'_>, track: Option<&str>) -> Option<String> {
    let report = scene.report?;
    let calibration = scene.calibration();
    let readings = rows::readings(&Columns::new(scene, calibration.as_ref()));
    let rate = format::sample_rate(report.source.sample_rate_hz);
    let context = [rate, format::band(report.band_hz), stimulus(&report.stimulus)];
    Some(readings_markdown(&words::readings_title(track, &context, scene.is_previous), &readings))
}

/// The same as CSV, numbers in full.
pub fn csv(scene: &Scene<'_>) -> Option<String> {
    scene.report?;
    let calibration = scene.calibration();
    Some(readings_csv(&rows::readings(&Columns::new(scene, calibration.as_ref()))))
}
