//! The claims with what was measured.

use egui::{Align, Layout, Rect, RichText, Ui, UiBuilder, vec2};
use groundtruth_captures::export::ClaimLine;

use super::super::{format, words};
use super::compared::Compared;
use crate::editor::theme::{self, Palette};

/// Paints the claims into `area`.
pub fn ui(ui: &mut Ui, area: Rect, compared: &Compared, palette: Palette) {
    /// Space at the sides, in which the scroll bar stands.
    const MARGIN: f32 = 14.0;
    let inner = Rect::from_min_max(area.min + vec2(MARGIN, 4.0), area.max);
    let mut ui = ui.new_child(UiBuilder::new().max_rect(inner));
    ui.set_clip_rect(area);
    egui::ScrollArea::vertical().id_salt("claims").auto_shrink([false, false]).show(&mut ui, |ui| {
        ui.set_max_width(inner.width() - MARGIN);
        if compared.claims.is_empty() {
            ui.label(RichText::new(words::compare::NO_CLAIMS).color(palette.quiet));
        }
        for claim in &compared.claims {
            claim_ui(ui, claim, palette);
            ui.separator();
        }
        for note in &compared.comparison.notes {
            ui.label(RichText::new(note).color(palette.quiet).small());
        }
    });
}

fn claim_ui(ui: &mut Ui, claim: &ClaimLine, palette: Palette) {
    let quiet = |text: String| RichText::new(text).color(palette.quiet).small();
    ui.horizontal(|ui| {
        ui.label(
            RichText::new(format!("{}, against {}", claim.claim, claim.against))
                .font(theme::sans(theme::BODY)),
        );
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let colour = if claim.shown == "shown" { palette.text } else { palette.quiet };
            ui.label(RichText::new(claim.shown).color(colour));
        });
    });
    if let Some(figures) = &claim.figures {
        let text = format!(
            "{}: {} against {} {}, {}",
            figures.label, figures.claimed, figures.against, figures.unit, figures.difference
        );
        let text = text.trim_end_matches(", ");
        ui.label(RichText::new(format::true_minus(text)).font(theme::mono(theme::SMALL)));
    }
    if !claim.sentence.is_empty() {
        ui.label(quiet(format::true_minus(&claim.sentence)));
    }
}
