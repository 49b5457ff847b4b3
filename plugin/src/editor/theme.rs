//! Colours and fonts of the two themes.
//!
//! Channel, hum and "better" colours are from Okabe and Ito, distinguishable with colour blindness.

use egui::{Color32, CornerRadius, FontFamily, FontId, Stroke, TextStyle, Vec2};

use super::preferences::Theme;

/// Opacity of a limit's line, which is dotted, too: a paler one could not be seen on a light background.
pub const LIMIT_OPACITY: f32 = 0.85;
/// Opacity of the largest levels so far.
pub const HELD_OPACITY: f32 = 0.6;
/// Opacity of the falling peaks of music, above their mean.
pub const PEAK_OPACITY: f32 = 0.5;
/// Opacity of a limit's bar within its outline.
pub const LIMIT_FILL: f32 = 0.3;

/// Size of main figures, in points.
pub const LARGE: f32 = 19.0;
/// Size of text and labels.
pub const BODY: f32 = 13.0;
/// Size of secondary text.
pub const SMALL: f32 = 12.0;
/// Size of axis labels.
pub const TICK: f32 = 11.0;

/// Every colour of a theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// Behind plots and header.
    pub background: Color32,
    /// Behind the readouts, buttons and popups.
    pub panel: Color32,
    /// Between areas.
    pub line: Color32,
    /// Plot grid.
    pub grid: Color32,
    /// Main text and figures.
    pub text: Color32,
    /// Secondary text.
    pub quiet: Color32,
    /// Left (or mono) and right, everywhere.
    pub channels: [Color32; 2],
    /// Mid and side of music.
    pub mid_side: [Color32; 2],
    /// Better than the reference, always with a mark beside it.
    pub better: Color32,
    /// Mains hum, faults, and worse than the reference, always with a word or mark beside it.
    pub hum: Color32,
}

const DARK: Palette = Palette {
    background: Color32::from_rgb(0x13, 0x15, 0x1a),
    panel: Color32::from_rgb(0x1a, 0x1d, 0x23),
    line: Color32::from_rgb(0x2a, 0x2e, 0x37),
    grid: Color32::from_rgb(0x31, 0x36, 0x41),
    text: Color32::from_rgb(0xe8, 0xea, 0xee),
    quiet: Color32::from_rgb(0x8d, 0x95, 0xa3),
    channels: [Color32::from_rgb(0x56, 0xb4, 0xe9), Color32::from_rgb(0xe6, 0x9f, 0x00)],
    mid_side: [Color32::from_rgb(0xe8, 0xea, 0xee), Color32::from_rgb(0xcc, 0x79, 0xa7)],
    better: Color32::from_rgb(0x00, 0x9e, 0x73),
    hum: Color32::from_rgb(0xd5, 0x5e, 0x00),
};

const LIGHT: Palette = Palette {
    background: Color32::from_rgb(0xf6, 0xf7, 0xf9),
    panel: Color32::from_rgb(0xff, 0xff, 0xff),
    line: Color32::from_rgb(0xd9, 0xdd, 0xe4),
    grid: Color32::from_rgb(0xc6, 0xcc, 0xd6),
    text: Color32::from_rgb(0x16, 0x18, 0x1d),
    quiet: Color32::from_rgb(0x66, 0x70, 0x85),
    channels: [Color32::from_rgb(0x00, 0x72, 0xb2), Color32::from_rgb(0xb0, 0x6a, 0x00)],
    mid_side: [Color32::from_rgb(0x16, 0x18, 0x1d), Color32::from_rgb(0xa8, 0x45, 0x7d)],
    better: Color32::from_rgb(0x00, 0x7a, 0x59),
    hum: Color32::from_rgb(0xc4, 0x49, 0x00),
};

impl Palette {
    /// The colour of a channel, by its place in the report.
    pub fn channel(&self, index: usize) -> Color32 {
        self.channels[index % self.channels.len()]
    }

    /// The colours of a theme.
    pub fn of(theme: Theme) -> Palette {
        match theme {
            Theme::Dark => DARK,
            Theme::Light => LIGHT,
        }
    }

    /// Whether the background is darker than the text.
    pub fn is_dark(&self) -> bool {
        self.background.intensity() < self.text.intensity()
    }

    /// A hairline in the colour of area borders.
    pub fn hairline(&self) -> Stroke {
        Stroke::new(1.0, self.line)
    }

    /// The palette with figures as pale as their labels, for a reading that is not live.
    pub fn greyed(mut self) -> Palette {
        self.text = self.quiet;
        let pale = |colour: Color32| colour.lerp_to_gamma(self.quiet, 0.6);
        (self.channels, self.mid_side) = (self.channels.map(pale), self.mid_side.map(pale));
        self.hum = self.hum.lerp_to_gamma(self.quiet, 0.6);
        self
    }
}

/// Text: the proportional font.
pub fn sans(size: f32) -> FontId {
    FontId::new(size, FontFamily::Proportional)
}

/// Figures: digits of equal width avoid jitter. Also has the arrow that the proportional font lacks.
pub fn mono(size: f32) -> FontId {
    FontId::new(size, FontFamily::Monospace)
}

/// Applies the theme to egui's own widgets (popups, chips, text fields) and disables animations, which would draw
/// frames without new content.
pub fn apply(ctx: &egui::Context, theme: Theme) {
    ctx.set_theme(match theme {
        Theme::Dark => egui::Theme::Dark,
        Theme::Light => egui::Theme::Light,
    });
    let palette = Palette::of(theme);
    ctx.all_styles_mut(|style| {
        style.animation_time = 0.0;
        style.scroll_animation = egui::style::ScrollAnimation::none();
        style.interaction.tooltip_delay = 0.35;
        style.interaction.selectable_labels = false;
        style.visuals.text_cursor.blink = false;
        style.spacing.item_spacing = Vec2::new(6.0, 6.0);
        style.spacing.button_padding = Vec2::new(8.0, 3.0);
        style.text_styles.insert(TextStyle::Body, sans(BODY));
        style.text_styles.insert(TextStyle::Button, sans(BODY));
        style.text_styles.insert(TextStyle::Small, sans(SMALL));
        style.text_styles.insert(TextStyle::Monospace, mono(SMALL));
        colour_visuals(&mut style.visuals, palette);
    });
}

fn colour_visuals(visuals: &mut egui::Visuals, palette: Palette) {
    visuals.override_text_color = Some(palette.text);
    visuals.weak_text_color = Some(palette.quiet);
    visuals.panel_fill = palette.background;
    visuals.window_fill = palette.panel;
    visuals.window_stroke = palette.hairline();
    visuals.extreme_bg_color = palette.background;
    visuals.popup_shadow = egui::Shadow::NONE;
    visuals.window_shadow = egui::Shadow::NONE;
    visuals.menu_corner_radius = CornerRadius::same(5);
    visuals.selection.bg_fill = palette.line;
    visuals.selection.stroke = Stroke::new(1.0, palette.text);
    let widgets = &mut visuals.widgets;
    for (state, fill) in [
        (&mut widgets.noninteractive, palette.panel),
        (&mut widgets.inactive, palette.background),
        (&mut widgets.hovered, palette.line),
        (&mut widgets.active, palette.line),
        (&mut widgets.open, palette.line),
    ] {
        state.bg_fill = fill;
        state.weak_bg_fill = fill;
        state.bg_stroke = palette.hairline();
        state.fg_stroke = Stroke::new(1.0, palette.text);
        state.corner_radius = CornerRadius::same(4);
        state.expansion = 0.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance of a colour (WCAG 2.1).
    fn luminance(colour: Color32) -> f64 {
        let linear = |value: u8| match f64::from(value) / 255.0 {
            dark if dark <= 0.03928 => dark / 12.92,
            value => ((value + 0.055) / 1.055).powf(2.4),
        };
        0.2126 * linear(colour.r()) + 0.7152 * linear(colour.g()) + 0.0722 * linear(colour.b())
    }

    /// Contrast of two colours, 1 to 21 (WCAG 2.1).
    fn contrast(a: Color32, b: Color32) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn contrast_is_that_of_the_standard() {
        assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 1e-9);
        assert!((contrast(Color32::from_rgb(0x76, 0x76, 0x76), Color32::WHITE) - 4.54).abs() < 0.01);
    }

    #[test]
    fn the_grid_is_seen_but_fainter_than_any_text_or_curve() {
        for palette in [DARK, LIGHT] {
            let grid = contrast(palette.grid, palette.background);
            assert!((1.5..2.0).contains(&grid), "{grid}");
        }
    }

    #[test]
    fn bars_and_the_outlines_of_pale_bars_stand_out() {
        for palette in [DARK, LIGHT] {
            for colour in palette.channels {
                let bar = contrast(colour, palette.background);
                assert!(bar >= 3.0, "{bar}");
            }
        }
    }

    #[test]
    fn the_lines_of_limits_can_be_seen() {
        for palette in [DARK, LIGHT] {
            for colour in palette.channels {
                let seen = palette.background.lerp_to_gamma(colour, LIMIT_OPACITY);
                let line = contrast(seen, palette.background);
                assert!(line >= 3.0, "{line}");
            }
        }
    }

    #[test]
    fn all_text_can_be_read() {
        for palette in [DARK, LIGHT] {
            for colour in [palette.text, palette.quiet, palette.hum] {
                for behind in [palette.background, palette.panel] {
                    let text = contrast(colour, behind);
                    assert!(text >= 4.3, "{text}");
                }
            }
        }
    }
}
