//! Published values, and an independent twin: a plain dense least-squares fit that shares no code with the library.

mod agreement;
mod captured;
mod twin;
mod weighting;
mod windows;
