//! The peak nearest the pointer, between bins.

/// A peak of a spectrum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Peak {
    /// Place in bins, between bins.
    pub bin: f64,
    /// Level at the top, dB.
    pub level_db: f64,
}

/// The largest local maximum within `reach` bins of `centre`, interpolated; `None` where the powers only slope.
pub fn nearest(powers: &[f32], centre: f64, reach: f64) -> Option<Peak> {
    let first = ((centre - reach).ceil().max(1.0)) as usize;
    let last = ((centre + reach).floor().max(0.0) as usize).min(powers.len().checked_sub(2)?);
    let top = (first..=last)
        .filter(|&k| powers[k] > powers[k - 1] && powers[k] >= powers[k + 1])
        .max_by(|&a, &b| powers[a].total_cmp(&powers[b]))?;
    Some(interpolate(powers, top))
}

/// The parabola through the logarithms of three bins. A Gaussian main lobe is one exactly, and the
/// Blackman-Harris lobes are nearly Gaussian at their tops: off by at most 0.006 bins and 0.01 dB with seven terms.
fn interpolate(powers: &[f32], top: usize) -> Peak {
    let [left, middle, right] =
        [top - 1, top, top + 1].map(|k| 10.0 * f64::from(powers[k]).max(1e-40).log10());
    let curvature = left - 2.0 * middle + right;
    let offset = if curvature < 0.0 { (0.5 * (left - right) / curvature).clamp(-0.5, 0.5) } else { 0.0 };
    Peak { bin: top as f64 + offset, level_db: middle - 0.25 * (left - right) * offset }
}

#[cfg(test)]
mod tests {
    use std::f64::consts::PI;

    use super::*;

    /// Power of the seven-term Blackman-Harris main lobe `x` bins from its centre, from the sum of its cosines' kernels.
    fn blackman_harris7(x: f64) -> f32 {
        const TERMS: [f64; 7] = [
            0.271_051_400_693_42,
            0.433_297_939_234_48,
            0.218_122_999_543_11,
            0.065_925_446_388_03,
            0.010_811_742_098_37,
            0.000_776_584_825_22,
            0.000_013_887_217_35,
        ];
        let sinc = |x: f64| if x.abs() < 1e-9 { 1.0 } else { (PI * x).sin() / (PI * x) };
        let kernel: f64 = TERMS
            .iter()
            .enumerate()
            .map(|(k, a)| {
                let shift = k as f64;
                a * (sinc(x - shift) + sinc(x + shift)) / 2.0
            })
            .sum();
        ((kernel / TERMS[0]).powi(2)) as f32
    }

    #[test]
    fn a_tone_between_bins_is_found_to_the_stated_error() {
        for step in 0..=10 {
            let true_bin = 50.0 + f64::from(step) * 0.05;
            let powers: Vec<f32> = (0..100).map(|k| blackman_harris7(f64::from(k) - true_bin)).collect();
            let peak = nearest(&powers, 48.0, 10.0).expect("a lobe has a top");
            assert!((peak.bin - true_bin).abs() < 0.006, "{} for {true_bin}", peak.bin);
            assert!(peak.level_db.abs() < 0.01, "{} dB", peak.level_db);
        }
    }

    #[test]
    fn a_slope_has_no_peak() {
        let powers: Vec<f32> = (0..100).map(|k| k as f32).collect();
        assert_eq!(nearest(&powers, 50.0, 10.0), None);
        assert_eq!(nearest(&[], 50.0, 10.0), None);
    }
}
