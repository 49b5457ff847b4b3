//! The neighbourhood of each line at the resolution of the whole stretch.
//!
//! Records of one or two seconds cannot separate a line of the model from another one a few hertz away: the fit of each
//! record mixes both. For every significant line, each record therefore keeps the bins around it of its noise spectrum
//! and the line that was subtracted there ([`crate::average::pieces::Pieces`]). The window w of that spectrum is
//! power-complementary, so the inverse transforms of these few bins, weighted with w again and added at their records'
//! times, give the signal around the line over the whole stretch ([`series`]): `Σ w·(w·x) / Σ w²`. On this slow series
//! the lines are fitted again and other lines are searched ([`near`]). The results replace those of the records' fits
//! ([`mod@settle`]).
//!
//! Straightened records are bent back first, because the bend of the tone's phase may be due to a neighbour, not to the
//! clock. Lines without a steady frequency are not refined; they keep the figures of their records.

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
