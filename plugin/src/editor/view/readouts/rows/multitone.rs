//! Distortion of a multitone: everything that is not a tone.

use groundtruth_measure::ChannelFigure;

use super::columns::Columns;
use crate::editor::view::readouts::line::Line;

const SECTION: &str = "distortion";

/// TD+N, and the residual between the tones.
pub fn lines<'a>(lines: &mut Vec<Line<'a>>, columns: &Columns<'a>) {
    lines.push(Line::heading(SECTION, format!("DISTORTION{}", columns.band_suffix())));
    columns.with_explanations(lines, SECTION, ChannelFigure::TdnMultitone);
    lines.push(columns.small(SECTION, 10, ChannelFigure::NoiseTotal).labelled("residual").explaining());
}
