//! The command `groundtruth`.
#![forbid(unsafe_code)]

use std::process::ExitCode;

use clap::Parser;
use groundtruth_cli::arguments::{Arguments, Command};
use groundtruth_cli::{compare_files, impedance_files, library_files, measure_files, stimulus_file};

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Measure(arguments) => measure_files::run(&arguments),
        Command::Compare(arguments) => compare_files::run(&arguments),
        Command::Library(arguments) => library_files::run(&arguments),
        Command::Impedance(arguments) => impedance_files::run(&arguments),
        Command::Stimulus(arguments) => stimulus_file::run(&arguments),
    }
}
