//! Screenshots: pixels to examine, PNG files to save.

use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;

/// Red, green, blue.
pub type Colour = [u8; 3];

/// A rectangle of pixels, 8 bits per primary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    width: usize,
    pixels: Vec<Colour>,
}

impl Picture {
    /// Rows of `width` pixels, top to bottom.
    ///
    /// # Panics
    /// When the last row is not whole.
    pub fn new(width: usize, pixels: Vec<Colour>) -> Picture {
        assert_eq!(pixels.len() % width, 0, "whole rows");
        Picture { width, pixels }
    }

    /// Pixels in a row.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Rows.
    pub fn height(&self) -> usize {
        self.pixels.len() / self.width
    }

    /// One pixel; `x` to the right, `y` downwards.
    pub fn pixel(&self, x: usize, y: usize) -> Colour {
        self.pixels[y * self.width + x]
    }

    /// Number of different colours.
    pub fn colours(&self) -> usize {
        let mut colours = self.pixels.clone();
        colours.sort_unstable();
        colours.dedup();
        colours.len()
    }

    /// Places of all pixels that pass a test, row by row.
    pub fn find(&self, test: impl Fn(Colour) -> bool) -> Vec<(usize, usize)> {
        let places = self.pixels.iter().enumerate().filter(|(_, colour)| test(**colour));
        places.map(|(index, _)| (index % self.width, index / self.width)).collect()
    }

    /// Pixels that differ from another picture of the same size; all of them when the size differs.
    pub fn differing_pixels(&self, other: &Picture) -> usize {
        if self.width != other.width || self.pixels.len() != other.pixels.len() {
            return self.pixels.len();
        }
        self.pixels.iter().zip(&other.pixels).filter(|(a, b)| a != b).count()
    }

    /// Writes a PNG file.
    pub fn save(&self, path: &Path) -> io::Result<()> {
        let file = BufWriter::new(File::create(path)?);
        let mut encoder = png::Encoder::new(file, self.width as u32, self.height() as u32);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.write_header()?.write_image_data(self.pixels.as_flattened())?;
        Ok(())
    }
}
