//! The library's files, and captures in the state of a session: what is kept, found and refused.

mod common;
mod curves;
mod damage;
mod deletion;
mod exchange;
mod files;
mod fixtures;
mod names;
mod pack;
mod programs;
