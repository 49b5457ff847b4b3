//! `groundtruth compare`: captures side by side, with differences and claims.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use groundtruth_captures::comparison::{Column, Comparison, MOST_CAPTURES, compare};
use groundtruth_captures::export;

use crate::arguments::{CompareArguments, WRONG_USAGE};
use crate::measure_files::print;
use crate::names::shown;
use crate::{library_files, output_file, table};

mod columns;
mod inputs;

use columns::{Asked, place_of};

/// Measures, compares, prints and writes.
pub fn run(arguments: &CompareArguments) -> ExitCode {
    // Without a folder for data there is no library, and files are compared all the same.
    let library = library_files::open(arguments.library.clone()).ok();
    let asked = match columns::asked(arguments, library.as_ref()) {
        Ok(asked) => asked,
        Err(reason) => return wrong_usage(&reason),
    };
    let reference = match reference(&asked, arguments.reference.as_deref()) {
        Ok(reference) => reference,
        Err(reason) => return wrong_usage(&reason),
    };
    let columns: Vec<Option<Column>> = asked.iter().map(|asked| inputs::column(asked, arguments)).collect();
    let Some(columns) = columns.into_iter().collect::<Option<Vec<Column>>>() else {
        return ExitCode::FAILURE;
    };
    let baseline = match &arguments.baseline {
        None => None,
        Some(file) => match Asked::baseline(file, library.as_ref()) {
            Ok(asked) => match inputs::column(&asked, arguments) {
                Some(column) => Some(column),
                None => return ExitCode::FAILURE,
            },
            Err(reason) => return wrong_usage(&reason),
        },
    };
    let comparison = compare(&columns, reference, baseline.as_ref());
    if put_out(&comparison, arguments) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn wrong_usage(reason: &str) -> ExitCode {
    eprintln!("error: {reason}");
    ExitCode::from(WRONG_USAGE)
}

/// Index of the reference.
fn reference(asked: &[Asked], name: Option<&str>) -> Result<usize, String> {
    if asked.len() < 2 {
        return Err("compare needs two captures or more; `groundtruth measure` shows one".to_owned());
    }
    if asked.len() > MOST_CAPTURES {
        return Err(format!("compare takes {MOST_CAPTURES} captures at most, not {}", asked.len()));
    }
    let Some(name) = name else { return Ok(0) };
    place_of(name, asked).ok_or_else(|| format!("--reference {name}: is none of the captures"))
}

/// Writes files and standard output; whether all could be written.
fn put_out(comparison: &Comparison, arguments: &CompareArguments) -> bool {
    let write = |file: &Path, text: String| {
        let written = output_file::write(file, arguments.force, |mut out| out.write_all(text.as_bytes()));
        written.map_err(|error| eprintln!("{}: {error}", shown(file))).is_ok()
    };
    let mut all = true;
    if let Some(file) = &arguments.csv {
        all &= write(file, export::csv(comparison));
    }
    if let Some(file) = &arguments.html {
        all &= write(file, export::html(comparison));
    }
    let printed = print(&text(comparison, arguments));
    if let Err(error) = &printed {
        eprintln!("standard output: {error}");
    }
    all && printed.is_ok()
}

fn text(comparison: &Comparison, arguments: &CompareArguments) -> String {
    if arguments.json {
        return export::json(comparison);
    }
    if arguments.markdown { export::markdown(comparison) } else { table::of_comparison(comparison) }
}
