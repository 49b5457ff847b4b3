//! What the comparison rests on, in one line.

use groundtruth_measure::{ChannelFigure, FigureKey, Report};
use maud::{Markup, html};

use super::Page;
use super::text::{minus, plain};
use crate::comparison::{Comparison, letter};
use crate::table::number::{self, Form, Number, hertz};
use crate::table::stimulus;

impl Page<'_> {
    /// Takes, load, stimulus with level, band, baseline, significance.
    pub(super) fn context(&self) -> Markup {
        let comparison = self.comparison;
        let parts = [
            takes(comparison),
            loads(comparison),
            comparison.captures.get(comparison.reference).map(|capture| self.tone(&capture.report)),
            band(comparison),
            baseline(comparison),
            Some("differences marked * hold at 95 % for the whole table".to_owned()),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        html! { p.context { bdi { (parts.join(" · ")) } } }
    }

    /// The stimulus of the reference and its level on each driven channel.
    fn tone(&self, report: &Report) -> String {
        let id = ChannelFigure::LevelFundamental.definition().id;
        let level = |line: &super::Line| {
            let row = &self.comparison.rows[line.row];
            let value = row.values[self.comparison.reference].measured()?.value?;
            Some((line.place.clone(), number::measured(value, value, value, false, 2), line.unit))
        };
        let of_level = self.lines.iter().filter(|line| self.comparison.rows[line.row].id == id);
        let levels: Vec<_> = of_level.filter_map(level).collect();
        let tone = stimulus(&report.stimulus);
        let Some((_, first, unit)) = levels.first() else { return plain(&tone) };
        if levels.iter().all(|(_, level, _)| level == first) {
            return plain(&format!("{tone} at {} {unit}", minus(first)));
        }
        let each: Vec<String> = levels.iter().map(|(place, level, _)| format!("{place} {level}")).collect();
        plain(&format!("{tone} at {} {unit}", minus(&each.join(", "))))
    }
}

fn takes(comparison: &Comparison) -> Option<String> {
    let all: Vec<usize> = comparison.captures.iter().map(|capture| capture.takes).collect();
    let (least, most) = (all.iter().min()?, all.iter().max()?);
    Some(match (least, most) {
        (1, 1) => "1 take each".to_owned(),
        (least, most) if least == most => format!("{most} takes each"),
        (least, most) => format!("{least} to {most} takes"),
    })
}

fn loads(comparison: &Comparison) -> Option<String> {
    let loads: Vec<Option<f64>> =
        comparison.captures.iter().map(|capture| capture.metadata.load_ohms).collect();
    if let [Some(first), ..] = loads.as_slice()
        && loads.iter().all(|load| *load == Some(*first))
    {
        return Some(format!("{first} Ω"));
    }
    let known = loads.iter().enumerate().filter_map(|(index, load)| Some((letter(index), (*load)?)));
    let known: Vec<String> = known.map(|(letter, ohms)| format!("{letter} {ohms} Ω")).collect();
    (!known.is_empty()).then(|| known.join(", "))
}

/// The band, if all captures have the same; otherwise the notes say it.
fn band(comparison: &Comparison) -> Option<String> {
    let mut bands = comparison.captures.iter().map(|capture| capture.report.band_hz);
    let first = bands.next()?;
    let [low_hz, high_hz] = first.map(hertz);
    bands.all(|band| band == first).then(|| format!("{low_hz} to {high_hz}"))
}

/// The measuring chain by its THD+N, where that could be measured.
fn baseline(comparison: &Comparison) -> Option<String> {
    let baseline = comparison.baseline.as_ref()?;
    let readings = baseline.report.channels.iter();
    let worst = readings
        .filter_map(|channel| channel.figures.get(&ChannelFigure::ThdnAes17)?.figure())
        .max_by(|a, b| a.value.total_cmp(&b.value));
    let figure = worst.map_or(String::new(), |figure| {
        format!(", THD+N {} dB", minus(&Number { figure: *figure, form: Form::Interval(1) }.full()))
    });
    Some(format!("baseline {}{figure}", plain(&baseline.name)))
}
