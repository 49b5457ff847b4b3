//! A small independent generator: the same seed gives the same numbers with every version of every library.

use std::f64::consts::PI;

/// SplitMix64 (Steele, Lea and Flood 2014): a counter through a mixing function, period 2^64.
#[derive(Clone, Debug)]
pub struct Random {
    state: u64,
}

impl Random {
    /// Seeds that differ in one bit give unrelated sequences.
    pub fn new(seed: u64) -> Random {
        let mut random = Random { state: seed };
        random.state = random.next_bits();
        random
    }

    /// 64 random bits.
    pub fn next_bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.state ^ (self.state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Uniform in [0, 1).
    pub fn unit(&mut self) -> f64 {
        (self.next_bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Standard normal (Box and Muller 1958).
    pub fn gaussian(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.unit()).ln()).sqrt();
        radius * (2.0 * PI * self.unit()).cos()
    }

    /// A phase in [−π, π).
    pub fn phase_rad(&mut self) -> f64 {
        PI * (2.0 * self.unit() - 1.0)
    }
}
