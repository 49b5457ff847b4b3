//! Dithered quantisation to the integers of a file.

/// Rounds to integers with TPDF dither of two steps' width: the error is white, free of the signal, and has a
/// variance of a quarter of a squared step (Lipshitz, Wannamaker, Vanderkooy, JAES 40, 1992).
///
/// The same seed gives the same dither.
#[derive(Clone, Debug)]
pub struct Quantiser {
    full_scale: f64,
    state: u64,
}

impl Quantiser {
    /// For integers of `bits` bits, clamped to 2 to 32.
    pub fn new(bits: u32, seed: u64) -> Quantiser {
        Quantiser { full_scale: 2f64.powi(bits.clamp(2, 32) as i32 - 1), state: seed }
    }

    /// The integer for a sample, with full scale 1. Louder samples clip; NaN gives 0.
    pub fn quantise(&mut self, sample: f64) -> i32 {
        let dither = self.unit() - self.unit();
        let rounded = (sample * self.full_scale + dither).round();
        rounded.clamp(-self.full_scale, self.full_scale - 1.0) as i32
    }

    /// Uniform in [0, 1): splitmix64 (Steele, Lea, Flood, OOPSLA 2014).
    fn unit(&mut self) -> f64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((bits ^ (bits >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
}
