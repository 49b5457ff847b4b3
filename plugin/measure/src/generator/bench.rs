//! The bench track's samples, from its plan.

use super::recipe::{Level, NoSignal, Sides, SignalKind};
use super::sine::Sine;
use crate::bench::glide::{Glide, fade};
use crate::bench::plan::{self, Plan, PlannedSection};
use crate::figures::run::{BenchForm, BenchSection};
use crate::terms::units::amplitude_to_db;

/// Sounds of one side, in order, one at a time.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Track {
    sample_rate_hz: f64,
    sounds: Vec<Sound>,
}

/// One sound with its fades.
#[derive(Clone, Debug, PartialEq)]
struct Sound {
    start_s: f64,
    length_s: f64,
    source: Source,
}

#[derive(Clone, Debug, PartialEq)]
enum Source {
    Steady { sines: Vec<Sine>, first_frame: u64 },
    Glide { glide: Glide, amplitude: f64 },
}

impl Track {
    pub(super) fn at(&self, frame: u64) -> f64 {
        let time_s = frame as f64 / self.sample_rate_hz;
        let next = self.sounds.partition_point(|sound| sound.start_s <= time_s);
        let Some(sound) = next.checked_sub(1).map(|index| &self.sounds[index]) else { return 0.0 };
        let since_s = time_s - sound.start_s;
        match &sound.source {
            _ if since_s > sound.length_s => 0.0,
            Source::Glide { glide, amplitude } => amplitude * glide.at(since_s),
            Source::Steady { sines, first_frame } => {
                let frame = frame.saturating_sub(*first_frame);
                let sum: f64 = sines.iter().map(|sine| sine.at(frame)).sum();
                fade(since_s, sound.length_s, plan::FADE_S) * sum
            }
        }
    }
}

impl BenchForm {
    /// Length of the track in seconds.
    pub fn length_s(self) -> f64 {
        Plan::new(self).length_s
    }

    /// Sections of the track, in its order.
    pub fn sections(self) -> Vec<BenchSection> {
        Plan::new(self).sections.into_iter().map(|planned| planned.section).collect()
    }
}

impl Track {
    /// Both sides of a track with its highest peaks at `top`, an amplitude. `steady` gives the sines of a signal at a
    /// level.
    ///
    /// # Errors
    ///
    /// Those of `steady`.
    pub(super) fn sides(
        form: BenchForm,
        top: f64,
        sample_rate_hz: f64,
        mut steady: impl FnMut(SignalKind, Level) -> Result<[Vec<Sine>; 2], NoSignal>,
    ) -> Result<[Track; 2], NoSignal> {
        let plan = Plan::new(form);
        let marks = |side: usize| -> Vec<Sound> {
            let own = [plan.start_s[side], plan.end_s[side]];
            own.into_iter().chain(plan.marks_s()).map(|start_s| glide(plan::mark(), top, start_s)).collect()
        };
        let mut sides = [0, 1].map(marks);
        for (section, start_s, length_s, level_db) in sounds(&plan) {
            match section {
                BenchSection::SweepLeft => sides[0].push(glide(plan.sweep(), top, start_s)),
                BenchSection::SweepRight => sides[1].push(glide(plan.sweep(), top, start_s)),
                _ => {
                    let first_frame = (start_s * sample_rate_hz).ceil() as u64;
                    let sines = steady(kind(section), Level::PeakDbfs(level_dbfs(section, top, level_db)))?;
                    for (side, sines) in sides.iter_mut().zip(sines).filter(|(_, sines)| !sines.is_empty()) {
                        side.push(Sound { start_s, length_s, source: Source::Steady { sines, first_frame } });
                    }
                }
            }
        }
        Ok(sides.map(|mut sounds| {
            sounds.sort_by(|a, b| a.start_s.total_cmp(&b.start_s));
            Track { sample_rate_hz, sounds }
        }))
    }
}

/// Section, start, length and level relative to the top level of every sound.
fn sounds(plan: &Plan) -> Vec<(BenchSection, f64, f64, f64)> {
    let steps = plan.steps();
    let sound = |planned: &PlannedSection| match planned.section {
        BenchSection::Levels => {
            steps.iter().map(|step| (planned.section, step.start_s, step.length_s, step.level_db)).collect()
        }
        section => vec![(section, planned.start_s, planned.length_s, planned.level_db)],
    };
    plan.sections.iter().flat_map(sound).collect()
}

/// Peak level of a section. The tone for the dynamic range has its own, unless the track is fainter.
fn level_dbfs(section: BenchSection, top: f64, level_db: f64) -> f64 {
    let top_dbfs = amplitude_to_db(top);
    match section {
        BenchSection::QuietTone => plan::QUIET_TONE_DBFS.min(top_dbfs),
        _ => top_dbfs + level_db,
    }
}

fn glide(glide: Glide, amplitude: f64, start_s: f64) -> Sound {
    Sound { start_s, length_s: glide.length_s, source: Source::Glide { glide, amplitude } }
}

/// The signal of a steady section.
fn kind(section: BenchSection) -> SignalKind {
    let tone = |sides| SignalKind::Tone { frequency_hz: plan::TONE_HZ, sides };
    match section {
        BenchSection::ToneLeft => tone(Sides::Left),
        BenchSection::ToneRight => tone(Sides::Right),
        BenchSection::Tone | BenchSection::ToneLower | BenchSection::QuietTone => tone(Sides::Both),
        BenchSection::ToneEach | BenchSection::Levels => SignalKind::DualTone(plan::TONES_HZ),
        BenchSection::Smpte => SignalKind::SMPTE,
        BenchSection::Dfd => SignalKind::DFD,
        BenchSection::Multitone => SignalKind::Multitone { tones: plan::MULTITONE_TONES },
        BenchSection::Silence
        | BenchSection::SweepLeft
        | BenchSection::SweepRight
        | BenchSection::Unknown => SignalKind::Silence,
    }
}
