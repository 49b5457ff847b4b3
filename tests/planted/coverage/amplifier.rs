//! A driven channel with harmonics, hum and noise, and a leak onto the other channel: true values of every figure.

use groundtruth_measure::ChannelFigure::{
    Dc, Enob, EvenOddEven, EvenOddOdd, Frequency, FrequencyDrift, Hum, HumMains, LevelFundamental, NoiseA,
    NoiseCcirRms, NoiseDensity, NoiseRms, NoiseTotal, SinadIeee1057, Snr, SplitHarmonics, SplitHum,
    SplitNoise, ThdF, ThdR, ThdnAes17, ThdnF,
};
use groundtruth_measure::PairFigure::{XtalkBroadband, XtalkSelective};
use groundtruth_measure::{ChannelFigure, Figure, FigureKey, Report, a_weighting_power, ccir_rms_power};
use groundtruth_tests::evidence::Counts;
use groundtruth_tests::reading::{Readings, left, left_to_right};
use groundtruth_tests::stimulus::{Signal, Tone};

/// The planted signal.
pub struct Amplifier {
    rate_hz: f64,
    frames: usize,
    tone: Tone,
    h2_dbc: f64,
    h3_dbc: f64,
    /// Levels of the first and the third mains line; `None` if records are too short to detect any.
    hum_dbfs: Option<[f64; 2]>,
    leak_db: f64,
    pub noise_dbfs: f64,
}

const MAINS_HZ: f64 = 50.3;

fn power(level_db: f64) -> f64 {
    10f64.powf(level_db / 10.0)
}

fn level(power: f64) -> f64 {
    10.0 * power.log10()
}

impl Amplifier {
    /// With `frames` frames at 48 kHz, without hum.
    pub fn short(frames: usize) -> Amplifier {
        Amplifier {
            rate_hz: 48_000.0,
            frames,
            tone: Tone { frequency_hz: 1009.3, level_dbfs: -6.0, phase_rad: 0.3 },
            h2_dbc: -92.0,
            h3_dbc: -95.0,
            hum_dbfs: None,
            leak_db: -95.0,
            noise_dbfs: -80.0,
        }
    }

    /// With `frames` frames at 8 kHz, with hum.
    pub fn low(frames: usize) -> Amplifier {
        Amplifier {
            rate_hz: 8000.0,
            tone: Tone { frequency_hz: 517.3, level_dbfs: -6.0, phase_rad: 0.3 },
            hum_dbfs: Some([-86.0, -91.0]),
            ..Amplifier::short(frames)
        }
    }

    /// Both channels without noise, which every trial adds.
    pub fn clean(&self) -> [Signal; 2] {
        let silence = Signal::silence(self.rate_hz, self.frames);
        let driven = silence
            .clone()
            .with_tone(self.tone)
            .with_harmonics(self.tone, &[(2, self.h2_dbc, 0.4), (3, self.h3_dbc, -1.0)]);
        let driven = match self.hum_dbfs {
            Some([first, third]) => driven.with_hum(MAINS_HZ, &[(1, first), (3, third)]),
            None => driven,
        };
        [driven, silence.with_tone(self.tone.through(self.leak_db, 1.0))]
    }

    /// Weighted power of noise in band.
    fn noise(&self, weighting: impl Fn(f64) -> f64) -> f64 {
        let (low, high) = (20.0, 20_000f64.min(self.rate_hz / 2.0));
        let steps = (2.0 * (high - low)) as usize;
        let sum: f64 =
            (0..steps).map(|n| weighting(low + (n as f64 + 0.5) * (high - low) / steps as f64)).sum();
        power(self.noise_dbfs) * sum / steps as f64 * (high - low) / (self.rate_hz / 2.0)
    }

    fn harmonics(&self) -> f64 {
        power(self.h2_dbc) + power(self.h3_dbc)
    }

    fn hum(&self) -> f64 {
        self.hum_dbfs.map_or(0.0, |lines| lines.map(power).iter().sum())
    }

    /// Every figure's truth.
    fn truths(&self) -> Vec<(ChannelFigure, f64)> {
        let tone = power(self.tone.level_dbfs);
        let (harmonics, hum, noise) = (self.harmonics() * tone, self.hum(), self.noise(|_| 1.0));
        let residual = harmonics + hum + noise;
        let total = tone + residual;
        let sinad = level(tone / (harmonics + hum + power(self.noise_dbfs)));
        let bandwidth_hz = 20_000f64.min(self.rate_hz / 2.0) - 20.0;
        let mut truths = vec![
            (Frequency, self.tone.frequency_hz),
            (FrequencyDrift, 0.0),
            (LevelFundamental, self.tone.level_dbfs),
            (Dc, 0.0),
            (ThdF, level(harmonics / tone)),
            (ThdR, level(harmonics / (tone + harmonics))),
            (ThdnF, level(residual / tone)),
            (ThdnAes17, level(residual / total)),
            (SinadIeee1057, sinad),
            (Enob, (sinad - 1.76 - self.tone.level_dbfs) / 6.02),
            (SplitHarmonics, level(harmonics / total)),
            (SplitNoise, level(noise / total)),
            (EvenOddEven, self.h2_dbc),
            (EvenOddOdd, self.h3_dbc),
            (NoiseRms, level(noise)),
            (NoiseTotal, level(noise + hum)),
            (NoiseA, level(self.noise(a_weighting_power))),
            (NoiseCcirRms, level(self.noise(ccir_rms_power))),
            (NoiseDensity, level(noise / bandwidth_hz)),
            (Snr, level(tone / noise)),
        ];
        if self.hum_dbfs.is_some() {
            truths.extend([(Hum, level(hum)), (SplitHum, level(hum / total)), (HumMains, MAINS_HZ)]);
        }
        truths
    }

    /// Counts every figure of a report.
    pub fn count(&self, counts: &mut Counts, report: &Report) {
        let channel = left(report);
        for (id, truth) in self.truths() {
            counts.count(id.definition().id, &channel.measured(id), truth);
        }
        let pair = left_to_right(report);
        counts.count(XtalkSelective.definition().id, &pair.measured(XtalkSelective), self.leak_db);
        let (tone, noise) = (power(self.tone.level_dbfs), self.noise(|_| 1.0));
        let driven = tone * (1.0 + self.harmonics()) + self.hum() + noise;
        let broadband = level((power(self.leak_db) * tone + noise) / driven);
        counts.count(XtalkBroadband.definition().id, &pair.measured(XtalkBroadband), broadband);
        for (order, truth) in [(2, self.h2_dbc), (3, self.h3_dbc)] {
            let line = channel.harmonics.iter().find(|line| line.order == order).expect("listed");
            let end = |level: Option<f64>| level.unwrap_or(f64::NEG_INFINITY);
            let figure = Figure {
                low: end(line.low),
                high: end(line.high),
                limit: line.limit,
                ..Figure::exact(end(line.level_dbc))
            };
            counts.count(&format!("harmonic {order}"), &figure, truth);
        }
    }
}
