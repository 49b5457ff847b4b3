//! The run that is shown: the live one, or that of a capture.

use std::sync::Arc;

use groundtruth_analysis::{BenchEnd, BenchProgress, PlayerStatus, SectionState};
use groundtruth_captures::Capture;
use groundtruth_measure::{BenchForm, BenchSection, ChannelReport, PairReport, Report, Section};

use crate::editor::preferences::{BenchPreferences, LevelUnit};
use crate::editor::view::level_scale;
use crate::editor::view::unit::Unit;
use crate::session::SessionInput;
use crate::settings::InstrumentSettings;

/// Where a run comes from.
#[derive(Clone, Copy)]
pub enum Source<'a> {
    /// What is heard now, or was heard last.
    Live(&'a BenchProgress),
    /// A recording that was imported, or a run that was kept.
    Capture(&'a Arc<Capture>),
}

/// The captures of a session that hold a run, in their order.
pub fn captures(session: &SessionInput) -> impl Iterator<Item = &Arc<Capture>> {
    let readable = session.captures.iter().filter_map(|capture| capture.capture().ok());
    readable.filter(|capture| capture.report().run.is_some())
}

impl<'a> Source<'a> {
    /// The chosen capture, else the live run, else the newest capture with a run; `None` if there is none at all.
    pub fn chosen(
        live: Option<&'a BenchProgress>,
        session: &'a SessionInput,
        preferences: &BenchPreferences,
    ) -> Option<Source<'a>> {
        let chosen = captures(session).find(|capture| Some(capture.id) == preferences.capture);
        let newest = || captures(session).last();
        match (chosen, live) {
            (Some(capture), _) => Some(Source::Capture(capture)),
            (None, Some(live)) => Some(Source::Live(live)),
            (None, None) => newest().map(Source::Capture),
        }
    }

    /// The report of a live run that is complete.
    pub fn complete(self) -> Option<&'a Arc<Report>> {
        let Source::Live(progress) = self else { return None };
        progress.report.as_ref().filter(|_| progress.end == Some(BenchEnd::Complete))
    }

    /// What is shown of it. `declared` is the calibration of a live run; a capture has its own.
    /// `player` may have played a live run.
    pub fn shown(self, declared: &InstrumentSettings, unit: LevelUnit, player: &PlayerStatus) -> Shown<'a> {
        match self {
            Source::Live(progress) => {
                let volts = declared.reference_volts.as_ref().map_or(&[][..], |volts| &volts[..]);
                let broken = match &progress.end {
                    Some(BenchEnd::Broken(reason)) => Some(reason.as_str()),
                    _ => None,
                };
                Shown {
                    report: progress.report.as_deref(),
                    form: progress.form,
                    heard_s: progress.end.is_none().then_some(progress.heard_s),
                    length_s: progress.length_s,
                    sections: progress.sections.clone(),
                    broken,
                    begins: Begins::of(progress, player),
                    levels: LevelsIn::of(volts, declared.measure.load_ohms, unit),
                }
            }
            Source::Capture(capture) => of_capture(capture, unit),
        }
    }
}

fn of_capture(capture: &Capture, unit: LevelUnit) -> Shown<'_> {
    let report = capture.report();
    let run = report.run.as_ref();
    let form = run.map_or(BenchForm::Full, |run| run.form);
    let state = |section: BenchSection| match run.is_some_and(|run| run.missing.contains(&section)) {
        true => SectionState::Missing,
        false => SectionState::Measured,
    };
    let calibration = capture.measured.calibration.as_ref();
    let volts = calibration.map_or(&[][..], |calibration| &calibration.reference_volts);
    Shown {
        report: Some(report),
        form,
        heard_s: None,
        length_s: form.length_s(),
        sections: form.sections().into_iter().map(|section| (section, state(section))).collect(),
        broken: None,
        begins: Begins::InRecording,
        levels: LevelsIn::of(volts, calibration.and_then(|calibration| calibration.load_ohms), unit),
    }
}

/// What is shown of a run.
pub struct Shown<'a> {
    /// What is measured so far.
    pub report: Option<&'a Report>,
    /// Form of the track.
    pub form: BenchForm,
    /// Time of the track that has been heard, in seconds; `None` when it is over.
    pub heard_s: Option<f64>,
    /// Length of the track in seconds.
    pub length_s: f64,
    /// Its sections in order.
    pub sections: Vec<(BenchSection, SectionState)>,
    /// Why it broke off.
    pub broken: Option<&'a str>,
    /// What its place is counted from.
    pub begins: Begins,
    /// How levels are written.
    pub levels: LevelsIn,
}

/// What the place of a run is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begins {
    /// The recording's first frame.
    InRecording,
    /// The stream's, which means nothing to people.
    InStream,
    /// The frame of the stream with which the plugin's own output began to play the track.
    Played { frame: u64 },
}

impl Begins {
    /// Of a live run: the plugin's own, if it played a signal of this length in the run's generation of the stream.
    fn of(progress: &BenchProgress, player: &PlayerStatus) -> Begins {
        /// Most that the silence around the track adds, in seconds.
        const AROUND_S: f64 = 2.0;
        let (PlayerStatus::Playing(played) | PlayerStatus::Complete(played)) = player else {
            return Begins::InStream;
        };
        let is_track = (played.length_s - progress.length_s).abs() <= AROUND_S;
        match played.began {
            Some(place) if is_track && place.generation == progress.generation => {
                Begins::Played { frame: place.frame }
            }
            _ => Begins::InStream,
        }
    }
}

impl<'a> Shown<'a> {
    /// The track before any run.
    pub fn nothing(form: BenchForm) -> Shown<'a> {
        Shown {
            report: None,
            form,
            heard_s: None,
            length_s: form.length_s(),
            sections: form.sections().into_iter().map(|section| (section, SectionState::Ahead)).collect(),
            broken: None,
            begins: Begins::InStream,
            levels: LevelsIn::of(&[], None, LevelUnit::Dbfs),
        }
    }

    /// The words of a pair that suit a run that goes on, or one that is over.
    pub fn said(&self, [ahead, over]: [&'static str; 2]) -> &'static str {
        if self.heard_s.is_some() { ahead } else { over }
    }

    /// A measured section by its name.
    pub fn section(&self, name: BenchSection) -> Option<&'a Section> {
        self.report?.sections.iter().find(|section| section.name == Some(name))
    }

    /// Channels of the whole track, left first.
    pub fn channels(&self) -> &'a [ChannelReport] {
        self.report.map_or(&[], |report| &report.channels)
    }

    /// The pair from the first to the second channel, then back.
    pub fn pairs(&self) -> [Option<&'a PairReport>; 2] {
        let name = |index: usize| self.channels().get(index).map(|channel| channel.name.as_str());
        let pair = |from, to| self.report?.pair(name(from)?, name(to)?);
        [pair(0, 1), pair(1, 0)]
    }
}

/// Levels in the unit that the user chose, or in dBFS where the calibration does not allow it.
#[derive(Clone, Debug, PartialEq)]
pub struct LevelsIn {
    /// How they are written.
    pub unit: Unit,
    /// Decibels of the unit less dBFS, by channel.
    offsets_db: Vec<f64>,
}

impl LevelsIn {
    /// For channels with these voltages of a full-scale sine.
    pub fn of(volts: &[f64], load_ohms: Option<f64>, unit: LevelUnit) -> LevelsIn {
        match level_scale::offsets_of_volts(volts, load_ohms, unit) {
            Some(offsets_db) => LevelsIn { unit: unit.into(), offsets_db },
            None => LevelsIn { unit: LevelUnit::Dbfs.into(), offsets_db: Vec::new() },
        }
    }

    /// A level in decibels of the unit.
    pub fn db(&self, channel: usize, dbfs: f64) -> f64 {
        dbfs + self.offsets_db.get(channel).or(self.offsets_db.first()).copied().unwrap_or(0.0)
    }

    /// A level with its unit: "−12.0 dBFS", "212.3 mW".
    pub fn text(&self, channel: usize, dbfs: f64, limit: bool) -> String {
        self.unit.text(self.db(channel, dbfs), limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_in_the_chosen_unit_if_the_calibration_allows_it() {
        let volts = [2.0, 4.0];
        let at = |unit, load_ohms| LevelsIn::of(&volts, load_ohms, unit);
        // 2 V in 32 Ω are 125 mW; 6 dB below are a quarter of it.
        let watts = at(LevelUnit::Watts, Some(32.0));
        assert_eq!(watts.text(0, 0.0, false), "125.0 mW");
        assert_eq!(watts.text(0, -20.0 * 2f64.log10(), false), "31.25 mW");
        assert_eq!(watts.text(1, 0.0, false), "500.0 mW");
        assert_eq!(at(LevelUnit::Volts, None).text(0, -20.0, true), "≤200.0 mV");
        for (unit, load_ohms) in
            [(LevelUnit::Watts, None), (LevelUnit::Percent, None), (LevelUnit::Dbr, None)]
        {
            assert_eq!(at(unit, load_ohms).text(0, -12.0, false), "−12.0 dBFS", "{unit:?}");
        }
        assert_eq!(LevelsIn::of(&[], Some(32.0), LevelUnit::Volts).text(0, -12.0, false), "−12.0 dBFS");
    }
}
