//! Places in the stream of input frames.

/// A frame of the input, by which output and input are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StreamPlace {
    /// Generation of the stream, as in [`crate::capture::Block::generation`].
    pub generation: u32,
    /// Frames since the generation began, as in [`crate::capture::Block::first_frame`].
    pub frame: u64,
}
