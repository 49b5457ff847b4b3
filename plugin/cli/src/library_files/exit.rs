//! Exit codes of what was printed, and of what failed.

use std::process::ExitCode;

use crate::measure_files::print;
use crate::names::escaped;

/// Says what failed.
pub(super) fn failure(error: &dyn std::error::Error) -> ExitCode {
    eprintln!("{}", escaped(&error.to_string()));
    ExitCode::FAILURE
}

/// Prints to standard output.
pub(super) fn printed(text: &str) -> ExitCode {
    match print(text) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("standard output: {error}");
            ExitCode::FAILURE
        }
    }
}
