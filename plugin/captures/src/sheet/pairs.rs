//! Intermodulation of channels, crosstalk and balance of pairs.

use groundtruth_measure::{
    BenchSection, ChannelFigure, PairFigure, PairReport, Quantity, Reading, Refusal, Report,
};

use super::channel::Channel;
use super::definition::{
    BALANCE, BALANCE_WORST, CROSSTALK, CROSSTALK_WORST, DFD_2, DFD_3, SMPTE, SheetDefinition,
};
use super::outcome::{Outcome, figure_of, reading};
use super::row::SheetRow;

/// Reviews state the worst crosstalk up to here.
const CROSSTALK_HZ: [f64; 2] = [20.0, 10_000.0];

pub(super) fn intermodulation(channels: &[Channel<'_>]) -> Vec<SheetRow> {
    let row = |definition, id: ChannelFigure| {
        SheetRow::of_channels(definition, channels, move |channel| channel.figure(id))
    };
    vec![
        row(&SMPTE, ChannelFigure::ImdSmpte),
        row(&DFD_2, ChannelFigure::ImdDfd2),
        row(&DFD_3, ChannelFigure::ImdDfd3),
    ]
}

pub(super) fn crosstalk_and_balance(report: &Report) -> Vec<SheetRow> {
    let both: Vec<&PairReport> = report.pairs.iter().collect();
    // The balance of the other direction is the same with another sign.
    let first = &both[..both.len().min(1)];
    vec![
        row(&CROSSTALK, &both, |pair| figure_of(&pair.figures, PairFigure::XtalkSelective)),
        row(&CROSSTALK_WORST, &both, worst_crosstalk),
        row(&BALANCE, first, |pair| figure_of(&pair.figures, PairFigure::BalanceLevel)),
        row(&BALANCE_WORST, first, |pair| figure_of(&pair.figures, PairFigure::BalanceCurve)),
    ]
}

fn row(
    definition: &'static SheetDefinition,
    pairs: &[&PairReport],
    read: impl Fn(&PairReport) -> Outcome,
) -> SheetRow {
    if pairs.is_empty() {
        let cells = vec![(String::new(), Reading::NotMeasurable(Refusal::OneChannel))];
        return SheetRow { definition, cells };
    }
    let cell = |pair: &&PairReport| (format!("{}>{}", pair.from, pair.to), reading(read(pair)));
    SheetRow { definition, cells: pairs.iter().map(cell).collect() }
}

fn worst_crosstalk(pair: &PairReport) -> Outcome {
    let section = if pair.from == "R" { BenchSection::SweepRight } else { BenchSection::SweepLeft };
    let curves = pair.curves();
    let curve = curves.iter().find(|curve| curve.quantity == Quantity::Crosstalk);
    curve.ok_or(Refusal::SectionMissing { section })?.highest_within(CROSSTALK_HZ)
}
