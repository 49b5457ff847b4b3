//! What sounds when in the bench track: generator and recogniser read the same table.

use super::glide::Glide;
use crate::figures::run::{BenchForm, BenchSection};

/// Tone of most sections.
pub(crate) const TONE_HZ: f64 = 997.0;
/// Tones of the two sides: their harmonics stay 40 Hz apart in the audio band, which a step of 0.3 s resolves.
pub(crate) const TONES_HZ: [f64; 2] = [997.0, 1409.0];
/// Tones of the multitone.
pub(crate) const MULTITONE_TONES: usize = 32;
/// Level of the tone for the dynamic range, in dBFS: AES17 names it, whatever the track's top level.
pub(crate) const QUIET_TONE_DBFS: f64 = -60.0;
/// Fade at either end of every sound.
pub(crate) const FADE_S: f64 = 0.03;
/// Part of a section excluded at either end besides the fades, in which a device settles.
pub(crate) const SETTLING_S: f64 = 0.03;

/// Range of the sweeps: two octaves below the audio band, so that its edge is soft.
const SWEEP_HZ: [f64; 2] = [5.0, 21_500.0];
const SWEEP_FADE_S: f64 = 0.05;
/// Range of the markers, in which amplifiers are flat and little hum lies.
const MARK_HZ: [f64; 2] = [500.0, 2500.0];
const MARK_S: f64 = 0.25;
/// From a marker's start to the section's: the glide and a gap in which it decays.
const MARK_TO_SECTION_S: f64 = 0.3;
/// Silence after a section, so that a device's decay does not reach the next marker.
const GAP_S: f64 = 0.05;
/// Silence before the first and after the last marker.
const MARGIN_S: f64 = 0.1;
/// From the second glide of the start to the first marker.
const AFTER_PAIR_S: f64 = 0.4;

/// One section of the track.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct PlannedSection {
    pub(crate) section: BenchSection,
    /// Start of the marker before it.
    pub(crate) mark_s: f64,
    pub(crate) start_s: f64,
    pub(crate) length_s: f64,
    /// Peak level relative to the track's top level, in dB.
    pub(crate) level_db: f64,
}

/// One step of the level series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Step {
    /// From the track's start.
    pub(crate) start_s: f64,
    pub(crate) length_s: f64,
    /// Relative to the track's top level, in dB.
    pub(crate) level_db: f64,
}

/// The whole track. Times in seconds from its start.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Plan {
    pub(crate) form: BenchForm,
    /// The glides that begin it: left, then right.
    pub(crate) start_s: [f64; 2],
    pub(crate) sections: Vec<PlannedSection>,
    /// The last marker on both sides, after all sections.
    pub(crate) last_mark_s: f64,
    /// The glides that end it: left, then right.
    pub(crate) end_s: [f64; 2],
    pub(crate) length_s: f64,
}

impl Plan {
    /// The track in one of its forms.
    pub(crate) fn new(form: BenchForm) -> Plan {
        let spacing_s = start_spacing_s(form);
        let start_s = [MARGIN_S, MARGIN_S + spacing_s];
        let mut mark_s = start_s[1] + AFTER_PAIR_S;
        let mut sections = Vec::new();
        for (section, length_s, level_db) in table(form) {
            let start_s = mark_s + MARK_TO_SECTION_S;
            sections.push(PlannedSection { section, mark_s, start_s, length_s, level_db });
            mark_s = start_s + length_s + GAP_S;
        }
        let end = mark_s + AFTER_PAIR_S;
        let end_s = [end, end + END_SPACING_S];
        let length_s = end_s[1] + MARK_S + MARGIN_S;
        Plan { form, start_s, sections, last_mark_s: mark_s, end_s, length_s }
    }

    /// Both forms.
    pub(crate) fn all() -> [Plan; 2] {
        [BenchForm::Full, BenchForm::Quick].map(Plan::new)
    }

    /// Starts of the markers on both sides: one before every section, and the last one.
    pub(crate) fn marks_s(&self) -> Vec<f64> {
        self.sections.iter().map(|section| section.mark_s).chain([self.last_mark_s]).collect()
    }

    /// The steps of the level series, rising.
    pub(crate) fn steps(&self) -> Vec<Step> {
        let levels = levels_db(self.form);
        let series = self.sections.iter().find(|planned| planned.section == BenchSection::Levels);
        let step = |planned: &PlannedSection| {
            let length_s = planned.length_s / levels.len() as f64;
            let start_s = move |index: usize| planned.start_s + index as f64 * length_s;
            let step =
                move |(index, level_db): (usize, f64)| Step { start_s: start_s(index), length_s, level_db };
            levels.iter().copied().enumerate().map(step).collect()
        };
        series.map(step).unwrap_or_default()
    }

    /// The sweep of either side.
    pub(crate) fn sweep(&self) -> Glide {
        let length_s = match self.form {
            BenchForm::Full => FULL_SWEEP_S,
            BenchForm::Quick => QUICK_SWEEP_S,
        };
        Glide::new(SWEEP_HZ, length_s, SWEEP_FADE_S)
    }
}

/// Highest frequency of the track: where its sweeps end.
pub(crate) fn highest_hz() -> f64 {
    SWEEP_HZ[1]
}

/// The glide of every marker.
pub(crate) fn mark() -> Glide {
    Glide::new(MARK_HZ, MARK_S, FADE_S)
}

/// The band in which markers are looked for.
pub(crate) const MARK_BAND_HZ: [f64; 2] = [400.0, 2700.0];

/// From the first to the second glide of the start: it names the form.
pub(crate) fn start_spacing_s(form: BenchForm) -> f64 {
    match form {
        BenchForm::Full => 0.4,
        BenchForm::Quick => 0.45,
    }
}

const END_SPACING_S: f64 = 0.5;
const FULL_SWEEP_S: f64 = 7.0;
const QUICK_SWEEP_S: f64 = 2.5;

/// Section, length in seconds, peak level relative to the top level in dB.
fn table(form: BenchForm) -> Vec<(BenchSection, f64, f64)> {
    use BenchSection as S;
    let steps = levels_db(form).len() as f64;
    match form {
        BenchForm::Full => vec![
            (S::Silence, 6.0, 0.0),
            (S::ToneLeft, 5.0, -1.0),
            (S::ToneRight, 5.0, -1.0),
            (S::Tone, 4.0, -1.0),
            (S::ToneLower, 3.0, -3.0),
            (S::ToneEach, 4.0, 0.0),
            (S::Smpte, 4.0, 0.0),
            (S::Dfd, 4.0, 0.0),
            (S::Multitone, 4.5, 0.0),
            (S::QuietTone, 4.0, 0.0),
            (S::Levels, 0.5 * steps, 0.0),
            (S::SweepLeft, FULL_SWEEP_S, 0.0),
            (S::SweepRight, FULL_SWEEP_S, 0.0),
        ],
        BenchForm::Quick => vec![
            (S::Silence, 2.0, 0.0),
            (S::ToneLeft, 1.2, -1.0),
            (S::ToneRight, 1.2, -1.0),
            (S::Tone, 1.2, -1.0),
            (S::ToneEach, 1.2, 0.0),
            (S::Smpte, 1.2, 0.0),
            (S::Dfd, 1.2, 0.0),
            (S::Multitone, 1.7, 0.0),
            (S::QuietTone, 1.2, 0.0),
            (S::Levels, 0.3 * steps, 0.0),
            (S::SweepLeft, QUICK_SWEEP_S, 0.0),
            (S::SweepRight, QUICK_SWEEP_S, 0.0),
        ],
    }
}

/// Levels of the series in dB relative to the top level: fine where distortion rises.
fn levels_db(form: BenchForm) -> Vec<f64> {
    let steps = |from: i32, step: i32| (from..=0).step_by(step as usize).map(f64::from);
    match form {
        BenchForm::Full => (-60..-12).step_by(6).map(f64::from).chain(steps(-12, 1)).collect(),
        BenchForm::Quick => (-60..-12).step_by(12).map(f64::from).chain(steps(-12, 2)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_last_about_75_and_25_seconds() {
        let [full, quick] = Plan::all().map(|plan| plan.length_s);
        println!("{full:.2} s, {quick:.2} s");
        assert!((70.0..80.0).contains(&full) && (23.0..28.0).contains(&quick), "{full} {quick}");
    }

    #[test]
    fn every_time_is_a_whole_frame_at_usual_rates() {
        for plan in Plan::all() {
            let steps = plan.steps().into_iter().map(|step| step.start_s);
            let starts = plan.sections.iter().map(|section| section.start_s);
            for time_s in plan.marks_s().into_iter().chain(steps).chain(starts).chain(plan.end_s) {
                for rate_hz in [44_100.0, 48_000.0, 96_000.0] {
                    let frames: f64 = time_s * rate_hz;
                    assert!((frames - frames.round()).abs() < 1e-6, "{time_s} s at {rate_hz} Hz");
                }
            }
        }
    }
}
