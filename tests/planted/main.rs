//! Planted signals: every figure against a known value, one file per quantity.

mod accuracy;
mod averaging;
mod balance;
mod bounds;
mod captures;
mod cause;
mod circuits;
mod correlation;
mod coverage;
mod crosstalk;
mod curves;
mod cut_sweeps;
mod declared;
mod drift;
mod even_odd;
mod frequency;
mod glitches;
mod harmonics;
mod hum;
mod intermodulation;
mod invariance;
mod level;
mod limits;
mod multitone;
mod neighbours;
mod noise;
mod polarity;
mod properties;
mod quasi_peak;
mod residual;
mod spurs;
mod sweep;
mod thd;
mod thdn;
mod traps;

/// The rate of most tests.
const RATE_HZ: f64 = 48_000.0;
/// Ten seconds of it.
const TEN_SECONDS: usize = 480_000;
/// The level of noise that is white from 0 to half of [`RATE_HZ`] within 20 Hz to 20 kHz, over its whole level.
const IN_BAND_DB: f64 = -0.796_158; // 10·lg(19 980/24 000)
