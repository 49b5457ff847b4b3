//! What drives the device: tones recognised from the record itself.
//!
//! A *tone* is a line that
//! - stands [`CONTRAST_DB`] above the density around it: stationary noise reaches 13 dB once in a thousand records;
//! - holds most of the power of its octave, itself at the middle: the partials of music do not, and no harmonic of
//!   its own lies there;
//! - is steady: the fitted sine leaves less than [`UNSTEADY`] of it in its own main lobe. A tone that starts, stops
//!   or glides inside the record leaves much more.
//!
//! It is not mains hum by the rule of section 1 of the measurement contract.

use realfft::num_complex::Complex;

use crate::line_fit::{FittedLine, LineFit};
use crate::peaks::{self, Peak};
use crate::record::{ANALYSIS_WINDOW, ChannelRecord, Transforms};
use crate::residual;

/// A tone's peak over the local density per bin.
const CONTRAST_DB: f64 = 20.0;
/// Share of a tone's power that may be left around it: −30 dB, a ramp of 1 dB over the record.
const UNSTEADY: f64 = 1e-3;
/// A second line within this of the first makes a pair: 4:1 is 12.04 dB.
const PAIR_DB: f64 = 14.0;
/// A side whose tone stands this far below the same tone elsewhere is not driven.
pub(crate) const NOT_DRIVEN_DB: f64 = 10.0;
/// Half the main lobe of the 7-term window, and one bin.
pub(crate) const LOBE_BINS: usize = 8;
/// Lowest fundamental in bins: closer to 0 the line, its image and DC share a main lobe.
pub(crate) const LOWEST_BINS: f64 = 4.0;
/// Peaks looked at per channel.
const CANDIDATES: usize = 12;

/// The tones of a record and who carries them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Stimulus {
    /// At most two; frequencies in bins, from the side that carries each strongest.
    pub(crate) tones: Vec<f64>,
    /// Per channel, the indices of the tones that drive it.
    pub(crate) driven: Vec<Vec<usize>>,
    /// Per channel, the amplitude of the strongest line that was considered.
    pub(crate) strongest: Vec<Option<f64>>,
    /// A tone too low for this record, in bins.
    pub(crate) too_low: Option<f64>,
}

impl Stimulus {
    /// Two tones on one side.
    pub(crate) fn is_pair(&self) -> bool {
        self.driven.iter().any(|tones| tones.len() == 2)
    }

    /// Whether this is the same stimulus, as far as an average may go on.
    pub(crate) fn continues(&self, other: &Stimulus) -> bool {
        let near = |(a, b): (&f64, &f64)| (a - b).abs() < 1.0;
        self.driven == other.driven
            && self.tones.len() == other.tones.len()
            && self.tones.iter().zip(&other.tones).all(near)
    }

    /// A channel that a tone drives.
    pub(crate) fn owner(&self, tone: usize) -> Option<usize> {
        self.driven.iter().position(|tones| tones.contains(&tone))
    }
}

/// Finds the tones of all channels.
pub(crate) fn recognise(transforms: &Transforms, records: &[ChannelRecord], sample_rate_hz: f64) -> Stimulus {
    let bin_hz = sample_rate_hz / transforms.frames as f64;
    let search = |record| Search { transforms, record, bin_hz };
    let sides: Vec<Side> = records.iter().map(|record| search(record).run()).collect();
    let mut stimulus = Stimulus {
        strongest: sides.iter().map(|side| side.strongest).collect(),
        too_low: sides.iter().find_map(|side| side.too_low),
        ..Stimulus::default()
    };
    for (channel, side) in sides.iter().enumerate() {
        let own = side.tones.iter().filter(|tone| {
            let elsewhere = |other: &ChannelRecord| transforms.exact.evaluate(&other.exact, tone.bins).norm();
            let crosstalk = |other: f64| other > tone.amplitude.norm() * 10f64.powf(NOT_DRIVEN_DB / 20.0);
            !(records.iter().zip(0..)).any(|(other, index)| index != channel && crosstalk(elsewhere(other)))
        });
        let indices = own.map(|tone| index_of(&mut stimulus.tones, tone.bins)).collect();
        stimulus.driven.push(indices);
    }
    if stimulus.tones.len() > 2 {
        stimulus.tones.clear();
        stimulus.driven.iter_mut().for_each(Vec::clear);
    }
    stimulus
}

/// The index of a tone, added when it is new.
fn index_of(tones: &mut Vec<f64>, bins: f64) -> usize {
    tones.iter().position(|tone| (tone - bins).abs() < 1.0).unwrap_or_else(|| {
        tones.push(bins);
        tones.len() - 1
    })
}

#[derive(Default)]
struct Side {
    tones: Vec<FittedLine>,
    strongest: Option<f64>,
    too_low: Option<f64>,
}

/// The search in one channel.
struct Search<'a> {
    transforms: &'a Transforms,
    record: &'a ChannelRecord,
    bin_hz: f64,
}

impl Search<'_> {
    fn run(&self) -> Side {
        let peaks = peaks::strongest(&self.record.power, CANDIDATES);
        let usable = LOWEST_BINS..(self.transforms.frames as f64 / 2.0 - LOWEST_BINS);
        let lines: Vec<FittedLine> =
            peaks.iter().filter(|peak| usable.contains(&peak.bins)).map(|peak| self.refine(peak)).collect();
        let too_low = peaks.first().filter(|peak| peak.bins < LOWEST_BINS && self.is_alone(peak, &peaks));
        let pair = self.known_pair(&lines).or_else(|| self.any_pair(&lines));
        let tones = pair.unwrap_or_else(|| self.single(&lines).into_iter().collect());
        let none = tones.is_empty();
        Side {
            strongest: lines.first().map(|line| line.amplitude.norm()),
            too_low: too_low.filter(|_| none).map(|peak| peak.bins),
            tones,
        }
    }

    fn is_alone(&self, peak: &Peak, peaks: &[Peak]) -> bool {
        self.record.tally.mean.powi(2) < peak.power && peaks[1..].iter().all(|p| p.power * 100.0 < peak.power)
    }

    /// Frequency and amplitude of a peak by itself.
    fn refine(&self, peak: &Peak) -> FittedLine {
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

    /// Two lines of like level that are not multiples of each other.
    fn any_pair(&self, lines: &[FittedLine]) -> Option<Vec<FittedLine>> {
        let mut others = lines.iter().filter(|line| !self.is_hum(line, lines));
        let first = others.next()?;
        let second = others.next()?;
        let close = second.amplitude.norm() > first.amplitude.norm() * 10f64.powf(-PAIR_DB / 20.0);
        let mut pair = vec![*first, *second];
        pair.sort_by(|a, b| a.bins.total_cmp(&b.bins));
        let related = self.is_multiple(first, second) || self.is_multiple(second, first);
        (close && !related && self.are_tones(&pair)).then_some(pair)
    }

    /// The strongest line that is neither hum nor infrasonic, or the one that it is a multiple of.
    fn single(&self, lines: &[FittedLine]) -> Option<FittedLine> {
        let mut others = lines.iter().filter(|line| !self.is_hum(line, lines) && self.hz(line) > 5.0);
        let first = others.next()?;
        let second = others.next().filter(|second| {
            second.amplitude.norm() > first.amplitude.norm() * 10f64.powf(-PAIR_DB / 20.0)
                && second.bins < first.bins
                && self.is_multiple(first, second)
        });
        let tone = second.unwrap_or(first);
        self.are_tones(&[*tone]).then_some(*tone)
    }

    /// Whether `line` lies on a harmonic of `base`, folded ones included.
    fn is_multiple(&self, line: &FittedLine, base: &FittedLine) -> bool {
        let frames = self.transforms.frames as f64;
        (2..=crate::model::LISTED_HARMONICS).any(|order| {
            let bins = (base.bins * f64::from(order)) % frames;
            (bins.min(frames - bins) - line.bins).abs() < 1.5
        })
    }

    /// Mains hum: below −30 dBFS within 0.5 % of 50, 60, 100 or 120 Hz, or a multiple of such a line that stands
    /// less than 20 dB above it.
    fn is_hum(&self, line: &FittedLine, lines: &[FittedLine]) -> bool {
        let quiet = |line: &FittedLine| line.amplitude.norm() < 10f64.powf(-30.0 / 20.0);
        let near = |hz: f64, to_hz: f64| (hz / to_hz - 1.0).abs() < 0.005;
        let mains = |line: &FittedLine| {
            quiet(line) && [50.0, 60.0, 100.0, 120.0].iter().any(|&hz| near(self.hz(line), hz))
        };
        let multiple = |base: &FittedLine| {
            let order = (line.bins / base.bins).round();
            (2.0..=20.0).contains(&order)
                && (line.bins - order * base.bins).abs() < 1.5
                && line.amplitude.norm() < 10.0 * base.amplitude.norm()
        };
        mains(line) || (quiet(line) && lines.iter().any(|base| mains(base) && multiple(base)))
    }

    fn are_tones(&self, tones: &[FittedLine]) -> bool {
        tones.iter().all(|tone| {
            let power = tone.amplitude.norm_sqr();
            let density = peaks::local_density(&self.record.power, tone.bins, LOBE_BINS + 2, 100);
            power > density * 10f64.powf(CONTRAST_DB / 10.0)
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
        sum / ANALYSIS_WINDOW.enbw_bins()
    }

    /// Power left in a tone's main lobe when the fitted sine is taken out; the bins that DC reaches do not count.
    fn left_by(&self, tone: &FittedLine) -> f64 {
        let spectrum = &self.record.spectrum;
        let centre = tone.bins.round() as usize;
        let first = centre.saturating_sub(LOBE_BINS).max(centre.min(LOBE_BINS - 1));
        let offset = centre.saturating_sub(3 * LOBE_BINS) & !1;
        let to = (centre + 3 * LOBE_BINS).min(spectrum.len());
        let mut part = spectrum[offset..to].to_vec();
        let local = FittedLine { bins: tone.bins - offset as f64, amplitude: tone.amplitude };
        residual::subtract_line(&mut part, &local, &self.transforms.shape, false);
        let lobe = &part[first - offset..(centre + LOBE_BINS + 1).min(to) - offset];
        lobe.iter().map(Complex::norm_sqr).sum::<f64>() / ANALYSIS_WINDOW.enbw_bins()
    }
}
