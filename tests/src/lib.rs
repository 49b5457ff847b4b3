//! Planted signals and hosts, shared by all test groups.

pub mod amplifier;
pub mod bench_track;
pub mod bundle;
pub mod clap_host;
pub mod clip;
#[cfg(target_os = "linux")]
pub mod editor_window;
pub mod evidence;
pub mod headless_host;
#[cfg(target_os = "linux")]
pub mod input;
pub mod life;
pub mod picture;
pub mod reading;
pub mod saved_state;
#[cfg(target_os = "linux")]
pub mod screen;
pub mod stimulus;
#[cfg(target_os = "linux")]
pub mod threads;
pub mod tolerance;
pub mod vst3_host;
