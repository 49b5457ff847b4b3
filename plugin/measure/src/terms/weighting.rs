//! Weighting curves as power gains.

/// Weighting of noise before summation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weighting {
    /// No weighting.
    Flat,
    /// The A curve.
    A,
    /// The CCIR-RMS curve: ITU-R BS.468-4 with a lower gain.
    CcirRms,
}

/// The curves at every bin of a spectrum, computed once and used for every channel.
#[derive(Debug)]
pub(crate) struct WeightingTables {
    a: Vec<f64>,
    ccir_rms: Vec<f64>,
}

impl WeightingTables {
    /// For `bins` bins, `bin_hz` apart from DC on.
    pub(crate) fn new(bins: usize, bin_hz: f64) -> WeightingTables {
        let table = |curve: fn(f64) -> f64| (0..bins).map(|k| curve(k as f64 * bin_hz)).collect();
        WeightingTables { a: table(a_weighting_power), ccir_rms: table(ccir_rms_power) }
    }

    /// Power gain of every bin; `None` where it is 1.
    pub(crate) fn gains(&self, weighting: Weighting) -> Option<&[f64]> {
        match weighting {
            Weighting::Flat => None,
            Weighting::A => Some(&self.a),
            Weighting::CcirRms => Some(&self.ccir_rms),
        }
    }
}

/// Power gain of the A curve (IEC 61672-1, annex E), 1 at 1 kHz.
///
/// `R = f4²f⁴ / ((f²+f1²)·√((f²+f2²)(f²+f3²))·(f²+f4²))`, squared; raised by 1.99966 dB.
pub fn a_weighting_power(frequency_hz: f64) -> f64 {
    const POLES_HZ: [f64; 4] = [20.598997, 107.65265, 737.86223, 12194.217];
    let [p1, p2, p3, p4] = POLES_HZ.map(|pole| pole * pole);
    let gain = |square: f64| {
        let outer = p4 * square * square / ((square + p1) * (square + p4));
        outer * outer / ((square + p2) * (square + p3))
    };
    gain(frequency_hz * frequency_hz) / gain(1e6)
}

/// Power gain of the ITU-R BS.468-4 curve, 1 at 1 kHz, by its rational form (within 0.05 dB of the table).
pub fn itu468_power(frequency_hz: f64) -> f64 {
    let gain = |f: f64| {
        let square = f * f;
        let h1 = ((-4.737338981378384e-24 * square + 2.043828333606125e-15) * square - 1.363894795463638e-7)
            * square
            + 1.0;
        let h2 =
            ((1.306612257412824e-19 * square - 2.118150887518656e-11) * square + 5.559488023498642e-4) * f;
        square / (h1 * h1 + h2 * h2)
    };
    gain(frequency_hz) / gain(1000.0)
}

/// Power gain of the CCIR-RMS curve (AES17): the ITU-R 468 one lowered by 5.63 dB, unity near 2 kHz.
pub fn ccir_rms_power(frequency_hz: f64) -> f64 {
    const LOWERED: f64 = 0.273_526_872_630_671; // 10^(−5.63/10)
    LOWERED * itu468_power(frequency_hz)
}
