//! The neighbourhood of each line at the resolution of the whole stretch.
//!
//! Records of one or two seconds cannot separate a line of the model from another one a few hertz away: the fit of each
//! record mixes both. Each record therefore leaves, for every line that stands out, the bins around it of its noise
//! spectrum and the line that was subtracted there ([`crate::average::pieces::Pieces`]). The window w of that spectrum is power-complementary, so
//! the inverse transforms of these few bins, weighted with w once more and added at their records' times, give the signal
//! around the line over the whole stretch ([`series`]): `Σ w·(w·x) / Σ w²`. On this slow series the lines are fitted again
//! and other lines are looked for ([`near`]), and what is found replaces what the records' fits had mixed ([`mod@settle`]).
//!
//! A record that was straightened is bent back first: what a neighbour did to the tone's phase is not the clock's.
//! Deliberately not here: lines without steady frequency. They keep the figures of their records.

mod around;
mod least_squares;
mod mains;
mod near;
mod reference;
mod series;
mod settle;
mod spectra;
mod stretch;

pub(crate) use settle::settle;
