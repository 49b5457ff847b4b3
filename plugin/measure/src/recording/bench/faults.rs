//! Discontinuities in a run, and the figures that they touch.

use std::collections::BTreeMap;
use std::ops::Range;

use super::place::Place;
use crate::figures::discontinuity::{Glitch, Glitches};
use crate::figures::run::{BenchSection, RunFault};

/// Discontinuities in the steady parts of a section, of either channel, and the change of the clock across it if nothing
/// else shows it.
pub(super) fn faults(place: &Place, jump: f64, glitches: &[Glitches]) -> Vec<RunFault> {
    let section = place.planned.section;
    let fault =
        |frame, frames, late_frames| RunFault { section, frame, frames, late_frames, figures: Vec::new() };
    let inside = glitches.iter().flat_map(|channel| &channel.listed);
    let inside = inside.filter(|glitch| glitch.kind.breaks() && is_inside(glitch, &place.steady));
    let mut found: Vec<RunFault> = inside.map(|glitch| fault(glitch.frame, glitch.frames, 0.0)).collect();
    found.sort_by_key(|fault| (fault.frame, fault.frames));
    found.dedup_by_key(|fault| fault.frame);
    match found.first_mut() {
        Some(first) => first.late_frames = jump,
        None if jump != 0.0 => {
            found.push(fault(place.frames.start, place.frames.end - place.frames.start, jump));
        }
        None => (),
    }
    found
}

fn is_inside(glitch: &Glitch, steady: &[Range<u64>]) -> bool {
    steady.iter().any(|part| part.contains(&glitch.frame))
}

/// The discontinuities inside steady parts: the track's own starts and stops are none.
pub(super) fn inside(glitches: Vec<Glitches>, steady: &[Range<u64>]) -> Vec<Glitches> {
    let inside = |mut channel: Glitches| {
        let all = channel.listed.len();
        channel.listed.retain(|glitch| is_inside(glitch, steady));
        channel.count -= (all - channel.listed.len()) as u64;
        channel
    };
    glitches.into_iter().map(inside).collect()
}

/// Ids of the figures and names of the curves of a section.
pub(super) fn touched(section: BenchSection, figures: &BTreeMap<BenchSection, Vec<String>>) -> Vec<String> {
    let curves: &[&str] = match section {
        BenchSection::Levels => {
            &["thd_over_level", "thdn_over_level", "noise_over_level", "crosstalk_over_level", "thd_levels"]
        }
        BenchSection::SweepLeft | BenchSection::SweepRight => {
            &["response", "group_delay", "thd_over_frequency", "harmonic_over_frequency"]
        }
        _ => &[],
    };
    let ids = figures.get(&section).into_iter().flatten().cloned();
    ids.chain(curves.iter().map(|name| (*name).to_owned())).collect()
}
