//! THD+N at the levels that reviews name, between the steps of the level series.

use groundtruth_measure::{BenchSection, Figure, Quantity, Refusal, units};

use super::channel::Channel;
use super::definition::{
    SheetDefinition, THDN_1_MW, THDN_1_MW_PERCENT, THDN_10_MW, THDN_10_MW_PERCENT, THDN_50_MV,
    THDN_50_MV_PERCENT,
};
use super::outcome::Outcome;
use super::residual::thdn_at;
use super::row::SheetRow;

/// 50 mV, at which sensitive earphones are loud.
pub(super) const LOW_VOLTS: f64 = 0.05;

pub(super) fn rows(channels: &[Channel<'_>]) -> Vec<SheetRow> {
    let at_power =
        |milliwatts: f64| move |channel: &Channel<'_>| channel.circuit.level_of_milliwatts(milliwatts);
    let one = both(channels, [&THDN_1_MW, &THDN_1_MW_PERCENT], at_power(1.0));
    let ten = both(channels, [&THDN_10_MW, &THDN_10_MW_PERCENT], at_power(10.0));
    let low = both(channels, [&THDN_50_MV, &THDN_50_MV_PERCENT], |channel| {
        channel.circuit.level_of_volts(LOW_VOLTS)
    });
    [one, ten, low].into_iter().flatten().collect()
}

/// The rows in dB and in per cent.
fn both(
    channels: &[Channel<'_>],
    definitions: [&'static SheetDefinition; 2],
    level: impl Fn(&Channel<'_>) -> Result<f64, Refusal>,
) -> [SheetRow; 2] {
    let [in_db, in_percent] = definitions;
    let read = |channel: &Channel<'_>| thdn(channel, level(channel)?);
    [
        SheetRow::of_channels(in_db, channels, read),
        SheetRow::of_channels(in_percent, channels, |channel| read(channel).map(|figure| percent(&figure))),
    ]
}

fn thdn(channel: &Channel<'_>, level_dbfs: f64) -> Outcome {
    let curve = channel.curve(Quantity::ThdnOverLevel, BenchSection::Levels)?;
    let ends =
        [curve.points.first(), curve.points.last()].map(|point| point.map_or(f64::NAN, |point| point.at));
    let outside = Refusal::OutsideSeries { wanted_dbfs: level_dbfs, series_dbfs: ends };
    let harmonics = channel.curve(Quantity::ThdOverLevel, BenchSection::Levels)?;
    thdn_at(curve, harmonics, level_dbfs).ok_or(outside)
}

fn percent(figure: &Figure) -> Figure {
    let percent = |db: f64| 100.0 * units::db_to_amplitude(db);
    let [value, low, high] = [figure.value, figure.low, figure.high].map(percent);
    Figure { value, low, high, ..*figure }
}
