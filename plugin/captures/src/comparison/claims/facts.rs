//! What was measured, in sentences beside a claim.

use groundtruth_measure::{ChannelFigure, FigureId, HumPattern, PairFigure};

use super::Parties;
use crate::comparison::data::{Measurement, letter};
use crate::table::number;

impl Parties<'_> {
    /// Sentences about both captures for a claim, read at one channel or pair.
    pub(super) fn facts(&self, claim: &str, place: &str) -> Vec<String> {
        let of_both = |fact: &dyn Fn(usize) -> Option<String>| {
            [self.against, self.claimed].into_iter().filter_map(fact).collect::<Vec<_>>()
        };
        match claim {
            "crosstalk" => of_both(&|capture| self.cause(capture, place)),
            "distortion" => of_both(&|capture| self.dominant_orders(capture, place)),
            "hum" => of_both(&|capture| self.mains(capture, place)),
            "noise" => vec!["A-weighted, without hum and other lines.".to_owned()],
            "louder" => self.matched(place).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    fn figure(&self, id: FigureId, place: &str, capture: usize) -> Option<&Measurement> {
        self.comparison.row(id.definition().id, place)?.values[capture].measured()
    }

    /// What explains the crosstalk.
    fn cause(&self, capture: usize, place: &str) -> Option<String> {
        let of = |id: FigureId, what: &str| {
            let figure = self.figure(id, place, capture).filter(|figure| !figure.limit)?;
            let digits = number::significant(figure.value?, 3);
            Some(format!("{}: {digits} {} of {what} explain it.", letter(capture), id.definition().unit))
        };
        of(FigureId::Pair(PairFigure::XtalkCauseResistance), "shared return")
            .or_else(|| of(FigureId::Pair(PairFigure::XtalkCauseCapacitance), "coupling"))
    }

    /// Whether the levels are as good as equal.
    fn matched(&self, place: &str) -> Option<String> {
        let row =
            self.comparison.row(FigureId::Channel(ChannelFigure::LevelFundamental).definition().id, place)?;
        let difference_db = row.differences[self.captured].as_ref()?.value?.abs();
        let is_matched = difference_db <= super::MATCHED_DB;
        is_matched.then(|| format!("Levels are matched to {:.2} dB.", difference_db.max(0.01)))
    }

    fn dominant_orders(&self, capture: usize, place: &str) -> Option<String> {
        let [even, odd] =
            [FigureId::Channel(ChannelFigure::EvenOddEven), FigureId::Channel(ChannelFigure::EvenOddOdd)]
                .map(|id| self.figure(id, place, capture).and_then(|figure| figure.value));
        let (even, odd) = (even?, odd?);
        let (name, which) = (letter(capture), if even > odd { "even" } else { "odd" });
        Some(format!(
            "{name}: {which} orders dominate ({:.1} against {:.1} dB).",
            even.max(odd),
            even.min(odd)
        ))
    }

    fn mains(&self, capture: usize, place: &str) -> Option<String> {
        let mains_hz = self.figure(FigureId::Channel(ChannelFigure::HumMains), place, capture)?.value?;
        let report = &self.comparison.captures[capture].report;
        let channel = report.channels.iter().find(|channel| channel.name == place);
        let pattern = match channel.and_then(|channel| channel.hum_pattern) {
            Some(HumPattern::GroundLoop) => ", odd harmonics of a ground loop",
            Some(HumPattern::Rectifier) => ", even harmonics of a supply",
            Some(HumPattern::Induction) => ", the mains line alone of a field",
            None => "",
        };
        Some(format!("{}: mains of {mains_hz:.2} Hz{pattern}.", letter(capture)))
    }
}
