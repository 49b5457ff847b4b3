//! Discontinuities: found, named and placed where they are; never where there are none.

mod clean;
mod kinds;
mod odd_samples;
