//! Colours and fonts of the two themes.
