//! Published points, and an independent twin: a plain dense least-squares fit that shares no line with the library.

mod agreement;
mod captured;
mod twin;
mod weighting;
mod windows;
