//! The editor: its view, what it looks like, and what the user prefers to see.

pub mod preferences;
pub mod theme;
pub mod view;
