//! A comparison or a picture into a file.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use groundtruth_captures::comparison::Comparison;
use groundtruth_captures::export::{csv, html, json, markdown, title};
use groundtruth_captures::library::file_name;
use groundtruth_captures::output::{Existing, write_whole};
use groundtruth_captures::stimulus::{Stimulus, wav_bytes};

use super::dialogue;
use super::paths::{documents, path_of, shortened};
use crate::instance::Instance;
use crate::jobs::{self, Job};

/// Form of an exported comparison.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// One page for a browser and for paper.
    #[default]
    Html,
    /// Figures for a spreadsheet.
    Csv,
    /// `groundtruth.comparison/1`.
    Json,
    /// Tables for a forum post.
    Markdown,
    /// The view as it is shown.
    Png,
}

impl Format {
    /// All forms with their names.
    pub const ALL: [(Format, &'static str); 5] = [
        (Format::Html, "HTML page"),
        (Format::Csv, "CSV"),
        (Format::Json, "JSON"),
        (Format::Markdown, "Markdown"),
        (Format::Png, "PNG of this view"),
    ];

    /// Ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Html => "html",
            Format::Csv => "csv",
            Format::Json => "json",
            Format::Markdown => "md",
            Format::Png => "png",
        }
    }
}

/// A comparison to be exported. A picture shows the whole view.
#[derive(Clone, Debug, PartialEq)]
pub struct Export {
    /// What is compared.
    pub comparison: Arc<Comparison>,
    /// Its form.
    pub format: Format,
}

impl Export {
    /// File name made of the captures' names.
    pub fn file_name(&self) -> String {
        let name = file_name(&format!("Groundtruth {}", title(&self.comparison)));
        format!("{name}.{}", self.format.ending())
    }
}

/// Where an export goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// To a path as typed; without folder in the documents' folder.
    Typed {
        /// The path.
        path: String,
        /// Whether a file of this name is replaced.
        replace: bool,
    },
    /// To what the user chooses in the system's dialogue, which suggests this path.
    Chosen(String),
    /// To a new file of this name in the documents' folder, with a number if there is one.
    New(String),
}

/// Makes the content of a file, as part of a job.
pub(crate) type Produce = Box<dyn FnOnce(&Job) -> Result<Vec<u8>, String> + Send>;

/// The content of a test signal's WAV file.
pub(crate) fn produce_stimulus(stimulus: Stimulus, sample_rate: u32) -> Produce {
    Box::new(move |job| wav_bytes(stimulus, sample_rate, job).map_err(|error| error.to_string()))
}

/// The content of a comparison's export, except for a picture.
pub(crate) fn produce(export: Export) -> Produce {
    Box::new(move |_| {
        let comparison = &export.comparison;
        let text = match export.format {
            Format::Html => html(comparison),
            Format::Csv => csv(comparison),
            Format::Json => json(comparison),
            Format::Markdown => markdown(comparison),
            Format::Png => return Err("a picture is made of the view".to_owned()),
        };
        Ok(text.into_bytes())
    })
}

/// Makes the content and writes the file; the user is told where it is, or why not.
pub(crate) fn export(instance: &Arc<Instance>, produce: Produce, target: Target) {
    match target {
        Target::Typed { path, replace } => {
            let existing = if replace { Existing::Replace } else { Existing::Keep };
            start(instance, produce, documents().join(path_of(&path)), move |path, content| {
                written(path, existing, content)
            });
        }
        Target::New(name) => start(instance, produce, documents().join(name), written_new),
        Target::Chosen(suggested) => {
            let suggested = documents().join(path_of(&suggested));
            dialogue::save(instance, suggested, |instance, files| {
                // The dialogue has asked whether to replace it.
                let write = |path: &Path, content: &[u8]| written(path, Existing::Replace, content);
                if let Some(file) = files.into_iter().next() {
                    start(instance, produce, file, write);
                }
            });
        }
    }
}

fn start(
    instance: &Arc<Instance>,
    produce: Produce,
    path: PathBuf,
    write: impl FnOnce(&Path, &[u8]) -> io::Result<PathBuf> + Send + 'static,
) {
    let asking = Arc::downgrade(instance);
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    jobs::start(instance, format!("Exporting {name}"), move |job| {
        let failed = |reason: String| format!("{}: {reason}", path.display());
        let content = produce(job);
        if job.is_cancelled() {
            return Ok(());
        }
        let written = write(&path, &content.map_err(failed)?).map_err(|error| failed(said(&error)))?;
        if let Some(instance) = asking.upgrade() {
            instance.note(format!("Written: {}", shortened(&written)));
        }
        Ok(())
    });
}

fn written(path: &Path, existing: Existing, content: &[u8]) -> io::Result<PathBuf> {
    if path.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    write_whole(path, existing, |file| file.write_all(content))?;
    Ok(path.to_owned())
}

/// Writes to the first of `name`, `name 2`, `name 3`… that no file has.
fn written_new(path: &Path, content: &[u8]) -> io::Result<PathBuf> {
    const MOST: usize = 10_000;
    let (stem, ending) = (path.file_stem().unwrap_or_default(), path.extension().unwrap_or_default());
    let numbered = |number: usize| {
        let mut name = stem.to_owned();
        name.push(format!(" {number}."));
        name.push(ending);
        path.with_file_name(name)
    };
    for path in std::iter::once(path.to_owned()).chain((2..=MOST).map(numbered)) {
        match written(&path, Existing::Keep, content) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            result => return result,
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

fn said(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::AlreadyExists => "exists already; tick “replace”, or use another name".to_owned(),
        io::ErrorKind::IsADirectory => "is a folder; name a file in it".to_owned(),
        io::ErrorKind::NotFound => "cannot be written: there is no such folder".to_owned(),
        io::ErrorKind::InvalidFilename => "is no name for a file".to_owned(),
        _ => format!("cannot be written: {error}"),
    }
}
