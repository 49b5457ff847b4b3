//! A headphone amplifier with an analytical solution, so that its captures have known answers.
//!
//! Each channel has a memoryless curve `g(v) = v + c2·v² + c3·v³ + c4·v⁴ + c5·v⁵` (volts as fractions of full scale),
//! then the load, reached through an output resistance and, single-ended, through a return shared by both channels. A
//! capacitance couples the channels; a ground loop and the recorder add hum and noise.
//!
//! Frequency response, slew rate and supply sag are not modelled; the circuit simulator's captures include them.

use std::f64::consts::TAU;

use crate::clip::Clip;

mod answers;
mod track;

pub use answers::KnownAnswers;
pub use track::{Pole, Running};

/// Connection of amplifier and headphone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Topology {
    /// Three wires: both loads return through one resistance, in ohms.
    SingleEnded {
        /// The resistance that both sides share.
        shared_return_ohm: f64,
    },
    /// Four wires and two amplifiers per side, each with half the signal and opposite sign.
    Balanced,
}

/// One line of mains hum, the same on both channels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HumLine {
    /// Multiple of the mains frequency.
    pub order: u32,
    /// Level in dBFS.
    pub level_dbfs: f64,
}

/// An amplifier with its load and recorder.
#[derive(Clone, Debug, PartialEq)]
pub struct Amplifier {
    /// Wiring.
    pub topology: Topology,
    /// Coefficients of `v²` to `v⁵`; the linear one is 1.
    pub curve: [f64; 4],
    /// Resistance of each load, in ohms.
    pub load_ohm: f64,
    /// Output resistance of each side, in ohms.
    pub output_ohm: f64,
    /// Capacitance between the sides, in farads.
    pub coupling_farad: f64,
    /// Mains frequency in Hz.
    pub mains_hz: f64,
    /// Mains lines; empty without a ground loop.
    pub hum: Vec<HumLine>,
    /// Noise in dBFS from 0 to half the sample rate, white, independent on each channel.
    pub noise_dbfs: f64,
}

/// The tone that drives the left side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drive {
    /// Frequency in Hz.
    pub frequency_hz: f64,
    /// Amplitude at the amplifier's output without load and curve, as a fraction of full scale.
    pub amplitude: f64,
}

impl Amplifier {
    /// An inexpensive amplifier on a three-wire plug: 0.15 Ω of shared return into 32 Ω, and a ground loop.
    pub fn single_ended() -> Amplifier {
        let hum = [(1, -96.0), (2, -104.0), (3, -99.0), (5, -110.0)];
        Amplifier {
            topology: Topology::SingleEnded { shared_return_ohm: 0.15 },
            curve: [2.4e-5, 6.0e-5, 1.2e-5, 2.0e-5],
            load_ohm: 32.0,
            output_ohm: 0.1,
            coupling_farad: 30e-12,
            // Whole periods in ten seconds, so that a capture of that length can be looped without a seam.
            mains_hz: 50.1,
            hum: hum.map(|(order, level_dbfs)| HumLine { order, level_dbfs }).to_vec(),
            noise_dbfs: -114.0,
        }
    }

    /// The same amplifier, four of them on four wires: nothing is shared, and the ground loop has no effect.
    pub fn balanced() -> Amplifier {
        Amplifier { topology: Topology::Balanced, hum: Vec::new(), ..Amplifier::single_ended() }
    }

    /// The recording if only the left channel is driven.
    ///
    /// The same seed gives the same noise.
    pub fn capture(&self, drive: Drive, sample_rate_hz: f64, frames: usize, seed: u64) -> Clip {
        let mut noise = Noise::new(seed);
        let noise_rms = 10f64.powf(self.noise_dbfs / 20.0) / 2f64.sqrt();
        let (left, right) = (0..frames)
            .map(|frame| {
                let seconds = frame as f64 / sample_rate_hz;
                let [driven, undriven] = self.at(drive, seconds);
                let hum = self.hum_at(seconds);
                let heard = |v: f64, noise: &mut Noise| (v + hum + noise_rms * noise.gaussian()) as f32;
                (heard(driven, &mut noise), heard(undriven, &mut noise))
            })
            .unzip();
        Clip::new(sample_rate_hz, left, right)
    }

    /// Voltages across the driven and the undriven load, without hum and noise.
    fn at(&self, drive: Drive, seconds: f64) -> [f64; 2] {
        // Whole turns are subtracted first: the sine of a large angle loses precision.
        let phase = TAU * (drive.frequency_hz * seconds).fract();
        let v = drive.amplitude * phase.sin();
        let v_slope = drive.amplitude * TAU * drive.frequency_hz * phase.cos();
        let output = self.curve_at(v);
        let output_slope = self.curve_slope_at(v) * v_slope;
        let driven = output * self.driven_gain();
        let coupled = self.coupling_seconds() * output_slope * self.driven_gain();
        [driven, self.return_ratio() * driven + coupled]
    }

    fn hum_at(&self, seconds: f64) -> f64 {
        let line = |line: &HumLine| {
            let turns = (self.mains_hz * f64::from(line.order) * seconds).fract();
            10f64.powf(line.level_dbfs / 20.0) * (TAU * turns).sin()
        };
        self.hum.iter().map(line).sum()
    }

    /// The unloaded output for an input voltage.
    fn curve_at(&self, v: f64) -> f64 {
        let curve = |v: f64| {
            let [c2, c3, c4, c5] = self.curve;
            v * (1.0 + v * (c2 + v * (c3 + v * (c4 + v * c5))))
        };
        match self.topology {
            Topology::SingleEnded { .. } => curve(v),
            Topology::Balanced => curve(v / 2.0) - curve(-v / 2.0),
        }
    }

    /// Derivative of [`Amplifier::curve_at`].
    fn curve_slope_at(&self, v: f64) -> f64 {
        let slope = |v: f64| {
            let [c2, c3, c4, c5] = self.curve;
            1.0 + v * (2.0 * c2 + v * (3.0 * c3 + v * (4.0 * c4 + v * 5.0 * c5)))
        };
        match self.topology {
            Topology::SingleEnded { .. } => slope(v),
            Topology::Balanced => (slope(v / 2.0) + slope(-v / 2.0)) / 2.0,
        }
    }

    /// Voltage across the driven load over the unloaded output, by the two-mesh network with one side at rest.
    fn driven_gain(&self) -> f64 {
        let mesh_ohm = self.load_ohm + self.output_ohm;
        let shared = self.shared_return_ohm();
        self.load_ohm / mesh_ohm * (mesh_ohm + shared) / (mesh_ohm + 2.0 * shared)
    }

    /// Undriven over driven voltage through the shared return: `−Rc/(Rc + RL + Zo)`.
    fn return_ratio(&self) -> f64 {
        let shared = self.shared_return_ohm();
        if shared == 0.0 { 0.0 } else { -shared / (shared + self.load_ohm + self.output_ohm) }
    }

    /// Time constant of the coupling: capacitance times the undriven side's impedance, `C·(Zo ∥ RL)`.
    fn coupling_seconds(&self) -> f64 {
        self.coupling_farad * self.output_ohm * self.load_ohm / (self.output_ohm + self.load_ohm)
    }

    fn shared_return_ohm(&self) -> f64 {
        match self.topology {
            Topology::SingleEnded { shared_return_ohm } => shared_return_ohm,
            Topology::Balanced => 0.0,
        }
    }
}

/// White Gaussian noise, the same for the same seed: splitmix64 and the Box–Muller transform.
#[derive(Clone)]
struct Noise {
    state: u64,
    spare: Option<f64>,
}

impl Noise {
    fn new(seed: u64) -> Noise {
        Noise { state: seed, spare: None }
    }

    /// Uniform in (0, 1].
    fn uniform(&mut self) -> f64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^= z >> 31;
        ((z >> 11) + 1) as f64 / (1u64 << 53) as f64
    }

    /// Mean 0, variance 1.
    fn gaussian(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        let radius = (-2.0 * self.uniform().ln()).sqrt();
        let angle = TAU * self.uniform();
        self.spare = Some(radius * angle.sin());
        radius * angle.cos()
    }
}

#[cfg(test)]
mod tests;
