//! Cause of the crosstalk: a return path shared by both channels, or a coupling capacitance.
//!
//! The model of the contract, section 4: `X(f) = −Rc/(Rc + RL + Zo) + j·2πf·C·(Zo ∥ RL)`. Its first part is real and its
//! second imaginary, so they are fitted separately: weighted least squares, a straight line without offset.
//!
//! A delay of the undriven channel relative to the driven one turns the first part, which looks like a capacitance at
//! one frequency or at many: `−r·exp(−jωδ) ≈ −r + jωrδ`. The intervals therefore allow for differences between two
//! channels of one recording interface ([`SKEW_S`], [`CORNERS_HZ`]): with 5 mΩ/Ω of shared return and 0.1 Ω of output
//! impedance they amount to 470 pF.

use std::f64::consts::TAU;

use realfft::num_complex::Complex;

use crate::figures::estimate::{LIMIT_SIGMAS, Z95};
use crate::figures::figure::{Assumption, Figure, Outcome};
use crate::figures::refusal::Refusal;
use crate::figures::response::Response;
use crate::terms::settings::Settings;

/// Delay between two channels of an interface, 95 %. The converters themselves differ by 0.0001° (CS5381 data sheet,
/// "interchannel phase deviation"); their first-order input filters at some 300 kHz delay by 500 ns, with component
/// tolerances of 2 %.
const SKEW_S: f64 = 10e-9;
/// Difference of two channels' lower corner frequencies, 95 %: 10 % of 2 Hz, the tolerance of coupling capacitors. It
/// turns the phase by `corner/f`.
const CORNERS_HZ: f64 = 0.2;
/// Relative variance of a ratio by rounding alone.
const ROUNDING: f64 = 1e-24;

/// The shared return's resistance in mΩ. An unset output impedance counts as 0.
pub(crate) fn resistance(crosstalk: &[Response], settings: &Settings) -> Outcome {
    let circuit = Circuit::of(settings)?;
    let column = |point: &Response| Column { of: -1.0, part: point.ratio.re, turned: point.ratio.im };
    let share = fit(crosstalk, column).ok_or(Refusal::WrongStimulus { needs: NEEDS.into() })?;
    let milliohms = |share: f64| 1e3 * circuit.ohms * share / (1.0 - share);
    let figure = share.figure(milliohms);
    let figure = figure.ok_or_else(|| another_cause(crosstalk, "180°, as a shared return gives it"))?;
    let is_set = circuit.output_impedance_ohms.is_some();
    Ok(Figure { assumes: (!is_set).then_some(Assumption::NoOutputImpedance), ..figure })
}

/// The coupling's capacitance in pF.
pub(crate) fn capacitance(crosstalk: &[Response], settings: &Settings) -> Outcome {
    let parallel_ohms = Circuit::of(settings)?.parallel_ohms()?;
    let column = |point: &Response| Column {
        of: TAU * point.frequency_hz * parallel_ohms,
        part: point.ratio.im,
        turned: point.ratio.re,
    };
    let farads = fit(crosstalk, column).ok_or(Refusal::WrongStimulus { needs: NEEDS.into() })?;
    farads
        .figure(|farads| 1e12 * farads)
        .ok_or_else(|| another_cause(crosstalk, "+90°, as a capacitance gives it"))
}

/// Stimuli that give a crosstalk to explain.
const NEEDS: &str = "one side driven alone, by a tone, a multitone of its own or a sweep";

fn another_cause(crosstalk: &[Response], expected: &'static str) -> Refusal {
    let sum: Complex<f64> = crosstalk.iter().map(|point| point.ratio).sum();
    Refusal::AnotherPhase { phase_rad: sum.arg(), expected: expected.into() }
}

/// The declared circuit.
struct Circuit {
    load_ohms: f64,
    output_impedance_ohms: Option<f64>,
    /// Load and output impedance in series.
    ohms: f64,
}

impl Circuit {
    fn of(settings: &Settings) -> Result<Circuit, Refusal> {
        let load_ohms = settings.load_ohms.filter(|ohms| ohms.is_finite() && *ohms > 0.0);
        let load_ohms = load_ohms.ok_or(Refusal::NotSet { setting: "the load resistance in Ω".into() })?;
        let output_impedance_ohms =
            settings.output_impedance_ohms.filter(|ohms| ohms.is_finite() && *ohms >= 0.0);
        let ohms = load_ohms + output_impedance_ohms.unwrap_or(0.0);
        Ok(Circuit { load_ohms, output_impedance_ohms, ohms })
    }

    /// Load impedance for a current through the capacitance.
    fn parallel_ohms(&self) -> Result<f64, Refusal> {
        let output_ohms = self.output_impedance_ohms.filter(|ohms| *ohms > 0.0);
        let output_ohms =
            output_ohms.ok_or(Refusal::NotSet { setting: "the output impedance in Ω, above 0".into() })?;
        Ok(output_ohms * self.load_ohms / self.ohms)
    }
}

/// One equation: `part = coefficient·of`.
struct Column {
    of: f64,
    part: f64,
    /// Effect of a phase error on the part, per radian.
    turned: f64,
}

/// A fitted coefficient.
#[derive(Clone, Copy)]
struct Coefficient {
    value: f64,
    deviation: f64,
}

/// The coefficient by weighted least squares. If the points scatter more than their variances explain, the model is
/// incomplete and the deviation grows in proportion (Birge, Phys. Rev. 40, 1932). The phase tolerance between channels
/// is common to all points and does not average out.
fn fit(points: &[Response], column: impl Fn(&Response) -> Column) -> Option<Coefficient> {
    // Half of a complex error's mean square belongs to each part.
    let weight = |point: &Response| {
        2.0 / (point.variance + ROUNDING * point.ratio.norm_sqr()).max(f64::MIN_POSITIVE.sqrt())
    };
    let sum = |part: &dyn Fn(&Column, f64) -> f64| -> f64 {
        let term = |point: &Response| {
            let column = column(point);
            weight(point) * column.of * part(&column, point.frequency_hz)
        };
        points.iter().map(term).sum()
    };
    let curvature = sum(&|column, _| column.of);
    let value = sum(&|column, _| column.part) / curvature;
    let misfit = |point: &Response| {
        let Column { of, part, .. } = column(point);
        weight(point) * (part - value * of).powi(2)
    };
    let freedom = points.len().saturating_sub(1).max(1) as f64;
    let scatter = (points.iter().map(misfit).sum::<f64>() / freedom).max(1.0);
    let by_skew = sum(&|column, hz| column.turned * TAU * hz * SKEW_S) / curvature;
    let by_corners = sum(&|column, hz| column.turned * CORNERS_HZ / hz) / curvature;
    let deviation = (scatter / curvature).sqrt().hypot(by_skew.hypot(by_corners) / Z95);
    (value.is_finite() && deviation.is_finite()).then_some(Coefficient { value, deviation })
}

impl Coefficient {
    /// Converted by `to`, which is increasing; `None` if the whole interval lies below 0.
    fn figure(self, to: impl Fn(f64) -> f64) -> Option<Figure> {
        let half = Z95 * self.deviation;
        let limit = self.value <= LIMIT_SIGMAS * self.deviation;
        let high = to(self.value + half);
        let low = to((self.value - half).max(0.0)).min(high);
        let value = if limit { high } else { to(self.value) };
        (high > 0.0).then_some(Figure { low, high, limit, ..Figure::exact(value) })
    }
}
