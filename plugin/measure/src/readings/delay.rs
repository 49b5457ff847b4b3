//! Delay and polarity of one channel relative to another, from phases at several frequencies.
//!
//! A delay of τ frames turns the phase at ω radians per frame by `−ωτ`, an inverted channel by a further half turn at
//! every frequency. So the slope of the phases over frequency is the delay, and their value at 0 Hz gives the polarity.

use std::f64::consts::{FRAC_PI_3, PI, TAU};

use crate::figures::estimate::Z95;
use crate::figures::figure::{Figure, Outcome};
use crate::figures::refusal::Refusal;
use crate::figures::response::Response;
use crate::terms::units::wrapped_rad;

/// Variance of a phase by rounding alone.
const ROUNDING: f64 = 1e-26;
/// Branches tried on either side of the delay nearest to zero; each is one turn more between the two lowest
/// frequencies.
const BRANCHES: i32 = 8;
/// Largest rms deviation of phases from the line, in radians, for a common delay. Random phases deviate by π/√3 = 1.8
/// rad.
const MOST_STRAY_RAD: f64 = 0.8;
/// Mean square deviations within this factor, or this many rad², do not tell two lines apart.
const AS_GOOD: f64 = 1.02;
const SAME_STRAY: f64 = 1e-10;
/// Multiples of the first period tried as the common period.
const PERIODS: i32 = 64;
/// Largest distance of a phase from a whole turn after a period, in turns: 10°, far more than noise.
const WHOLE_TURN: f64 = 0.028;
/// Largest distance of the phase at 0 Hz from 0° or 180°, including three standard deviations, for a decision.
const POLARITY_RAD: f64 = FRAC_PI_3;
const POLARITY_SIGMAS: f64 = 3.0;

/// The phase of one channel minus that of the other at a frequency.
#[derive(Clone, Copy)]
pub(crate) struct Phase {
    pub(crate) radians_per_frame: f64,
    pub(crate) phase_rad: f64,
    pub(crate) variance: f64,
}

impl Phase {
    /// The phase of a response.
    pub(crate) fn of(response: &Response, sample_rate_hz: f64) -> Phase {
        Phase {
            radians_per_frame: TAU * response.frequency_hz / sample_rate_hz,
            phase_rad: response.ratio.arg(),
            // Half of a complex error's mean square affects the phase.
            variance: response.variance / (2.0 * response.ratio.norm_sqr().max(f64::MIN_POSITIVE)),
        }
    }

    /// The delay from one tone: within half a period of zero, modulo the period.
    pub(crate) fn delay_of_one(&self) -> Figure {
        let half = Z95 * self.variance.sqrt() / self.radians_per_frame;
        let delay = Figure::within(-self.phase_rad / self.radians_per_frame, half);
        Figure { modulo: Some(TAU / self.radians_per_frame), ..delay }
    }

    /// At least the variance due to rounding.
    fn variance(&self) -> f64 {
        self.variance.max(ROUNDING)
    }
}

/// A straight line through unwrapped phases.
pub(crate) struct PhaseLine {
    /// Ascending in frequency.
    phases: Vec<Phase>,
    /// Value at 0 Hz in (−π, π].
    zero_rad: f64,
    slope: f64,
    zero_deviation: f64,
    slope_deviation: f64,
}

impl PhaseLine {
    /// The line by weighted least squares, with a free offset at 0 Hz. Phases are unwrapped upwards from the two lowest
    /// ones, on the branch with the least residual. If they deviate by more than their noise, as with unequal filters,
    /// both deviations grow in proportion.
    ///
    /// # Errors
    ///
    /// Fewer than two phases; phases without a common delay.
    pub(crate) fn through(mut phases: Vec<Phase>) -> Result<PhaseLine, Refusal> {
        phases.sort_by(|a, b| a.radians_per_frame.total_cmp(&b.radians_per_frame));
        if phases.len() < 2 {
            return Err(Refusal::WrongStimulus { needs: "two tones or more on both sides".into() });
        }
        let branches = (-BRANCHES..=BRANCHES).map(|branch| Sums::unwrapped(&phases, branch));
        let stray = |sums: &Sums| sums.mean_square(&phases, |_| 1.0);
        let best = nearest_of_the_best(branches.map(|sums| (stray(&sums), sums)).collect());
        let stray_rad = stray(&best).sqrt();
        if stray_rad.is_nan() || stray_rad > MOST_STRAY_RAD {
            return Err(Refusal::NoCommonDelay { stray_rad });
        }
        let scatter = best.mean_square(&phases, |phase| 1.0 / phase.variance()).sqrt().max(1.0);
        let [(zero, zero_deviation), (slope, slope_deviation)] = best.fitted();
        Ok(PhaseLine {
            phases,
            zero_rad: wrapped_rad(zero),
            slope,
            zero_deviation: scatter * zero_deviation,
            slope_deviation: scatter * slope_deviation,
        })
    }

    /// In frames, positive if late; modulo the time after which all phases repeat, if there is one.
    pub(crate) fn delay_frames(&self) -> Figure {
        let modulo = self.period_frames();
        let nearest = |delay: f64| modulo.map_or(delay, |period| delay - period * (delay / period).round());
        Figure { modulo, ..Figure::within(nearest(-self.slope), Z95 * self.slope_deviation) }
    }

    /// +1 or −1.
    pub(crate) fn polarity(&self) -> Outcome {
        let margin_rad = POLARITY_SIGMAS * self.zero_deviation;
        if self.zero_rad.abs() + margin_rad <= POLARITY_RAD {
            Ok(Figure::exact(1.0))
        } else if PI - self.zero_rad.abs() + margin_rad <= POLARITY_RAD {
            Ok(Figure::exact(-1.0))
        } else {
            Err(Refusal::NoPolarity { phase_rad: self.zero_rad })
        }
    }

    /// The relative phases of equally spaced tones repeat: the delay is known modulo that time.
    fn period_frames(&self) -> Option<f64> {
        let (first, others) = self.phases.split_first()?;
        let step = |phase: &Phase| phase.radians_per_frame - first.radians_per_frame;
        let shortest = TAU / step(others.first()?);
        let is_whole = |period: f64| {
            let off =
                |phase: &Phase| (step(phase) * period / TAU - (step(phase) * period / TAU).round()).abs();
            others.iter().all(|phase| off(phase) <= WHOLE_TURN)
        };
        (1..=PERIODS).map(|times| f64::from(times) * shortest).find(|period| is_whole(*period))
    }
}

/// Of the lines that fit as well as the best, the one with the shortest delay: tones at odd multiples of a frequency have
/// the same phases after half its period, all inverted, and noise alone would choose between them.
fn nearest_of_the_best(lines: Vec<(f64, Sums)>) -> Sums {
    let least = lines.iter().map(|(stray, _)| *stray).fold(f64::INFINITY, f64::min);
    let is_best = |(stray, _): &(f64, Sums)| *stray <= AS_GOOD * least + SAME_STRAY;
    let steepness = |sums: &Sums| sums.fitted()[1].0.abs();
    let best = lines.into_iter().filter(is_best).map(|(_, sums)| sums);
    best.min_by(|a, b| steepness(a).total_cmp(&steepness(b))).unwrap_or_default()
}

/// Weighted sums of a straight line.
#[derive(Clone, Copy, Default)]
struct Sums {
    weight: f64,
    x: f64,
    y: f64,
    xx: f64,
    xy: f64,
}

impl Sums {
    /// For phases each unwrapped by the line through those below it, with `branch` extra turns between the two lowest.
    fn unwrapped(phases: &[Phase], branch: i32) -> Sums {
        let (first, second) = (phases[0], phases[1]);
        let step = wrapped_rad(second.phase_rad - first.phase_rad) + TAU * f64::from(branch);
        let mut sums = Sums::default();
        sums.add(first, first.phase_rad);
        sums.add(second, first.phase_rad + step);
        for phase in &phases[2..] {
            let turns = ((sums.at(phase.radians_per_frame) - phase.phase_rad) / TAU).round();
            sums.add(*phase, phase.phase_rad + turns * TAU);
        }
        sums
    }

    fn add(&mut self, phase: Phase, unwrapped: f64) {
        let (x, weight) = (phase.radians_per_frame, 1.0 / phase.variance());
        self.weight += weight;
        self.x += weight * x;
        self.y += weight * unwrapped;
        self.xx += weight * x * x;
        self.xy += weight * x * unwrapped;
    }

    /// Value at 0 and slope, each with its standard deviation.
    fn fitted(&self) -> [(f64, f64); 2] {
        let spread = self.xx - self.x * self.x / self.weight;
        let slope = (self.xy - self.x * self.y / self.weight) / spread;
        let zero = (self.y - slope * self.x) / self.weight;
        [(zero, (self.xx / self.weight / spread).sqrt()), (slope, spread.recip().sqrt())]
    }

    fn at(&self, x: f64) -> f64 {
        let [(zero, _), (slope, _)] = self.fitted();
        zero + slope * x
    }

    /// Weighted mean square deviation of the phases from the line, over the degrees of freedom.
    fn mean_square(&self, phases: &[Phase], weight: impl Fn(&Phase) -> f64) -> f64 {
        let stray = |phase: &Phase| {
            wrapped_rad(phase.phase_rad - self.at(phase.radians_per_frame)).powi(2) * weight(phase)
        };
        phases.iter().map(stray).sum::<f64>() / (phases.len() - 2).max(1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phases(frames_apart: f64, at: impl Iterator<Item = f64>) -> Vec<Phase> {
        let phase = |turns: f64| Phase {
            radians_per_frame: TAU * turns,
            phase_rad: wrapped_rad(PI - TAU * turns * frames_apart),
            variance: 1e-8,
        };
        at.map(phase).collect()
    }

    #[test]
    fn tones_in_equal_steps_say_the_delay_modulo_their_common_period() {
        // 1 to 8 kHz at 48 kHz repeat every 48 frames.
        let line = PhaseLine::through(phases(100.0, (1..=8).map(|k| f64::from(k) / 48.0))).expect("a line");
        let delay = line.delay_frames();
        assert!((delay.modulo.expect("a period") - 48.0).abs() < 1e-9, "{delay:?}");
        assert!((delay.value - 4.0).abs() < 1e-3, "{delay:?}");
    }

    #[test]
    fn of_two_delays_that_fit_alike_the_shorter_one_decides_the_polarity() {
        // Odd multiples of 1/4096 of the rate: all inverted after 2048 frames.
        for noise_rad in [1e-4, -1e-4] {
            let mut tones =
                phases(3.0, [27, 35, 45, 57, 91, 139, 201, 333].map(|k| f64::from(k) / 4096.0).into_iter());
            for (index, phase) in tones.iter_mut().enumerate() {
                phase.phase_rad += noise_rad * f64::from(index as i32 % 3 - 1);
            }
            let line = PhaseLine::through(tones).expect("a line");
            assert_eq!(line.polarity().expect("clear").value, -1.0);
            assert!((line.delay_frames().value - 3.0).abs() < 0.01, "{:?}", line.delay_frames());
        }
    }

    #[test]
    fn tones_in_equal_ratios_say_it_without_a_period() {
        for frames in [-1000.0, 100.0, 1000.0] {
            let steps = (0..20).map(|k| 0.001 * 1.37f64.powi(k)).filter(|turns| *turns < 0.45);
            let line = PhaseLine::through(phases(frames, steps)).expect("a line");
            let delay = line.delay_frames();
            assert!(delay.modulo.is_none() && (delay.value - frames).abs() < 0.01, "{delay:?} for {frames}");
            assert_eq!(line.polarity().expect("clear").value, -1.0);
        }
    }

    #[test]
    fn phases_by_chance_have_no_delay() {
        let scattered = (1..30).map(|k| Phase {
            radians_per_frame: 0.01 * f64::from(k).powf(1.5),
            phase_rad: wrapped_rad(f64::from(k * k) * 2.399),
            variance: 1e-8,
        });
        let refusal = PhaseLine::through(scattered.collect()).map(|line| line.delay_frames());
        assert!(matches!(refusal, Err(Refusal::NoCommonDelay { .. })), "{refusal:?}");
    }
}
