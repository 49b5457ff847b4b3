//! Spectra of captures, or of another track, behind the spectrum.

mod choose;
mod curves;

pub use choose::{Overlay, choose, chosen, names};
pub use curves::{Look, Overlays};
