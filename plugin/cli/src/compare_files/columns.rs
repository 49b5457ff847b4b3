//! The captures that a command line names, before anything is read.

use std::path::{Path, PathBuf};

use crate::arguments::{Assigned, CompareArguments};
use crate::names::{is_standard_stream, shown};
use groundtruth_captures::Topology;
use groundtruth_captures::comparison::letter;
use groundtruth_captures::library::{Library, LibraryError};

/// One capture as asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    pub(super) name: String,
    pub(super) takes: Vec<PathBuf>,
    /// Volts of full scale, for all channels or for each.
    pub(super) reference_volts: Option<Vec<f64>>,
    pub(super) load_ohms: Option<f64>,
    pub(super) topology: Option<Topology>,
    pub(super) price: Option<String>,
}

impl Asked {
    /// The file of the baseline.
    pub(super) fn baseline(file: &Path, library: Option<&Library>) -> Result<Asked, String> {
        let source = Source::of(file, library)?;
        Ok(Asked { name: source.name, takes: vec![source.path], ..Asked::default() })
    }
}

/// A recording, report or capture as named on the command line.
struct Source {
    path: PathBuf,
    name: String,
}

impl Source {
    /// A file, or the library's file of a capture with this name or id where there is no such file.
    fn of(file: &Path, library: Option<&Library>) -> Result<Source, String> {
        let kept = match (file.to_str(), library) {
            (Some(name), Some(library)) if !file.exists() && !is_standard_stream(file) => library.find(name),
            _ => return Ok(Source::plain(file)),
        };
        match kept {
            Ok(entry) => Ok(Source { name: entry.name(), path: entry.path }),
            Err(error @ LibraryError::Ambiguous { .. }) => Err(error.to_string()),
            // Reading the file says what is missing.
            Err(_) => Ok(Source::plain(file)),
        }
    }

    fn plain(file: &Path) -> Source {
        let name = file.file_stem().unwrap_or(file.as_os_str()).to_string_lossy().into_owned();
        Source { path: file.to_owned(), name }
    }
}

/// The captures in order: files and captures of the library by their names, and those that `--takes` names.
pub(super) fn asked(arguments: &CompareArguments, library: Option<&Library>) -> Result<Vec<Asked>, String> {
    let mut asked = listed(arguments, library)?;
    for takes in &arguments.takes {
        let Some(name) = &takes.name else { return Err("--takes: use NAME=FILE,FILE".to_owned()) };
        let files = takes.value.0.iter().map(|file| Ok(Source::of(file, library)?.path));
        let files = files.collect::<Result<Vec<PathBuf>, String>>()?;
        match place_of(name, &asked) {
            Some(place) => asked[place].takes.extend(files),
            None => asked.push(Asked { name: name.clone(), takes: files, ..Asked::default() }),
        }
    }
    check_files(&asked)?;
    assign("--reference-volts", &arguments.reference_volts, &mut asked, |asked, volts| {
        asked.reference_volts = Some(volts.0.clone());
    })?;
    assign("--load", &arguments.load, &mut asked, |asked, ohms| asked.load_ohms = Some(ohms.0))?;
    assign("--topology", &arguments.topology, &mut asked, |asked, named| asked.topology = Some(named.0))?;
    assign("--price", &arguments.price, &mut asked, |asked, price| asked.price = Some(price.0.clone()))?;
    Ok(asked)
}

/// The captures that are listed, by the name of each; where that is not unique, by what stands on the command line.
fn listed(arguments: &CompareArguments, library: Option<&Library>) -> Result<Vec<Asked>, String> {
    let is_label = |file: &Path| {
        let mut takes = arguments.takes.iter();
        !file.exists() && takes.any(|takes| takes.name.as_deref() == file.to_str())
    };
    let source = |file: &PathBuf| match is_label(file) {
        true => Ok(None),
        false => Source::of(file, library).map(Some),
    };
    let sources: Vec<Option<Source>> = arguments.files.iter().map(source).collect::<Result<_, String>>()?;
    let is_unique = |name: &String| sources.iter().flatten().filter(|other| other.name == *name).count() == 1;
    let asked = |(file, source): (&PathBuf, &Option<Source>)| {
        let unique = source.as_ref().map(|source| source.name.clone()).filter(is_unique);
        let name = unique.unwrap_or_else(|| file.display().to_string());
        let takes = source.iter().map(|source| source.path.clone()).collect();
        Asked { name, takes, ..Asked::default() }
    };
    Ok(arguments.files.iter().zip(&sources).map(asked).collect())
}

/// Gives each value to the capture of its name, after those for all.
fn assign<T>(
    option: &str,
    all: &[Assigned<T>],
    asked: &mut [Asked],
    set: impl Fn(&mut Asked, &T),
) -> Result<(), String> {
    for general in all.iter().filter(|assigned| assigned.name.is_none()) {
        asked.iter_mut().for_each(|asked| set(asked, &general.value));
    }
    for Assigned { name, value } in all {
        let Some(name) = name else { continue };
        let Some(place) = place_of(name, asked) else {
            let known: Vec<&str> = asked.iter().map(|asked| asked.name.as_str()).collect();
            return Err(format!("{option} {name}=…: is none of the captures: {}", known.join(", ")));
        };
        set(&mut asked[place], value);
    }
    Ok(())
}

/// No recording is two takes: copies have no spread.
fn check_files(asked: &[Asked]) -> Result<(), String> {
    for capture in asked {
        for (index, file) in capture.takes.iter().enumerate() {
            let same = |other: &&PathBuf| {
                other.canonicalize().ok().is_some_and(|real| Some(real) == file.canonicalize().ok())
            };
            if capture.takes[..index].iter().find(same).is_some() {
                return Err(format!(
                    "{}: is two takes of {}; name each recording once",
                    shown(file),
                    capture.name
                ));
            }
        }
    }
    Ok(())
}

/// Index of a capture by name, or by its letter in the table.
pub(super) fn place_of(name: &str, asked: &[Asked]) -> Option<usize> {
    let by_name = asked.iter().position(|asked| asked.name == name);
    let by_file = || asked.iter().position(|asked| asked.takes.iter().any(|take| take == Path::new(name)));
    let by_letter = || (0..asked.len()).find(|index| letter(*index).eq_ignore_ascii_case(name));
    by_name.or_else(by_file).or_else(by_letter)
}
