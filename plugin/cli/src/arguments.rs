//! The command line.

use std::path::PathBuf;

use clap::{Args, ColorChoice, Parser, Subcommand};
use groundtruth_measure::{Averaging, DeclaredStimulus, Settings};

pub use compare::{Assigned, CompareArguments};
pub use conditions::Conditions;
pub use library::{
    DeleteArguments, ExportArguments, ImportArguments, LibraryArguments, LibraryCommand, ListArguments,
    ShowArguments, UndeleteArguments,
};
pub use stimulus::{Bits, Side, StimulusArguments, StimulusKind};

mod compare;
mod conditions;
mod library;
mod quantities;
mod stimulus;

use quantities::{above_zero, load, loads};

/// Exit code for wrong usage, the same as that of the command line parser.
pub(crate) const WRONG_USAGE: u8 = 2;

/// Measures recordings of amplifiers and generates the test signals for them.
#[derive(Debug, Parser)]
#[command(name = "groundtruth", version, color = ColorChoice::Never, max_term_width = 100)]
pub struct Arguments {
    /// The subcommand.
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Measure recordings; print one table for all files, or JSON
    Measure(MeasureArguments),
    /// Compare captures: figures, significant differences, and the claims they support
    Compare(Box<CompareArguments>),
    /// Keep captures, and list, show, export and delete them
    Library(LibraryArguments),
    /// Determine output impedance and damping factor from one tone into two loads
    Impedance(ImpedanceArguments),
    /// Generate a test signal as a WAV file
    Stimulus(StimulusArguments),
}

const MEASURE_EXAMPLES: &str = "\
Examples:
  groundtruth measure amp.wav
  groundtruth measure single_ended.wav balanced.wav           one table, side by side
  groundtruth measure *.flac --json > reports.json
  groundtruth measure amp.wav --reference-volts 2.83 --load 32   also in V, dBV, dBu, mW
  groundtruth measure amp.wav --stimulus tone:997 --band full --mains 50
  groundtruth measure bench.wav --reference-volts 2.83 --load 32 --html sheet.html
  groundtruth measure bench.wav --reference-volts 2.83 --load 32 --other-load open=unloaded.wav

A recording of the bench track gets the reviewer's sheet below its table, and under `sheet` in JSON:
power at 1 % THD, THD+N at 1 mW, SNR, response, crosstalk and so on.

Exit code: 0 on success; 1 if a file cannot be read or its length contradicts its header (all others
are measured); 2 for incorrect usage; 3 if all files can be read but one of them gives no figure.";

/// Arguments of `measure`.
#[derive(Debug, Args)]
#[command(after_help = MEASURE_EXAMPLES)]
pub struct MeasureArguments {
    /// Recordings: WAV, RF64, AIFF or FLAC, integer or float; - for standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Print JSON (schema groundtruth.report/1): an object for one file, an array for several
    #[arg(long)]
    pub json: bool,
    /// Print the sheet of the bench track as Markdown tables, for a forum or a wiki
    #[arg(long, conflicts_with = "json")]
    pub markdown: bool,
    /// RMS voltage of a full-scale sine, for levels in volts: one for all channels, or one per channel
    #[arg(long, value_name = "V[,V]", value_delimiter = ',', num_args = 1, allow_hyphen_values = true, value_parser = above_zero)]
    pub reference_volts: Vec<f64>,
    /// Load resistance in ohms, for output power and the cause of crosstalk
    #[arg(long, value_name = "OHMS", allow_negative_numbers = true, value_parser = above_zero)]
    pub load: Option<f64>,
    /// The same track with another load, in ohms or `open`: adds output impedance and damping factor to the sheet
    #[arg(long, value_name = "OHMS=FILE", value_parser = other_load)]
    pub other_load: Option<OtherLoadFile>,
    /// Write the sheet of the bench track as a page with curves; takes one recording
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Replace the page if it exists
    #[arg(long, requires = "html")]
    pub force: bool,
    /// How the recordings are measured.
    #[command(flatten)]
    pub conditions: Conditions,
}

/// A recording of the track with another load.
#[derive(Clone, Debug)]
pub struct OtherLoadFile {
    /// Load in ohms; infinite for none.
    pub load_ohms: f64,
    /// The recording.
    pub file: PathBuf,
}

fn other_load(text: &str) -> Result<OtherLoadFile, String> {
    let (ohms, file) = text.split_once('=').ok_or("use OHMS=FILE, such as open=unloaded.wav")?;
    Ok(OtherLoadFile { load_ohms: load(ohms)?, file: PathBuf::from(file) })
}

/// Arguments of `impedance`.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  groundtruth impedance open.wav loaded.wav --loads open,32

Record the same tone at the same gain into both loads. Two recordings share no phase reference, so
the result is the real part of the impedance.

Exit code: 0 on success; 1 if a file cannot be read; 2 for incorrect usage; 3 if no channel gives a
figure.")]
pub struct ImpedanceArguments {
    /// Two recordings of the same tone
    #[arg(required = true, num_args = 2, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Load resistance of each recording in ohms, in the same order; `open` for no load
    #[arg(long, value_name = "OHMS,OHMS", allow_hyphen_values = true, value_parser = loads)]
    pub loads: [f64; 2],
    /// Stimulus, instead of the one recognised: tone:HZ
    #[arg(long, value_name = "STIMULUS")]
    pub stimulus: Option<DeclaredStimulus>,
}

impl ImpedanceArguments {
    /// The settings of the measurement.
    pub fn settings(&self) -> Settings {
        Settings { averaging: Averaging::Off, declared: self.stimulus, ..Settings::DEFAULT }
    }
}
