//! Decibels and full scale as in AES17: a full-scale sine is 0 dBFS.
//!
//! ```
//! use groundtruth_measure::units;
//!
//! // The mean square of a full-scale sine is 0.5: 0 dBFS. Of a full-scale square it is 1: +3.01 dBFS.
//! assert_eq!(units::mean_square_to_dbfs(0.5), 0.0);
//! assert!((units::mean_square_to_dbfs(1.0) - 3.0103).abs() < 1e-4);
//! ```

/// `10·lg(power_ratio)`. Zero gives −∞, the level of digital silence; negative input gives NaN.
pub fn power_to_db(power_ratio: f64) -> f64 {
    10.0 * power_ratio.log10()
}

/// Inverse of [`power_to_db`].
pub fn db_to_power(level_db: f64) -> f64 {
    10f64.powf(level_db / 10.0)
}

/// `20·lg(amplitude_ratio)`.
pub fn amplitude_to_db(amplitude_ratio: f64) -> f64 {
    20.0 * amplitude_ratio.log10()
}

/// Inverse of [`amplitude_to_db`].
pub fn db_to_amplitude(level_db: f64) -> f64 {
    10f64.powf(level_db / 20.0)
}

/// AES17 level of a mean square: `20·lg(√2·rms)`. A full-scale sine reads 0.00, a square +3.01.
pub fn mean_square_to_dbfs(mean_square: f64) -> f64 {
    power_to_db(2.0 * mean_square)
}

/// An angle in (−π, π].
pub(crate) fn wrapped_rad(angle_rad: f64) -> f64 {
    let turn = std::f64::consts::TAU;
    let inside = angle_rad - turn * (angle_rad / turn).round();
    if inside <= -std::f64::consts::PI { inside + turn } else { inside }
}
