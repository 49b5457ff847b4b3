use super::*;
use crate::spectra::noise_window;

const KINDS: [WindowKind; 6] = [
    WindowKind::Rectangular,
    WindowKind::Hann,
    WindowKind::BlackmanHarris4,
    WindowKind::BlackmanHarris7,
    WindowKind::FlatTop144,
    WindowKind::FlatTop248,
];

#[test]
fn gains_follow_from_the_samples() {
    for kind in KINDS {
        let samples = kind.samples(4096);
        let sum: f64 = samples.iter().sum();
        let squares: f64 = samples.iter().map(|w| w * w).sum();
        assert!((sum / 4096.0 - kind.coherent_gain()).abs() < 1e-13, "{kind:?}");
        assert!((4096.0 * squares / (sum * sum) - kind.enbw_bins()).abs() < 1e-12, "{kind:?}");
    }
}

#[test]
fn windows_are_periodic_not_symmetric() {
    let hann = WindowKind::Hann.samples(8);
    assert!(hann[0].abs() < 1e-16);
    assert!((hann[1] - hann[7]).abs() < 1e-15);
    assert!((hann[4] - 1.0).abs() < 1e-15);
    assert!(hann[7] > 0.1, "a symmetric window would end at zero");
}

/// The transform at a distance in bins by direct summation.
fn direct(samples: &[f64], d: f64) -> f64 {
    let frames = samples.len() as f64;
    let turn = 2.0 * PI * d / frames;
    let sum: f64 =
        samples.iter().enumerate().map(|(n, w)| w * (turn * (n as f64 - frames / 2.0)).cos()).sum();
    sum / samples.iter().sum::<f64>()
}

#[test]
fn line_shape_is_the_transform_of_the_window() {
    let frames = 2048;
    let noise: Vec<f64> = (0..frames).map(|n| noise_window::at(n as f64 / frames as f64)).collect();
    let seven = WindowKind::BlackmanHarris7;
    for (coefficients, samples) in
        [(seven.coefficients(), seven.samples(frames)), (noise_window::coefficients(), noise)]
    {
        let shape = LineShape::new(coefficients, frames);
        for d in [0.3, 1.7, 4.5, 6.99, 12.25, 33.3, 60.5, 64.7, 300.3, 900.4] {
            // The neglected imaginary part and the direct sum's rounding: observed 4e-13.
            let (direct, closed) = (direct(&samples, d), shape.at(d));
            assert!((direct - closed).abs() < 1e-11, "{d}: {direct} {closed}");
        }
        for d in 0..12 {
            let (direct, closed) = (direct(&samples, d as f64), shape.on_bin(d));
            assert!((direct - closed).abs() < 1e-13, "{d}: {direct} {closed}");
        }
    }
}

#[test]
fn overlap_of_hann_records_is_the_closed_form() {
    // Hann at 75 % overlap: 0.6592, at 50 %: 1/6.
    let hann = |fraction| WindowKind::Hann.at(fraction);
    assert!((correlation(hann, 0.25) - 0.6592).abs() < 1e-4);
    assert!((correlation(hann, 0.5) - 1.0 / 6.0).abs() < 1e-6);
    assert_eq!(correlation(hann, 1.0), 0.0);
}
