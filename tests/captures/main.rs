//! Comparing captures of amplifiers with known differences.

mod rates;
