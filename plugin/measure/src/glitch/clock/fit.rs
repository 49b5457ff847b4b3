//! Straight lines and smooth curves through phases.

/// The phase of a block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Phase {
    /// Hops from the block under test.
    pub(super) at: f64,
    pub(super) rad: f64,
}

/// Two straight lines, before and after a block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kink {
    /// Slope of the second line minus that of the first, in radians per hop.
    pub(super) slope_change: f64,
    /// Where they meet, in hops; for phases known modulo whole turns one of many candidates.
    pub(super) meeting: f64,
    /// Residual of a smooth curve over that of the lines.
    pub(super) score: f64,
}

/// Deviation of a phase through rounding to 24 bits.
const ROUNDING_RAD: f64 = 2e-6;
/// Least difference of the slopes, in standard deviations.
const SIGNIFICANT: f64 = 8.0;
/// Least ratio of the squared residual of a smooth curve to that of the lines.
const LEAST_SCORE: f64 = 10.0;
/// Largest ratio of the residual of straight lines to the noise; with five phases on a side, chance gives three.
const MOST_OVER_NOISE: f64 = 4.0;

/// The kink at 0, if the slopes differ significantly and no smooth curve explains the phases.
pub(super) fn kink(phases: &[Phase]) -> Option<Kink> {
    let middle = phases.partition_point(|phase| phase.at < 0.0);
    let [before, after] = [&phases[..middle], &phases[middle..]].map(line);
    let freedom = phases.len() as f64 - 4.0;
    let variance = (before.left + after.left) / freedom + ROUNDING_RAD * ROUNDING_RAD;
    let slope_change = after.slope - before.slope;
    let deviation = (variance * (before.slope_variance + after.slope_variance)).sqrt();
    let score = smooth(phases) / (variance * freedom);
    // Noise is measured from block to block; drift and wander leave larger residuals around straight lines.
    let noise =
        (jitter(&phases[..middle]) + jitter(&phases[middle..])) / freedom + ROUNDING_RAD * ROUNDING_RAD;
    let is_straight = variance < MOST_OVER_NOISE * noise;
    let is_kink = is_straight && slope_change.abs() > SIGNIFICANT * deviation && score > LEAST_SCORE;
    is_kink.then(|| Kink { slope_change, meeting: (before.at_zero - after.at_zero) / slope_change, score })
}

/// Squared residual of a straight line through phases due to noise alone, from their second differences.
fn jitter(phases: &[Phase]) -> f64 {
    const GAIN: f64 = 6.0;
    let bends = phases.windows(3).map(|x| (x[0].rad - 2.0 * x[1].rad + x[2].rad).powi(2));
    bends.sum::<f64>() / GAIN
}

/// Mean, and rms about it.
pub(super) fn mean_and_spread(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    (mean, (values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / count).sqrt())
}

/// A straight line through some phases.
struct Line {
    at_zero: f64,
    slope: f64,
    /// Variance of the slope for phases of variance 1.
    slope_variance: f64,
    /// Squared residual.
    left: f64,
}

fn line(phases: &[Phase]) -> Line {
    let count = phases.len() as f64;
    let mean = |of: fn(&Phase) -> f64| phases.iter().map(of).sum::<f64>() / count;
    let (at, rad) = (mean(|phase| phase.at), mean(|phase| phase.rad));
    let squares: f64 = phases.iter().map(|phase| (phase.at - at).powi(2)).sum();
    let slope = phases.iter().map(|phase| (phase.at - at) * (phase.rad - rad)).sum::<f64>() / squares;
    let beside = |phase: &Phase| phase.rad - rad - slope * (phase.at - at);
    Line {
        at_zero: rad - slope * at,
        slope,
        slope_variance: 1.0 / squares,
        left: phases.iter().map(|phase| beside(phase).powi(2)).sum(),
    }
}

/// Squared residual of the best cubic, which has as many parameters as two lines.
fn smooth(phases: &[Phase]) -> f64 {
    // Powers are made orthogonal one after the other (Gram and Schmidt), over −1 to 1.
    let longest = phases.iter().map(|phase| phase.at.abs()).fold(1.0, f64::max);
    let mut rest: Vec<f64> = phases.iter().map(|phase| phase.rad).collect();
    let mut basis: Vec<Vec<f64>> = Vec::new();
    for power in 0..4 {
        let mut column: Vec<f64> = phases.iter().map(|phase| (phase.at / longest).powi(power)).collect();
        for other in &basis {
            take_out(&mut column, other);
        }
        take_out(&mut rest, &column);
        basis.push(column);
    }
    rest.iter().map(|x| x * x).sum()
}

/// Subtracts from a column its projection on another one.
fn take_out(column: &mut [f64], other: &[f64]) {
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
    let share = product(column, other) / product(other, other);
    column.iter_mut().zip(other).for_each(|(x, y)| *x -= share * y);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phases(rad: impl Fn(f64) -> f64) -> Vec<Phase> {
        (-10..=10)
            .filter(|at| *at != 0)
            .map(|at| Phase { at: f64::from(at), rad: rad(f64::from(at)) })
            .collect()
    }

    #[test]
    fn lines_that_meet_are_a_kink_and_curves_are_none() {
        let bent = kink(&phases(|at| 0.3 + 0.01 * at + if at > 0.2 { 0.02 * (at - 0.2) } else { 0.0 }))
            .expect("a kink");
        assert!((bent.slope_change - 0.02).abs() < 1e-9 && (bent.meeting - 0.2).abs() < 1e-6);
        assert!(kink(&phases(|at| 0.01 * at)).is_none());
        assert!(kink(&phases(|at| 0.01 * at * at)).is_none());
        assert!(kink(&phases(|at| (0.2 * at).sin())).is_none());
        assert!(kink(&phases(|at| if at > 0.0 { 0.5 } else { 0.0 })).is_none(), "a jump of phase");
    }
}
