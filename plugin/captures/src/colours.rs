//! Colours of captures without one of their own, one for each that a comparison takes: those of Okabe and Ito, which
//! colour-blind people tell apart, then others.

use crate::comparison::MOST_CAPTURES;

/// Red, green and blue.
pub type Colour = [u8; 3];

/// On a light ground, darkened.
pub const ON_LIGHT: [Colour; MOST_CAPTURES] = [
    [0x00, 0x72, 0xB2],
    [0xB0, 0x6A, 0x00],
    [0xA0, 0x46, 0x7F],
    [0x00, 0x7A, 0x59],
    [0x7D, 0x74, 0x00],
    [0x2B, 0x8F, 0xCB],
    [0xC4, 0x49, 0x00],
    [0x44, 0x4C, 0x5C],
    [0x4F, 0x8A, 0x10],
    [0x6A, 0x4B, 0xC4],
    [0xC0, 0x2F, 0x45],
    [0x7A, 0x4A, 0x2A],
];

/// On a dark ground, in the same order.
pub const ON_DARK: [Colour; MOST_CAPTURES] = [
    [0x56, 0xB4, 0xE9],
    [0xE6, 0x9F, 0x00],
    [0xCC, 0x79, 0xA7],
    [0x00, 0x9E, 0x73],
    [0xF0, 0xE4, 0x42],
    [0x3D, 0x8F, 0xD1],
    [0xD5, 0x5E, 0x00],
    [0xB4, 0xBA, 0xC6],
    [0xA6, 0xD8, 0x54],
    [0xA5, 0x8B, 0xFF],
    [0xFF, 0x80, 0x80],
    [0xC9, 0xA6, 0x6B],
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Distance in the RGB cube, 441 from black to white.
    fn distance(a: Colour, b: Colour) -> f64 {
        let squares = a.iter().zip(b).map(|(a, b)| f64::from(a.abs_diff(b)).powi(2));
        squares.sum::<f64>().sqrt()
    }

    #[test]
    fn no_two_captures_of_a_comparison_look_the_same() {
        for colours in [ON_LIGHT, ON_DARK] {
            for (place, colour) in colours.iter().enumerate() {
                let nearest = colours[..place].iter().map(|other| distance(*colour, *other));
                assert!(nearest.fold(f64::INFINITY, f64::min) > 35.0, "{colour:?}");
            }
        }
    }
}
