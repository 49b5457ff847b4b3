//! Claims that need a tone or mains, for signals that have neither.

use groundtruth_measure::{ChannelFigure, PairFigure, Report, StimulusKind};

use super::shown;
use crate::reading::Readings;

/// Figures that only a tone has.
const OF_A_TONE: [ChannelFigure; 6] = [
    ChannelFigure::ThdF,
    ChannelFigure::ThdR,
    ChannelFigure::ThdnAes17,
    ChannelFigure::ThdnF,
    ChannelFigure::EvenOddEven,
    ChannelFigure::EvenOddOdd,
];

/// Whether the figure is measured, as a value or as a limit.
pub fn is_claimed<R: Readings>(of: &R, id: R::Id) -> bool {
    of.figures()[&id].figure().is_some()
}

/// The report's claims about mains: the frequency, lines, their sum as a value (a limit is no claim) and a pattern.
pub fn hum_claims(report: &Report) -> Vec<String> {
    let mut claims = Vec::new();
    for channel in &report.channels {
        let name = &channel.name;
        for id in [ChannelFigure::Hum, ChannelFigure::HumMains] {
            if let Some(figure) = channel.figures[&id].figure().filter(|figure| !figure.limit) {
                claims.push(format!("{name}: {id} {}", shown(figure)));
            }
        }
        claims.extend(channel.hum_lines.iter().map(|line| {
            format!(
                "{name}: hum line {} at {:.4} Hz, {:.1} dBFS",
                line.order, line.frequency_hz, line.level_dbfs
            )
        }));
        claims.extend(channel.hum_pattern.map(|pattern| format!("{name}: pattern {pattern:?}")));
    }
    claims
}

/// The report's claims that require a tone: a kind, distortion, crosstalk at a frequency.
pub fn tone_claims(report: &Report) -> Vec<String> {
    let mut claims = Vec::new();
    let kind = report.stimulus.kind;
    if !matches!(kind, StimulusKind::Programme | StimulusKind::Silence) {
        claims.push(format!("kind {kind:?}, tones {:?}", report.stimulus.tones_hz));
    }
    for channel in &report.channels {
        let claimed = OF_A_TONE.into_iter().filter_map(|id| Some((id, channel.figures[&id].figure()?)));
        claims.extend(claimed.map(|(id, figure)| format!("{}: {id} {}", channel.name, shown(figure))));
    }
    for pair in &report.pairs {
        let claimed = pair.figures[&PairFigure::XtalkSelective].figure();
        claims.extend(
            claimed.map(|figure| format!("{} to {}: crosstalk {}", pair.from, pair.to, shown(figure))),
        );
    }
    claims
}
