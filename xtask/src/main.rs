//! Bundle, install, demo, test and bench.
fn main() {}
