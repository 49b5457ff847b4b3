//! Discontinuities: detected, classified and located correctly, without false alarms.

mod clean;
mod clipping;
mod clock_steps;
mod kinds;
mod odd_samples;
mod places;
mod scan;
