//! Level drift of a stretch, such as that of an amplifier warming up.

/// Least significant drift relative to the deviation of a polynomial; beats and scatter are below.
const SIGNIFICANT: f64 = 6.0;
/// Fewest blocks for a drift.
const FEWEST_BLOCKS: usize = 12;
/// Rounds in which the polynomials, which are nearly orthogonal over the blocks, are separated.
const ROUNDS: usize = 4;
/// Orders of the polynomials; a settling level is curved.
const ORDERS: usize = 3;

/// The logarithm of a level over a stretch, as a sum of Legendre polynomials over −1 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct LevelDrift {
    first_frame: u64,
    frames: u64,
    /// For the orders 1 to [`ORDERS`], in nepers.
    coefficients: [f64; ORDERS],
}

impl LevelDrift {
    /// From the mean squares of blocks that fill a stretch.
    pub(crate) fn of(powers: &[f32], first_frame: u64, frames: u64) -> LevelDrift {
        let mut drift = LevelDrift { first_frame, frames, ..LevelDrift::default() };
        if powers.len() < FEWEST_BLOCKS || powers.iter().any(|power| *power <= 0.0) {
            return drift;
        }
        let count = powers.len() as f64;
        let place = |index: usize| (2.0 * index as f64 + 1.0) / count - 1.0;
        let mut rest: Vec<f64> = powers.iter().map(|power| 0.5 * f64::from(*power).ln()).collect();
        for _ in 0..ROUNDS {
            let mean = rest.iter().sum::<f64>() / count;
            rest.iter_mut().for_each(|level| *level -= mean);
            for order in 1..=ORDERS {
                let along: f64 =
                    rest.iter().enumerate().map(|(index, level)| level * legendre(order, place(index))).sum();
                let part = (2 * order + 1) as f64 * along / count;
                drift.coefficients[order - 1] += part;
                let taken = rest.iter_mut().enumerate();
                taken.for_each(|(index, level)| *level -= part * legendre(order, place(index)));
            }
        }
        let deviation = (rest.iter().map(|level| level * level).sum::<f64>() / count).sqrt();
        for (index, part) in drift.coefficients.iter_mut().enumerate() {
            let own = deviation * ((2 * index + 3) as f64 / count).sqrt();
            if part.abs() < SIGNIFICANT * own {
                *part = 0.0;
            }
        }
        drift
    }

    /// Relative level change from the middle of a record to its end.
    pub(crate) fn slope(&self, first_frame: u64, record_frames: usize) -> f64 {
        let [first, second, third] = self.coefficients;
        let middle = first_frame as f64 - self.first_frame as f64 + record_frames as f64 / 2.0;
        let u = 2.0 * middle / self.frames as f64 - 1.0;
        let rise = first + second * 3.0 * u + third * (7.5 * u * u - 1.5);
        rise * record_frames as f64 / self.frames as f64
    }
}

fn legendre(order: usize, u: f64) -> f64 {
    match order {
        1 => u,
        2 => 1.5 * u * u - 0.5,
        _ => (2.5 * u * u - 1.5) * u,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(level_db: impl Fn(f64) -> f64) -> LevelDrift {
        let power = |n: u32| 10f64.powf(level_db(f64::from(n) / 240.0) / 10.0) as f32;
        LevelDrift::of(&(0..240).map(power).collect::<Vec<f32>>(), 0, 480_000)
    }

    #[test]
    fn half_a_decibel_in_ten_seconds_slopes_evenly() {
        let drift = of(|time| -6.0 + 0.5 * time);
        // 0.5 dB over 480 000 frames: half a record of 65 536 takes 0.0341 dB, 0.393 %.
        for first_frame in [0, 200_000, 414_464] {
            let slope = drift.slope(first_frame, 65_536);
            assert!((slope / 0.003_93 - 1.0).abs() < 0.01, "{slope}");
        }
    }

    #[test]
    fn beats_are_no_drift() {
        let drift = of(|time| -6.0 + 0.3 * (std::f64::consts::TAU * 3.3 * time).cos());
        assert_eq!(drift.coefficients, [0.0; 3]);
    }
}
