//! Files that the user names: recordings and captures that come in, exports that go out. The work is done in
//! [jobs](crate::jobs), never on a window's thread.

mod dialogue;
mod export;
mod import;
mod paths;

pub use export::{Export, Format, Target};
pub(crate) use export::{export, produce, produce_stimulus};
pub(crate) use import::{import, import_chosen};
pub use paths::documents;

#[cfg(test)]
mod tests;
