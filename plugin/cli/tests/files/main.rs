//! Recordings in files: what is read, and what is said of files that cannot be.

mod damaged;
mod formats;
mod planted;
mod wav_bytes;
