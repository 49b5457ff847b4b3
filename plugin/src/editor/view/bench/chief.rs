//! The chief figure of each section: what stands below its name, and what the hint adds.

use groundtruth_captures::table::number::{Form, Number};
use groundtruth_captures::table::reason;
use groundtruth_measure::{
    BenchSection, ChannelFigure, ChannelReport, Figure, FigureKey, PairFigure, Reading, Section, ThdLevel,
};

use super::shown::Shown;
use crate::editor::view::unit::Unit;
use crate::editor::view::{format, words};

/// Text for a section.
#[derive(Debug, Default, PartialEq)]
pub struct Chief {
    /// The same figure in shorter and shorter forms.
    pub forms: Vec<String>,
    /// Every figure of the section's own kind with its interval, a line each.
    pub lines: Vec<String>,
}

/// The chief figure of a measured section; `None` if it has none, as a sweep.
pub fn of(shown: &Shown<'_>, name: BenchSection) -> Option<Chief> {
    use BenchSection as S;
    if name == S::Levels {
        return levels(shown);
    }
    let section = shown.section(name)?;
    match name {
        S::Silence => silence(shown, section),
        S::ToneLeft => ratio(section, &[0], &[ChannelFigure::ThdF]),
        S::ToneRight => ratio(section, &[1], &[ChannelFigure::ThdF]),
        S::Tone | S::ToneLower => ratio(section, &[0, 1], &[ChannelFigure::ThdF]),
        S::ToneEach => each(section),
        S::Smpte => ratio(section, &[0, 1], &[ChannelFigure::ImdSmpte]),
        S::Dfd => ratio(section, &[0, 1], &[ChannelFigure::ImdDfd2, ChannelFigure::ImdDfd3]),
        S::Multitone => ratio(section, &[0, 1], &[ChannelFigure::TdnMultitone]),
        S::QuietTone => ratio(section, &[0, 1], &[ChannelFigure::DrAes17]),
        S::Levels | S::SweepLeft | S::SweepRight | S::Unknown => None,
    }
}

/// What stands before a number.
fn label(id: ChannelFigure) -> &'static str {
    match id {
        ChannelFigure::ThdF => "THD",
        ChannelFigure::TdnMultitone => "TD+N",
        ChannelFigure::DrAes17 => "DR",
        _ => "IMD",
    }
}

/// The larger of these figures on each of these channels: "THD −101.20 / −101.41".
fn ratio(section: &Section, sides: &[usize], ids: &[ChannelFigure]) -> Option<Chief> {
    let channels = || sides.iter().filter_map(|side| section.channels.get(*side));
    let largest = |channel: &ChannelReport| {
        let figures = ids.iter().filter_map(|id| figure(channel, *id));
        figures.max_by(|a, b| a.value.total_cmp(&b.value))
    };
    let figures: Vec<Figure> = channels().filter_map(largest).collect();
    let lines = channels().flat_map(|channel| ids.iter().filter_map(|id| line(channel, *id))).collect();
    let id = *ids.first()?;
    if figures.is_empty() {
        let refusal = channels().find_map(|channel| refused(channel, id));
        return refusal.map(|words| Chief { forms: vec![words], lines });
    }
    let all: Vec<String> = figures.iter().map(format::figure).collect();
    let short: Vec<String> = figures.iter().map(rounded).collect();
    let worst = if id == ChannelFigure::DrAes17 {
        figures.iter().min_by(|a, b| a.value.total_cmp(&b.value))
    } else {
        figures.iter().max_by(|a, b| a.value.total_cmp(&b.value))
    };
    let mut forms = vec![format!("{} {}", label(id), all.join(" / ")), all.join(" / "), short.join(" / ")];
    forms.extend(worst.map(rounded));
    Some(Chief { forms, lines })
}

/// Weighted noise and hum of the noisier channel.
fn silence(shown: &Shown<'_>, section: &Section) -> Option<Chief> {
    let worst = |id: ChannelFigure| {
        let channels = section.channels.iter().enumerate();
        let levels = channels.filter_map(|(index, channel)| Some((index, figure(channel, id)?)));
        levels.max_by(|a, b| shown.levels.db(a.0, a.1.value).total_cmp(&shown.levels.db(b.0, b.1.value)))
    };
    let said = |(channel, figure): (usize, Figure)| shown.levels.text(channel, figure.value, figure.limit);
    let noise = worst(ChannelFigure::NoiseA);
    let weighted = noise.map(said).map(|text| match shown.levels.unit {
        Unit::Db(_) => format!("{text}(A)"),
        _ => format!("{text} (A)"),
    })?;
    let hum = worst(ChannelFigure::Hum).map(|(channel, hum)| {
        let text = said((channel, hum));
        let short = text.strip_suffix(" dBFS").unwrap_or(&text);
        format!("{weighted}, hum {short}")
    });
    let ids = [ChannelFigure::NoiseA, ChannelFigure::NoiseRms, ChannelFigure::Hum];
    let channels = section.channels.iter();
    let lines = channels.flat_map(|channel| ids.iter().filter_map(|id| line(channel, *id))).collect();
    let mut forms: Vec<String> = hum.into_iter().chain([weighted]).collect();
    forms.extend(noise.map(|(channel, figure)| match shown.levels.unit {
        Unit::Db(_) => format::fixed(shown.levels.db(channel, figure.value), 1),
        _ => said((channel, figure)),
    }));
    Some(Chief { forms, lines })
}

/// Crosstalk both ways; the hint has THD and cross-modulation too.
fn each(section: &Section) -> Option<Chief> {
    let pairs = || section.pairs.iter();
    let reading = |id: PairFigure| {
        move |pair: &groundtruth_measure::PairReport| pair.figures.get(&id).and_then(Reading::figure).copied()
    };
    let figures: Vec<Figure> = pairs().filter_map(reading(PairFigure::XtalkSelective)).collect();
    let mut lines: Vec<String> =
        section.channels.iter().filter_map(|channel| line(channel, ChannelFigure::ThdF)).collect();
    for id in [PairFigure::XtalkSelective, PairFigure::XtalkNonlinear] {
        let line = |pair: &groundtruth_measure::PairReport| {
            let figure = reading(id)(pair)?;
            Some(format!("{} {} → {} {}", id.definition().name, pair.from, pair.to, full(&figure, "dB")))
        };
        lines.extend(pairs().filter_map(line));
    }
    if figures.is_empty() {
        return None;
    }
    let all: Vec<String> = figures.iter().map(format::figure).collect();
    let short: Vec<String> = figures.iter().map(rounded).collect();
    let worst = figures.iter().max_by(|a, b| a.value.total_cmp(&b.value)).map(rounded);
    let mut forms = vec![format!("L|R {}", all.join(" / ")), all.join(" / "), short.join(" / ")];
    forms.extend(worst);
    Some(Chief { forms, lines })
}

/// The level at which distortion passes 1 %, of the channel where it is lower.
fn levels(shown: &Shown<'_>) -> Option<Chief> {
    let run = shown.report?.run.as_ref()?;
    let channel = |level: &ThdLevel| shown.channels().iter().position(|one| one.name == level.channel);
    let lines = run.thd_levels.iter().filter_map(|level| {
        let at = match level.level_dbfs {
            Some(dbfs) => shown.levels.text(channel(level)?, dbfs, false),
            None => format!("above {}", shown.levels.text(channel(level)?, level.highest_dbfs, false)),
        };
        Some(format!("{}: {} % at {at}", level.channel, level.thd_percent))
    });
    let lines: Vec<String> = lines.collect();
    let one_percent = || run.thd_levels.iter().filter(|level| level.thd_percent == 1.0);
    let lowest = one_percent()
        .filter_map(|level| Some((channel(level)?, level.level_dbfs?)))
        .min_by(|a, b| shown.levels.db(a.0, a.1).total_cmp(&shown.levels.db(b.0, b.1)));
    let forms = match lowest {
        Some((channel, dbfs)) => {
            let level = shown.levels.text(channel, dbfs, false);
            let short = level.split(' ').next().unwrap_or_default().to_owned();
            let last = if matches!(shown.levels.unit, Unit::Db(_)) { short } else { level.clone() };
            vec![words::bench::one_percent(&level), level, last]
        }
        None if one_percent().next().is_some() => {
            vec![words::bench::BELOW_ONE_PERCENT.to_owned(), "< 1 %".to_owned()]
        }
        None => return None,
    };
    Some(Chief { forms, lines })
}

fn figure(channel: &ChannelReport, id: ChannelFigure) -> Option<Figure> {
    channel.figures.get(&id).and_then(Reading::figure).copied()
}

/// One decimal, with the sign of a limit.
fn rounded(figure: &Figure) -> String {
    format::number(&Number { figure: *figure, form: Form::Fixed(1) })
}

fn refused(channel: &ChannelReport, id: ChannelFigure) -> Option<String> {
    match channel.figures.get(&id) {
        Some(Reading::NotMeasurable(refusal)) => Some(reason::short(refusal).to_owned()),
        _ => None,
    }
}

/// "THD L −103.62 ±0.02 dB".
fn line(channel: &ChannelReport, id: ChannelFigure) -> Option<String> {
    let definition = id.definition();
    match channel.figures.get(&id)? {
        Reading::Measured(figure) => {
            Some(format!("{} {} {}", definition.name, channel.name, full(figure, definition.unit)))
        }
        Reading::NotMeasurable(refusal) => {
            Some(format!("{} {}: {}", definition.name, channel.name, format::refusal(refusal)))
        }
    }
}

fn full(figure: &Figure, unit: &str) -> String {
    let number = Number { figure: *figure, form: Form::Interval(3) }.full();
    format!("{} {unit}", format::true_minus(&number))
}

#[cfg(test)]
mod tests;
