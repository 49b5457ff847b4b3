//! The slow twin of THD+N: one weighted fit of the tone and one transform, both of the whole stretch at once.
//!
//! No records, no search, no model of harmonics or mains: everything except the tone is residual. It shares only the
//! library's transform with the analyzer.

use std::f64::consts::PI;

use realfft::RealFftPlanner;

/// The twin's result for a channel.
#[derive(Clone, Copy, Debug)]
pub struct TwinReading {
    /// Frequency of the tone in Hz.
    pub frequency_hz: f64,
    /// Level of the tone in dBFS.
    pub level_dbfs: f64,
    /// THD+N in dB, fundamental form: everything in band except the tone, over the tone.
    pub thdn_f_db: f64,
}

/// Weighting of the residual's frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weighting {
    /// Hann's window, for steady signals: lines stay within 2 bins. The middle of the stretch has the largest weight.
    Hann,
    /// Uniform, for sounds of varying loudness. Lines leak: near the band's edge the error is the share beyond the
    /// edge, 1/(2π²·bins).
    Even,
}

/// Reads a stretch with one tone near a frequency, within `band_hz`.
///
/// The fit is IEEE 1057's of four parameters, each sample weighted by Hann's window, so that a line 3 bins away or more does
/// not pull it. The residual's power is the sum over the bins of its weighted transform, divided by the power of
/// the weights (Parseval).
pub fn read(
    samples: &[f64],
    rate_hz: f64,
    near_hz: f64,
    band_hz: [f64; 2],
    weighting: Weighting,
) -> TwinReading {
    let window = hann(samples.len());
    let mut turn = 2.0 * PI * near_hz / rate_hz;
    let mut fit = [0.0; 4];
    for _ in 0..6 {
        fit = step(samples, &window, turn, fit);
        // Starting within a bin, each step at least squares the relative error.
        turn += fit[3] / (0.5 * samples.len() as f64);
    }
    fit = step(samples, &window, turn, fit);
    let amplitude = fit[1].hypot(fit[2]);
    let residual = without(samples, turn, &fit);
    let weights = if weighting == Weighting::Hann { window } else { vec![1.0; samples.len()] };
    let power = power_in_band(&residual, &weights, rate_hz, band_hz);
    TwinReading {
        frequency_hz: turn * rate_hz / (2.0 * PI),
        level_dbfs: 20.0 * amplitude.log10(),
        thdn_f_db: 10.0 * (power / (0.5 * amplitude * amplitude)).log10(),
    }
}

/// Hann's window, periodic.
fn hann(frames: usize) -> Vec<f64> {
    (0..frames).map(|n| 0.5 - 0.5 * (2.0 * PI * n as f64 / frames as f64).cos()).collect()
}

/// One Gauss–Newton step: offset, cosine, sine, and the change of frequency in radians over half the stretch.
fn step(samples: &[f64], window: &[f64], turn: f64, last: [f64; 4]) -> [f64; 4] {
    let mut normal = [[0.0; 5]; 4];
    let middle = 0.5 * samples.len() as f64;
    for (n, (x, w)) in samples.iter().zip(window).enumerate() {
        let time = n as f64 - middle;
        let (sin, cos) = (turn * time).sin_cos();
        let slope = time / middle * (last[2] * cos - last[1] * sin);
        let row = [1.0, cos, sin, slope, *x];
        for (i, line) in normal.iter_mut().enumerate() {
            for (sum, column) in line.iter_mut().zip(row) {
                *sum += w * row[i] * column;
            }
        }
    }
    // Before the first step there is no slope: the frequency is kept.
    if last[1].hypot(last[2]) == 0.0 {
        normal[3][3] = 1.0;
    }
    solved(normal)
}

/// Gaussian elimination with pivoting.
fn solved(mut rows: [[f64; 5]; 4]) -> [f64; 4] {
    for pivot in 0..4 {
        let largest = (pivot..4).max_by(|a, b| rows[*a][pivot].abs().total_cmp(&rows[*b][pivot].abs()));
        rows.swap(pivot, largest.unwrap_or(pivot));
        let above = rows[pivot];
        for row in rows.iter_mut().skip(pivot + 1) {
            let factor = row[pivot] / above[pivot];
            row.iter_mut().zip(above).for_each(|(x, y)| *x -= factor * y);
        }
    }
    let mut solution = [0.0; 4];
    for row in (0..4).rev() {
        let known: f64 = (row + 1..4).map(|column| rows[row][column] * solution[column]).sum();
        solution[row] = (rows[row][4] - known) / rows[row][row];
    }
    solution
}

fn without(samples: &[f64], turn: f64, [offset, cosine, sine, _]: &[f64; 4]) -> Vec<f64> {
    let middle = 0.5 * samples.len() as f64;
    let tone = |n: usize| {
        let (sin, cos) = (turn * (n as f64 - middle)).sin_cos();
        offset + cosine * cos + sine * sin
    };
    samples.iter().enumerate().map(|(n, x)| x - tone(n)).collect()
}

/// Mean square within a band.
fn power_in_band(samples: &[f64], weights: &[f64], rate_hz: f64, [low_hz, high_hz]: [f64; 2]) -> f64 {
    let frames = samples.len();
    let transform = RealFftPlanner::<f64>::new().plan_fft_forward(frames);
    let mut weighted: Vec<f64> = samples.iter().zip(weights).map(|(x, w)| x * w).collect();
    let mut spectrum = transform.make_output_vec();
    transform.process(&mut weighted, &mut spectrum).expect("the lengths are those of the plan");
    let bin_hz = rate_hz / frames as f64;
    let inside = |bin: usize| (low_hz..=high_hz).contains(&(bin as f64 * bin_hz));
    let sum: f64 =
        (1..frames.div_ceil(2)).filter(|bin| inside(*bin)).map(|bin| spectrum[bin].norm_sqr()).sum();
    2.0 * sum / (frames as f64 * weights.iter().map(|w| w * w).sum::<f64>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stimulus::{Signal, Tone};

    #[test]
    fn the_twin_reads_planted_harmonics_a_near_line_and_noise() {
        let tone = Tone { phase_rad: 0.7, ..Tone::new(997.3, -6.0) };
        let signal = Signal::silence(48_000.0, 480_000)
            .with_dc(0.01)
            .with_tone(tone)
            .with_harmonics(tone, &[(2, -80.0, 0.3)])
            .with_tone(Tone::new(997.8, -96.0))
            .with_noise(-106.0, 1);
        // H2 −80 dBc, a line −90 dBc, noise −100 dBc less 0.80 dB outside the band.
        let planted = 10.0 * (1e-8 + 1e-9 + 1e-10 * 0.8325_f64).log10();
        for weighting in [Weighting::Hann, Weighting::Even] {
            let seen = read(&signal.samples, 48_000.0, 997.32, [20.0, 20_000.0], weighting);
            assert!((seen.thdn_f_db - planted).abs() < 0.01, "{seen:?}, planted {planted}");
            assert!(
                (seen.level_dbfs + 6.0).abs() < 1e-4 && (seen.frequency_hz - 997.3).abs() < 1e-5,
                "{seen:?}"
            );
        }
    }
}
