//! Every sentence of the editor, so that they can be read in one go: notices, hints, tooltips, messages, view by view.
//!
//! Labels of a few words stay with what they label; definitions of figures are in `measure`, reasons in
//! [`groundtruth_measure::Refusal`].

pub use self::files::*;
pub use self::header::*;
pub use self::keys::*;
pub use self::menu::*;
pub use self::music::*;
pub use self::plots::*;
pub use self::readouts::*;
pub use self::settings::*;

pub mod bench;
pub mod compare;
mod files;
mod header;
pub mod help;
mod keys;
pub mod levels;
mod menu;
mod music;
pub mod player;
mod plots;
mod readouts;
mod settings;
