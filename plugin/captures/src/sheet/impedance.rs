//! Output impedance and damping factor, from the track with another load.

use groundtruth_measure::{Refusal, Report};

use super::channel::Channel;
use super::definition::{DAMPING, IMPEDANCE};
use super::row::SheetRow;
use crate::output_impedance::OutputImpedance;

/// The same track with another load.
#[derive(Clone, Copy, Debug)]
pub struct OtherLoad<'a> {
    /// Its report, at the same drive level and recording gain.
    pub report: &'a Report,
    /// Its load in Ω; infinite for none.
    pub load_ohms: f64,
}

pub(super) fn rows(channels: &[Channel<'_>], other: Option<OtherLoad<'_>>) -> Vec<SheetRow> {
    let of = |channel: &Channel<'_>| impedance(channel, other);
    vec![
        SheetRow::of_channels(&IMPEDANCE, channels, |channel| Ok(of(channel)?.ohms)),
        SheetRow::of_channels(&DAMPING, channels, |channel| Ok(of(channel)?.damping_factor())),
    ]
}

fn impedance(channel: &Channel<'_>, other: Option<OtherLoad<'_>>) -> Result<OutputImpedance, Refusal> {
    let other = other.ok_or(Refusal::OneLoad)?;
    let load_ohms = channel.circuit.ohms()?;
    let partner = other.report.channels.iter().find(|report| report.name == channel.name());
    let partner = partner.ok_or(Refusal::OneLoad)?;
    OutputImpedance::between([channel.figures, partner], [load_ohms, other.load_ohms])
        .map_err(|sentence| Refusal::Recorded { sentence })
}
