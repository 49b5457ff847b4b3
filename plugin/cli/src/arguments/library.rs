//! Arguments of `library`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::compare::NamedTopology;
use super::conditions::Conditions;
use super::quantities::above_zero;

const EXAMPLES: &str = "\
Examples:
  groundtruth library import single_ended.wav balanced.wav
  groundtruth library list
  groundtruth library show balanced
  groundtruth compare single_ended balanced
  groundtruth library export balanced -o balanced.json

A capture is NAME.json in the library's folder, with the samples in NAME.wav beside it. The folder is
--library, else GROUNDTRUTH_LIBRARY in the environment, else groundtruth/library in the system's folder
for data. Files may be renamed and copied by hand: a capture is found by the id in its file.

Exit code: 0; 1 when a file could not be read or written, or a capture is damaged or missing (the
others are done); 2 for wrong usage; 3 when an imported file gives no figure at all.";

/// Arguments of `library`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct LibraryArguments {
    /// The library's folder [default: GROUNDTRUTH_LIBRARY, else the system's folder for data]
    #[arg(long, value_name = "DIR", global = true)]
    pub library: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub command: LibraryCommand,
}

/// What to do with the library.
#[derive(Debug, Subcommand)]
pub enum LibraryCommand {
    /// List all captures, damaged files among them
    List(ListArguments),
    /// Show a capture: details and figures
    Show(ShowArguments),
    /// Measure recordings and keep them; reports and captures (JSON) are kept as they are
    Import(Box<ImportArguments>),
    /// Write a capture into a file
    Export(ExportArguments),
    /// Move captures into the system's bin
    Delete(DeleteArguments),
    /// Bring back captures that were deleted where there is no bin
    Undelete(UndeleteArguments),
}

/// Arguments of `library list`.
#[derive(Debug, Args)]
pub struct ListArguments {
    /// Print an array in JSON, one object for each file
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `library show`.
#[derive(Debug, Args)]
pub struct ShowArguments {
    /// Name or id of a capture
    #[arg(value_name = "NAME-or-ID")]
    pub capture: String,
    /// Print the capture as JSON (groundtruth.capture/1)
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `library import`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  groundtruth library import *.wav
  groundtruth library import amp.wav --device 'Amp 3' --topology balanced --reference-volts 2.83 --load 32
  groundtruth library import report.json

Prints id, name and file of each capture once it is on the disk. Up to 30 s of the measured samples are
kept beside it. A capture keeps its id: it is not imported twice.")]
pub struct ImportArguments {
    /// WAV, RF64, AIFF or FLAC files, reports or captures (JSON)
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Keep the figures without samples
    #[arg(long)]
    pub no_samples: bool,
    /// Device of the recordings; captures of one device are takes of each other
    #[arg(long, value_name = "NAME")]
    pub device: Option<String>,
    /// How the output is wired: single-ended, balanced, own-returns or other
    #[arg(long)]
    pub topology: Option<NamedTopology>,
    /// Price with its currency
    #[arg(long)]
    pub price: Option<String>,
    /// Voltage (rms) of a full-scale sine: one number, or one per channel
    #[arg(long, value_name = "V[,V]", value_delimiter = ',', num_args = 1, allow_hyphen_values = true, value_parser = above_zero)]
    pub reference_volts: Vec<f64>,
    /// Resistance that the amplifier drives, in ohms
    #[arg(long, value_name = "OHMS", allow_negative_numbers = true, value_parser = above_zero)]
    pub load: Option<f64>,
    /// How the recordings are measured.
    #[command(flatten)]
    pub conditions: Conditions,
}

/// Arguments of `library export`.
#[derive(Debug, Args)]
pub struct ExportArguments {
    /// Name or id of a capture
    #[arg(value_name = "NAME-or-ID")]
    pub capture: String,
    /// The file: .wav for the samples, anything else for the capture as JSON; - for standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// Replace the file if it exists
    #[arg(long)]
    pub force: bool,
}

/// Arguments of `library delete`.
#[derive(Debug, Args)]
#[command(after_help = "\
Where the system has no bin, captures are kept in the folder `deleted` of the library; `library undelete`
brings them back.")]
pub struct DeleteArguments {
    /// Names or ids of captures
    #[arg(required = true, value_name = "NAME-or-ID")]
    pub captures: Vec<String>,
}

/// Arguments of `library undelete`.
#[derive(Debug, Args)]
pub struct UndeleteArguments {
    /// Names or ids of deleted captures
    #[arg(required = true, value_name = "NAME-or-ID")]
    pub captures: Vec<String>,
}
