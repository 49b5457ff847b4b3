//! Arguments of `compare`.

use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;
use groundtruth_captures::Topology;

use super::conditions::Conditions;
use super::quantities::above_zero;

const EXAMPLES: &str = "\
Examples:
  groundtruth compare single_ended.wav balanced.wav
  groundtruth compare a.wav b.wav c.wav --reference b --html page.html
  groundtruth compare A B --takes A=a1.wav,a2.wav,a3.wav --takes B=b1.wav,b2.wav,b3.wav
  groundtruth compare a.wav b.wav --reference-volts a=2.83 --reference-volts b=5.66 --load 32
  groundtruth compare a.wav b.json --json > comparison.json
  groundtruth compare 'Amp 3' balanced.wav               a capture of the library, and a recording

Two or more takes of a device, reconnected in between, make the differences cover reconnecting too.
Recordings of one device with other stimuli may be named among its takes: they add the figures that
the first does not have.

Exit code: 0 on success; 1 if a file cannot be read; 2 for incorrect usage.";

/// Arguments of `compare`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct CompareArguments {
    /// Recordings (WAV, RF64, AIFF, FLAC), reports or captures (JSON); names or ids in the library; or names that --takes explains
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// The library's folder [default: GROUNDTRUTH_LIBRARY, else the system's folder for data]
    #[arg(long, value_name = "DIR")]
    pub library: Option<PathBuf>,
    /// The capture that the others are compared with: its name, or its letter in the table [default: the first]
    #[arg(long, value_name = "NAME")]
    pub reference: Option<String>,
    /// Several takes of one capture
    #[arg(long, value_name = "NAME=FILE,FILE…")]
    pub takes: Vec<Assigned<Takes>>,
    /// The interface with its output looped back to its input: figures within 6 dB of it are limits
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// RMS voltage of a full-scale sine, one for all channels or one per channel; for all captures, or one by name
    #[arg(long, value_name = "[NAME=]V[,V]", allow_hyphen_values = true)]
    pub reference_volts: Vec<Assigned<Volts>>,
    /// Load resistance in ohms; for all captures, or one by name
    #[arg(long, value_name = "[NAME=]OHMS")]
    pub load: Vec<Assigned<Ohms>>,
    /// How the output is wired: single-ended, balanced, own-returns or other
    #[arg(long, value_name = "NAME=TOPOLOGY")]
    pub topology: Vec<Assigned<NamedTopology>>,
    /// Price, shown with the capture's name
    #[arg(long, value_name = "NAME=PRICE")]
    pub price: Vec<Assigned<Price>>,
    /// Print the comparison as JSON (groundtruth.comparison/1)
    #[arg(long, conflicts_with = "markdown")]
    pub json: bool,
    /// Print Markdown tables, for a forum or a wiki
    #[arg(long)]
    pub markdown: bool,
    /// Write a page with verdict, figures and plots
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Write a table for a spreadsheet
    #[arg(long, value_name = "FILE")]
    pub csv: Option<PathBuf>,
    /// Replace files that exist
    #[arg(long)]
    pub force: bool,
    /// How the recordings are measured.
    #[command(flatten)]
    pub conditions: Conditions,
}

/// A value for the capture of a name, or for all.
#[derive(Clone, Debug)]
pub struct Assigned<T> {
    /// Name of the capture; `None` for all.
    pub name: Option<String>,
    /// The value.
    pub value: T,
}

impl<T: FromStr<Err = String>> FromStr for Assigned<T> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, value) = match text.split_once('=') {
            Some((name, value)) if !name.trim().is_empty() => (Some(name.trim().to_owned()), value),
            Some(_) => return Err("name the capture before `=`".to_owned()),
            None => (None, text),
        };
        Ok(Assigned { name, value: value.trim().parse()? })
    }
}

/// Files of one capture.
#[derive(Clone, Debug)]
pub struct Takes(pub Vec<PathBuf>);

impl FromStr for Takes {
    type Err = String;

    fn from_str(text: &str) -> Result<Takes, String> {
        let files: Vec<PathBuf> =
            text.split(',').filter(|file| !file.is_empty()).map(PathBuf::from).collect();
        if files.is_empty() { Err("use NAME=FILE,FILE".to_owned()) } else { Ok(Takes(files)) }
    }
}

/// Volts of full scale, for all channels or for each.
#[derive(Clone, Debug)]
pub struct Volts(pub Vec<f64>);

impl FromStr for Volts {
    type Err = String;

    fn from_str(text: &str) -> Result<Volts, String> {
        text.split(',').map(above_zero).collect::<Result<_, _>>().map(Volts)
    }
}

/// A resistance.
#[derive(Clone, Copy, Debug)]
pub struct Ohms(pub f64);

impl FromStr for Ohms {
    type Err = String;

    fn from_str(text: &str) -> Result<Ohms, String> {
        above_zero(text).map(Ohms)
    }
}

/// A price with its currency.
#[derive(Clone, Debug)]
pub struct Price(pub String);

impl FromStr for Price {
    type Err = String;

    fn from_str(text: &str) -> Result<Price, String> {
        if text.is_empty() { Err("use NAME=PRICE".to_owned()) } else { Ok(Price(text.to_owned())) }
    }
}

/// A topology by its name.
#[derive(Clone, Copy, Debug)]
pub struct NamedTopology(pub Topology);

impl FromStr for NamedTopology {
    type Err = String;

    fn from_str(text: &str) -> Result<NamedTopology, String> {
        let topology = match text {
            "single-ended" => Topology::SingleEnded,
            "balanced" => Topology::Balanced,
            "own-returns" => Topology::OwnReturns,
            "other" => Topology::Other,
            _ => return Err("use single-ended, balanced, own-returns or other".to_owned()),
        };
        Ok(NamedTopology(topology))
    }
}
