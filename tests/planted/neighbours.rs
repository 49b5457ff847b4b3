//! Lines beside lines of the model, from 3/T on (T: length of the stretch): each is counted in its own category.

use groundtruth_measure::ChannelFigure::{
    Frequency, Hum, HumMains, LevelFundamental, NoiseRms, SplitSpurs, ThdF, ThdnAes17,
};
use groundtruth_measure::{ChannelFigure, Reading, Report};
use groundtruth_tests::evidence::{Counts, count, repeated};
use groundtruth_tests::reading::{Readings, left, measure};
use groundtruth_tests::stimulus::{Random, Signal, Tone, noise_rms};
use groundtruth_tests::tolerance::{CramerRao, Tolerance, noise_spread_db};

use crate::{IN_BAND_DB, RATE_HZ};

/// The model line beside the neighbour.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Beside {
    Fundamental,
    Harmonic(u32),
    /// A mains line that is present.
    Hum(u32),
    /// An absent one.
    EmptyOrder(u32),
    /// An absent harmonic beyond half the sample rate.
    Alias(u32),
}

/// A tone with harmonics and hum in noise, and one additional line.
#[derive(Clone, Debug)]
struct Case {
    seconds: f64,
    tone: Tone,
    /// Order, level in dBc.
    harmonics: [(u32, f64, f64); 2],
    mains_hz: f64,
    /// Order, level in dBFS.
    hum: [(u32, f64); 3],
    beside: Beside,
    neighbour: Tone,
    noise_dbfs: f64,
    seed: u64,
}

impl Case {
    fn random(seed: u64) -> Case {
        let mut random = Random::new(seed);
        let mut between = |low: f64, high: f64| low + (high - low) * random.unit();
        let seconds = between(0.0, 60f64.ln()).exp();
        let tone = Tone {
            phase_rad: between(-3.0, 3.0),
            ..Tone::new(between(1300.0, 4700.0), between(-10.0, -3.0))
        };
        let harmonics = [(2, between(-100.0, -70.0), between(-3.0, 3.0)), (3, between(-100.0, -70.0), 0.4)];
        let mains_hz = between(49.9, 50.1);
        let hum = [(1, between(-95.0, -75.0)), (3, between(-100.0, -80.0)), (5, between(-100.0, -80.0))];
        let order = |low: u32, high: u32, unit: f64| low + (unit * f64::from(high - low + 1)) as u32;
        let beside = match (seed % 5, between(0.0, 1.0)) {
            (0, _) => Beside::Fundamental,
            (1, unit) => Beside::Harmonic(order(2, 3, unit)),
            (2, unit) => Beside::Hum(if unit < 0.5 { 3 } else { 5 }),
            (3, unit) => Beside::EmptyOrder(order(6, 20, unit)),
            (_, unit) => Beside::Alias(order((RATE_HZ / 2.0 / tone.frequency_hz) as u32 + 1, 20, unit)),
        };
        let mut case = Case {
            seconds,
            tone,
            harmonics,
            mains_hz,
            hum,
            beside,
            neighbour: Tone { phase_rad: between(-3.0, 3.0), ..Tone::new(0.0, between(-120.0, -60.0)) },
            noise_dbfs: between(-150.0, -120.0),
            seed,
        };
        let nearest_hz = 3.0 / seconds;
        let distance_hz = between(nearest_hz.ln(), 10f64.ln()).exp();
        case.neighbour.frequency_hz =
            case.beside_hz() + if between(0.0, 1.0) < 0.5 { distance_hz } else { -distance_hz };
        case
    }

    /// Frequency of the model line beside the neighbour.
    fn beside_hz(&self) -> f64 {
        let f0 = self.tone.frequency_hz;
        match self.beside {
            Beside::Fundamental => f0,
            Beside::Harmonic(order) => f64::from(order) * f0,
            Beside::Hum(order) | Beside::EmptyOrder(order) => f64::from(order) * self.mains_hz,
            Beside::Alias(order) => {
                let folded = (f64::from(order) * f0) % RATE_HZ;
                folded.min(RATE_HZ - folded)
            }
        }
    }

    /// Whether the neighbour is beside only one model line, and in band.
    fn is_clear(&self) -> bool {
        let hz = self.neighbour.frequency_hz;
        let folded = |order: u32| {
            let hz = (f64::from(order) * self.tone.frequency_hz) % RATE_HZ;
            hz.min(RATE_HZ - hz)
        };
        let others = (1..=20).map(folded).chain((1..=20).map(|order| f64::from(order) * self.mains_hz));
        let own = self.beside_hz();
        let mut others = others.filter(|other| (other - own).abs() > 1e-6);
        // With 250 or 60 Hz of the mains these would be taken for a pair of tones.
        let is_pair = |order: f64, hz: f64| (order * self.tone.frequency_hz / hz - 1.0).abs() < 0.02;
        let may_be_pair =
            [7000.0, 8000.0].iter().any(|hz| (1..=5).any(|order| is_pair(f64::from(order), *hz)));
        !may_be_pair && (30.0..19_900.0).contains(&hz) && others.all(|other| (other - hz).abs() > 30.0)
    }

    fn signal(&self) -> Signal {
        let frames = (self.seconds * RATE_HZ) as usize;
        Signal::silence(RATE_HZ, frames)
            .with_tone(self.tone)
            .with_harmonics(self.tone, &self.harmonics)
            .with_hum(self.mains_hz, &self.hum)
            .with_tone(self.neighbour)
            .with_noise(self.noise_dbfs, self.seed)
    }

    fn truths(&self) -> Vec<(ChannelFigure, f64)> {
        let power = |db: f64| 10f64.powf(db / 10.0);
        let db = |power: f64| 10.0 * power.log10();
        let tone = self.tone.level_dbfs;
        let harmonics: f64 = self.harmonics.iter().map(|(_, level_dbc, _)| power(level_dbc + tone)).sum();
        let hum: f64 = self.hum.iter().map(|(_, level)| power(*level)).sum();
        let (neighbour, noise) = (power(self.neighbour.level_dbfs), power(self.noise_dbfs + IN_BAND_DB));
        let residual = harmonics + hum + neighbour + noise;
        let total = residual + power(tone);
        vec![
            (Frequency, self.tone.frequency_hz),
            (LevelFundamental, tone),
            (ThdF, db(harmonics) - tone),
            (ThdnAes17, db(residual / total)),
            (NoiseRms, db(noise)),
            (Hum, db(hum)),
            (HumMains, self.mains_hz),
            (SplitSpurs, db(neighbour / total)),
        ]
    }

    /// Bound for any unbiased estimator of the neighbour.
    fn bound(&self) -> CramerRao {
        CramerRao {
            amplitude: 10f64.powf(self.neighbour.level_dbfs / 20.0),
            noise_rms: noise_rms(self.noise_dbfs),
            frames: (self.seconds * RATE_HZ) as usize,
            sample_rate_hz: RATE_HZ,
        }
    }

    /// Beyond ten bins of a record (65 536 frames, or the whole signal) lines are found in the records' spectra, by a
    /// parabola whose error is a hundredth of a bin at most.
    fn rounding_hz(&self) -> f64 {
        let frames = self.seconds * RATE_HZ;
        let bin_hz = RATE_HZ / if frames < 131_072.0 { frames } else { 65_536.0 };
        let distance_hz = (self.neighbour.frequency_hz - self.beside_hz()).abs();
        if distance_hz > 10.0 * bin_hz { 0.01 * bin_hz } else { 1e-6 }
    }

    /// The neighbour is listed, at its frequency and level, and nothing else is.
    fn check_spurs(&self, report: &Report) -> Result<(), String> {
        let spurs = &left(report).spurs;
        let [spur] = &spurs[..] else { return Err(format!("{spurs:?} in {self:?}")) };
        // Hann's weight over nine tenths of the stretch, and the joint fit at 3/T: twice the bound.
        let most_hz = 2.0 * 5.0 * self.bound().frequency_hz() + self.rounding_hz();
        let most_db = 2.0 * 5.0 * self.bound().level_db() + 0.002;
        let (off_hz, off_db) =
            (spur.frequency_hz - self.neighbour.frequency_hz, spur.level_dbfs - self.neighbour.level_dbfs);
        if off_hz.abs() < most_hz && off_db.abs() < most_db {
            Ok(())
        } else {
            Err(format!("off by {off_hz:.2e} of {most_hz:.2e} Hz, {off_db:.4} of {most_db:.4} dB: {self:?}"))
        }
    }
}

#[test]
#[ignore = "full: statistics"]
fn lines_from_3_over_the_length_on_are_counted_where_they_belong() {
    let trials = count(80, 200);
    let cases: Vec<Case> = (0..).map(Case::random).filter(Case::is_clear).take(trials as usize).collect();
    let reports = repeated(trials, |trial| measure(&[&cases[trial as usize].signal()]));
    let mut counts = Counts::new("a line beside one of the model");
    let mut wrong = Vec::new();
    for (case, report) in cases.iter().zip(&reports) {
        for (id, truth) in case.truths() {
            let Reading::Measured(seen) = &left(report).figures[&id] else {
                wrong.push(format!(
                    "{id}: {:?}, {:?} in {case:?}",
                    left(report).figures[&id],
                    report.stimulus
                ));
                continue;
            };
            // A frequency's interval is at least the rounding, which exceeds the effect of this low noise: it holds
            // more often.
            if id != Frequency {
                counts.count(&id.to_string(), seen, truth);
            }
            let off = (truth - seen.value).abs() / (seen.high - seen.low).max(1e-9);
            if off > 2.0 || !off.is_finite() {
                wrong.push(format!("{id}: {} for {truth}, {seen:?} in {case:?}", seen.value));
            }
        }
        wrong.extend(case.check_spurs(report).err());
    }
    println!("{} wrong: {wrong:#?}", wrong.len());
    counts.check();
    assert!(wrong.is_empty(), "{} wrong", wrong.len());
}

#[test]
fn a_line_3_hz_beside_the_tone_is_no_part_of_it() {
    let noise = Signal::silence(RATE_HZ, 30 * 48_000).with_tone(Tone::new(997.0, -6.0)).with_noise(-130.0, 1);
    let report = measure(&[&noise.with_tone(Tone::new(1000.0, -100.0))]);
    let residual = 1e-10 + 10f64.powf((-130.0 + IN_BAND_DB) / 10.0);
    Tolerance::new(0.01 + 3.0 * noise_spread_db(19_980.0, 30.0), "the noise's own spread").check(
        "THD+N",
        left(&report).value(ThdnAes17),
        10.0 * residual.log10() + 6.0,
    );
}
