//! The word length of a signal, estimated from its samples, and its rounding error.

/// The finest grid of the samples, accumulated a few at a time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Grid {
    /// Bitwise union of the samples in units of 2⁻³¹.
    ones: u64,
    /// Whether some sample lies between these units, and whether some is not a 32-bit float.
    finer: bool,
    doubles: bool,
}

/// Rounding of the samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WordLength {
    /// Integers of this number of bits.
    Integer(u32),
    /// 32-bit floats: 24 bits and a sign.
    Float,
    /// Finer than either.
    Exact,
}

/// Bits of a float's mantissa and its sign.
const FLOAT_BITS: u32 = 25;
/// Shortest word length of audio.
const FEWEST_BITS: u32 = 8;
/// Samples of a block that are examined: a grid shows in far fewer.
const LOOKED_AT: usize = 4096;
/// Integer value of full scale.
const SCALE: f64 = (1u64 << 31) as f64;

impl Grid {
    /// Adds the first of some samples.
    pub(crate) fn take(&mut self, samples: &[f64]) {
        for &x in samples.iter().take(LOOKED_AT) {
            let scaled = x * SCALE;
            if scaled.fract() == 0.0 && scaled.abs() < 2.0 * SCALE {
                self.ones |= scaled.abs() as u64;
            } else {
                self.finer = true;
            }
            self.doubles |= f64::from(x as f32) != x;
        }
    }

    /// Adds the samples of another grid.
    pub(crate) fn join(&mut self, other: &Grid) {
        self.ones |= other.ones;
        self.finer |= other.finer;
        self.doubles |= other.doubles;
    }

    /// The word length; `None` for digital silence.
    pub(crate) fn word_length(&self) -> Option<WordLength> {
        let integer_bits = (32 - self.ones.trailing_zeros().min(31)).max(1);
        match (self.finer, self.doubles) {
            (false, _) if self.ones == 0 => None,
            (false, doubles) if doubles || integer_bits < FLOAT_BITS => {
                Some(WordLength::Integer(integer_bits))
            }
            (_, false) => Some(WordLength::Float),
            (_, true) => Some(WordLength::Exact),
        }
    }
}

impl WordLength {
    /// As given in a report: floats count 25 bits.
    pub(crate) fn bits(self) -> u32 {
        match self {
            WordLength::Integer(bits) => bits,
            WordLength::Float | WordLength::Exact => FLOAT_BITS,
        }
    }

    /// Total power of the rounding, `q²/12`, relative to a full-scale sine; 0 for signals that were not rounded: a
    /// square wave lies on a grid of very few bits.
    pub(crate) fn rounding_power(self) -> f64 {
        match self {
            WordLength::Exact => 0.0,
            WordLength::Integer(bits) if bits < FEWEST_BITS => 0.0,
            other => 4f64.powi(1 - other.bits() as i32) / 6.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(sample: impl Fn(f64) -> f64) -> Option<WordLength> {
        let mut grid = Grid::default();
        let samples: Vec<f64> = (0..1000).map(|n| sample(0.4 * (0.37 * f64::from(n)).sin())).collect();
        grid.take(&samples);
        grid.word_length()
    }

    #[test]
    fn integers_of_every_length_are_told_apart_from_floats() {
        for bits in 2..=24u32 {
            let scale = 2f64.powi(bits as i32 - 1);
            assert_eq!(of(|x| (x * scale).round() / scale), Some(WordLength::Integer(bits)));
        }
        assert_eq!(of(|x| (x * SCALE).round() / SCALE), Some(WordLength::Integer(32)));
        assert_eq!(of(|x| f64::from(x as f32)), Some(WordLength::Float));
        assert_eq!(of(|x| x), Some(WordLength::Exact));
        assert_eq!(of(|_| 0.0), None);
    }

    #[test]
    fn sixteen_bits_round_at_98_db_below_full_scale() {
        let dbfs = 10.0 * WordLength::Integer(16).rounding_power().log10();
        assert!((dbfs + 98.09).abs() < 0.01, "{dbfs}");
    }
}
