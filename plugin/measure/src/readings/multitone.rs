//! Multitones: the total of everything else, and the crest factor.

use super::lines::ChannelLines;
use super::tone;
use crate::figures::estimate::Power;
use crate::figures::figure::{Figure, Outcome};
use crate::figures::refusal::Refusal;
use crate::lines::model::Role;
use crate::stimulus::FEWEST_TONES;
use crate::terms::units::{amplitude_to_db, power_to_db};

/// Least number of tones of the contract's multitone (MEASUREMENTS.md, section 5).
const NEEDED_TONES: usize = 30;
/// Stimulus that the figures need.
const NEEDS: &str = "a multitone, 30 tones or more from 20 Hz to 20 kHz";

/// Whether this channel carries enough tones.
fn needs_tones<'a>(lines: &ChannelLines<'a>) -> Result<&'a [usize], Refusal> {
    let context = lines.context;
    let stimulus = &context.average.stimulus;
    if stimulus.tones.is_empty() && stimulus.obstacle.is_some() {
        return Err(context.no_tone(lines.channel));
    }
    let own = stimulus.driven.get(lines.channel).map_or(&[][..], Vec::as_slice);
    if stimulus.tones.len() >= FEWEST_TONES {
        tone::needs_drive(lines)?;
    }
    if own.len() < FEWEST_TONES {
        return Err(Refusal::WrongStimulus { needs: NEEDS.into() });
    }
    if own.len() < NEEDED_TONES {
        return Err(Refusal::TooFewTones { tones: own.len(), needed_tones: NEEDED_TONES });
    }
    Ok(own)
}

/// Noise, hum and every other line in band, over these and this channel's tones. The other channel's tones are
/// crosstalk and excluded from both. Components within a tone's lobe are not resolved from it; the noise density is
/// filled in there.
pub(crate) fn distortion_and_noise(lines: &ChannelLines) -> Outcome {
    let own = needs_tones(lines)?;
    let tones = Power::sum(own.iter().filter_map(|&tone| lines.stimulus_power(Role::Tone(tone))));
    let rest = Power::sum([lines.hum(), lines.spurs(), lines.noise]);
    Ok(tone::total_form(rest.over(tones)))
}

/// Peak over rms of the measured samples.
pub(crate) fn crest_factor(lines: &ChannelLines) -> Outcome {
    needs_tones(lines)?;
    let average = lines.context.channel(lines.channel);
    Ok(Figure::exact(amplitude_to_db(average.peak) - power_to_db(average.mean_square)))
}
