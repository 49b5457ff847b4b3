//! How recordings are measured: the same options for every command that measures.

use clap::Args;
use groundtruth_measure::{Averaging, Band, DeclaredStimulus, Mains, Settings};

use super::quantities::{band, mains, zero_or_more};

/// How recordings are measured.
#[derive(Debug, Args)]
pub struct Conditions {
    /// Bandwidth of THD, THD+N, noise and hum: LOW-HIGH in Hz, aes17 (20-20000), 22k4 (20-22400), 40k (20-40000) or full
    #[arg(long, value_name = "BAND", default_value = "aes17", allow_hyphen_values = true, value_parser = band)]
    pub band: Band,
    /// Mains frequency: 50 or 60 Hz [default: detected]
    #[arg(long, value_name = "HZ", allow_negative_numbers = true, value_parser = mains)]
    pub mains: Option<Mains>,
    /// The stimulus, instead of the one recognised.
    #[arg(long, value_name = "STIMULUS", help = format!("Stimulus, instead of the one recognised: {}", DeclaredStimulus::SYNTAX))]
    pub stimulus: Option<DeclaredStimulus>,
    /// Output impedance of the amplifier in ohms, for the cause of crosstalk
    #[arg(long, value_name = "OHMS", allow_negative_numbers = true, value_parser = zero_or_more)]
    pub output_impedance: Option<f64>,
    /// Also measure files with fewer or more frames than their header states
    #[arg(long)]
    pub allow_truncated: bool,
}

impl Conditions {
    /// The settings of the measurement, for a device with this load.
    pub fn settings(&self, load_ohms: Option<f64>) -> Settings {
        Settings {
            averaging: Averaging::Off,
            band: self.band,
            mains: self.mains.unwrap_or(Mains::Auto),
            declared: self.stimulus,
            load_ohms,
            output_impedance_ohms: self.output_impedance,
            ..Settings::DEFAULT
        }
    }
}
