//! Discontinuities: found, named and placed where they are; never where there are none.

mod clean;
mod clipping;
mod clock_steps;
mod kinds;
mod odd_samples;
mod places;
mod scan;
