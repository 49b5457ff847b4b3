//! Planted signals and hosts, shared by all test groups.
