//! The bench track's samples, from its plan.

use super::recipe::{NoSignal, Recipe, Sides, SignalKind};
use super::{Level, Part};
use crate::bench::glide::{Glide, fade};
use crate::bench::plan::{self, Plan};
use crate::figures::run::{BenchForm, BenchSection};

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
    Steady { part: Part, first_frame: u64 },
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
            Source::Steady { part, first_frame } => {
                fade(since_s, sound.length_s, plan::FADE_S) * part.at(frame.saturating_sub(*first_frame))
            }
        }
    }
}

impl BenchForm {
    /// Length of the track in seconds.
    pub fn length_s(self) -> f64 {
        Plan::new(self).length_s
    }
}

impl Recipe {
    /// The bench track with its highest peaks at `top_dbfs`; its tones lie below, as the plan says.
    ///
    /// # Errors
    ///
    /// [`NoSignal`] if the sample rate or the level is out of range.
    pub(super) fn bench_track(&self, form: BenchForm) -> Result<[Part; 2], NoSignal> {
        let highest_hz = plan::highest_hz();
        self.check_frequency(highest_hz, self.sample_rate_hz / 2.0)?;
        let plan = Plan::new(form);
        let mut sides = [Vec::new(), Vec::new()];
        let top = self.gain(1.0, 1.0)?;
        let mark = |side: usize, start_s: f64, sides: &mut [Vec<Sound>; 2]| {
            sides[side].push(glide(plan::mark(), top, start_s));
        };
        for side in 0..2 {
            mark(side, plan.start_s[side], &mut sides);
            mark(side, plan.end_s[side], &mut sides);
            plan.marks_s().into_iter().for_each(|mark_s| mark(side, mark_s, &mut sides));
        }
        for planned in &plan.sections {
            match planned.section {
                BenchSection::SweepLeft => sides[0].push(glide(plan.sweep(), top, planned.start_s)),
                BenchSection::SweepRight => sides[1].push(glide(plan.sweep(), top, planned.start_s)),
                BenchSection::Levels => {
                    for step in plan.steps() {
                        self.add(planned.section, (step.start_s, step.length_s), step.level_db, &mut sides)?;
                    }
                }
                section => {
                    self.add(section, (planned.start_s, planned.length_s), planned.level_db, &mut sides)?
                }
            }
        }
        Ok(sides.map(|mut sounds| {
            sounds.sort_by(|a, b| a.start_s.total_cmp(&b.start_s));
            Part::Track(Track { sample_rate_hz: self.sample_rate_hz, sounds })
        }))
    }

    /// Adds a steady section to the sides.
    fn add(
        &self,
        section: BenchSection,
        (start_s, length_s): (f64, f64),
        level_db: f64,
        sides: &mut [Vec<Sound>; 2],
    ) -> Result<(), NoSignal> {
        let kind = kind(section);
        let level = match (section, self.level) {
            (BenchSection::QuietTone, Level::PeakDbfs(top_dbfs)) => {
                Level::PeakDbfs(plan::QUIET_TONE_DBFS.min(top_dbfs))
            }
            (_, Level::PeakDbfs(top_dbfs)) => Level::PeakDbfs(top_dbfs + level_db),
            (_, other) => other,
        };
        let first_frame = (start_s * self.sample_rate_hz).ceil() as u64;
        let parts = Recipe { kind, level, ..*self }.parts()?;
        for (side, part) in sides.iter_mut().zip(parts).filter(|(_, part)| *part != Part::Silence) {
            side.push(Sound { start_s, length_s, source: Source::Steady { part, first_frame } });
        }
        Ok(())
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
