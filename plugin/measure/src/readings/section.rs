//! The figures of an average.

use std::collections::BTreeMap;

use crate::average::{Average, ChannelAverage};
use crate::figures::measurement::MeasuredSection;
use crate::figures::refusal::Refusal;
use crate::figures::report::{ChannelReport, PairReport, Section, Stimulus, StimulusKind};
use crate::figures::residual::ResidualWaveform;
use crate::noise::floor::NoiseFloor;
use crate::spectra::word_length::WordLength;
use crate::terms::settings::{Averaging, Settings};
use crate::terms::units::{db_to_power, power_to_db};
use crate::terms::weighting::Weighting;

use super::context::{Context, refused};
use super::lines::ChannelLines;
use super::{channel, pair, residual};

/// Upper limit of noise and spurs of a silent device.
const SILENCE_DBFS: f64 = -60.0;

/// Largest crest factor of noise, 15.6 dB; peaks below the level count as noise in any case.
const CREST: f64 = 6.0;
const QUIET_PEAK_DBFS: f64 = -50.0;

/// The figures of an average.
pub(crate) fn measured(
    average: &Average,
    floors: &[NoiseFloor],
    settings: &Settings,
    sample_rate_hz: f64,
    frames: usize,
) -> MeasuredSection {
    let context = context(average, floors, settings, sample_rate_hz, frames);
    let names = channel_names(average.channels.len());
    let lines: Vec<ChannelLines> =
        (0..names.len()).map(|channel| ChannelLines::new(&context, channel)).collect();
    let channels = names.iter().zip(&lines).map(|(name, lines)| channel::report(&context, lines, name));
    let pairs = pairs(&names).map(|(from, to)| pair::report(&context, &lines, &names, from, to));
    MeasuredSection {
        section: Section {
            name: None,
            first_frame: average.first_frame,
            frames: average.frames(),
            stimulus: stimulus(&context, &names),
            channels: channels.collect(),
            pairs: pairs.collect(),
        },
        bits: word_length_bits(average),
        records: Some(records(average, settings)),
    }
}

/// The coherent residual of each channel over one period of its tone, or why there is none.
pub(crate) fn residuals(
    average: &Average,
    floors: &[NoiseFloor],
    settings: &Settings,
    sample_rate_hz: f64,
    frames: usize,
) -> Vec<Result<ResidualWaveform, Refusal>> {
    let context = context(average, floors, settings, sample_rate_hz, frames);
    let channels = 0..average.channels.len();
    channels.map(|channel| residual::waveform(&ChannelLines::new(&context, channel))).collect()
}

fn context<'a>(
    average: &'a Average,
    floors: &'a [NoiseFloor],
    settings: &'a Settings,
    sample_rate_hz: f64,
    frames: usize,
) -> Context<'a> {
    let band = settings.band.at_rate(sample_rate_hz);
    let kind = StimulusKind::Programme;
    let mut context = Context { average, floors, settings, sample_rate_hz, frames, band, kind };
    context.kind = average.stimulus.kind(settings.declared, || is_quiet(&context));
    context
}

/// Word length of the channel with the finest samples.
fn word_length_bits(average: &Average) -> Option<u32> {
    let bits = |channel: &ChannelAverage| channel.grid.word_length().map(WordLength::bits);
    average.channels.iter().filter_map(bits).max()
}

/// Number of records that contribute to an average; an exponential one forgets.
pub(crate) fn records(average: &Average, settings: &Settings) -> u32 {
    match settings.averaging {
        Averaging::Off => 1,
        Averaging::Exponential { records } => average.records.min(records),
        _ => average.records,
    }
}

/// Frames too few for any figure.
pub(crate) fn too_short(channels: usize, frames: u64, needed_frames: u64) -> MeasuredSection {
    let refusal = Refusal::TooShort { frames, needed_frames };
    let names = channel_names(channels);
    let channel = |name: &String| ChannelReport::new(name, [0, frames], refused(&refusal));
    let pair = |(from, to): (usize, usize)| PairReport::new(&names[from], &names[to], refused(&refusal));
    MeasuredSection {
        section: Section {
            name: None,
            first_frame: 0,
            frames,
            stimulus: Stimulus {
                kind: StimulusKind::Programme,
                tones_hz: names.iter().map(|name| (name.clone(), Vec::new())).collect(),
            },
            channels: names.iter().map(channel).collect(),
            pairs: pairs(&names).map(pair).collect(),
        },
        bits: None,
        records: None,
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

/// Noise and spurs below −60 dBFS on every channel.
fn is_quiet(context: &Context) -> bool {
    let quiet = |floor: &NoiseFloor| {
        let spurs: f64 = floor.spurs.iter().map(|spur| spur.power).sum();
        power_to_db(floor.band_power(context.band, Weighting::Flat).value + spurs) < SILENCE_DBFS
    };
    // Intermittent sounds leave little noise in the mean, but exceed it themselves.
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
