use super::*;

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

#[test]
fn line_shape_is_the_transform_of_the_window() {
    let frames = 2048;
    let kind = WindowKind::BlackmanHarris7;
    let samples = kind.samples(frames);
    let shape = LineShape::new(kind, frames);
    for d in [0.3, 1.7, 4.5, 6.99, 12.25, 60.5, 300.3, 900.4] {
        let direct: f64 = samples
            .iter()
            .enumerate()
            .map(|(n, w)| w * (2.0 * PI * d * (n as f64 - frames as f64 / 2.0) / frames as f64).cos())
            .sum::<f64>()
            / (frames as f64 * kind.coherent_gain());
        let smooth = if d < LineShape::NEAR_BINS as f64 { shape.near(d) } else { shape.far(d) };
        let closed = (PI * d).sin() * smooth;
        // The imaginary part left out here and the direct sum's rounding: seen 4e-13.
        assert!((direct - closed).abs() < 1e-11, "{d}: {direct} {closed}");
    }
    assert_eq!(shape.on_bin(0), 1.0);
    assert_eq!(shape.on_bin(9), 0.0);
}

#[test]
fn overlap_of_hann_records_is_the_closed_form() {
    // Hann at 75 % overlap: 0.6592, at 50 %: 1/6.
    assert!((WindowKind::Hann.overlap_correlation(0.25) - 0.6592).abs() < 1e-4);
    assert!((WindowKind::Hann.overlap_correlation(0.5) - 1.0 / 6.0).abs() < 1e-6);
    assert_eq!(WindowKind::Hann.overlap_correlation(1.0), 0.0);
}
