//! Shared data for all readings of one average.

use crate::average::{Average, ChannelAverage};
use crate::figures::figure::{Figure, FigureKey, Figures, Outcome, Reading};
use crate::figures::refusal::Refusal;
use crate::figures::report::StimulusKind;
use crate::lines::line_fit::SEPARATION_BINS;
use crate::noise::floor::NoiseFloor;
use crate::stimulus::{FEWEST_TONES, LOWEST_BINS, Obstacle, RelatedTones};
use crate::terms::settings::{Band, Settings};
use crate::terms::units::power_to_db;

/// The lowest frequency at which mains lines are resolved from DC.
pub(super) const CLEAR_OF_DC_BINS: f64 = crate::spectra::window::LOBE_BINS as f64;

/// Shared data for all readings of one average.
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

    /// The refusal that applies to every figure of a channel, if any.
    pub(crate) fn poison(&self, channel: usize) -> Option<Refusal> {
        let samples = self.channel(channel).not_finite;
        (samples > 0).then_some(Refusal::NotFinite { samples })
    }

    /// The refusal of figures that need the harmonics of one tone per channel, if these coincide.
    pub(crate) fn related_tones(&self) -> Result<(), Refusal> {
        if self.kind != StimulusKind::DualTone {
            return Ok(());
        }
        let stimulus = &self.average.stimulus;
        let hz = |tone| {
            let bins = self.channel(stimulus.owner(tone).unwrap_or(0)).tones.get(tone)?;
            Some(self.hz(*bins))
        };
        // A declared pair need not be there.
        let (Some(low_hz), Some(high_hz)) = (hz(0), hz(1)) else { return Ok(()) };
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

    /// Why there is no tone.
    pub(crate) fn no_tone(&self, channel: usize) -> Refusal {
        if let Some(obstacle) = self.average.stimulus.obstacle {
            return self.obstacle(obstacle);
        }
        if self.is_silent(channel) {
            return Refusal::DigitalSilence;
        }
        let strongest = self.average.stimulus.strongest.get(channel).copied().flatten();
        let level_dbfs = strongest.map(|amplitude| power_to_db(amplitude * amplitude));
        // The square of a denormal amplitude is 0.
        Refusal::NoTone { strongest_dbfs: level_dbfs.filter(|level| level.is_finite()) }
    }
}

impl Context<'_> {
    fn obstacle(&self, obstacle: Obstacle) -> Refusal {
        // JSON has no infinity: a declared frequency may lie at any number of bins.
        let finite_hz = |bins: f64| self.hz(bins).min(f64::MAX);
        match obstacle {
            Obstacle::OutsideRange(bins) => Refusal::FundamentalOutsideRange {
                frequency_hz: finite_hz(bins),
                lowest_hz: self.hz(LOWEST_BINS),
                highest_hz: self.sample_rate_hz / 2.0 - self.hz(LOWEST_BINS),
            },
            Obstacle::TooClose { bins, spacing_bins, needed_bins } => Refusal::TonesTooClose {
                frequency_hz: finite_hz(bins),
                spacing_hz: finite_hz(spacing_bins),
                needed_hz: self.hz(needed_bins),
            },
            Obstacle::Missing { hz, detectable } => Refusal::NoLine {
                frequency_hz: hz,
                detectable_dbfs: power_to_db(detectable.max(f64::MIN_POSITIVE)),
            },
            Obstacle::Unsteady { bins, left, .. } => Refusal::Unsteady {
                frequency_hz: finite_hz(bins),
                left_db: power_to_db(left.max(f64::MIN_POSITIVE)),
            },
            Obstacle::NoMultitone => Refusal::TooFewTones { tones: 0, needed_tones: FEWEST_TONES },
        }
    }
}

/// Every figure of a channel or pair, refused for one reason.
pub(crate) fn refused<Id: FigureKey>(refusal: &Refusal) -> Figures<Id> {
    complete(|_| Err(refusal.clone()))
}

/// Every figure of a channel or pair.
pub(crate) fn complete<Id: FigureKey>(read: impl Fn(Id) -> Outcome) -> Figures<Id> {
    Id::ALL.iter().map(|&id| (id, read(id).map_or_else(Reading::NotMeasurable, finite))).collect()
}

/// −∞ is a level. Other values that are not finite are internal faults and are refused as such.
fn finite(figure: Figure) -> Reading {
    let valid = |x: f64| x.is_finite() || x == f64::NEG_INFINITY;
    if valid(figure.value) && valid(figure.low) && valid(figure.high) {
        Reading::Measured(figure)
    } else {
        Reading::NotMeasurable(Refusal::Internal { what: "a figure is NaN or infinite".into() })
    }
}

/// Whether noise and hum are measurable with a stimulus: programme and sweeps mask them.
pub(super) fn shows_noise(kind: StimulusKind) -> bool {
    !matches!(kind, StimulusKind::Programme | StimulusKind::Sweep)
}
