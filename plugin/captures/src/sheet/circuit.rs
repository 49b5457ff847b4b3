//! Levels in volts and milliwatts, and back.

use groundtruth_measure::{Figure, Refusal, units};

use super::outcome::Outcome;
use crate::calibration::{CalibratedLevel, Quantity};
use crate::measured::Measured;

/// What is known of the circuit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Circuit {
    /// RMS voltage of a full-scale sine: for all channels, for each, or none.
    pub reference_volts: Vec<f64>,
    /// Load resistance in Ω.
    pub load_ohms: Option<f64>,
}

impl Circuit {
    /// The calibration of a measurement; the load of its settings if it has none.
    pub fn of(measured: &Measured) -> Circuit {
        let calibration = measured.calibration.as_ref();
        let of_settings = measured.report.settings.and_then(|settings| settings.load_ohms);
        Circuit {
            reference_volts: calibration
                .map_or(Vec::new(), |calibration| calibration.reference_volts.clone()),
            load_ohms: calibration.and_then(|calibration| calibration.load_ohms).or(of_settings),
        }
    }

    pub(super) fn of_channel(&self, index: usize) -> ChannelCircuit {
        let volts = match self.reference_volts.as_slice() {
            [all] => Some(*all),
            each => each.get(index).copied(),
        };
        ChannelCircuit { volts, ohms: self.load_ohms }
    }
}

/// The circuit of one channel.
#[derive(Clone, Copy, Debug)]
pub(super) struct ChannelCircuit {
    volts: Option<f64>,
    ohms: Option<f64>,
}

/// Watts in a milliwatt.
const MILLI: f64 = 1e-3;

impl ChannelCircuit {
    fn volts(self) -> Result<f64, Refusal> {
        self.volts.ok_or(Refusal::NotSet { setting: "the voltage of a full-scale sine".into() })
    }

    pub(super) fn ohms(self) -> Result<f64, Refusal> {
        self.ohms.ok_or(Refusal::NotSet { setting: "the load resistance".into() })
    }

    /// A level in volts (rms).
    pub(super) fn in_volts(self, level_dbfs: &Figure) -> Outcome {
        let level = CalibratedLevel::of(level_dbfs, self.volts()?, None);
        Ok(converted(level_dbfs, level.volts_rms))
    }

    /// A level in mW into the load.
    pub(super) fn in_milliwatts(self, level_dbfs: &Figure) -> Outcome {
        let (volts, ohms) = (self.volts()?, self.ohms()?);
        let level = CalibratedLevel::of(level_dbfs, volts, Some(ohms));
        level.milliwatts.map(|milliwatts| converted(level_dbfs, milliwatts)).ok_or(Refusal::NotLookedFor)
    }

    /// The level in dBFS of a voltage.
    pub(super) fn level_of_volts(self, volts_rms: f64) -> Result<f64, Refusal> {
        Ok(units::amplitude_to_db(volts_rms / self.volts()?))
    }

    /// The level in dBFS of a power into the load: `V = √(P·R)`.
    pub(super) fn level_of_milliwatts(self, milliwatts: f64) -> Result<f64, Refusal> {
        let volts = self.volts()?;
        let squared = MILLI * milliwatts * self.ohms()?;
        Ok(units::power_to_db(squared / (volts * volts)))
    }
}

/// A figure in another unit, of which it is a rising function.
fn converted(figure: &Figure, Quantity { value, low, high, .. }: Quantity) -> Figure {
    Figure { value, low, high, ..*figure }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_of_volts_and_milliwatts_come_back() {
        let circuit = Circuit { reference_volts: vec![2.0, 4.0], load_ohms: Some(32.0) }.of_channel(1);
        let level = circuit.level_of_milliwatts(10.0).expect("a circuit");
        // √(0.01 W · 32 Ω) = 0.5657 V over 4 V.
        assert!((level - 20.0 * (0.565_685_424_949_f64 / 4.0).log10()).abs() < 1e-9);
        let power = circuit.in_milliwatts(&Figure::exact(level)).expect("a power").value;
        let volts = circuit.in_volts(&Figure::exact(circuit.level_of_volts(0.05).expect("volts")));
        assert!((power - 10.0).abs() < 1e-9 && (volts.expect("a voltage").value - 0.05).abs() < 1e-12);
    }

    #[test]
    fn what_is_not_known_is_asked_for() {
        let sentence = |outcome: Result<f64, Refusal>| outcome.expect_err("nothing known").to_string();
        let nothing = Circuit::default().of_channel(0);
        assert!(sentence(nothing.level_of_volts(1.0)).starts_with("needs the voltage of a full-scale sine"));
        let no_load = Circuit { reference_volts: vec![2.0], load_ohms: None }.of_channel(0);
        assert!(sentence(no_load.level_of_milliwatts(1.0)).starts_with("needs the load resistance"));
    }
}
