//! Everything measured of a signal, and the report made from it.

use std::ops::Range;

use crate::figures::curve::Curve;
use crate::figures::discontinuity::Glitches;
use crate::figures::figure::{ChannelFigure, Figure, Reading};
use crate::figures::report::{ChannelReport, Report, Section, Source, StimulusKind, Used};
use crate::figures::run::Run;
use crate::terms::settings::Settings;

/// A stretch with one stimulus, and what is only known of its samples.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct MeasuredSection {
    pub(crate) section: Section,
    /// Word length of the samples; `None` for digital silence.
    pub(crate) bits: Option<u32>,
    /// Records averaged; `None` without figures.
    pub(crate) records: Option<u32>,
}

impl MeasuredSection {
    /// Whether steady tones drive it: such a section can represent a recording by itself.
    pub(crate) fn is_tonal(&self) -> bool {
        use StimulusKind::{DualTone, Multitone, Tone, TwinTone};
        let stimulus = &self.section.stimulus;
        matches!(stimulus.kind, Tone | DualTone | TwinTone | Multitone)
            && stimulus.tones_hz.values().any(|tones| !tones.is_empty())
    }

    /// Its frames.
    pub(crate) fn range(&self) -> Range<u64> {
        self.section.first_frame..self.section.first_frame + self.section.frames
    }
}

/// A recording as a whole.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Whole {
    pub(crate) frames: u64,
    /// Largest absolute sample as `20·lg max|x|`; `None` for digital silence.
    pub(crate) peak_dbfs: Option<f64>,
    pub(crate) used: Option<Used>,
}

/// Everything measured of a signal, live or recorded. [`Measurement::report`] makes its report.
#[derive(Clone, Debug, PartialEq)]
pub struct Measurement {
    pub(crate) settings: Settings,
    pub(crate) sample_rate_hz: f64,
    /// The section whose figures are those of the report.
    pub(crate) main: MeasuredSection,
    /// Of a recording with several stimuli every section, in order, the main one included.
    pub(crate) sections: Vec<MeasuredSection>,
    /// Per channel; empty if discontinuities were not looked for.
    pub(crate) glitches: Vec<Glitches>,
    /// `None` in live measurement.
    pub(crate) whole: Option<Whole>,
    /// Of the bench track.
    pub(crate) bench: Option<Bench>,
}

/// What only the bench track gives.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Bench {
    pub(crate) curves: Vec<Curve>,
    pub(crate) run: Run,
}

impl Measurement {
    /// Of one section of a stream.
    pub(crate) fn of_section(main: MeasuredSection, sample_rate_hz: f64, settings: Settings) -> Measurement {
        let (sections, glitches) = (Vec::new(), Vec::new());
        Measurement { settings, sample_rate_hz, main, sections, glitches, whole: None, bench: None }
    }

    /// With the discontinuities of the stream, channel by channel.
    pub fn with_glitches(self, glitches: Vec<Glitches>) -> Measurement {
        Measurement { glitches, ..self }
    }

    /// The report.
    pub fn report(self) -> Report {
        let MeasuredSection { section, bits, records } = self.main;
        let live = Whole { frames: section.frames, peak_dbfs: None, used: None };
        let Whole { frames, peak_dbfs, used } = self.whole.unwrap_or(live);
        let band = self.settings.band.at_rate(self.sample_rate_hz);
        let (curves, run) = self.bench.map_or((Vec::new(), None), |bench| (bench.curves, Some(bench.run)));
        let mut glitches = self.glitches.into_iter();
        let channels = section.channels.into_iter().map(|channel| match glitches.next() {
            Some(glitches) => with_glitches(channel, glitches),
            None => channel,
        });
        Report {
            schema: Report::SCHEMA.to_owned(),
            version: Report::VERSION.to_owned(),
            source: Source {
                sample_rate_hz: self.sample_rate_hz,
                frames,
                bits,
                peak_dbfs,
                records,
                used,
                ..Source::default()
            },
            settings: Some(self.settings),
            band_hz: [band.low_hz, band.high_hz],
            stimulus: section.stimulus,
            channels: channels.collect(),
            pairs: section.pairs,
            sections: self.sections.into_iter().map(|measured| measured.section).collect(),
            curves,
            run,
        }
    }
}

fn with_glitches(mut channel: ChannelReport, glitches: Glitches) -> ChannelReport {
    let count = Figure::exact(glitches.count as f64);
    channel.figures.insert(ChannelFigure::Glitches, Reading::Measured(count));
    ChannelReport { glitches: glitches.listed, ..channel }
}
