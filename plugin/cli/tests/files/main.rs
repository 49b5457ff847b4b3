//! Recordings in files: what is read, and what is said of files that cannot be.

mod command;
mod damaged;
mod formats;
mod odd;
mod planted;
mod report;
mod stimulus;
mod wav_bytes;
