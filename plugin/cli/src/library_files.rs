//! `groundtruth library`: captures that are kept in files.

use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use groundtruth_captures::WithSheet;
use groundtruth_captures::library::{Binned, Library, LibraryError};

use crate::arguments::{
    DeleteArguments, ExportArguments, LibraryArguments, LibraryCommand, ShowArguments, UndeleteArguments,
};
use crate::measure_files::print;
use crate::names::{escaped, shown};
use crate::{output_file, table};

mod exit;
mod import;
mod list;

use exit::{failure, printed};

/// Does what is asked, and returns the exit code.
pub fn run(arguments: &LibraryArguments) -> ExitCode {
    let library = match open(arguments.library.clone()) {
        Ok(library) => library,
        Err(error) => return failure(&error),
    };
    match &arguments.command {
        LibraryCommand::List(arguments) => list::run(&library, arguments),
        LibraryCommand::Show(arguments) => show(&library, arguments),
        LibraryCommand::Import(arguments) => import::run(&library, arguments),
        LibraryCommand::Export(arguments) => export(&library, arguments),
        LibraryCommand::Delete(arguments) => delete(&library, arguments),
        LibraryCommand::Undelete(arguments) => undelete(&library, arguments),
    }
}

/// The library in this folder, or in the default one.
pub(crate) fn open(folder: Option<PathBuf>) -> Result<Library, LibraryError> {
    Ok(Library::open(folder.map_or_else(Library::default_folder, Ok)?))
}

fn show(library: &Library, arguments: &ShowArguments) -> ExitCode {
    let found = library.find(&arguments.capture).and_then(|entry| match entry.content {
        Ok(summary) => Ok((library.load(summary.id)?, entry.path)),
        Err(reason) => Err(LibraryError::Damaged { path: entry.path, reason }),
    });
    let (capture, path) = match found {
        Ok(found) => found,
        Err(error) => return failure(&error),
    };
    if arguments.json {
        return printed(&capture.to_json());
    }
    let details = list::details(&capture, &path);
    printed(&format!("{details}\n{}", table::of(&[WithSheet::of(capture.measured, None)])))
}

fn export(library: &Library, arguments: &ExportArguments) -> ExitCode {
    let source = library.find(&arguments.capture).and_then(|entry| match entry.content {
        Ok(summary) => library.export_source(summary.id, &arguments.output),
        Err(reason) => Err(LibraryError::Damaged { path: entry.path, reason }),
    });
    let source = match source {
        Ok(source) => source,
        Err(error) => return failure(&error),
    };
    let written = output_file::write(&arguments.output, arguments.force, |mut file| {
        io::copy(&mut File::open(&source)?, &mut file).map(drop)
    });
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: {error}", shown(&arguments.output));
            ExitCode::FAILURE
        }
    }
}

fn delete(library: &Library, arguments: &DeleteArguments) -> ExitCode {
    each(&arguments.captures, |name| {
        let entry = library.find(name)?;
        let Some(id) = entry.id() else {
            let reason = "is damaged, and is not deleted by this program; delete the file".to_owned();
            return Err(LibraryError::Damaged { path: entry.path, reason });
        };
        Ok(match library.move_to_bin(id)? {
            Binned::Bin => format!("{}: is in the system's bin now", entry.name()),
            Binned::Kept { path, reason } => {
                format!("{}: the system has no bin ({reason}); kept as {}", entry.name(), path.display())
            }
        })
    })
}

fn undelete(library: &Library, arguments: &UndeleteArguments) -> ExitCode {
    each(&arguments.captures, |name| {
        let entry = library.find_deleted(name)?;
        let Some(id) = entry.id() else {
            let reason = "is damaged; move the file by hand".to_owned();
            return Err(LibraryError::Damaged { path: entry.path, reason });
        };
        Ok(format!("{}: is back as {}", entry.name(), library.undelete(id)?.display()))
    })
}

/// Prints a line for each name. A failure does not stop the others.
fn each(names: &[String], act: impl Fn(&str) -> Result<String, LibraryError>) -> ExitCode {
    let mut code = ExitCode::SUCCESS;
    for name in names {
        match act(name) {
            Ok(line) => {
                if print(&(escaped(&line) + "\n")).is_err() {
                    code = ExitCode::FAILURE;
                }
            }
            Err(error) => code = failure(&error),
        }
    }
    code
}
