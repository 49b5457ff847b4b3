//! The cursor of the plots: a hairline at the pointer, and a box with the values of the curves there. A click fixes a
//! second hairline, the reference, to which the box gives the differences.

mod hairline;
mod note;
mod over_frequency;
mod readout;
mod reference;

pub use self::hairline::{horizontal, listen, pointer, vertical};
pub use self::note::{note, pitched};
pub use self::over_frequency::{Across, Curve, Level, OverFrequency};
pub use self::readout::{Line, paint_box};
pub use self::reference::Reference;
