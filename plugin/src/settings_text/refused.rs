//! A rejected text.

use std::fmt;

/// The form expected instead of a rejected text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused(pub(super) &'static str);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}", self.0)
    }
}

impl std::error::Error for Refused {}
