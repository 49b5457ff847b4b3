//! Replaces line figures mixed within records by those of the whole stretch.

use super::around::{Around, Found};
use super::mains;
use super::near::Near;
use super::reference::Reference;
use super::stretch::{Followed, Hum, Stretch};
use crate::average::line_set::LineSet;
use crate::average::pieces::{BUDGET_BYTES, Pieces};
use crate::average::{Average, ChannelAverage};
use crate::lines::line_mean::LineMean;
use crate::lines::model::Role;
use crate::terms::settings::Mains;

/// Side lobes and rounding of the strongest line, in power; weaker lines are not searched.
const LEAST: f64 = 2e-19;

/// Replaces figures of the records where the stretch resolves lines that its records had mixed.
pub(crate) fn settle(average: &mut Average, record_frames: f64, sample_rate_hz: f64, chosen: Mains) {
    let budget = BUDGET_BYTES / average.channels.len().max(1);
    average.channels.iter_mut().for_each(|channel| channel.pieces.prune(budget));
    let stretch =
        average.channels.first().and_then(|channel| Stretch::new(&channel.pieces, 0, record_frames));
    let Some(stretch) = stretch else { return };
    let follow = |tone| follow_tone(average, &stretch, tone, record_frames);
    let tones: Vec<Option<Followed>> = (0..average.stimulus.tones.len()).map(follow).collect();
    for (tone, followed) in tones.iter().enumerate() {
        if let Some(followed) = followed.filter(|followed| followed.has_neighbours) {
            take_over_tone(average, &stretch, tone, &followed.reference, record_frames);
        }
    }
    for channel in &mut average.channels {
        let hum = follow_hum(channel, record_frames, sample_rate_hz, chosen);
        let around = Around::new(channel, &stretch, hum.as_ref(), &tones, record_frames, least(channel));
        let found = around.find(&channel.pieces);
        let neighbourhoods = found.iter().map(|own| around.neighbourhood(own, &found)).collect();
        take_over_lines(channel, &found, &tones, hum.as_ref(), record_frames);
        channel.neighbourhoods = neighbourhoods;
        channel.pieces = Pieces::default();
    }
}

fn least(channel: &ChannelAverage) -> f64 {
    LEAST * channel.stimulus.lines.iter().map(|line| line.power).fold(0.0, f64::max)
}

/// Tracks a tone on a channel that it drives.
fn follow_tone(average: &Average, stretch: &Stretch, tone: usize, record_frames: f64) -> Option<Followed> {
    let channel = &average.channels[average.stimulus.owner(tone)?];
    let line = channel.pieces.lines.iter().find(|line| line.role == Role::Tone(tone))?;
    let frames = stretch.grid.frames();
    let drift =
        channel.tracks.get(&tone).and_then(|track| track.drift_turns_per_frame(record_frames, frames));
    let bend_turns = drift.map_or(0.0, |drift| drift.value * frames / 8.0);
    let start = (channel.tones.get(tone)? / record_frames, bend_turns);
    let (reference, near) =
        Reference::follow(&stretch.grid, &stretch.spectra, line, start, least(channel), false)?;
    Some(Followed { reference, has_neighbours: near.has_spurs() })
}

/// Tracks the mains by the line with the most precise estimate.
fn follow_hum(
    channel: &ChannelAverage,
    record_frames: f64,
    sample_rate_hz: f64,
    chosen: Mains,
) -> Option<Hum> {
    let lines = &channel.pieces.lines;
    let from = lines.iter().find(|line| matches!(line.role, Role::Hum(_)))?.from;
    let stretch = Stretch::new(&channel.pieces, from, record_frames)?;
    let mains_turns = channel.mains? / record_frames;
    let agreed = mains::agreed(&stretch, lines, mains_turns, sample_rate_hz, chosen)?;
    let start = (agreed.turns_per_frame * agreed.order, 0.0);
    let line = &lines[agreed.line];
    let least = least(channel);
    let (reference, _) = Reference::follow(&stretch.grid, &stretch.spectra, line, start, least, true)?;
    Some(Hum { stretch, reference: reference.divided(agreed.order) })
}

/// Applies the frequency and drift of a tone that has neighbours.
fn take_over_tone(
    average: &mut Average,
    stretch: &Stretch,
    tone: usize,
    reference: &Reference,
    record_frames: f64,
) {
    let Some(owner) = average.stimulus.owner(tone) else { return };
    average.set_tone(owner, tone, reference.turns_per_frame * record_frames);
    let channel = &mut average.channels[owner];
    channel.tracked.insert(tone, reference.tracked(&stretch.grid));
    let middle = stretch.grid.middle_frame();
    if let Some(track) = channel.tracks.get_mut(&tone) {
        track.replace(|frame| reference.at(&stretch.grid, frame - middle));
    }
    if let Some(bend_rad) = channel.bends_rad.get_mut(tone) {
        *bend_rad = reference.bend_rad(&stretch.grid, record_frames);
    }
}

/// Applies the lines of every set in which a line has neighbours.
fn take_over_lines(
    channel: &mut ChannelAverage,
    found: &[Found],
    tones: &[Option<Followed>],
    hum: Option<&Hum>,
    record_frames: f64,
) {
    let is_hum = |found: &&Found| matches!(found.role, Role::Hum(_));
    let hum = hum.filter(|_| found.iter().filter(is_hum).any(|found| found.near.has_spurs()));
    if let Some(hum) = hum {
        let mains_bins = hum.reference.turns_per_frame * record_frames;
        channel.mains = Some(mains_bins);
        channel.hum.move_hum(mains_bins);
    }
    let is_moved = |tone: usize| tones[tone].is_some_and(|followed| followed.has_neighbours);
    for found in found {
        let set_is_moved = match found.role {
            Role::Hum(_) => hum.is_some(),
            Role::Tone(tone) | Role::Harmonic { tone, .. } => is_moved(tone),
            Role::Product { .. } => is_moved(0) || is_moved(1),
            Role::Dc => false,
        };
        if set_is_moved || found.near.has_spurs() {
            let set: &mut LineSet = if is_hum(&found) { &mut channel.hum } else { &mut channel.stimulus };
            set.replace(found.role, found.mean());
        }
    }
}

impl Found {
    fn mean(&self) -> LineMean {
        let amplitude: realfft::num_complex::Complex<f64> = Near::own(&self.near).mean();
        let aligned = if self.reversed { amplitude.conj() } else { amplitude };
        LineMean { bins: self.bins, power: amplitude.norm_sqr(), aligned, share: Some(self.share) }
    }
}
