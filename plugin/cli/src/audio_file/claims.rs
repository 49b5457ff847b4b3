//! What a header may claim, and how far a file may fall short of it.

use super::fault::Fault;

/// What to do with a file that holds fewer frames than its header claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truncated {
    /// It is a [`Fault`].
    Refuse,
    /// Read what is there.
    Accept,
}

/// More channels than this mean a damaged header; every two of them would be a pair.
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
    /// Rates that analogue signals are recorded at, with room on both sides.
    const RATES_HZ: std::ops::RangeInclusive<f64> = 1000.0..=3_072_000.0;
    if RATES_HZ.contains(&rate_hz) {
        return Ok(rate_hz);
    }
    let (name, allowed) = ("a sample rate of", "1000 Hz to 3.072 MHz");
    Err(Fault::Field { name, value: format!("{rate_hz} Hz"), offset, allowed })
}
