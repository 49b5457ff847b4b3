//! The whole track's channels and pairs: each figure from the section that it belongs to.

use std::collections::BTreeMap;

use super::swept::Sweep;
use crate::figures::curve::{Curve, Point};
use crate::figures::figure::{ChannelFigure, FigureId, FigureKey, Figures, Outcome, PairFigure, Reading};
use crate::figures::measurement::MeasuredSection;
use crate::figures::refusal::Refusal;
use crate::figures::report::{ChannelReport, PairReport, StimulusKind};
use crate::figures::response::Response;
use crate::figures::run::BenchSection;
use crate::figures::{curves, worst};
use crate::readings::{self, cause};
use crate::terms::settings::Settings;

/// Ids of the figures from each section.
type Origins = BTreeMap<BenchSection, Vec<String>>;

/// The measured parts.
pub(super) struct Assembly<'a> {
    pub(super) sections: &'a BTreeMap<BenchSection, MeasuredSection>,
    /// Of the left and the right channel.
    pub(super) sweeps: &'a [Option<Sweep>; 2],
    pub(super) settings: &'a Settings,
    pub(super) sample_rate_hz: f64,
}

/// The section of a channel's figure.
fn section_of(id: ChannelFigure) -> BenchSection {
    use ChannelFigure as Id;
    match id {
        Id::Frequency | Id::FrequencyDrift | Id::LevelFundamental | Id::LevelRms | Id::LevelPeak => {
            BenchSection::Tone
        }
        Id::ThdF | Id::ThdR | Id::ThdnAes17 | Id::ThdnF | Id::SinadIeee1057 | Id::Enob => BenchSection::Tone,
        Id::SplitHarmonics | Id::SplitHum | Id::SplitSpurs | Id::SplitNoise => BenchSection::Tone,
        Id::EvenOddEven | Id::EvenOddOdd | Id::Snr | Id::Glitches => BenchSection::Tone,
        Id::NoiseRms | Id::NoiseTotal | Id::NoiseA | Id::NoiseCcirRms | Id::NoiseItu468 => {
            BenchSection::Silence
        }
        Id::NoiseDensity | Id::Hum | Id::HumMains | Id::Spurs | Id::Dc => BenchSection::Silence,
        Id::DrAes17 => BenchSection::QuietTone,
        Id::ImdSmpte | Id::ImdDin => BenchSection::Smpte,
        Id::ImdDfd2 | Id::ImdDfd3 | Id::ImdCcif => BenchSection::Dfd,
        Id::TdnMultitone | Id::TdnMultitoneCrest => BenchSection::Multitone,
    }
}

/// The section of a pair's figure; `side` is the channel that it is from.
fn section_of_pair(id: PairFigure, side: usize) -> BenchSection {
    use PairFigure as Id;
    match id {
        Id::XtalkSelective | Id::XtalkBroadband => [BenchSection::ToneLeft, BenchSection::ToneRight][side],
        Id::XtalkCurve | Id::XtalkCauseResistance | Id::XtalkCauseCapacitance | Id::BalanceCurve => {
            [BenchSection::SweepLeft, BenchSection::SweepRight][side]
        }
        Id::XtalkNonlinear => BenchSection::ToneEach,
        Id::BalanceLevel | Id::BalanceDelay => BenchSection::Tone,
        Id::BalancePolarity | Id::Correlation | Id::CorrelationCoherence => BenchSection::Multitone,
    }
}

impl Assembly<'_> {
    /// The figures of the whole track, and the sections that they are from. `frames` are those of the recording.
    pub(super) fn whole(&self, frames: u64) -> (MeasuredSection, Origins) {
        let mut main = match self.sections.get(&BenchSection::Tone) {
            Some(tone) => tone.clone(),
            None => readings::too_short(2, frames, frames),
        };
        let mut origins = Origins::new();
        main.section.name = None;
        main.section.stimulus.kind = StimulusKind::BenchTrack;
        for (index, channel) in main.section.channels.iter_mut().enumerate() {
            self.fill_channel(channel, index, &mut origins);
        }
        for pair in &mut main.section.pairs {
            let side = usize::from(pair.from == "R");
            self.fill_pair(pair, side, &mut origins);
        }
        for ids in origins.values_mut() {
            ids.sort();
            ids.dedup();
        }
        (main, origins)
    }

    /// The curves of the sweeps besides those of pairs.
    pub(super) fn curves(&self) -> Vec<Curve> {
        let band = self.settings.band.at_rate(self.sample_rate_hz);
        let sweeps = ["L", "R"].into_iter().zip(self.sweeps);
        sweeps.filter_map(|(name, sweep)| Some(sweep.as_ref()?.curves(name, band))).flatten().collect()
    }

    fn fill_channel(&self, channel: &mut ChannelReport, index: usize, origins: &mut Origins) {
        let report =
            |section| self.sections.get(&section).and_then(|measured| measured.section.channels.get(index));
        channel.figures = figures(|id| {
            let section = section_of(id);
            origins.entry(section).or_default().push(id_of(id));
            report(section).and_then(|report| report.figures.get(&id)).cloned().ok_or(section)
        });
        if let Some(silence) = report(BenchSection::Silence) {
            channel.hum_lines.clone_from(&silence.hum_lines);
            channel.hum_pattern = silence.hum_pattern;
            channel.spurs.clone_from(&silence.spurs);
            channel.density.clone_from(&silence.density);
            channel.rounding = silence.rounding;
        }
    }

    fn fill_pair(&self, pair: &mut PairReport, side: usize, origins: &mut Origins) {
        let report = |section: BenchSection| {
            let measured = self.sections.get(&section)?;
            measured.section.pairs.iter().find(|other| other.from == pair.from && other.to == pair.to)
        };
        pair.coherence =
            report(BenchSection::Multitone).map_or(Vec::new(), |report| report.coherence.clone());
        pair.figures = figures(|id| {
            let section = section_of_pair(id, side);
            origins.entry(section).or_default().push(id_of(id));
            report(section).and_then(|report| report.figures.get(&id)).cloned().ok_or(section)
        });
        let band = self.settings.band.at_rate(self.sample_rate_hz);
        let points = |responses: &[Response]| responses.iter().map(Response::point).collect::<Vec<Point>>();
        if let Some(sweep) = &self.sweeps[side] {
            let crosstalk = sweep.crosstalk(band);
            let shown = points(&crosstalk);
            set(pair, PairFigure::XtalkCurve, worst::highest(&shown, band));
            set(pair, PairFigure::XtalkCauseResistance, cause::resistance(&crosstalk, self.settings));
            set(pair, PairFigure::XtalkCauseCapacitance, cause::capacitance(&crosstalk, self.settings));
            pair.crosstalk_curve = curves::reported(&shown);
        }
        if let (Some(from), Some(to)) = (&self.sweeps[side], &self.sweeps[1 - side]) {
            let balance = points(&to.balance(from, band));
            set(pair, PairFigure::BalanceCurve, worst::farthest(&balance, band));
            pair.balance_curve = curves::reported(&balance);
        }
    }
}

fn set(pair: &mut PairReport, id: PairFigure, outcome: Outcome) {
    pair.figures.insert(id, outcome.map_or_else(Reading::NotMeasurable, Reading::Measured));
}

/// Every figure as read, or the section that is missing.
fn figures<Id: FigureKey>(mut read: impl FnMut(Id) -> Result<Reading, BenchSection>) -> Figures<Id> {
    let missing = |section| Reading::NotMeasurable(Refusal::SectionMissing { section });
    Id::ALL.iter().map(|id| (*id, read(*id).unwrap_or_else(missing))).collect()
}

/// Id of a figure in the report.
fn id_of(id: impl Into<FigureId>) -> String {
    id.into().definition().id.to_owned()
}
