//! Intermodulation of two tones on one channel, from the products in the same fit.

use super::lines::ChannelLines;
use crate::figures::estimate::Power;
use crate::figures::figure::Outcome;
use crate::figures::refusal::Refusal;
use crate::figures::report::ProductLine;
use crate::lines::line_fit::SEPARATION_BINS;
use crate::lines::model::Role;
use crate::terms::units::{amplitude_to_db, power_to_db};

/// Relative tolerance of a standard pair's frequencies.
const FREQUENCY_TOLERANCE: f64 = 0.01;
/// Tolerance of a standard pair's ratio: 1 dB plus the error of a level measurement.
const RATIO_TOLERANCE_DB: f64 = 1.0 + 0.01;
/// Spacings of the difference-frequency method, ends included (MEASUREMENTS.md, section 5).
const SPACINGS_HZ: [f64; 2] = [80.0, 2000.0];
/// Relative tolerance at the ends of the spacings: generator clocks that differ by a thousandth, far above the error of
/// a measured frequency.
const SPACING_TOLERANCE: f64 = 1e-3;

/// Highest order of the products used for a pair.
const THIRD: i32 = 3;
/// Further requirement on a pair.
const CLEAR_PRODUCTS: &str = "tones whose products do not coincide with other lines";

/// Methods of measuring intermodulation.
#[derive(Clone, Copy)]
pub(crate) enum Method {
    /// 60 Hz and 7 kHz at 4:1.
    Smpte,
    /// 250 Hz and 8 kHz at 4:1.
    Din,
    /// Difference frequency, second order, over the sum of the amplitudes.
    Dfd2,
    /// Difference frequency, third order, over the sum of the amplitudes.
    Dfd3,
    /// Difference frequency over the rms sum.
    Ccif,
}

impl Method {
    fn needs(self) -> &'static str {
        match self {
            Method::Smpte => "an SMPTE pair, 60 Hz and 7 kHz at 4:1",
            Method::Din => "a DIN pair, 250 Hz and 8 kHz at 4:1",
            Method::Dfd2 | Method::Dfd3 | Method::Ccif => {
                "two equal tones 80 Hz to 2 kHz apart, such as 19 and 20 kHz"
            }
        }
    }
}

/// The figure, or the stimulus it needs.
pub(crate) fn read(lines: &ChannelLines, method: Method) -> Outcome {
    if lines.context.average.stimulus.obstacle.is_some() {
        return Err(lines.context.no_tone(lines.channel));
    }
    let pair = Pair::of(lines)
        .filter(|pair| pair.suits(method))
        .ok_or(Refusal::WrongStimulus { needs: method.needs().into() })?;
    match method {
        Method::Smpte | Method::Din => pair.modulation(),
        Method::Dfd2 => pair.difference(pair.sum_of_amplitudes()),
        Method::Dfd3 => pair.third_order(),
        Method::Ccif => pair.difference(pair.low.value + pair.high.value),
    }
}

/// The products up to the third order that stand clear of every other line and below half the sample rate, ascending.
pub(crate) fn products(lines: &ChannelLines) -> Vec<ProductLine> {
    const FACTORS: [[i32; 2]; 6] = [[-1, 1], [1, 1], [-2, 1], [2, 1], [-1, 2], [1, 2]];
    let pair = Pair::of(lines).filter(|_| lines.context.average.stimulus.obstacle.is_none());
    let Some(pair) = pair else { return Vec::new() };
    let mut products: Vec<ProductLine> =
        FACTORS.into_iter().filter_map(|factors| pair.listed(factors)).collect();
    products.sort_by(|a, b| a.frequency_hz.total_cmp(&b.frequency_hz));
    products
}

struct Pair<'a> {
    lines: &'a ChannelLines<'a>,
    low: Power,
    high: Power,
    low_hz: f64,
    high_hz: f64,
    /// Whether the indices of the lower and the higher tone are swapped.
    swapped: bool,
}

impl<'a> Pair<'a> {
    fn of(lines: &'a ChannelLines<'a>) -> Option<Pair<'a>> {
        let context = lines.context;
        let stimulus = &context.average.stimulus;
        let both = stimulus.is_pair() && stimulus.driven.get(lines.channel)?.len() == 2;
        let tones = &context.channel(lines.channel).tones;
        let hz = |tone: usize| tones.get(tone).map(|bins| context.hz(*bins));
        let swapped = hz(0)? > hz(1)?;
        let (low, high) = if swapped { (1, 0) } else { (0, 1) };
        both.then_some(Pair {
            lines,
            low: lines.stimulus_power(Role::Tone(low))?,
            high: lines.stimulus_power(Role::Tone(high))?,
            low_hz: hz(low)?,
            high_hz: hz(high)?,
            swapped,
        })
    }

    fn suits(&self, method: Method) -> bool {
        let near = |hz: f64, to: f64| (hz / to - 1.0).abs() < FREQUENCY_TOLERANCE;
        let ratio_db = power_to_db(self.low.value / self.high.value);
        let is_ratio = |to: f64| (ratio_db - amplitude_to_db(to)).abs() <= RATIO_TOLERANCE_DB;
        let spacing_hz = self.high_hz - self.low_hz;
        let [least_hz, most_hz] = SPACINGS_HZ;
        let is_spacing = (least_hz * (1.0 - SPACING_TOLERANCE)..=most_hz * (1.0 + SPACING_TOLERANCE))
            .contains(&spacing_hz);
        match method {
            Method::Smpte => near(self.low_hz, 60.0) && near(self.high_hz, 7000.0) && is_ratio(4.0),
            Method::Din => near(self.low_hz, 250.0) && near(self.high_hz, 8000.0) && is_ratio(4.0),
            Method::Dfd2 | Method::Dfd3 | Method::Ccif => is_spacing && is_ratio(1.0),
        }
    }

    fn sum_of_amplitudes(&self) -> f64 {
        (self.low.value.sqrt() + self.high.value.sqrt()).powi(2)
    }

    /// The product `low·f1 + high·f2`.
    fn product(&self, low: i32, high: i32) -> Result<Power, Refusal> {
        let (first, second) = if self.swapped { (high, low) } else { (low, high) };
        // The model has only one of a product and its mirror image: the one whose second factor is positive.
        let (first, second) = if second < 0 { (-first, -second) } else { (first, second) };
        if !self.is_clear(low, high) {
            return Err(Refusal::WrongStimulus { needs: CLEAR_PRODUCTS.into() });
        }
        self.lines.stimulus_power(Role::Product { first, second }).ok_or_else(|| {
            let frequency_hz = self.product_hz(low, high);
            let band_high_hz = self.lines.context.sample_rate_hz / 2.0;
            match frequency_hz < band_high_hz {
                true => Refusal::WrongStimulus { needs: CLEAR_PRODUCTS.into() },
                false => {
                    let order = low.unsigned_abs() + high.unsigned_abs();
                    Refusal::OutsideBand { order, frequency_hz, band_high_hz }
                }
            }
        })
    }

    /// A product as a line of the report, its factors with the sign that makes the frequency positive.
    fn listed(&self, [low, high]: [i32; 2]) -> Option<ProductLine> {
        let signed_hz = f64::from(low) * self.low_hz + f64::from(high) * self.high_hz;
        let (factors, frequency_hz) =
            if signed_hz < 0.0 { ([-low, -high], -signed_hz) } else { ([low, high], signed_hz) };
        if frequency_hz >= self.lines.context.sample_rate_hz / 2.0 {
            return None;
        }
        let figure = self.product(low, high).ok()?.level();
        let level = |db: f64| db.is_finite().then_some(db);
        let [level_dbfs, low, high] = [figure.value, figure.low, figure.high].map(level);
        Some(ProductLine { factors, frequency_hz, level_dbfs, low, high, limit: figure.limit })
    }

    fn product_hz(&self, low: i32, high: i32) -> f64 {
        (f64::from(low) * self.low_hz + f64::from(high) * self.high_hz).abs()
    }

    /// Whether a product is resolved from 0 Hz, both tones, their harmonics and the other products, to the third order.
    fn is_clear(&self, low: i32, high: i32) -> bool {
        let apart_hz = self.lines.context.hz(SEPARATION_BINS);
        let own_hz = self.product_hz(low, high);
        let orders = (-THIRD..=THIRD).flat_map(|m| (-THIRD..=THIRD).map(move |n| (m, n)));
        let others = orders.filter(|(m, n)| m.abs() + n.abs() <= THIRD);
        let mut others = others.filter(|other| ![(low, high), (-low, -high)].contains(other));
        others.all(|(m, n)| (self.product_hz(m, n) - own_hz).abs() >= apart_hz)
    }

    /// `√Σ_k (a_{f2+kf1} + a_{f2−kf1})² / a_{f2}`, k = 1, 2: arithmetic within a pair.
    fn modulation(&self) -> Outcome {
        let first = together(self.product(1, 1)?, self.product(-1, 1)?);
        let second = together(self.product(2, 1)?, self.product(-2, 1)?);
        Ok(first.plus(second).over(self.high))
    }

    fn difference(&self, reference: f64) -> Outcome {
        Ok(self.product(-1, 1)?.over(Power::exact(reference)))
    }

    fn third_order(&self) -> Outcome {
        let both = together(self.product(2, -1)?, self.product(-1, 2)?);
        Ok(both.over(Power::exact(self.sum_of_amplitudes())))
    }
}

/// The power of the sum of two amplitudes: `P = (√a + √b)²` has the variance `P·(var a/a + var b/b)`.
fn together(a: Power, b: Power) -> Power {
    let amplitude = |power: Power| power.value.max(0.0).sqrt();
    Power {
        value: (amplitude(a) + amplitude(b)).powi(2),
        null: 4.0 * (a.null + b.null),
        slope: a.slope + b.slope,
    }
}
