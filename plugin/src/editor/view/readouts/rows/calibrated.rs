//! Levels in volts and milliwatts, if the full-scale voltage is set.

use groundtruth_measure::{ChannelFigure, Figure, units};

use crate::editor::view::format;
use crate::editor::view::readouts::row::{Cell, Row, Size, Weight, column, figures, measured};
use crate::editor::view::scene::Scene;

/// Adds the level in volts, and the signal's level as power if the load is set.
pub fn level<'a>(rows: &mut Vec<Row<'a>>, scene: &Scene<'a>, section: &'static str, id: ChannelFigure) {
    let Some(volts_at_0_dbfs) = scene.declared.reference_volts else { return };
    let square_volts =
        |figure: &Figure, channel: usize| volts_at_0_dbfs[channel].powi(2) * units::db_to_power(figure.value);
    let row = |label: &str, text: &dyn Fn(f64) -> String| {
        let mut row = figures(scene, section, label, "", Size::Small, 5, id);
        let channels = scene.channels().len();
        for channel in 0..channels.min(2) {
            let cell = &mut row.cells[column(channels, channel)];
            let figure = measured(scene, channel, id);
            *cell = cell.take().zip(figure).map(|(cell, figure)| {
                let limit = if figure.limit { "≤" } else { "" };
                let text = format!("{limit}{}", text(square_volts(figure, channel)));
                let name = format!("{} {label}", cell.name);
                Cell { name, copy: text.clone(), text, weight: Weight::Quiet, ..cell }
            });
        }
        row
    };
    rows.push(row("in volts", &|square| format::with_prefix(square.sqrt(), "V", 4)));
    if let Some(ohms) = scene.declared.measure.load_ohms.filter(|_| id != ChannelFigure::NoiseRms) {
        let label = format!("into {} Ω", format::significant(ohms, 3));
        rows.push(row(&label, &|square| format::with_prefix(square / ohms, "W", 4)));
    }
}
