//! The grid of the samples: integers of a number of bits, or floats.

/// Fewest and most bits that count as integers.
const FEWEST_BITS: i32 = 8;
const MOST_BITS: i32 = 24;

/// The coarsest grid of integers that holds all samples so far.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grid {
    bits: i32,
}

impl Default for Grid {
    fn default() -> Grid {
        Grid { bits: FEWEST_BITS }
    }
}

impl Grid {
    /// Takes samples.
    pub(super) fn take(&mut self, samples: &[f64]) {
        while self.bits <= MOST_BITS && !is_on_grid(samples, self.steps()) {
            self.bits += 1;
        }
    }

    /// The step of integers; `None` for floats.
    pub(super) fn step(self) -> Option<f64> {
        (self.bits <= MOST_BITS).then(|| 1.0 / self.steps())
    }

    /// Full scale of integers, the smaller of the largest positive and negative value; `None` for floats.
    pub(super) fn full_scale(self) -> Option<f64> {
        self.step().map(|step| 1.0 - step)
    }

    /// Steps from 0 to 1.
    fn steps(self) -> f64 {
        f64::from(1u32 << (self.bits - 1))
    }
}

fn is_on_grid(samples: &[f64], steps: f64) -> bool {
    /// Adding and subtracting it rounds to a whole number, in one instruction each on any processor.
    const ROUND: f64 = 6_755_399_441_055_744.0; // 1.5·2^52
    // NaN or infinite samples are ignored.
    samples.iter().fold(true, |whole, sample| {
        let scaled = sample * steps;
        let beside = (((scaled + ROUND) - ROUND) - scaled).abs();
        whole & ((beside == 0.0) | beside.is_nan())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_recognised_from_samples() {
        let bits = |samples: &[f64]| {
            let mut grid = Grid::default();
            grid.take(samples);
            grid.step().map(|step| 1.0 - step.log2())
        };
        assert_eq!(bits(&[0.0, 0.5, f64::NAN]), Some(8.0));
        assert_eq!(bits(&[1.0 - 1.0 / 32_768.0, 0.25]), Some(16.0));
        assert_eq!(bits(&[-3.0 / 8_388_608.0]), Some(24.0));
        assert_eq!(bits(&[0.1]), None);
        assert_eq!(bits(&[f64::from(0.1f32)]), None);
    }
}
