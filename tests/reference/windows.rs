//! The windows against the figures published for them (Harris 1978; Heinzel, Rüdiger and Schilling 2002, appendix).

use std::f64::consts::PI;

use groundtruth_measure::WindowKind::{
    self, BlackmanHarris4, BlackmanHarris7, FlatTop144, FlatTop248, Hann, Rectangular,
};
use groundtruth_tests::tolerance::Tolerance;

const FRAMES: usize = 512;

struct Published {
    window: WindowKind,
    enbw_bins: f64,
    scalloping_db: f64,
    highest_side_lobe_db: f64,
    /// Half-width of the main lobe in bins, the number of cosine terms.
    lobe_bins: f64,
}

const TABLE: [Published; 6] = [
    Published {
        window: Rectangular,
        enbw_bins: 1.0,
        scalloping_db: -3.92,
        highest_side_lobe_db: -13.3,
        lobe_bins: 1.0,
    },
    Published {
        window: Hann,
        enbw_bins: 1.5,
        scalloping_db: -1.424,
        highest_side_lobe_db: -31.5,
        lobe_bins: 2.0,
    },
    Published {
        window: BlackmanHarris4,
        enbw_bins: 2.004,
        scalloping_db: -0.826,
        highest_side_lobe_db: -92.0,
        lobe_bins: 4.0,
    },
    Published {
        window: BlackmanHarris7,
        enbw_bins: 2.632,
        scalloping_db: -0.485,
        highest_side_lobe_db: -180.1,
        lobe_bins: 7.0,
    },
    Published {
        window: FlatTop144,
        enbw_bins: 4.539,
        scalloping_db: -0.0021,
        highest_side_lobe_db: -144.1,
        lobe_bins: 7.0,
    },
    Published {
        window: FlatTop248,
        enbw_bins: 5.651,
        scalloping_db: -0.0009,
        highest_side_lobe_db: -248.4,
        lobe_bins: 11.0,
    },
];

/// Magnitude of the window's transform at a distance in bins, 1 at 0, by the plain sum.
fn shape(samples: &[f64], bins: f64) -> f64 {
    let turn = 2.0 * PI * bins / samples.len() as f64;
    let middle = samples.len() as f64 / 2.0;
    let re: f64 = samples.iter().enumerate().map(|(n, w)| w * (turn * (n as f64 - middle)).cos()).sum();
    let im: f64 = samples.iter().enumerate().map(|(n, w)| w * (turn * (n as f64 - middle)).sin()).sum();
    re.hypot(im) / samples.iter().sum::<f64>()
}

#[test]
fn noise_bandwidths_are_the_published_ones_by_formula_and_by_the_samples() {
    for row in TABLE {
        let samples = row.window.samples(FRAMES);
        let (sum, squares) = (samples.iter().sum::<f64>(), samples.iter().map(|w| w * w).sum::<f64>());
        let published = Tolerance::new(0.0005, "the table's last digit");
        published.check(format!("{:?}", row.window), row.window.enbw_bins(), row.enbw_bins);
        let exact = Tolerance::new(1e-9, "the definition N·Σw²/(Σw)²");
        exact.check("by its samples", FRAMES as f64 * squares / (sum * sum), row.window.enbw_bins());
        exact.check("coherent gain", sum / FRAMES as f64, row.window.coherent_gain());
    }
}

#[test]
fn a_tone_between_bins_reads_as_much_too_low_as_published() {
    for row in TABLE {
        let samples = row.window.samples(FRAMES);
        // Flat tops ripple: the lowest point lies anywhere within half a bin.
        let lowest = (0..=100).map(|step| shape(&samples, 0.005 * f64::from(step))).fold(1.0, f64::min);
        let most = if row.scalloping_db > -0.01 { 0.00006 } else { 0.006 };
        let published = Tolerance::new(most, "the table's last digit");
        published.check(format!("{:?}", row.window), 20.0 * lowest.log10(), row.scalloping_db);
    }
}

#[test]
fn side_lobes_stay_as_low_as_published() {
    for row in TABLE {
        // Long enough that the first sample, which has no mirror image, adds less than side lobes of −200 dB.
        let samples = row.window.samples(8 * FRAMES);
        let away = |step: u32| shape(&samples, row.lobe_bins + 0.05 * f64::from(step));
        let highest = (0..400).map(away).fold(0.0, f64::max);
        let published = Tolerance::new(0.15, "the table's last digit and steps of 1/20 bin");
        published.check(format!("{:?}", row.window), 20.0 * highest.log10(), row.highest_side_lobe_db);
    }
}

#[test]
fn windows_are_periodic() {
    for row in TABLE {
        let samples = row.window.samples(FRAMES);
        // Sample n mirrors sample N − n; a symmetric window would mirror N − 1 − n.
        for n in 1..FRAMES {
            let error = (samples[n] - samples[FRAMES - n]).abs();
            assert!(error < 1e-13, "{:?}, frame {n}: {error:e}", row.window);
        }
    }
}
