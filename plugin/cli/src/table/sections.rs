//! The parts of a recording with several stimuli, with a few figures of each; the JSON has all of them.

use groundtruth_measure::{
    ChannelFigure, FigureKey, Figures, LeftOut, LeftOutReason, PairFigure, Reading, Report, Section,
};

use super::page::wrapped;
use groundtruth_captures::table::number::{Form, Number};
use groundtruth_captures::table::stimulus;

/// Figures listed for each channel and pair of a section, with their labels.
const OF_CHANNELS: &[(ChannelFigure, &str)] = &[
    (ChannelFigure::LevelFundamental, "level"),
    (ChannelFigure::ThdF, "THD"),
    (ChannelFigure::ThdnAes17, "THD+N"),
    (ChannelFigure::ImdSmpte, "IMD SMPTE"),
    (ChannelFigure::ImdDin, "IMD DIN"),
    (ChannelFigure::ImdDfd2, "IMD DFD d2"),
    (ChannelFigure::ImdDfd3, "IMD DFD d3"),
    (ChannelFigure::TdnMultitone, "TD+N"),
    (ChannelFigure::NoiseRms, "noise"),
];
const OF_PAIRS: &[(PairFigure, &str)] = &[
    (PairFigure::XtalkSelective, "crosstalk"),
    (PairFigure::XtalkCurve, "worst crosstalk"),
    (PairFigure::BalanceLevel, "balance"),
];
/// Below this share the excluded parts are listed.
const MOST: f64 = 0.9;

/// One paragraph per section; empty if there is only one stimulus.
pub(super) fn text(report: &Report) -> String {
    let seconds = |frame: u64| frame as f64 / report.source.sample_rate_hz;
    let shown = report.channels.first().map(|channel| channel.used_frames);
    let section = |section: &Section| {
        let (from_s, to_s) = (seconds(section.first_frame), seconds(section.first_frame + section.frames));
        // The bench track's table has figures of many sections.
        let is_shown = report.run.is_none() && shown == Some([section.first_frame, section.frames]);
        let shown = if is_shown { ", the figures above" } else { "" };
        let name = section.name.map(|name| format!("{name}: ")).unwrap_or_default();
        let head = format!("{from_s:.3} s to {to_s:.3} s, {name}{}{shown}", stimulus(&section.stimulus));
        let channels = section
            .channels
            .iter()
            .map(|channel| (channel.name.clone(), figures(&channel.figures, OF_CHANNELS)));
        let pairs = section
            .pairs
            .iter()
            .map(|pair| (format!("{} to {}", pair.from, pair.to), figures(&pair.figures, OF_PAIRS)));
        let listed = channels.chain(pairs).filter(|(_, figures)| !figures.is_empty());
        let lines: String = listed
            .map(|(name, figures)| wrapped("    ", &format!("{name}: {}", figures.join(", "))))
            .collect();
        wrapped("  ", &head) + &lines
    };
    let sections: String = report.sections.iter().map(section).collect();
    if sections.is_empty() { sections } else { format!("\nSections\n{sections}") }
}

fn figures<Id: FigureKey>(figures: &Figures<Id>, listed: &[(Id, &str)]) -> Vec<String> {
    let text = |(id, name): &(Id, &str)| {
        let figure = figures.get(id).and_then(Reading::figure)?;
        let number = Number { figure: *figure, form: Form::Interval(3) };
        Some(format!("{name} {} {}", number.full(), id.definition().unit))
    };
    listed.iter().filter_map(text).collect()
}

/// The measured share of a file and the reasons for the rest, if that is large.
pub(super) fn left_out(report: &Report) -> Option<String> {
    let used = report.source.used.as_ref().filter(|used| used.share < MOST)?;
    let part = |LeftOut { reason, frames }: &LeftOut| {
        format!("{:.1} s {}", *frames as f64 / report.source.sample_rate_hz, words(*reason))
    };
    let parts: Vec<String> = used.left_out.iter().map(part).collect();
    Some(format!("{:.0} % of the file is measured; left out: {}", 100.0 * used.share, parts.join(", ")))
}

fn words(reason: LeftOutReason) -> &'static str {
    match reason {
        LeftOutReason::OtherSection => "in other sections",
        LeftOutReason::Pause => "of pauses",
        LeftOutReason::Changes => "where level or frequency changes",
        LeftOutReason::Discontinuity => "beyond a discontinuity",
        LeftOutReason::OtherSound => "in other sounds",
    }
}
