//! Limits of header claims, and handling of truncated files.

use super::fault::Fault;

/// Handling of a file that holds fewer frames than its header claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truncated {
    /// Report a [`Fault`].
    Refuse,
    /// Read the existing frames.
    Accept,
}

/// More channels indicate a damaged header; every two of them would be a pair.
const MOST_CHANNELS: u16 = 32;

pub(super) fn checked_channels(channels: u16, offset: u64) -> Result<usize, Fault> {
    if (1..=MOST_CHANNELS).contains(&channels) {
        return Ok(usize::from(channels));
    }
    Err(Fault::Field {
        name: "a number of channels of",
        value: channels.to_string(),
        offset,
        allowed: "1 to 32",
    })
}

pub(super) fn checked_rate(rate_hz: f64, offset: u64) -> Result<f64, Fault> {
    /// Sample rates of analogue recordings, with a margin on both sides.
    const RATES_HZ: std::ops::RangeInclusive<f64> = 1000.0..=3_072_000.0;
    if RATES_HZ.contains(&rate_hz) {
        return Ok(rate_hz);
    }
    let (name, allowed) = ("a sample rate of", "1000 Hz to 3.072 MHz");
    Err(Fault::Field { name, value: format!("{rate_hz} Hz"), offset, allowed })
}
