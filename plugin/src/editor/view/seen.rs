//! Text of the header: the stimulus, and the state of the analysis.

use groundtruth_analysis::{Snapshot, State};
use groundtruth_measure::{ChannelFigure, ChannelReport, Reading, Report, StimulusKind};

use super::{format, words};

/// One part of the stimulus, with the channel of its dot.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// Channel index for the dot's colour.
    pub channel: Option<usize>,
    /// "997.000 Hz on L".
    pub text: String,
    /// The short form: "L 997.0 Hz".
    pub short: String,
}

fn said(text: &str) -> Vec<Seen> {
    shortened(text, text)
}

fn shortened(text: &str, short: &str) -> Vec<Seen> {
    vec![Seen { channel: None, text: text.to_owned(), short: short.to_owned() }]
}

/// Two tones closer than this, in Hz, are one tone on both channels.
const SAME_TONE_HZ: f64 = 0.1;

/// The stimulus as text.
pub fn seen(snapshot: &Snapshot, report: Option<&Report>, is_previous: bool) -> Vec<Seen> {
    match (snapshot.state, report) {
        (State::Failed, _) => said(words::RESTARTED),
        (State::NoAudio, _) => shortened(words::NO_AUDIO_HINT, "no audio"),
        (_, Some(_)) if is_previous => said(words::PREVIOUS_READING),
        (_, Some(report)) => stimulus(report),
        (State::Filling { .. }, None) => said(words::FILLING),
        (_, None) => said("waiting"),
    }
}

fn stimulus(report: &Report) -> Vec<Seen> {
    match report.stimulus.kind {
        StimulusKind::Programme => shortened(words::PROGRAMME, words::NO_TEST_TONE),
        StimulusKind::Silence if is_digital_silence(report) => said(words::DIGITAL_SILENCE),
        StimulusKind::Silence => shortened(words::IDLE, "no signal"),
        StimulusKind::Sweep => said("sweep"),
        StimulusKind::BenchTrack => said("bench track"),
        StimulusKind::Tone | StimulusKind::DualTone | StimulusKind::TwinTone | StimulusKind::Multitone => {
            tones(report)
        }
    }
}

/// Whether every sample of every channel is 0.
pub fn is_digital_silence(report: &Report) -> bool {
    let is_zero = |channel: &ChannelReport| {
        let level = channel.figures.get(&ChannelFigure::LevelRms).and_then(Reading::figure);
        level.is_some_and(|figure| figure.value == f64::NEG_INFINITY)
    };
    !report.channels.is_empty() && report.channels.iter().all(is_zero)
}

/// The method of measuring intermodulation that the pair of tones belongs to.
fn method(report: &Report) -> Option<&'static str> {
    let methods =
        [(ChannelFigure::ImdSmpte, "SMPTE"), (ChannelFigure::ImdDin, "DIN"), (ChannelFigure::ImdDfd2, "DFD")];
    let has = |id| {
        report.channels.iter().any(|channel| channel.figures.get(&id).is_some_and(|it| it.figure().is_some()))
    };
    methods.into_iter().find(|(id, _)| has(*id)).map(|(_, name)| name)
}

fn tones(report: &Report) -> Vec<Seen> {
    let mut seen = bare_tones(report);
    if let (Some(method), Some(first)) = (method(report), seen.first_mut()) {
        first.text.insert_str(0, &format!("{method}: "));
        first.short.insert_str(0, &format!("{method} "));
    }
    seen
}

fn bare_tones(report: &Report) -> Vec<Seen> {
    let of = |index: usize| {
        let name = &report.channels.get(index)?.name;
        let tones = report.stimulus.tones_hz.get(name).filter(|tones| !tones.is_empty())?;
        Some((name.as_str(), tones.as_slice()))
    };
    match (of(0), of(1)) {
        (Some((left, a)), Some((right, b))) if are_same(a, b) => {
            let [long, short] = spelled(a);
            let text = format!("{long} on {left} and {right}");
            vec![Seen { channel: None, text, short: format!("{left}, {right} {short}") }]
        }
        (left, right) => [left, right]
            .into_iter()
            .enumerate()
            .filter_map(|(channel, tones)| tones.map(|(name, tones)| on_channel(channel, name, tones)))
            .collect(),
    }
}

fn on_channel(channel: usize, name: &str, tones: &[f64]) -> Seen {
    let [text, short] = spelled(tones);
    Seen { channel: Some(channel), text: format!("{text} on {name}"), short: format!("{name} {short}") }
}

/// The tones with all their digits, and shortened.
fn spelled(tones: &[f64]) -> [String; 2] {
    match tones {
        [only] => [3, 1].map(|decimals| format!("{} Hz", format::fixed(*only, decimals))),
        [low, high] => {
            let [low_tick, high_tick] = [low, high].map(|hz| format::frequency_tick(hz.round()));
            [
                format!("{} + {} Hz", format::fixed(*low, 1), format::fixed(*high, 1)),
                format!("{low_tick} + {high_tick} Hz"),
            ]
        }
        many => [0, 1].map(|_| format!("{} tones", many.len())),
    }
}

/// Whether both sides carry the same tones.
fn are_same(left: &[f64], right: &[f64]) -> bool {
    left.len() == right.len() && left.iter().zip(right).all(|(a, b)| (a - b).abs() < SAME_TONE_HZ)
}

/// A fact about the analysis, with its priority: 0 is dropped last.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// Text.
    pub text: String,
    /// 0 is dropped last.
    pub rank: u8,
    /// Whether it is shown in the colour of faults.
    pub alert: bool,
}

/// Rate, length, progress and gaps, in reading order.
pub fn facts(snapshot: &Snapshot, frozen: bool) -> Vec<Fact> {
    let fact = |text: String, rank: u8| Fact { text, rank, alert: false };
    let Some(context) = snapshot.context else { return Vec::new() };
    let mut facts = vec![
        fact(format::sample_rate(context.sample_rate_hz), 2),
        fact(format::grouped(snapshot.settings.transform_frames as u64), 3),
    ];
    facts.extend(progress(snapshot).map(|text| fact(text, 1)));
    if let (State::NoAudio, Some(frames)) = (snapshot.state, context.play_position_frames) {
        let at = format::moment(frames as f64 / context.sample_rate_hz);
        facts.push(fact(words::last_audio(&at), 1));
    }
    facts.push(match context.gaps {
        0 => fact("no gaps".to_owned(), 4),
        gaps => {
            Fact { text: format!("{gaps} {}", if gaps == 1 { "gap" } else { "gaps" }), rank: 0, alert: true }
        }
    });
    if frozen {
        facts.push(fact("frozen".to_owned(), 0));
    }
    facts
}

fn progress(snapshot: &Snapshot) -> Option<String> {
    if let State::Filling { frames, of } = snapshot.state {
        return Some(format!("{} % of a record", 100 * frames / of.max(1)));
    }
    match (snapshot.progress.records, snapshot.progress.of) {
        (0, _) => None,
        (_, Some(1)) => None,
        (records, Some(of)) => Some(format!("average {} of {of}", records.min(of))),
        (records, None) => Some(format!("average of {}", format::grouped(records.into()))),
    }
}

/// The facts that fit beside each other, given their widths; higher ranks are dropped first.
pub fn fitting(facts: Vec<Fact>, width_of: impl Fn(&[Fact]) -> f32, room: f32) -> Vec<Fact> {
    let mut facts = facts;
    while !facts.is_empty() && width_of(&facts) > room {
        let Some(last) = (0..facts.len()).max_by_key(|&index| facts[index].rank) else { break };
        facts.remove(last);
    }
    facts
}

#[cfg(test)]
mod tests;
