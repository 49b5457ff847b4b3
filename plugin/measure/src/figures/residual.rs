//! What distortion leaves over one period of a tone.

/// The coherent residual over one period of a channel's tone: the sum of its harmonics from the second to the band edge,
/// each with its own phase relative to the fundamental.
///
/// It contains exactly the harmonics that `thd.f` counts, and everything else that repeats with the tone up to the band
/// edge is in them. DC and the fundamental are removed. Noise, hum and other lines that do not repeat with the tone
/// average out: each harmonic is the mean of its complex amplitude over the records, fitted together with all other
/// lines. What repeats but changes its phase from record to record averages out too. Harmonics beyond the band are
/// missing, which rounds kinks.
#[derive(Clone, Debug, PartialEq)]
pub struct ResidualWaveform {
    /// The residual over the amplitude of the fundamental, at phases that divide one period evenly. The first is the
    /// fundamental's rising zero crossing: the fundamental is `sin`.
    pub points: Vec<f32>,
    /// Half of the 95 % interval of a point, from the noise under the lines; the same at every phase. Same scale as the
    /// points.
    pub half: f32,
    /// Order of the highest harmonic in it.
    pub highest_order: u32,
    /// Orders up to it that are missing because they coincide with another line of the signal.
    pub missing_orders: Vec<u32>,
}

impl ResidualWaveform {
    /// Least number of points of a period, and least number for the highest harmonic's period.
    pub(crate) const LEAST_POINTS: usize = 512;
    pub(crate) const LEAST_POINTS_PER_CYCLE: usize = 4;

    /// The fundamental at a point, on a scale where its amplitude is 1.
    pub fn fundamental(&self, point: usize) -> f64 {
        (std::f64::consts::TAU * point as f64 / self.points.len().max(1) as f64).sin()
    }
}
