//! ITU-R BS.468-4: weighting and quasi-peak detector.
//!
//! The residual noise of a record is weighted in its spectrum and transformed back into samples. The window is divided
//! out over the middle half of the record, where it is above 0.7: the weighting's response lasts only milliseconds, so
//! weighting before or after windowing is equivalent. Records with 50 % overlap or more follow each other without a
//! gap.

use realfft::num_complex::Complex;

use crate::lines::peaks::median;
use crate::spectra::band_bins::BandBins;
use crate::spectra::noise_window;
use crate::spectra::transform::Inverse;
use crate::terms::settings::Band;
use crate::terms::weighting::itu468_power;

/// Largest division of the record's sample rate, and lowest resulting rate.
const MOST_DIVISION: usize = 16;
const LEAST_RATE_HZ: f64 = 44_100.0;
/// The first record is repeated until the detector has settled to a ten-thousandth.
const RUN_IN_S: f64 = 2.5;
/// Bins over which density is local, and power over it at which a bin belongs to an unmodelled line.
const DENSITY_BINS: usize = 64;
const LINE: f64 = 16.0;

/// Spread of the mean of quasi-peak readings relative to that of the weighted rms over the same time: 1.35 for white
/// noise and 1.3 to 1.5 for coloured noise, by simulation; the same at 1 s and at 20 s.
pub(crate) const SPREAD: f64 = 1.4;

/// Two rectifiers with storage in series, within 2 % of full deflection on every row of tables 2 and 3 of BS.468-4
/// (required: 3 to 12 %). Each rises towards a higher input and decays by itself.
#[derive(Clone, Debug)]
struct Detector {
    rises: [f64; 2],
    falls: [f64; 2],
    charge: [f64; 2],
}

impl Detector {
    fn new(sample_rate_hz: f64) -> Detector {
        const RISE_S: [f64; 2] = [1.466e-3, 0.2];
        const FALL_S: [f64; 2] = [0.2787, 0.4317];
        let kept = |time_s: f64| (-1.0 / (time_s * sample_rate_hz)).exp();
        Detector { rises: RISE_S.map(|s| 1.0 - kept(s)), falls: FALL_S.map(kept), charge: [0.0; 2] }
    }

    /// Processes a sample and returns the reading; a steady sine of amplitude 1 reads [`STEADY_SINE`].
    #[inline]
    fn take(&mut self, sample: f64) -> f64 {
        let [mut first, mut second] = self.charge;
        first *= self.falls[0];
        first += self.rises[0] * (sample.abs() - first).max(0.0);
        second *= self.falls[1];
        second += self.rises[1] * (first - second).max(0.0);
        self.charge = [first, second];
        second
    }
}

/// The detector's reading for a steady sine of amplitude 1.
const STEADY_SINE: f64 = 0.6553;

/// Weights the noise of each channel and measures it record by record.
pub(crate) struct QuasiPeak {
    inverse: Inverse<f32>,
    /// Gain per bin up to half the reduced sample rate.
    gains: Vec<f32>,
    /// Inverse of the window over the middle half.
    unwindow: Vec<f32>,
    rate_hz: f64,
    /// Frames of a record per reduced sample.
    division: u64,
    /// One detector per channel.
    ears: Vec<Ear>,
}

/// The detector of one channel.
#[derive(Clone)]
struct Ear {
    detector: Detector,
    /// Frame up to which the detector has processed the noise.
    heard: Option<u64>,
}

impl QuasiPeak {
    /// For records of an even number of frames.
    pub(crate) fn new(frames: usize, channels: usize, sample_rate_hz: f64, band: Band) -> QuasiPeak {
        let division = division(frames, sample_rate_hz, band);
        let (count, rate_hz) = (frames / division, sample_rate_hz / division as f64);
        let bin_hz = sample_rate_hz / frames as f64;
        let count_of_bins = count / 2 + 1;
        let mut gains = vec![0.0f32; count_of_bins];
        let bins = BandBins::new(band, bin_hz, frames / 2 + 1);
        let whole = bins.whole.map(|k| (k, 1.0));
        for (k, share) in whole.chain(bins.edges).filter(|(k, _)| *k < count_of_bins) {
            gains[k] = (share * itu468_power(k as f64 * bin_hz)).sqrt() as f32;
        }
        // The transform was scaled by 2/(c0·N): a sine of amplitude 1 reads 1.
        let scale = noise_window::coefficients()[0] / 2.0;
        let unwindow = |n: usize| (scale / noise_window::at(n as f64 / count as f64)) as f32;
        QuasiPeak {
            unwindow: (count / 4..count * 3 / 4).map(unwindow).collect(),
            inverse: Inverse::new(count),
            gains,
            rate_hz,
            division: division as u64,
            ears: vec![Ear { detector: Detector::new(rate_hz), heard: None }; channels],
        }
    }

    /// Resets the detectors.
    pub(crate) fn restart(&mut self) {
        for ear in &mut self.ears {
            ear.heard = None;
            ear.detector.charge = [0.0; 2];
        }
    }

    /// Mean reading over the new part of a record's middle half, as the amplitude of a 1 kHz sine with the same
    /// reading. `spectrum` is its transform through the noise window without lines.
    pub(crate) fn read(&mut self, channel: usize, first_frame: u64, spectrum: &[Complex<f64>]) -> f64 {
        self.weigh(spectrum);
        let samples = self.inverse.samples();
        let quarter = samples.len() / 4;
        let noise = &samples[quarter..quarter + self.unwindow.len()];
        let ear = &mut self.ears[channel];
        let mut hear = |from: usize| -> f64 {
            let heard = noise[from..].iter().zip(&self.unwindow[from..]);
            let sum: f64 = heard.map(|(x, scale)| ear.detector.take(f64::from(x * scale))).sum();
            sum / (noise.len() - from) as f64
        };
        let start = first_frame + quarter as u64 * self.division;
        let known = ear.heard.map(|heard| heard.saturating_sub(start) / self.division);
        if known.is_none() {
            let rounds = (RUN_IN_S * self.rate_hz / noise.len() as f64).ceil() as usize;
            for _ in 0..rounds {
                hear(0);
            }
        }
        let mean = hear(known.map_or(0, |known| known as usize).min(noise.len() - 1));
        ear.heard = Some(start + noise.len() as u64 * self.division);
        mean / STEADY_SINE
    }

    /// Transforms a weighted spectrum into samples. Unmodelled lines are reduced to the density beside them.
    fn weigh(&mut self, spectrum: &[Complex<f64>]) {
        let mut powers = [0.0f64; DENSITY_BINS];
        let blocks = self.inverse.spectrum().chunks_mut(DENSITY_BINS).zip(self.gains.chunks(DENSITY_BINS));
        for ((to, gains), from) in blocks.zip(spectrum.chunks(DENSITY_BINS)) {
            let powers = &mut powers[..from.len().min(to.len())];
            powers.iter_mut().zip(from).for_each(|(power, bin)| *power = bin.norm_sqr());
            let most = LINE * median(powers) / std::f64::consts::LN_2;
            for ((to, gain), from) in to.iter_mut().zip(gains).zip(from) {
                let power = from.norm_sqr();
                let kept = if power > most { (most / (LINE * power)).sqrt() } else { 1.0 };
                *to = Complex::new((from.re * kept) as f32, (from.im * kept) as f32) * *gain;
            }
        }
        self.inverse.run();
    }
}

/// Number of frames per sample: the largest that preserves the band and keeps the record even.
fn division(frames: usize, sample_rate_hz: f64, band: Band) -> usize {
    /// The curve is 40 dB down here and continues to fall.
    const TOP_HZ: f64 = 31_500.0;
    let needed_hz = (2.0 * band.high_hz.min(TOP_HZ)).max(LEAST_RATE_HZ);
    let fits = |division: &usize| {
        frames.is_multiple_of(2 * division) && sample_rate_hz / *division as f64 >= needed_hz
    };
    (0..)
        .map(|power| 1 << power)
        .take_while(|division| *division <= MOST_DIVISION)
        .filter(fits)
        .max()
        .unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use std::f64::consts::TAU;

    use super::*;

    /// Highest reading of bursts of a 5 kHz sine, `burst_s` long and `period_s` apart, over that of the steady sine.
    fn bursts(rate_hz: f64, burst_s: f64, period_s: f64) -> f64 {
        let mut detector = Detector::new(rate_hz);
        let sample = |n: usize| {
            let time_s = n as f64 / rate_hz;
            if time_s % period_s < burst_s { (TAU * 5000.0 * time_s).sin() } else { 0.0 }
        };
        (0..(3.0 * rate_hz) as usize).map(|n| detector.take(sample(n))).fold(0.0, f64::max) / STEADY_SINE
    }

    /// Tables 2 and 3 of BS.468-4: burst length in ms or bursts per second, lowest, nominal and highest reading in percent.
    #[test]
    fn bursts_read_as_the_recommendation_asks() {
        let single = [
            (1.0, 13.5, 17.0, 21.4),
            (2.0, 22.4, 26.6, 31.6),
            (5.0, 34.0, 40.0, 46.0),
            (10.0, 41.0, 48.0, 55.0),
            (20.0, 44.0, 52.0, 60.0),
            (50.0, 50.0, 59.0, 68.0),
            (100.0, 58.0, 68.0, 78.0),
            (200.0, 68.0, 80.0, 92.0),
        ];
        let repeated = [(2.0, 43.0, 48.0, 53.0), (10.0, 72.0, 77.0, 82.0), (100.0, 94.0, 97.0, 100.0)];
        for rate_hz in [44_100.0, 48_000.0, 96_000.0] {
            let check = |what: String, seen: f64, low: f64, nominal: f64, high: f64| {
                println!("{what} at {rate_hz} Hz: {seen:.1} %, nominal {nominal}");
                assert!((low..=high).contains(&seen) && (seen - nominal).abs() < 2.0, "{what}: {seen}");
            };
            for (ms, low, nominal, high) in single {
                check(format!("{ms} ms"), 100.0 * bursts(rate_hz, ms / 1000.0, 10.0), low, nominal, high);
            }
            for (per_s, low, nominal, high) in repeated {
                check(
                    format!("{per_s} per s"),
                    100.0 * bursts(rate_hz, 0.005, 1.0 / per_s),
                    low,
                    nominal,
                    high,
                );
            }
        }
    }

    #[test]
    fn a_steady_sine_reads_its_level() {
        for (rate_hz, hz) in [(44_100.0, 1000.0), (48_000.0, 1000.0), (48_000.0, 6301.7), (96_000.0, 1000.0)]
        {
            let mut detector = Detector::new(rate_hz);
            let sine = |n: usize| (TAU * hz * n as f64 / rate_hz).sin();
            let last = (0..(4.0 * rate_hz) as usize).map(|n| detector.take(sine(n))).last();
            let off_db = 20.0 * (last.expect("samples") / STEADY_SINE).log10();
            assert!(off_db.abs() < 0.002, "{hz} Hz at {rate_hz}: {off_db}");
        }
    }

    #[test]
    fn samples_are_made_at_a_rate_that_holds_the_band() {
        let standard = Band { low_hz: 20.0, high_hz: 20_000.0 };
        let full = Band { low_hz: 20.0, high_hz: 96_000.0 };
        assert_eq!(division(65_536, 48_000.0, standard), 1);
        assert_eq!(division(131_072, 96_000.0, standard), 2);
        assert_eq!(division(262_144, 192_000.0, standard), 4);
        assert_eq!(division(262_144, 192_000.0, full), 2);
        assert_eq!(division(96_002, 96_000.0, standard), 1);
    }
}
