//! The spectrogram's colours: even steps of lightness in Oklab, so that equal level steps look equal.
//!
//! Low levels are close to the theme's background, high ones to its text colour; with rising lightness the hue turns
//! from blue through red to yellow. Oklab: B. Ottosson, "A perceptual color space for image processing" (2020).

use egui::Color32;

use crate::editor::preferences::Theme;

/// Number of colours.
pub const STEPS: usize = 256;

/// The colours from quiet to loud.
pub fn colours(theme: Theme) -> [Color32; STEPS] {
    std::array::from_fn(|index| {
        let loudness = index as f64 / (STEPS - 1) as f64;
        match theme {
            Theme::Dark => colour(loudness, 0.20, 0.95),
            Theme::Light => colour(1.0 - loudness, 0.28, 0.975),
        }
    })
}

/// The colour at a position between the darkest (0) and the lightest (1).
fn colour(place: f64, darkest: f64, lightest: f64) -> Color32 {
    let lightness = darkest + place * (lightest - darkest);
    let hue_rad = (265.0 + 195.0 * place).to_radians();
    let wanted = 0.16 * (std::f64::consts::PI * place).sin();
    let chroma = largest_chroma(lightness, hue_rad, wanted);
    let [r, g, b] =
        linear_rgb(lightness, chroma, hue_rad).map(|channel| (255.0 * encode(channel)).round() as u8);
    Color32::from_rgb(r, g, b)
}

/// The largest chroma up to `wanted` that a display can show.
fn largest_chroma(lightness: f64, hue_rad: f64, wanted: f64) -> f64 {
    let shown = |chroma: f64| linear_rgb(lightness, chroma, hue_rad).iter().all(|c| (0.0..=1.0).contains(c));
    let (mut low, mut high) = (0.0, wanted);
    if shown(high) {
        return high;
    }
    for _ in 0..24 {
        let middle = (low + high) / 2.0;
        if shown(middle) { low = middle } else { high = middle }
    }
    low
}

fn linear_rgb(lightness: f64, chroma: f64, hue_rad: f64) -> [f64; 3] {
    let (a, b) = (chroma * hue_rad.cos(), chroma * hue_rad.sin());
    let l = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
    let m = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
    let s = (lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
    [
        4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
        -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
        -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
    ]
}

/// The sRGB transfer curve (IEC 61966-2-1).
fn encode(linear: f64) -> f64 {
    let linear = linear.clamp(0.0, 1.0);
    if linear <= 0.003_130_8 { 12.92 * linear } else { 1.055 * linear.powf(1.0 / 2.4) - 0.055 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CIE lightness, an independent scale: the map must be even on this one too.
    fn cie_lightness(colour: Color32) -> f64 {
        let decode = |byte: u8| {
            let value = f64::from(byte) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        let y = 0.2126 * decode(colour.r()) + 0.7152 * decode(colour.g()) + 0.0722 * decode(colour.b());
        if y > 0.008_856 { 116.0 * y.cbrt() - 16.0 } else { 903.3 * y }
    }

    #[test]
    fn louder_is_lighter_in_the_dark_and_darker_in_the_light_by_even_steps() {
        for (theme, sign) in [(Theme::Dark, 1.0), (Theme::Light, -1.0)] {
            let lightness: Vec<f64> = colours(theme).iter().map(|c| sign * cie_lightness(*c)).collect();
            let span = lightness[STEPS - 1] - lightness[0];
            assert!(span > 65.0, "{span}");
            for part in 0..8 {
                // Eighths of the map; Oklab and CIE lightness differ by hue, here by at most a third.
                let step = lightness[part * 31 + 31] - lightness[part * 31];
                let even = span * 31.0 / 255.0;
                assert!((0.6..1.4).contains(&(step / even)), "{theme:?} {part}: {}", step / even);
            }
        }
    }
}
