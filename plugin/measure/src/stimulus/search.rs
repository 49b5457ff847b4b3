//! One tone or a pair on one channel, from its strongest lines.

use realfft::num_complex::Complex;

use super::tones::{LOWEST_BINS, NOT_DRIVEN_DB, SAME_BINS};
use crate::lines::line_fit::{FittedLine, LineFit};
use crate::lines::lineless::Lineless;
use crate::lines::neighbourhood::SpurLine;
use crate::lines::origin::Origin;
use crate::lines::peaks::Peak;
use crate::lines::{hum, peaks, residual, spurs};
use crate::spectra::record::{ChannelRecord, ROUNDING, SEEN_WINDOW, Transforms};
use crate::spectra::window::LOBE_BINS;
use crate::terms::units::{db_to_amplitude, db_to_power};

/// Least level of a tone's peak over the local density per bin.
pub(super) const CONTRAST_DB: f64 = 20.0;
/// Largest residual around a tone relative to its power: −30 dB, a ramp of 1 dB over the record.
pub(crate) const UNSTEADY: f64 = 1e-3;
/// A second line within this of the first makes a pair: 4:1 is 12.04 dB.
pub(super) const PAIR_DB: f64 = 14.0;
/// Tones within this of each other have similar levels, and other lines within this of them are notes of their chord.
const ALIKE_DB: f64 = 6.0;
const CHORD_DB: f64 = 10.0;
/// Quieter lines must be declared to count as a stimulus.
const LEAST_DBFS: f64 = -70.0;
/// Least level of a stimulus over all other lines.
const CLEAR_DB: f64 = 10.0;
/// Distance within which a line is attributed to a product of the tones.
const MADE_BY_TONE_BINS: f64 = 1.5;
/// Level below the tones within which two other lines make a crowd.
const CROWD_DB: f64 = 3.0;
/// Least distance of an aliased harmonic below its fundamental: a sawtooth's second is 6 dB down.
const FOLDED_DB: f64 = 5.0;
/// Peaks examined per channel.
const CANDIDATES: usize = 12;
/// Bins around its line over which an unsteady tone spreads, and its share of all power except DC.
const SPREAD_BINS: usize = 100;
const NEARLY_ALL: f64 = 0.8;

/// Result for one channel.
#[derive(Default)]
pub(super) struct Side {
    pub(super) tones: Vec<FittedLine>,
    /// Amplitude of the strongest line.
    pub(super) strongest: Option<f64>,
    /// A tone too low for this record, in bins.
    pub(super) too_low: Option<f64>,
    /// An unsteady line that would otherwise be a tone.
    pub(super) unsteady: Option<Unsteady>,
}

/// An unsteady line without others except noise and hum.
#[derive(Clone, Copy)]
pub(super) struct Unsteady {
    pub(super) bins: f64,
    /// Power in its lobe without the fitted sine, relative to its own.
    pub(super) left: f64,
}

/// The search in one channel.
pub(super) struct Search<'a> {
    pub(super) transforms: &'a Transforms,
    pub(super) record: &'a ChannelRecord,
    pub(super) bin_hz: f64,
}

impl Search<'_> {
    pub(super) fn run(&self) -> Side {
        let peaks = peaks::strongest(&self.record.power, CANDIDATES);
        let usable = LOWEST_BINS..(self.transforms.frames as f64 / 2.0 - LOWEST_BINS);
        let lines: Vec<FittedLine> =
            peaks.iter().filter(|peak| usable.contains(&peak.bins)).map(|peak| self.refine(peak)).collect();
        let too_low = peaks.first().filter(|peak| peak.bins < LOWEST_BINS && self.is_alone(peak, &peaks));
        let pair = self.known_pair(&lines).or_else(|| self.any_pair(&lines));
        let tones = pair.unwrap_or_else(|| self.single(&lines).into_iter().collect());
        let tones = if self.stands_out(&tones) { tones } else { Vec::new() };
        let none = tones.is_empty();
        Side {
            strongest: lines.first().map(|line| line.amplitude.norm()),
            too_low: too_low.filter(|_| none).map(|peak| peak.bins),
            unsteady: if none { self.unsteady(&lines) } else { None },
            tones,
        }
    }

    fn unsteady(&self, lines: &[FittedLine]) -> Option<Unsteady> {
        let line = lines.iter().find(|line| !self.is_hum(line, lines) && self.hz(line) > 5.0)?;
        let power = &self.record.power;
        let centre = line.bins.round() as usize;
        let near = centre.saturating_sub(SPREAD_BINS).max(LOBE_BINS)..(centre + SPREAD_BINS).min(power.len());
        let all = LOBE_BINS.min(power.len())..power.len();
        let sum = |bins: std::ops::Range<usize>| -> f64 { power.get(bins).unwrap_or_default().iter().sum() };
        let is_nearly_all = sum(near) > NEARLY_ALL * sum(all);
        let (left, own) = (self.left_by(line), line.amplitude.norm_sqr());
        (is_nearly_all && own > 0.0 && left > UNSTEADY * own)
            .then_some(Unsteady { bins: line.bins, left: left / own })
    }

    fn is_alone(&self, peak: &Peak, peaks: &[Peak]) -> bool {
        self.record.tally.mean.powi(2) < peak.power && peaks[1..].iter().all(|p| p.power * 100.0 < peak.power)
    }

    /// Frequency and amplitude of a peak by itself.
    pub(super) fn refine(&self, peak: &Peak) -> FittedLine {
        let frames = self.transforms.frames as f64;
        let line = FittedLine { bins: peak.bins, amplitude: Complex::default() };
        let mut fit = LineFit::of(vec![line]);
        for _ in 0..4 {
            fit.solve(&self.transforms.exact, &self.record.exact, frames);
            fit.lines[0].bins += fit.frequency_error(&self.transforms.exact, &self.record.exact, frames, 0);
        }
        fit.solve(&self.transforms.exact, &self.record.exact, frames);
        fit.lines[0]
    }

    fn hz(&self, line: &FittedLine) -> f64 {
        line.bins * self.bin_hz
    }

    /// SMPTE (60 Hz + 7 kHz) and DIN (250 Hz + 8 kHz) at 4:1, before hum and harmonics are considered.
    fn known_pair(&self, lines: &[FittedLine]) -> Option<Vec<FittedLine>> {
        [(60.0, 7000.0), (250.0, 8000.0)].into_iter().find_map(|(low_hz, high_hz)| {
            let find = |hz: f64| lines.iter().find(|line| (self.hz(line) / hz - 1.0).abs() < 0.01);
            let (low, high) = (find(low_hz)?, find(high_hz)?);
            let ratio = low.amplitude.norm() / high.amplitude.norm();
            let pair = vec![*low, *high];
            ((2.8..5.7).contains(&ratio) && self.are_tones(&pair)).then_some(pair)
        })
    }

    /// Two lines of similar level that are not multiples of each other.
    fn any_pair(&self, lines: &[FittedLine]) -> Option<Vec<FittedLine>> {
        let mut others = lines.iter().filter(|line| !self.is_hum(line, lines));
        let first = others.next()?;
        let second = others.next()?;
        let close = second.amplitude.norm() > first.amplitude.norm() * db_to_amplitude(-PAIR_DB);
        let mut pair = vec![*first, *second];
        pair.sort_by(|a, b| a.bins.total_cmp(&b.bins));
        let related = self.is_multiple(first, second) || self.is_multiple(second, first);
        let alone = !self.is_crowd(&pair, lines) && !self.is_chord(&pair, lines);
        (close && !related && alone && self.are_tones(&pair)).then_some(pair)
    }

    /// Whether another line is nearly as high as two tones of similar level: no measurable device has such products,
    /// whereas the notes of a chord may have such frequencies.
    fn is_chord(&self, tones: &[FittedLine], lines: &[FittedLine]) -> bool {
        let levels = || tones.iter().map(|tone| tone.amplitude.norm_sqr());
        let (weakest, strongest) = (levels().fold(f64::INFINITY, f64::min), levels().fold(0.0, f64::max));
        let is_tone =
            |line: &FittedLine| tones.iter().any(|tone| (tone.bins - line.bins).abs() < LOBE_BINS as f64);
        let high = |line: &&FittedLine| line.amplitude.norm_sqr() > weakest * db_to_power(-CHORD_DB);
        strongest < weakest * db_to_power(ALIKE_DB)
            && lines.iter().filter(high).any(|line| !is_tone(line) && !self.is_hum(line, lines))
    }

    /// Whether other lines are as high as the tones: chords, and multitones only partly resolved.
    fn is_crowd(&self, tones: &[FittedLine], lines: &[FittedLine]) -> bool {
        let weakest = tones.iter().map(|tone| tone.amplitude.norm()).fold(f64::INFINITY, f64::min);
        let is_tone =
            |line: &FittedLine| tones.iter().any(|tone| (tone.bins - line.bins).abs() < LOBE_BINS as f64);
        let is_related = |line: &FittedLine| {
            tones.iter().any(|tone| self.is_multiple(line, tone) || self.is_multiple(tone, line))
        };
        let others = lines.iter().filter(|line| line.amplitude.norm() > weakest * db_to_amplitude(-CROWD_DB));
        others.filter(|line| !is_tone(line) && !is_related(line) && !self.is_hum(line, lines)).count() > 1
    }

    /// The strongest line that is not hum or infrasonic, or the line of which it is a multiple.
    fn single(&self, lines: &[FittedLine]) -> Option<FittedLine> {
        let mut others = lines.iter().filter(|line| !self.is_hum(line, lines) && self.hz(line) > 5.0);
        let first = others.next()?;
        let second = others.next().filter(|second| {
            second.amplitude.norm() > first.amplitude.norm() * db_to_amplitude(-PAIR_DB)
                && second.bins < first.bins
                && self.is_multiple(first, second)
        });
        let tone = second.unwrap_or(first);
        (!self.is_crowd(&[*tone], lines) && self.are_tones(&[*tone])).then_some(*tone)
    }

    /// Whether `line` lies on a harmonic of `base`. An aliased one must be weaker: at 48 kHz the 4th harmonic of 19 kHz
    /// coincides with 20 kHz, as often happens with pairs of whole kilohertz.
    fn is_multiple(&self, line: &FittedLine, base: &FittedLine) -> bool {
        let frames = self.transforms.frames as f64;
        let may_fold = line.amplitude.norm() < base.amplitude.norm() * db_to_amplitude(-FOLDED_DB);
        (2..=crate::lines::model::LISTED_HARMONICS).any(|order| {
            let bins = base.bins * f64::from(order);
            let folded = (bins % frames).min(frames - bins % frames);
            (folded - line.bins).abs() < 1.5 && (may_fold || bins <= frames / 2.0)
        })
    }

    /// Whether a line is mains hum: one of the first lines of the mains, or a multiple of one.
    pub(super) fn is_hum(&self, line: &FittedLine, lines: &[FittedLine]) -> bool {
        let power = |line: &FittedLine| line.amplitude.norm_sqr();
        let is_first = |line: &FittedLine| hum::is_first(self.hz(line), power(line), 0.0);
        let is_multiple = |first: &FittedLine| {
            let ratio = line.bins / first.bins;
            let distance_bins = line.bins - ratio.round() * first.bins;
            hum::is_multiple(ratio, distance_bins, power(line), power(first))
        };
        is_first(line) || lines.iter().any(|first| is_first(first) && is_multiple(first))
    }

    /// Whether a line, by itself, could be a mains line.
    pub(super) fn may_be_hum(&self, bins: f64, power: f64) -> bool {
        hum::may_be(bins * self.bin_hz, power, self.bin_hz)
    }

    /// Whether tones are strong enough for a stimulus, and [`CLEAR_DB`] above the total of all other lines except hum:
    /// an idle output's own lines are not, nor is a long note of music.
    fn stands_out(&self, tones: &[FittedLine]) -> bool {
        let power: f64 = tones.iter().map(|tone| tone.amplitude.norm_sqr()).sum();
        if power < db_to_power(LEAST_DBFS) {
            return false;
        }
        let bins: Vec<f64> = tones.iter().map(|tone| tone.bins).collect();
        let origin = Origin::new(&bins, self.transforms.frames as f64, MADE_BY_TONE_BINS);
        let found =
            Lineless { power: self.record.power.clone(), share: 1.0, enbw_bins: SEEN_WINDOW.enbw_bins() };
        let found = spurs::find(&found, LOBE_BINS, power * ROUNDING);
        let lines: Vec<FittedLine> = found.iter().map(SpurLine::line).collect();
        let is_tone =
            |line: &FittedLine| bins.iter().any(|tone| (tone - line.bins).abs() < 2.0 * LOBE_BINS as f64);
        let others =
            lines.iter().filter(|line| !is_tone(line) && !origin.explains(line.bins, MADE_BY_TONE_BINS));
        let others: f64 =
            others.filter(|line| !self.is_hum(line, &lines)).map(|line| line.amplitude.norm_sqr()).sum();
        power > others * db_to_power(CLEAR_DB)
    }

    /// The tone of another channel, if it is present here less than 10 dB below.
    pub(super) fn carried(&self, tone: &FittedLine) -> Option<FittedLine> {
        let amplitude = self.transforms.exact.evaluate(&self.record.exact, tone.bins);
        let least = tone.amplitude.norm_sqr() * db_to_power(-NOT_DRIVEN_DB);
        (amplitude.norm_sqr() > least).then_some(FittedLine { amplitude, ..*tone })
    }

    /// Whether the line at a tone's frequency, by itself, is steady.
    pub(super) fn is_steady_at(&self, tone: &FittedLine) -> bool {
        let power = self.transforms.exact.evaluate(&self.record.exact, tone.bins).norm_sqr();
        let line = self.refine(&Peak { bins: tone.bins, power });
        (line.bins - tone.bins).abs() < SAME_BINS && self.are_tones(&[line])
    }

    fn are_tones(&self, tones: &[FittedLine]) -> bool {
        tones.iter().all(|tone| {
            let power = tone.amplitude.norm_sqr();
            let density = peaks::local_density(&self.record.power, tone.bins, LOBE_BINS + 2, 100);
            power > density * db_to_power(CONTRAST_DB)
                && power > self.rest_of_octave(tone, tones)
                && self.left_by(tone) < (power * UNSTEADY).max(6.0 * density * LOBE_BINS as f64)
        })
    }

    /// Power in the octave around a tone without the main lobes of all tones.
    fn rest_of_octave(&self, tone: &FittedLine, tones: &[FittedLine]) -> f64 {
        let power = &self.record.power;
        let root = std::f64::consts::SQRT_2;
        let from = ((tone.bins / root) as usize).max(LOBE_BINS);
        let to = ((tone.bins * root) as usize).min(power.len());
        if from >= to {
            return 0.0;
        }
        let mut sum: f64 = power[from..to].iter().sum();
        for tone in tones {
            let centre = tone.bins.round() as usize;
            let low = centre.saturating_sub(LOBE_BINS).clamp(from, to);
            sum -= power[low..(centre + LOBE_BINS + 1).clamp(low, to)].iter().sum::<f64>();
        }
        sum / SEEN_WINDOW.enbw_bins()
    }

    /// Power in a tone's main lobe after the fitted sine is subtracted; the bins affected by DC do not count.
    fn left_by(&self, tone: &FittedLine) -> f64 {
        let spectrum = &self.record.seen;
        let centre = tone.bins.round() as usize;
        let first = centre.saturating_sub(LOBE_BINS).max(centre.min(LOBE_BINS - 1));
        let offset = centre.saturating_sub(3 * LOBE_BINS) & !1;
        let to = (centre + 3 * LOBE_BINS).min(spectrum.len());
        let mut part = spectrum[offset..to].to_vec();
        let local = FittedLine { bins: tone.bins - offset as f64, amplitude: tone.amplitude };
        residual::subtract_lobe(&mut part, &local, &self.transforms.seen_shape);
        let lobe = &part[first - offset..(centre + LOBE_BINS + 1).min(to) - offset];
        lobe.iter().map(Complex::norm_sqr).sum::<f64>() / SEEN_WINDOW.enbw_bins()
    }
}
