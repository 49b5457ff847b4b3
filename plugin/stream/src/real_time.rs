//! Whether a host is faster than real time.

/// Whether `frames` took less than half of their own duration.
pub(crate) fn outruns(frames: u64, sample_rate_hz: f64, took_s: f64) -> bool {
    2.0 * took_s < frames as f64 / sample_rate_hz
}
