//! The real editor of the built bundle on a private display with software OpenGL. A missing bundle fails.
#![cfg(target_os = "linux")]

mod captures;
mod curve;
mod hurry;
mod place;
mod refused;
mod stage;
mod vst3;
mod window;
