//! Recordings in files: their content, and the messages for unreadable files.

mod command;
mod damaged;
mod flac_bytes;
mod flac_forms;
mod formats;
mod library;
mod odd;
mod page;
mod planted;
mod report;
mod sections;
mod sheet;
mod stimulus;
mod streams;
mod usage;
mod wav_bytes;
