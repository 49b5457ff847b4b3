//! Power and voltage at the levels at which THD passes 1 % and 0.1 %.

use super::channel::Channel;
use super::definition::{POWER_01, POWER_1, VOLTS_01, VOLTS_1};
use super::row::SheetRow;

/// The limit at which reviews end the curves, in percent: the maximum output.
pub(super) const FULL_OUTPUT_PERCENT: f64 = 1.0;
const LOW_PERCENT: f64 = 0.1;

pub(super) fn rows(channels: &[Channel<'_>]) -> Vec<SheetRow> {
    let power = |definition, percent: f64| {
        SheetRow::of_channels(definition, channels, |channel| {
            channel.circuit.in_milliwatts(&channel.level_at_thd(percent)?)
        })
    };
    let volts = |definition, percent: f64| {
        SheetRow::of_channels(definition, channels, |channel| {
            channel.circuit.in_volts(&channel.level_at_thd(percent)?)
        })
    };
    vec![
        power(&POWER_1, FULL_OUTPUT_PERCENT),
        volts(&VOLTS_1, FULL_OUTPUT_PERCENT),
        power(&POWER_01, LOW_PERCENT),
        volts(&VOLTS_01, LOW_PERCENT),
    ]
}
