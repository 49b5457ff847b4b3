//! A driven channel with harmonics, hum and noise, and its leak onto the other channel.

use std::sync::LazyLock;

use groundtruth_measure::ChannelFigure::{
    Frequency, HumMains, LevelFundamental, NoiseA, NoiseCcirRms, NoiseRms, ThdF, ThdnF,
};
use groundtruth_measure::PairFigure::XtalkSelective;
use groundtruth_measure::{Report, a_weighting_power, ccir_rms_power};
use groundtruth_tests::evidence::repeated;
use groundtruth_tests::reading::{Readings, left, left_to_right, measure};
use groundtruth_tests::stimulus::{Signal, Tone, wrapped};
use groundtruth_tests::tolerance::noise_spread_db;

use super::{Reading, Scene, check, draws, excess_db, power, spread_db};

const RATES_HZ: [f64; 5] = [16_000.0, 44_100.0, 48_000.0, 96_000.0, 192_000.0];

struct Amplifier {
    scene: Scene,
    tone: Tone,
    /// `(order, level in dBc, phase)`.
    harmonics: [(u32, f64, f64); 2],
    mains_hz: f64,
    hum_dbfs: [(u32, f64); 2],
    leak: (f64, f64),
    seed: u64,
}

impl Amplifier {
    fn drawn(seed: u64) -> Amplifier {
        let mut scene = Scene::new(seed, &RATES_HZ);
        let tone = Tone {
            frequency_hz: 200.0 * 8f64.powf(scene.random.unit()),
            level_dbfs: scene.between(-30.0, -1.0),
            phase_rad: scene.random.phase_rad(),
        };
        let harmonics = [2, 3].map(|order| {
            let level_dbfs = scene.over_noise(20.0, 60.0).min(tone.level_dbfs - 20.0);
            (order, level_dbfs - tone.level_dbfs, scene.random.phase_rad())
        });
        let nominal_hz = if scene.random.unit() < 0.5 { 50.0 } else { 60.0 };
        let mains_hz = nominal_hz + scene.between(-0.15, 0.15);
        let hum_dbfs = scene.over_noise(28.0, 60.0).min(-35.0);
        let leak_dbfs = scene.over_noise(20.0, 70.0).min(tone.level_dbfs - 15.0);
        Amplifier {
            tone,
            harmonics,
            mains_hz,
            hum_dbfs: [(1, hum_dbfs), (3, hum_dbfs - scene.between(0.0, 10.0))],
            leak: (leak_dbfs - tone.level_dbfs, scene.random.phase_rad()),
            scene,
            seed,
        }
    }

    fn report(&self) -> Report {
        let side = |offset: u64| {
            Signal::silence(self.scene.rate_hz, self.scene.frames)
                .with_noise(self.scene.noise_dbfs, (1 << 40) + 2 * self.seed + offset)
        };
        let driven = side(0)
            .with_tone(self.tone)
            .with_harmonics(self.tone, &self.harmonics)
            .with_hum(self.mains_hz, &self.hum_dbfs);
        let (leak_db, leak_rad) = self.leak;
        measure(&[&driven, &side(1).with_tone(self.tone.through(leak_db, leak_rad))])
    }

    fn harmonics_dbfs(&self) -> [f64; 2] {
        self.harmonics.map(|(_, level_dbc, _)| self.tone.level_dbfs + level_dbc)
    }

    /// Level of the weighted noise, and the bound of its spread.
    fn noise(&self, weighting: impl Fn(f64) -> f64) -> (f64, f64) {
        let half_rate_hz = self.scene.rate_hz / 2.0;
        let (low, high) = (20.0, half_rate_hz.min(20_000.0));
        let gains: Vec<f64> =
            (0..20_000).map(|n| weighting(low + (n as f64 + 0.5) * (high - low) / 20_000.0)).collect();
        let (sum, squares) = gains.iter().fold((0.0, 0.0), |(sum, squares), g| (sum + g, squares + g * g));
        let step_hz = (high - low) / 20_000.0;
        let level = self.scene.noise_dbfs + 10.0 * (sum * step_hz / half_rate_hz).log10();
        (level, noise_spread_db(sum * sum / squares * step_hz, self.scene.duration_s()))
    }

    fn lines(&self, report: &Report) -> Vec<Reading> {
        let (channel, scene, tone) = (left(report), &self.scene, self.tone);
        let bound = scene.line(tone.level_dbfs);
        let [(_, h2_dbc, h2_rad), _] = self.harmonics;
        let [h2_dbfs, _] = self.harmonics_dbfs();
        let h2 = channel.harmonics.iter().find(|line| line.order == 2).expect("listed");
        let (_, hum_dbfs) = self.hum_dbfs[0];
        let hum = channel.hum_lines.iter().find(|line| line.order == 1);
        let hum = hum.unwrap_or_else(|| {
            let said = &channel.figures[&groundtruth_measure::ChannelFigure::Hum];
            panic!("no hum at {} Hz {:?} beside {:?}: {said:?}", self.mains_hz, self.hum_dbfs, self.tone)
        });
        let information =
            self.hum_dbfs.map(|(order, level)| (f64::from(order) / scene.line(level).frequency_hz()).powi(2));
        let leak = left_to_right(report).measured(XtalkSelective);
        let leak_bound = scene.line(tone.level_dbfs + self.leak.0);
        let leak_rad = wrapped(leak.phase_rad.expect("crosstalk has a phase") - self.leak.1);
        vec![
            ("frequency", channel.value(Frequency) - tone.frequency_hz, bound.frequency_hz()),
            ("level", channel.value(LevelFundamental) - tone.level_dbfs, bound.level_db()),
            (
                "harmonic, level",
                excess_db(h2.level_dbc.expect("finite"), h2_dbc),
                scene.line(h2_dbfs).level_db(),
            ),
            ("harmonic, phase", wrapped(h2.phase_rad - h2_rad), scene.line(h2_dbfs).phase_rad()),
            ("hum line", excess_db(hum.level_dbfs, hum_dbfs), scene.line(hum_dbfs).level_db()),
            (
                "mains frequency",
                channel.value(HumMains) - self.mains_hz,
                information.iter().sum::<f64>().powf(-0.5),
            ),
            ("crosstalk", excess_db(leak.value, self.leak.0), leak_bound.level_db()),
            ("crosstalk, phase", leak_rad, leak_bound.phase_rad()),
        ]
    }

    fn sums(&self, report: &Report) -> Vec<Reading> {
        let (channel, fundamental) = (left(report), self.tone.level_dbfs);
        let harmonics: f64 = self.harmonics_dbfs().map(power).iter().sum();
        let hum: f64 = self.hum_dbfs.map(|(_, level)| power(level)).iter().sum();
        let (noise_dbfs, noise_db) = self.noise(|_| 1.0);
        let noise = power(noise_dbfs);
        // `var p = 2np` for a line, with n the noise under it; for noise, from its spread in dB.
        let of_lines = |sum: f64| 2.0 * self.scene.under_line() * sum;
        let residual = harmonics + hum + noise;
        let noise_variance = (noise_db / 4.343 * noise).powi(2);
        let level = |power: f64| 10.0 * power.log10();
        let weighted = |figure, id, weighting: fn(f64) -> f64| {
            let (level_dbfs, bound) = self.noise(weighting);
            (figure, excess_db(channel.value(id), level_dbfs), bound)
        };
        vec![
            (
                "THD",
                excess_db(channel.value(ThdF), level(harmonics) - fundamental),
                spread_db(of_lines(harmonics), harmonics),
            ),
            (
                "THD+N",
                excess_db(channel.value(ThdnF), level(residual) - fundamental),
                spread_db(of_lines(harmonics + hum) + noise_variance, residual),
            ),
            ("noise in band", excess_db(channel.value(NoiseRms), noise_dbfs), noise_db),
            weighted("noise, A-weighted", NoiseA, a_weighting_power),
            weighted("noise, CCIR-RMS", NoiseCcirRms, ccir_rms_power),
        ]
    }
}

static READ: LazyLock<Vec<Vec<Reading>>> = LazyLock::new(|| {
    repeated(draws(), |seed| {
        let amplifier = Amplifier::drawn(7_000_000 + seed);
        let report = amplifier.report();
        [amplifier.lines(&report), amplifier.sums(&report)].concat()
    })
});

/// Required spread relative to the Cramér–Rao bound, or to that of a power averaged over `B·T` values.
const ASKED: f64 = 1.5;

#[test]
#[ignore = "full: statistics"]
fn frequency() {
    check(&READ, "frequency", Some(2.0), "Cramér–Rao");
}

#[test]
#[ignore = "full: statistics"]
fn levels_of_lines() {
    for figure in ["level", "harmonic, level", "hum line", "crosstalk"] {
        check(&READ, figure, Some(ASKED), "Cramér–Rao");
    }
}

#[test]
#[ignore = "full: statistics"]
fn phases_of_lines() {
    for figure in ["harmonic, phase", "crosstalk, phase"] {
        check(&READ, figure, Some(ASKED), "Cramér–Rao");
    }
}

#[test]
#[ignore = "full: statistics"]
fn mains_frequency() {
    check(&READ, "mains frequency", None, "Cramér–Rao of both lines; records' frequencies are averaged");
}

#[test]
#[ignore = "full: statistics"]
fn thd() {
    check(&READ, "THD", Some(ASKED), "Cramér–Rao of all harmonics");
}

#[test]
#[ignore = "full: statistics"]
fn thd_plus_n_and_noise() {
    for figure in ["THD+N", "noise in band", "noise, A-weighted", "noise, CCIR-RMS"] {
        check(&READ, figure, Some(ASKED), "4.34/√(B·T), lines by Cramér–Rao");
    }
}
