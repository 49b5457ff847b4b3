//! The captures that a command line names, before anything is read.

use std::path::{Path, PathBuf};

use crate::arguments::{Assigned, CompareArguments};
use crate::names::shown;
use groundtruth_captures::Topology;
use groundtruth_captures::comparison::letter;

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
    pub(super) fn baseline(file: &Path) -> Asked {
        Asked { name: stem(file), takes: vec![file.to_owned()], ..Asked::default() }
    }
}

/// The captures in order: files by their names, and those that `--takes` names.
pub(super) fn asked(arguments: &CompareArguments) -> Result<Vec<Asked>, String> {
    let is_label = |file: &Path| {
        let mut takes = arguments.takes.iter();
        !file.exists() && takes.any(|takes| takes.name.as_deref() == file.to_str())
    };
    let names = names(&arguments.files);
    let mut asked: Vec<Asked> = arguments
        .files
        .iter()
        .zip(names)
        .map(|(file, name)| {
            if is_label(file) {
                Asked { name: file.display().to_string(), ..Asked::default() }
            } else {
                Asked { name, takes: vec![file.clone()], ..Asked::default() }
            }
        })
        .collect();
    for takes in &arguments.takes {
        let Some(name) = &takes.name else { return Err("--takes: use NAME=FILE,FILE".to_owned()) };
        match place_of(name, &asked) {
            Some(place) => asked[place].takes.extend(takes.value.0.iter().cloned()),
            None => {
                asked.push(Asked { name: name.clone(), takes: takes.value.0.clone(), ..Asked::default() });
            }
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

/// File names without folder and ending; in full where that is not unique.
fn names(files: &[PathBuf]) -> Vec<String> {
    let stems: Vec<String> = files.iter().map(|file| stem(file)).collect();
    let is_unique = |name: &String| stems.iter().filter(|other| *other == name).count() == 1;
    let name = |(file, name): (&PathBuf, &String)| {
        if is_unique(name) { name.clone() } else { file.display().to_string() }
    };
    files.iter().zip(&stems).map(name).collect()
}

fn stem(file: &Path) -> String {
    file.file_stem().unwrap_or(file.as_os_str()).to_string_lossy().into_owned()
}
