//! The command line.

use std::path::PathBuf;

use clap::{Args, ColorChoice, Parser, Subcommand};
use groundtruth_measure::{Averaging, Band, DeclaredStimulus, Mains, Settings};

pub use compare::{Assigned, CompareArguments};
pub use library::{
    DeleteArguments, ExportArguments, ImportArguments, LibraryArguments, LibraryCommand, ListArguments,
    ShowArguments, UndeleteArguments,
};
pub use stimulus::{Bits, Side, StimulusArguments, StimulusKind};

mod compare;
mod library;
mod quantities;
mod stimulus;

use quantities::{above_zero, band, loads, mains, zero_or_more};

/// Exit code for wrong usage, the same as that of the command line parser.
pub(crate) const WRONG_USAGE: u8 = 2;

/// Measures recordings of amplifiers, and writes the test signals for them.
#[derive(Debug, Parser)]
#[command(name = "groundtruth", version, color = ColorChoice::Never, max_term_width = 100)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Measure recordings: one table for all files, or JSON
    Measure(MeasureArguments),
    /// Compare captures: figures, differences that hold, and the claims that follow
    Compare(Box<CompareArguments>),
    /// Keep captures, and list, show, export and delete them
    Library(LibraryArguments),
    /// Output impedance and damping factor from one tone into two loads
    Impedance(ImpedanceArguments),
    /// Write a test signal into a WAV file
    Stimulus(StimulusArguments),
}

const MEASURE_EXAMPLES: &str = "\
Examples:
  groundtruth measure amp.wav
  groundtruth measure single_ended.wav balanced.wav           one table, side by side
  groundtruth measure *.flac --json > reports.json
  groundtruth measure amp.wav --reference-volts 2.83 --load 32   also in V, dBV, dBu, mW
  groundtruth measure amp.wav --stimulus tone:997 --band full --mains 50

Exit code: 0; 1 when a file could not be read or its length contradicts its header (the others are
measured); 2 for wrong usage; 3 when every file could be read and one gives no figure at all.";

/// Arguments of `measure`.
#[derive(Debug, Args)]
#[command(after_help = MEASURE_EXAMPLES)]
pub struct MeasureArguments {
    /// WAV, RF64, AIFF or FLAC files, integers or floats; - for standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Print reports as JSON (groundtruth.report/1): an object, or an array for several files
    #[arg(long)]
    pub json: bool,
    /// Band of THD, THD+N, noise and hum: LOW-HIGH in Hz, aes17 (20-20000), 22k4, 40k or full
    #[arg(long, value_name = "BAND", default_value = "aes17", allow_hyphen_values = true, value_parser = band)]
    pub band: Band,
    /// Mains frequency in Hz: 50 or 60 [default: whichever shows]
    #[arg(long, value_name = "HZ", allow_negative_numbers = true, value_parser = mains)]
    pub mains: Option<Mains>,
    /// Declare the stimulus instead of having it recognised: tone:HZ, dual:HZ,HZ, twin:HZ,HZ, smpte, din, dfd, multitone, sweep,
    /// silence or programme
    #[arg(long, value_name = "STIMULUS")]
    pub stimulus: Option<DeclaredStimulus>,
    /// Voltage (rms) of a full-scale sine: one number, or one per channel
    #[arg(long, value_name = "V[,V]", value_delimiter = ',', num_args = 1, allow_hyphen_values = true, value_parser = above_zero)]
    pub reference_volts: Vec<f64>,
    /// Resistance that the amplifier drives, in ohms
    #[arg(long, value_name = "OHMS", allow_negative_numbers = true, value_parser = above_zero)]
    pub load: Option<f64>,
    /// The amplifier's output impedance, in ohms; for the cause of crosstalk
    #[arg(long, value_name = "OHMS", allow_negative_numbers = true, value_parser = zero_or_more)]
    pub output_impedance: Option<f64>,
    /// Measure what is there of files that hold fewer or more frames than their header claims
    #[arg(long)]
    pub allow_truncated: bool,
}

/// Arguments of `impedance`.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  groundtruth impedance open.wav loaded.wav --loads open,32

The same tone, the same gain, two loads. Two captures share no phase: this is the real part.

Exit code: 0; 1 when a file could not be read; 2 for wrong usage; 3 when no channel gives a figure.")]
pub struct ImpedanceArguments {
    /// Two recordings of one tone
    #[arg(required = true, num_args = 2, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Their loads in ohms, in the same order; `open` for none
    #[arg(long, value_name = "OHMS,OHMS", allow_hyphen_values = true, value_parser = loads)]
    pub loads: [f64; 2],
    /// Declare the stimulus instead of having it recognised: tone:HZ
    #[arg(long, value_name = "STIMULUS")]
    pub stimulus: Option<DeclaredStimulus>,
}

impl ImpedanceArguments {
    /// The settings of the measurement.
    pub fn settings(&self) -> Settings {
        Settings { averaging: Averaging::Off, declared: self.stimulus, ..Settings::DEFAULT }
    }
}

impl MeasureArguments {
    /// The settings of the measurement.
    pub fn settings(&self) -> Settings {
        Settings {
            averaging: Averaging::Off,
            band: self.band,
            mains: self.mains.unwrap_or(Mains::Auto),
            declared: self.stimulus,
            load_ohms: self.load,
            output_impedance_ohms: self.output_impedance,
            ..Settings::DEFAULT
        }
    }
}
