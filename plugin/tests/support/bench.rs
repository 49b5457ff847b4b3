//! The quick bench track through a device that bends, with unequal sides and a coupling capacitor.
#![allow(dead_code, reason = "shared by several programs, each using a part")]

use std::f64::consts::TAU;
use std::sync::Arc;

use groundtruth_analysis::{BenchEnd, BenchProgress, SectionState};
use groundtruth_measure::generator::{Level, Recipe, Signal, SignalKind};
use groundtruth_measure::{BenchForm, BenchSection, Report, Settings, measure_record};

use super::sounds::Random;
use super::{FLOOR_DBFS, RATE_HZ};

/// Part of the track that is heard while it runs.
pub const HEARD: f64 = 0.62;
const FORM: BenchForm = BenchForm::Quick;
/// Highest peaks of the track.
const TOP_DBFS: f64 = -6.0;
/// Silence before it.
const DELAY_FRAMES: usize = 1237;

/// A part of the track as the device returns it.
pub fn track(share: f64) -> Vec<Vec<f32>> {
    let frames = (FORM.length_s() * RATE_HZ).round() as usize;
    let (level, kind) = (Level::PeakDbfs(TOP_DBFS), SignalKind::BenchTrack { form: FORM });
    let recipe = Recipe { kind, level, sample_rate_hz: RATE_HZ, frames: frames as u64 };
    let mut sides = vec![vec![0.0; frames]; 2];
    Signal::new(&recipe).expect("a track at this rate").fill(0, &mut sides);
    let after = if share < 1.0 { 0 } else { 4800 };
    let mut channels = [Channel::new(1.0, 2.2, 7), Channel::new(0.996, 3.1, 8)];
    let mut returned = vec![vec![0.0; DELAY_FRAMES]; 2];
    for frame in 0..(share * frames as f64) as usize + after {
        let at = |side: usize, frame: usize| sides[side].get(frame).copied().unwrap_or(0.0);
        for (side, channel) in channels.iter_mut().enumerate() {
            let slope = 0.5 * (at(1 - side, frame + 1) - at(1 - side, frame.max(1) - 1));
            let sample = channel.next(frame, at(side, frame), [at(1 - side, frame), slope]);
            returned[side].push(sample as f32);
        }
    }
    returned
}

/// One side of the device.
struct Channel {
    gain: f64,
    /// Charge of the coupling capacitor, and how fast it follows.
    charge: f64,
    follow: f64,
    random: Random,
}

impl Channel {
    fn new(gain: f64, corner_hz: f64, seed: u64) -> Channel {
        let follow = 1.0 - (-TAU * corner_hz / RATE_HZ).exp();
        Channel { gain, charge: 0.0, follow, random: Random::new(seed) }
    }

    /// Second and third order, a shared return and a coupling by the other side's slope, hum, white noise.
    fn next(&mut self, frame: usize, own: f64, [other, slope]: [f64; 2]) -> f64 {
        const SHARED: f64 = -0.15 / 32.15;
        const COUPLED: f64 = 5e-3;
        // THD of 1.1 % at the top level, and without an edge that would be taken for a discontinuity.
        const BENDING: f64 = 0.18;
        self.charge += self.follow * (own - self.charge);
        let passed = self.gain * (own - self.charge);
        let bent = passed + 1e-5 * passed * passed - BENDING * passed.powi(3);
        let coupled = COUPLED * slope;
        let hum = 1.6e-5 * (TAU * 60.02 * frame as f64 / RATE_HZ).sin();
        let noise_rms = (10f64.powf(FLOOR_DBFS / 10.0) / 2.0 * RATE_HZ / 2.0 / 19_980.0).sqrt();
        bent + SHARED * other + coupled + hum + noise_rms * 6f64.sqrt() * self.random.triangular()
    }
}

/// What the editor is given of a part of the track.
pub fn progress(share: f64, channels: &[Vec<f32>]) -> BenchProgress {
    let samples: Vec<Vec<f64>> =
        channels.iter().map(|channel| channel.iter().map(|sample| f64::from(*sample)).collect()).collect();
    let planes: Vec<&[f64]> = samples.iter().map(Vec::as_slice).collect();
    let report = measure_record(RATE_HZ, &planes, Settings { load_ohms: Some(32.0), ..Settings::default() });
    let is_over = share >= 1.0;
    BenchProgress {
        version: 1,
        form: FORM,
        heard_s: share * FORM.length_s(),
        length_s: FORM.length_s(),
        sections: sections(&report, is_over),
        report: Some(Arc::new(report)),
        generation: 1,
        end: is_over.then_some(BenchEnd::Complete),
    }
}

/// What is missing at the end of a part comes later; the first of it is being heard.
fn sections(report: &Report, is_over: bool) -> Vec<(BenchSection, SectionState)> {
    let missing = &report.run.as_ref().expect("a run of the track").missing;
    let mut is_first = true;
    let mut state = |section| match (missing.contains(&section), is_over) {
        (false, _) => SectionState::Measured,
        (true, true) => SectionState::Missing,
        (true, false) if std::mem::take(&mut is_first) => SectionState::Running,
        (true, false) => SectionState::Ahead,
    };
    FORM.sections().into_iter().map(|section| (section, state(section))).collect()
}
