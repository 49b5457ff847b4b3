//! One column of a comparison: the takes of a device, and which of their stretches has a figure.

use std::sync::Arc;

use groundtruth_measure::{
    Bound, ChannelFigure, ChannelReport, Figure, FigureId, PairReport, Reading, Refusal, Stimulus, units,
};

use super::estimate::Estimate;
use crate::capture::{Capture, Topology};

/// The takes of one device in one condition, side by side with others in a comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Name in tables.
    pub name: String,
    /// One capture or more. Captures of other stimuli add the figures that the first does not have.
    pub takes: Vec<Arc<Capture>>,
}

/// A channel, or two, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Where {
    Channel(String),
    Pair(String, String),
}

impl Where {
    /// As in the JSON: `L`, or `L>R`.
    pub(super) fn key(&self) -> String {
        match self {
            Where::Channel(name) => name.clone(),
            Where::Pair(from, to) => format!("{from}>{to}"),
        }
    }

    /// Whether two stimuli drive the channel, or the first of two, at about the same frequencies.
    pub(super) fn is_driven_alike(&self, a: &Stimulus, b: &Stimulus) -> bool {
        /// A sixth of an octave: 997 Hz and 1 kHz are the same test.
        const RATIO: f64 = 1.122;
        let (Where::Channel(name) | Where::Pair(name, _)) = self;
        let tones = |stimulus: &Stimulus| stimulus.tones_hz.get(name).cloned().unwrap_or_default();
        let near = |(a, b): (&f64, &f64)| *a < b * RATIO && *b < a * RATIO;
        let (a, b) = (tones(a), tones(b));
        a.len() == b.len() && a.iter().zip(&b).all(near)
    }
}

/// A stretch with one stimulus: a whole report, or a section of it.
struct View<'a> {
    capture: &'a Capture,
    stimulus: &'a Stimulus,
    channels: &'a [ChannelReport],
    pairs: &'a [PairReport],
}

/// What a column has of a figure.
pub(super) enum Found<'a> {
    /// The figure over the takes that have it, and the stimulus that it was measured with.
    Measured {
        estimate: Estimate,
        stimulus: &'a Stimulus,
        /// Whether it is a limit because the baseline is as near.
        at_baseline: bool,
    },
    /// Why there is none; `None` without such a channel.
    Missing(Option<&'a Refusal>),
}

impl Column {
    /// A column of one take.
    pub fn of(capture: Capture) -> Column {
        Column { name: capture.details.name.clone(), takes: vec![Arc::new(capture)] }
    }

    /// One column for each capture, or for all captures of one device in one condition: the same device, topology, load
    /// and drive level as the user entered them, and the same stimulus. In the order of the first of each.
    pub fn grouped(captures: &[Arc<Capture>]) -> Vec<Column> {
        let mut columns: Vec<Column> = Vec::new();
        for capture in captures {
            let known = columns.iter_mut().find(|column| is_take_of(capture, &column.takes[0]));
            match known {
                Some(column) => column.takes.push(capture.clone()),
                None => {
                    columns.push(Column { name: capture.details.name.clone(), takes: vec![capture.clone()] })
                }
            }
        }
        columns
    }

    /// The column without takes that repeat an earlier one to the last digit: a copy shows no spread.
    pub(super) fn without_copies(&self) -> Column {
        let mut takes: Vec<Arc<Capture>> = Vec::new();
        for take in &self.takes {
            if !takes.iter().any(|other| is_copy(take, other)) {
                takes.push(take.clone());
            }
        }
        Column { name: self.name.clone(), takes }
    }

    /// All channels and pairs, as they first appear.
    pub(super) fn places(&self) -> Vec<Where> {
        let mut places = Vec::new();
        for view in self.takes.iter().flat_map(|take| views(take)) {
            let channels = view.channels.iter().map(|channel| Where::Channel(channel.name.clone()));
            let pairs = view.pairs.iter().map(|pair| Where::Pair(pair.from.clone(), pair.to.clone()));
            for place in channels.chain(pairs) {
                if !places.contains(&place) {
                    places.push(place);
                }
            }
        }
        places
    }

    /// A figure over all takes with the same stimulus: the one of `like`, if that gives it, else the first that does.
    pub(super) fn find(
        &self,
        id: FigureId,
        place: &Where,
        in_volts: bool,
        like: Option<&Stimulus>,
    ) -> Found<'_> {
        let views: Vec<View> = self.takes.iter().flat_map(|take| views(take)).collect();
        let with_figure = || views.iter().filter(|view| view.figure(id, place, in_volts).is_some());
        let alike = with_figure().find(|view| like.is_some_and(|like| is_same(like, view.stimulus)));
        let Some(chosen) = alike.or_else(|| with_figure().next()) else {
            return Found::Missing(views.iter().find_map(|view| view.refusal(id, place)));
        };
        let mut figures: Vec<Figure> = Vec::new();
        let mut counted: Option<&Capture> = None;
        for view in with_figure().filter(|view| is_same(chosen.stimulus, view.stimulus)) {
            // Sections of one recording are not takes of each other.
            if !counted.is_some_and(|capture| std::ptr::eq(capture, view.capture)) {
                figures.extend(view.figure(id, place, in_volts));
                counted = Some(view.capture);
            }
        }
        match Estimate::of_takes(&figures) {
            Some(estimate) => Found::Measured { estimate, stimulus: chosen.stimulus, at_baseline: false },
            None => Found::Missing(None),
        }
    }

    /// Level of the fundamental in dBV with its THD, for every stretch that has both: of several takes their means.
    pub(super) fn levels_with_thd(&self, place: &Where) -> Vec<(Estimate, Figure)> {
        let [level, thd] = [ChannelFigure::LevelFundamental, ChannelFigure::ThdF].map(FigureId::Channel);
        if let [take] = self.takes.as_slice() {
            let both = views(take).filter_map(|view| {
                let level = Estimate::of_takes(&[view.figure(level, place, true)?])?;
                Some((level, view.figure(thd, place, false)?))
            });
            return both.collect();
        }
        let Found::Measured { estimate, stimulus, .. } = self.find(level, place, true, None) else {
            return Vec::new();
        };
        match self.find(thd, place, false, Some(stimulus)) {
            Found::Measured { estimate: thd, .. } => vec![(estimate, thd.figure)],
            Found::Missing(_) => Vec::new(),
        }
    }

    /// The output of the device: `None` if the device is not named.
    pub(super) fn output(&self) -> Option<(&str, Option<Topology>)> {
        let details = &self.takes[0].details;
        let device = details.device.trim();
        (!device.is_empty()).then_some((device, details.topology))
    }

    /// The load, Ω.
    pub(super) fn load_ohms(&self) -> Option<f64> {
        self.takes[0].details.load_ohms
    }

    /// The band of the first take.
    pub(super) fn band_hz(&self) -> [f64; 2] {
        self.takes[0].report().band_hz
    }

    /// Whether every take has its voltages.
    pub(super) fn is_calibrated(&self) -> bool {
        self.takes.iter().all(|take| take.measured.calibration.is_some())
    }
}

/// The whole recording, then its sections, which include the one that the whole stands for.
fn views(capture: &Capture) -> impl Iterator<Item = View<'_>> {
    let report = capture.report();
    let whole = (&report.stimulus, &report.channels[..], &report.pairs[..]);
    let sections =
        report.sections.iter().map(|section| (&section.stimulus, &section.channels[..], &section.pairs[..]));
    std::iter::once(whole).chain(sections).map(move |(stimulus, channels, pairs)| View {
        capture,
        stimulus,
        channels,
        pairs,
    })
}

impl<'a> View<'a> {
    fn reading(&self, id: FigureId, place: &Where) -> Option<&'a Reading> {
        match (place, id) {
            (Where::Channel(name), FigureId::Channel(id)) => {
                self.channels.iter().find(|channel| channel.name == *name)?.figures.get(&id)
            }
            (Where::Pair(from, to), FigureId::Pair(id)) => {
                self.pairs.iter().find(|pair| pair.from == *from && pair.to == *to)?.figures.get(&id)
            }
            (Where::Channel(_), FigureId::Pair(_)) | (Where::Pair(..), FigureId::Channel(_)) => None,
        }
    }

    /// The figure; in dBV instead of dBFS if volts are asked for. A search for hum that found none is a limit.
    fn figure(&self, id: FigureId, place: &Where, in_volts: bool) -> Option<Figure> {
        let figure = match self.reading(id, place)? {
            Reading::Measured(figure) => *figure,
            Reading::NotMeasurable(Refusal::NoHum { detectable_dbfs })
                if id == FigureId::Channel(ChannelFigure::Hum) =>
            {
                Figure {
                    low: f64::NEG_INFINITY,
                    limit: true,
                    bound: Bound::Upper,
                    ..Figure::exact(*detectable_dbfs)
                }
            }
            Reading::NotMeasurable(_) => return None,
        };
        match place {
            Where::Channel(name) if in_volts && is_level(id) => {
                let gain_db = units::amplitude_to_db(self.capture.reference_volts(name)?);
                Some(shifted(&figure, gain_db))
            }
            _ => Some(figure),
        }
    }

    fn refusal(&self, id: FigureId, place: &Where) -> Option<&'a Refusal> {
        match self.reading(id, place)? {
            Reading::NotMeasurable(refusal) => Some(refusal),
            Reading::Measured(_) => None,
        }
    }
}

/// Whether two captures have the same figures to the last digit, as no two recordings have.
pub(super) fn is_copy(capture: &Capture, other: &Capture) -> bool {
    let (own, others) = (capture.report(), other.report());
    own.channels == others.channels && own.pairs == others.pairs
}

/// Whether two captures are of one device in one condition. A device without a name is not known to be the same.
fn is_take_of(capture: &Capture, other: &Capture) -> bool {
    let (own, others) = (&capture.details, &other.details);
    let device = own.device.trim();
    !device.is_empty()
        && device == others.device.trim()
        && (own.topology, own.load_ohms, own.drive_level_dbfs)
            == (others.topology, others.load_ohms, others.drive_level_dbfs)
        && is_same(&capture.report().stimulus, &other.report().stimulus)
}

/// Whether a figure is an rms level over full scale, which calibration turns into volts.
pub(super) fn is_level(id: FigureId) -> bool {
    matches!(id, FigureId::Channel(_))
        && id.definition().unit.starts_with("dBFS")
        && id != FigureId::Channel(ChannelFigure::LevelPeak)
}

fn shifted(figure: &Figure, gain_db: f64) -> Figure {
    let Figure { value, low, high, .. } = *figure;
    Figure { value: value + gain_db, low: low + gain_db, high: high + gain_db, ..*figure }
}

/// Whether two stimuli are of one kind with the same tones on the same channels, within 1 %.
pub(super) fn is_same(a: &Stimulus, b: &Stimulus) -> bool {
    /// Clocks differ by far less, test frequencies by more.
    const TOLERANCE: f64 = 0.01;
    let near = |(a, b): (&f64, &f64)| (a - b).abs() <= TOLERANCE * a.abs();
    let alike = |a: &[f64], b: &[f64]| a.len() == b.len() && a.iter().zip(b).all(near);
    let of = |stimulus: &'_ Stimulus, name: &str| stimulus.tones_hz.get(name).cloned().unwrap_or_default();
    a.kind == b.kind
        && a.tones_hz.keys().chain(b.tones_hz.keys()).all(|name| alike(&of(a, name), &of(b, name)))
}
