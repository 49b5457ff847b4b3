use realfft::RealFftPlanner;

use super::*;
use crate::spectra::workspace::Workspace;
use crate::terms::settings::WindowKind;

fn record(frames: usize, parts: &[(f64, f64, f64)], dc: f64) -> Vec<f64> {
    let middle = frames as f64 / 2.0;
    let at = |n: usize| {
        let time = (n as f64 - middle) / frames as f64;
        parts.iter().map(|&(bins, size, phase)| size * (2.0 * PI * bins * time + phase).cos()).sum::<f64>()
    };
    (0..frames).map(|n| dc + at(n)).collect()
}

fn fit(samples: &[f64], bins: &[f64]) -> (ExactTransform, Vec<Complex<f64>>, LineFit) {
    let transform = ExactTransform::new(samples.len(), &mut RealFftPlanner::new());
    let mut spectrum = transform.make_spectrum();
    transform.transform(samples, &mut Workspace::default(), &mut spectrum);
    let lines = bins.iter().map(|&bins| FittedLine { bins, amplitude: Complex::default() }).collect();
    let mut fit = LineFit::of(lines);
    fit.solve(&transform, &spectrum, samples.len() as f64);
    (transform, spectrum, fit)
}

#[test]
fn closed_form_of_hann_is_its_direct_sum() {
    let frames = 512;
    let window = WindowKind::Hann.samples(frames);
    for d in [0.0, 0.4, 1.0, 1.0 + 1e-7, 2.5, 3.0, 17.3, 200.7, 255.5] {
        let sum: f64 =
            (0..frames).map(|n| window[n] * (2.0 * PI * d * (n as f64 - 256.0) / 512.0).cos()).sum::<f64>()
                / 256.0;
        assert!((hann_shape(d, 512.0) - sum).abs() < 1e-14, "{d}: {} {sum}", hann_shape(d, 512.0));
    }
}

#[test]
fn lines_close_together_and_close_to_dc_are_told_apart_exactly() {
    let parts = [(3.1, 0.2, 1.0), (5.7, 1.0, -2.0), (8.3, 1e-6, 0.4), (500.2, 0.3, 3.0), (2045.3, 0.1, 0.2)];
    let samples = record(4096, &parts, 0.05);
    let bins: Vec<f64> = std::iter::once(0.0).chain(parts.iter().map(|part| part.0)).collect();
    let (_, _, fit) = fit(&samples, &bins);
    assert!((fit.lines[0].amplitude.re - 0.05).abs() < 1e-13, "{:?}", fit.lines);
    for (line, (_, size, phase)) in fit.lines[1..].iter().zip(parts) {
        // Rounding of the transform, 1e-14 of the strongest line, increased by the coupling of neighbours.
        assert!((line.amplitude - Complex::from_polar(size, phase)).norm() < 2e-13, "{line:?}");
    }
}

#[test]
fn a_frequency_settles_within_rounding_beside_strong_harmonics() {
    let parts = [(91.2345678, 0.5, 0.3), (182.4691356, 0.2, 1.0), (273.7037034, 0.1, 2.0)];
    let samples = record(4096, &parts, 0.01);
    let (transform, spectrum, mut fit) = fit(&samples, &[0.0, 91.3, 182.6, 273.9]);
    for _ in 0..12 {
        let error = fit.frequency_error(&transform, &spectrum, 4096.0, 1);
        let bins = fit.lines[1].bins + error;
        for (line, order) in fit.lines[1..].iter_mut().zip(1..) {
            line.bins = bins * f64::from(order);
        }
        fit.solve(&transform, &spectrum, 4096.0);
    }
    assert!((fit.lines[1].bins - 91.2345678).abs() < 1e-11, "{:e}", fit.lines[1].bins - 91.2345678);
}
