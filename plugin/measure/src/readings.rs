//! From an average to the report: every definition measured or refused.

use std::collections::BTreeMap;

use crate::average::{Average, ChannelAverage};
use crate::figures::figure::Outcome;
use crate::figures::figure::{Figure, FigureId, Figures, Reading, Scope};
use crate::figures::refusal::Refusal;
use crate::figures::report::{ChannelReport, PairReport, Report, Source, Stimulus, StimulusKind};
use crate::lines::line_fit::SEPARATION_BINS;
use crate::noise::floor::NoiseFloor;
use crate::spectra::word_length::WordLength;
use crate::stimulus::RelatedTones;
use crate::stimulus::{FEWEST_TONES, LOWEST_BINS, Obstacle};
use crate::terms::settings::{Averaging, Band, Settings};
use crate::terms::units::{db_to_power, power_to_db};
use crate::terms::weighting::Weighting;

mod balance;
pub(crate) mod cause;
mod channel;
pub(crate) mod delay;
mod hum;
mod intermodulation;
mod lines;
mod multitone;
pub(crate) mod output_impedance;
mod pair;
mod tone;

use lines::ChannelLines;

/// The lowest frequency at which mains lines can be told from DC.
const CLEAR_OF_DC_BINS: f64 = crate::spectra::window::LOBE_BINS as f64;

/// Noise and spurs of a silent device lie below this.
const SILENCE_DBFS: f64 = -60.0;

/// Peaks of noise lie within this many times its rms, 15.6 dB; those below the level count as noise in any case.
const CREST: f64 = 6.0;
const QUIET_PEAK_DBFS: f64 = -50.0;

/// What all readings of one average share.
pub(crate) struct Context<'a> {
    pub(crate) average: &'a Average,
    pub(crate) floors: &'a [NoiseFloor],
    pub(crate) settings: &'a Settings,
    pub(crate) sample_rate_hz: f64,
    pub(crate) frames: usize,
    pub(crate) band: Band,
    pub(crate) kind: StimulusKind,
}

impl Context<'_> {
    pub(crate) fn bin_hz(&self) -> f64 {
        self.sample_rate_hz / self.frames as f64
    }

    pub(crate) fn hz(&self, bins: f64) -> f64 {
        bins * self.bin_hz()
    }

    pub(crate) fn channel(&self, index: usize) -> &ChannelAverage {
        &self.average.channels[index]
    }

    /// The refusal that stands for every figure of a channel, if any does.
    pub(crate) fn poison(&self, channel: usize) -> Option<Refusal> {
        let samples = self.channel(channel).not_finite;
        (samples > 0).then_some(Refusal::NotFinite { samples })
    }

    /// The refusal of figures that need the harmonics of a tone per side, where these meet.
    pub(crate) fn related_tones(&self) -> Result<(), Refusal> {
        if self.kind != StimulusKind::DualTone {
            return Ok(());
        }
        let stimulus = &self.average.stimulus;
        let hz = |tone| self.hz(self.channel(stimulus.owner(tone).unwrap_or(0)).tones[tone]);
        let &[low_hz, high_hz] = &[hz(0), hz(1)];
        let separation_hz = self.hz(SEPARATION_BINS);
        let highest_hz = self.band.high_hz;
        let related = RelatedTones::of([low_hz, high_hz], highest_hz, separation_hz);
        related.map_or(Ok(()), |related| {
            let clear_hz = related.clear_pair_hz(highest_hz, highest_hz);
            Err(Refusal::RelatedTones {
                orders: related.orders,
                frequency_hz: related.frequency_hz(),
                clear_hz,
            })
        })
    }

    /// All samples zero.
    pub(crate) fn is_silent(&self, channel: usize) -> bool {
        self.channel(channel).peak == 0.0 && self.channel(channel).mean_square == 0.0
    }

    /// Why there is no tone at all.
    pub(crate) fn no_tone(&self, channel: usize) -> Refusal {
        if let Some(obstacle) = self.average.stimulus.obstacle {
            return self.obstacle(obstacle);
        }
        if self.is_silent(channel) {
            return Refusal::DigitalSilence;
        }
        let strongest = self.average.stimulus.strongest.get(channel).copied().flatten();
        Refusal::NoTone { strongest_dbfs: strongest.map(|amplitude| power_to_db(amplitude * amplitude)) }
    }
}

impl Context<'_> {
    fn obstacle(&self, obstacle: Obstacle) -> Refusal {
        match obstacle {
            Obstacle::OutsideRange(bins) => Refusal::FundamentalOutsideRange {
                frequency_hz: self.hz(bins),
                lowest_hz: self.hz(LOWEST_BINS),
                highest_hz: self.sample_rate_hz / 2.0 - self.hz(LOWEST_BINS),
            },
            Obstacle::TooClose { bins, spacing_bins, needed_bins } => Refusal::TonesTooClose {
                frequency_hz: self.hz(bins),
                spacing_hz: self.hz(spacing_bins),
                needed_hz: self.hz(needed_bins),
            },
            Obstacle::Missing { hz, detectable } => Refusal::NoLine {
                frequency_hz: hz,
                detectable_dbfs: power_to_db(detectable.max(f64::MIN_POSITIVE)),
            },
            Obstacle::Unsteady { bins, left, .. } => Refusal::Unsteady {
                frequency_hz: self.hz(bins),
                left_db: power_to_db(left.max(f64::MIN_POSITIVE)),
            },
            Obstacle::NoMultitone => Refusal::TooFewTones { tones: 0, needed_tones: FEWEST_TONES },
        }
    }
}

/// The report of an average.
pub(crate) fn report(
    average: &Average,
    floors: &[NoiseFloor],
    settings: &Settings,
    sample_rate_hz: f64,
    frames: usize,
) -> Report {
    let band = settings.band.at_rate(sample_rate_hz);
    let kind = StimulusKind::Programme;
    let mut context = Context { average, floors, settings, sample_rate_hz, frames, band, kind };
    context.kind = average.stimulus.kind(settings.told, || is_quiet(&context));
    let names = channel_names(average.channels.len());
    let lines: Vec<ChannelLines> =
        (0..names.len()).map(|channel| ChannelLines::new(&context, channel)).collect();
    let channels =
        names.iter().zip(&lines).map(|(name, lines)| channel::report(&context, lines, name)).collect();
    Report {
        schema: Report::SCHEMA.to_owned(),
        source: Source {
            sample_rate_hz,
            frames: average.end_frame - average.first_frame,
            bits: word_length_bits(average),
            records: Some(records(average, settings)),
            ..Source::default()
        },
        band_hz: [band.low_hz, band.high_hz],
        stimulus: stimulus(&context, &names),
        channels,
        pairs: pairs(&names).map(|(from, to)| pair::report(&context, &lines, &names, from, to)).collect(),
        sections: Vec::new(),
    }
}

/// Word length of the channel whose samples are the finest.
fn word_length_bits(average: &Average) -> Option<u32> {
    let bits = |channel: &ChannelAverage| channel.grid.word_length().map(WordLength::bits);
    average.channels.iter().filter_map(bits).max()
}

/// Records that bear on an average: an exponential one forgets.
pub(crate) fn records(average: &Average, settings: &Settings) -> u32 {
    match settings.averaging {
        Averaging::Off => 1,
        Averaging::Exponential { records } => average.records.min(records),
        _ => average.records,
    }
}

/// A report in which a record too short refuses everything.
pub(crate) fn too_short(
    sample_rate_hz: f64,
    channels: usize,
    settings: &Settings,
    frames: u64,
    needed_frames: u64,
) -> Report {
    let refusal = Refusal::TooShort { frames, needed_frames };
    let names = channel_names(channels);
    let band = settings.band.at_rate(sample_rate_hz);
    Report {
        schema: Report::SCHEMA.to_owned(),
        source: Source { sample_rate_hz, frames, ..Source::default() },
        band_hz: [band.low_hz, band.high_hz],
        stimulus: Stimulus {
            kind: StimulusKind::Programme,
            tones_hz: names.iter().map(|name| (name.clone(), Vec::new())).collect(),
        },
        channels: names
            .iter()
            .map(|name| ChannelReport {
                figures: refused(Scope::Channel, &refusal),
                ..empty_channel(name, [0, frames])
            })
            .collect(),
        pairs: pairs(&names)
            .map(|(from, to)| PairReport::new(&names[from], &names[to], refused(Scope::Pair, &refusal)))
            .collect(),
        sections: Vec::new(),
    }
}

/// A channel's report without findings.
pub(crate) fn empty_channel(name: &str, used_frames: [u64; 2]) -> ChannelReport {
    ChannelReport {
        name: name.to_owned(),
        used_frames,
        figures: Figures::new(),
        tones: Vec::new(),
        harmonics: Vec::new(),
        hum_lines: Vec::new(),
        hum_pattern: None,
        spurs: Vec::new(),
        density: Vec::new(),
        rounding: None,
        glitches: Vec::new(),
    }
}

/// Every figure of a scope, refused for one reason.
pub(crate) fn refused(scope: Scope, refusal: &Refusal) -> Figures {
    complete(scope, |_| Err(refusal.clone()))
}

/// Every figure of a scope.
pub(crate) fn complete(scope: Scope, read: impl Fn(FigureId) -> Outcome) -> Figures {
    FigureId::ALL
        .iter()
        .filter(|id| id.definition().scope == scope)
        .map(|&id| (id, read(id).map_or_else(Reading::NotMeasurable, finite)))
        .collect()
}

/// −∞ is a level; anything else that is no number would be a fault of ours and is refused rather than shown.
fn finite(figure: Figure) -> Reading {
    let valid = |x: f64| x.is_finite() || x == f64::NEG_INFINITY;
    if valid(figure.value) && valid(figure.low) && valid(figure.high) {
        Reading::Measured(figure)
    } else {
        Reading::NotMeasurable(Refusal::NoTone { strongest_dbfs: None })
    }
}

fn channel_names(channels: usize) -> Vec<String> {
    match channels {
        1 => vec!["M".to_owned()],
        2 => vec!["L".to_owned(), "R".to_owned()],
        more => (1..=more).map(|number| number.to_string()).collect(),
    }
}

fn pairs(names: &[String]) -> impl Iterator<Item = (usize, usize)> {
    let channels = names.len();
    (0..channels).flat_map(move |from| (0..channels).filter(move |to| *to != from).map(move |to| (from, to)))
}

/// Whether a stimulus leaves noise and hum to be seen: programme and sweeps cover them.
fn shows_noise(kind: StimulusKind) -> bool {
    !matches!(kind, StimulusKind::Programme | StimulusKind::Sweep)
}

/// Noise and spurs below −60 dBFS on every channel.
fn is_quiet(context: &Context) -> bool {
    let quiet = |floor: &NoiseFloor| {
        let spurs: f64 = floor.spurs.iter().map(|spur| spur.power).sum();
        power_to_db(floor.band_power(context.band, Weighting::Flat).value + spurs) < SILENCE_DBFS
    };
    // Sounds that come and go leave little noise on the mean, but stand out of it.
    let even = |channel: &ChannelAverage| {
        let moving = (channel.mean_square - channel.mean * channel.mean).max(0.0);
        let crest = (channel.peak - channel.mean.abs()).max(0.0);
        crest * crest < (CREST * CREST * moving).max(db_to_power(QUIET_PEAK_DBFS))
    };
    context.floors.iter().all(quiet) && context.average.channels.iter().all(even)
}

fn stimulus(context: &Context, names: &[String]) -> Stimulus {
    let seen = &context.average.stimulus;
    let tones = |channel: usize| {
        let driven = seen.driven.get(channel).into_iter().flatten();
        driven.map(|&tone| context.hz(context.channel(channel).tones[tone])).collect()
    };
    let tones_hz: BTreeMap<String, Vec<f64>> =
        names.iter().enumerate().map(|(channel, name)| (name.clone(), tones(channel))).collect();
    Stimulus { kind: context.kind, tones_hz }
}
