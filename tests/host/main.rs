//! The plugin in a host, across its C interface, in this process.
//!
//! Debug builds run under the framework's allocation guard: a `process` call that allocates aborts.

mod closed_loop;
mod command_line;
mod crowd;
mod hostile;
mod lifecycle;
mod offline;
mod passthrough;
mod player;
mod state;
#[path = "../../plugin/tests/support/stimuli.rs"]
mod stimuli;
mod vst3;
